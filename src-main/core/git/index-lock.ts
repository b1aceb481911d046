import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { absentAs, type HostFiles } from '../hosts/host-files.ts';
import type { Repository } from './repository.ts';

/** Where nobody can be asked who holds a file, a lock that is older than this is taken for left behind. */
const OLD_LOCK_MS = 60_000;

export interface IndexLock {
  readonly path: string;
  readonly ageMs: number;
}

/** The index's lock file, when there is one. Git itself makes and removes it with every command that writes. */
export async function findIndexLock(files: HostFiles, gitDir: string, now: number): Promise<IndexLock | null> {
  const path = files.paths.join(gitDir, 'index.lock');
  const found = await files.stat(path).catch(absentAs(null));
  return found && { path, ageMs: Math.max(0, now - found.mtimeMs) };
}

/**
 * Removes a lock that was left behind. Fails with `git.locked` while a Git runs in the working tree or has the file open; where that
 * cannot be seen (no /proc), while the file is younger than a minute. The lock holds a new index at most: nothing is lost with it.
 */
export async function removeIndexLock(
  files: HostFiles,
  place: Repository,
  now: number,
): Promise<Result<null, AppError>> {
  const lock = await findIndexLock(files, place.gitDir, now);
  if (!lock) return ok(null);
  const held = (await isHeld(files, lock.path, place.root)) ?? lock.ageMs < OLD_LOCK_MS;
  if (held) return err({ code: 'git.locked', ...lock });
  await files.rm(lock.path, { force: true });
  return ok(null);
}

/**
 * Whether a process has the file open, or is a Git that works in the folder: Git closes its lock while hooks and editors run.
 * Null where processes cannot be looked at.
 */
async function isHeld(files: HostFiles, file: string, folder: string): Promise<boolean | null> {
  const { readdir, readFile, readlink, paths } = files;
  const processes = await readdir('/proc').catch(absentAs(null));
  if (!processes) return null;
  for (const id of processes) {
    if (!/^\d+$/.test(id)) continue;
    const name = await readFile(`/proc/${id}/comm`, 'utf8').catch(absentAs(''));
    if (/^git\b/.test(name)) {
      const cwd = await readlink(`/proc/${id}/cwd`).catch(absentAs(''));
      if (cwd === folder || cwd.startsWith(folder + paths.sep)) return true;
    }
    const open = await readdir(`/proc/${id}/fd`).catch(absentAs([]));
    for (const fd of open) {
      if ((await readlink(`/proc/${id}/fd/${fd}`).catch(absentAs(''))) === file) return true;
    }
  }
  return false;
}
