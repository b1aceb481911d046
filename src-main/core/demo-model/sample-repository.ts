import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SAMPLE_COMMITS } from './sample-repository-files.ts';

/** Runs one program to its end on the machine where the folder is; rejects when the program cannot be started. */
export type RunCommand = (
  command: string,
  args: readonly string[],
  options: { readonly cwd: string },
) => Promise<{ readonly exitCode: number }>;

/** Fixed author and no hooks or signing: the sample must not depend on how this machine's Git is set up. */
const GIT_SETTINGS = [
  'user.name=Corner Shop',
  'user.email=shop@example.test',
  'commit.gpgsign=false',
  'core.autocrlf=false',
  'core.hooksPath=/dev/null',
].flatMap((setting) => ['-c', setting]);

/**
 * Makes the sample project in `folder`, with its history where Git is installed. A folder that already has the sample
 * is left as it is: the user may have changed it. Answers whether the folder is a Git repository.
 */
export async function prepareSampleRepo(folder: string, run: RunCommand): Promise<{ readonly hasGit: boolean }> {
  if (existsSync(join(folder, 'package.json'))) return { hasGit: existsSync(join(folder, '.git')) };
  await mkdir(folder, { recursive: true });
  let hasGit = await succeeds(run, ['init', '--quiet'], folder);
  // Set by hand, because `init --initial-branch` needs Git 2.28.
  hasGit &&= await succeeds(run, ['symbolic-ref', 'HEAD', 'refs/heads/main'], folder);
  for (const { message, files } of SAMPLE_COMMITS) {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    hasGit &&= await succeeds(run, ['add', '--all'], folder);
    hasGit &&= await succeeds(run, [...GIT_SETTINGS, 'commit', '--quiet', '--message', message], folder);
  }
  return { hasGit };
}

/** Git may be missing altogether: then the sample is a plain folder, which Skein works with too. */
async function succeeds(run: RunCommand, args: readonly string[], cwd: string): Promise<boolean> {
  try {
    return (await run('git', args, { cwd })).exitCode === 0;
  } catch {
    return false;
  }
}
