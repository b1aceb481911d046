import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';
import { isUnreachable, type HostFiles } from '../hosts/host-files.ts';
import type { Log } from '../ports.ts';
import {
  addDetached,
  addWithBranch,
  commitOf,
  listWorktrees,
  placeOf,
  pruneWorktrees,
  removeByForce,
  type RepositoryPlace,
} from './worktree-git.ts';
import { isWithin } from '../hosts/is-within.ts';
import { liesInside } from './worktree-path.ts';

type Answer<T> = Promise<Result<T, AppError>>;

export interface NewWorktree {
  readonly place: RepositoryPlace;
  readonly path: string;
  readonly commit: string;
  /** A new branch to check out; null: a detached head. */
  readonly branch: string | null;
  /** The path was made up for this worktree: no entry of the repository has it. */
  readonly fresh: boolean;
  readonly signal?: AbortSignal;
}

/** Where a project's worktrees come from, and at which commit. Refuses what cannot have any, with words. */
export async function planWorktree(
  git: GitRunner,
  folder: string,
  base: string,
  root: string,
): Answer<{ readonly place: RepositoryPlace; readonly commit: string }> {
  // At once: each is a process, and the second waits for nothing that the first finds.
  const [place, commit] = await Promise.all([placeOf(git, folder), commitOf(git, folder, base)]);
  if (!place.ok) {
    return place.error.code === 'git.bare' ? err({ code: 'worktree.unsupported', reason: 'bare' }) : place;
  }
  // Inside the repository's own folder it would be a file of it that every `git add` stumbles over.
  if (isWithin(place.value.root, root, git.files.paths)) return err({ code: 'worktree.unsupported', reason: 'nested' });
  if (commit.ok) return ok({ place: place.value, commit: commit.value });
  if (commit.error.code !== 'git.unknown-revision') return commit;
  const head = await commitOf(git, place.value.root, 'HEAD');
  return head.ok || head.error.code !== 'git.unknown-revision'
    ? commit
    : err({ code: 'worktree.unsupported', reason: 'no-commit' });
}

/** Adds the working tree. After a failure nothing of it is left. The caller holds the repository's lock. */
export async function createWorktree(git: GitRunner, log: Log, wanted: NewWorktree): Answer<null> {
  const { place, path, commit, branch, fresh, signal } = wanted;
  const folder = git.files.paths.dirname(path);
  try {
    await git.files.mkdir(folder, { recursive: true });
  } catch (error) {
    if (isUnreachable(error)) throw error;
    return err({ code: 'path.no-access', path: folder });
  }
  // A folder that is there belongs to somebody else, and so does what is in it.
  if (await hasEntries(git.files, path)) return err({ code: 'worktree.exists', path });
  if (!fresh) {
    // So does an entry that Git keeps for a folder that is away: locked, on a disk that is not plugged in.
    const listed = await listWorktrees(git, place.repository);
    if (!listed.ok) return listed;
    if (listed.value.some((one) => one.path === path && one.locked !== null))
      return err({ code: 'worktree.exists', path });
  }
  const added =
    branch === null
      ? await addDetached(git, place.repository, path, commit, signal)
      : await addWithBranch(git, place.repository, path, commit, branch);
  if (added.ok) return added;
  await clearAway(git, log, place.repository, path);
  return added;
}

const hasEntries = async (files: HostFiles, path: string): Promise<boolean> =>
  files.readdir(path).then(
    (entries) => entries.length > 0,
    (error: unknown) => !(error instanceof Error && 'code' in error && error.code === 'ENOENT'),
  );

/**
 * Takes away a working tree that was not finished: nobody has worked in it. Its folder, its entry in the repository, and the folder
 * around it when that is empty.
 */
async function clearAway(git: GitRunner, log: Log, repository: string, path: string): Promise<void> {
  const removed = await removeByForce(git, repository, path, true);
  if (!removed.ok) {
    // Git refuses what it did not get around to register; the folder was made by this very creation.
    await git.files
      .rm(path, { recursive: true, force: true })
      .catch((error: unknown) =>
        log.warn('A worktree that failed could not be cleared away', { path, error: String(error) }),
      );
    await git.raw(['worktree', 'unlock', '--', path], { cwd: repository, okCodes: [0, 1, 128] });
    await pruneWorktrees(git, repository);
  }
  await removeIfEmpty(git.files, git.files.paths.dirname(path));
}

/** The short folder around a managed worktree. */
export async function removeIfEmpty(files: HostFiles, folder: string): Promise<void> {
  await files.rmdir(folder).catch(() => undefined);
}

/**
 * What a crash has left of a creation: a folder below the root, registered or not. Answers whether it is gone now. Outside the root,
 * and when the place cannot be made sure of, nothing is touched.
 */
export async function clearHalfMade(
  git: GitRunner,
  log: Log,
  { repository, path, root }: { readonly repository: string; readonly path: string; readonly root: string },
): Promise<boolean> {
  const listed = await listWorktrees(git, repository);
  if (!listed.ok) return false;
  const entry = listed.value.find((one) => one.path === path);
  if (entry?.main) return false;
  if (!(await liesInside(git.files, root, path))) {
    await pruneWorktrees(git, repository);
    return entry === undefined;
  }
  await clearAway(git, log, repository, path);
  return true;
}
