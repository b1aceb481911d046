import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createGitRunner } from '../../git/git-runner.ts';
import { localHost } from '../../hosts/local-host.ts';
import { createManualClock } from '../../rpc/testing/manual-clock.ts';

export const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A project in a temporary folder, with a file outside of it, and Git. */
export async function createFilesRig() {
  const base = await realpath(await mkdtemp(join(tmpdir(), 'skein-files-')));
  const root = join(base, 'project');
  const skeinHome = join(base, 'skein');
  await mkdir(root);
  await writeFile(join(base, 'secret.txt'), 'secret');
  const clock = createManualClock();
  const git = createGitRunner({ env: process.env, host: localHost });
  return {
    base,
    root,
    skeinHome,
    clock,
    git,
    /** Writes files below the project. */
    put: async (files: Readonly<Record<string, string | Uint8Array>>) => {
      for (const [path, content] of Object.entries(files)) {
        await mkdir(dirname(join(root, path)), { recursive: true });
        await writeFile(join(root, path), content);
      }
    },
    remove: () => rm(base, { recursive: true, force: true }),
  };
}
export type FilesRig = Awaited<ReturnType<typeof createFilesRig>>;
