import { lstat, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Log } from '../ports.ts';
import { findGitFolders, type GitFolders } from '../watching/git-folders.ts';

/** Folders that live as long as one command of Skein's, named by `mkdtemp`; `codex`: a package on its way to another machine. */
const OWN = /^skein-(?:index|staged|trace|merge|codex|key)-[A-Za-z0-9]{6}$/;
/** No command takes as long; another Skein may be in the middle of one. */
const LEFT_BEHIND_MS = 24 * 60 * 60 * 1000;

/**
 * Removes what a Skein that was killed left behind: copies of indexes, files about to be written, packages about to be sent, in the folder
 * for temporary files and in Git's own folders of these working trees. What they hold is elsewhere as well.
 *
 * @param now milliseconds since the epoch
 */
export async function sweepLeftovers(
  { temporary, roots }: { readonly temporary: string; readonly roots: readonly string[] },
  now: number,
  log: Log,
): Promise<void> {
  const repositories = new Set<string>();
  for (const root of roots) {
    const found = await findAbove(root);
    if (found) repositories.add(found.common);
  }
  const folders = [temporary];
  for (const repository of repositories) {
    const linked = join(repository, 'worktrees');
    folders.push(repository, ...(await namesIn(linked)).map((name) => join(linked, name)));
  }
  for (const folder of folders) {
    for (const name of (await namesIn(folder)).filter((name) => OWN.test(name))) {
      const path = join(folder, name);
      const found = await lstat(path).catch(() => null);
      // Each file that is written into it counts as its change.
      if (!found?.isDirectory() || now - found.mtimeMs < LEFT_BEHIND_MS) continue;
      await rm(path, { recursive: true, force: true }).then(
        () => log.info('A folder that was left behind is removed', { path }),
        (error: unknown) => log.warn('A folder that was left behind stays', { path, error: String(error) }),
      );
    }
  }
}

/** A project may be a folder of a repository. */
async function findAbove(folder: string): Promise<GitFolders | null> {
  const found = await findGitFolders(folder);
  const above = dirname(folder);
  return found || above === folder ? found : findAbove(above);
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);
