import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';
import { findRepository, type Repository } from '../git/repository.ts';
import type { HostPaths } from '../hosts/host-files.ts';
import { parseWorktreeList, type ListedWorktree } from './parse-worktree-list.ts';

type Answer<T> = Promise<Result<T, AppError>>;

/** A checkout of a large repository over a slow disk, with smudge filters that load from the network. */
const CHECKOUT_TIMEOUT_MS = 60 * 60_000;

/** Commits without a branch that are looked at together; with more, each head is counted by itself. */
const MAX_LONELY = 2_000;

/** A folder's place in its repository. */
export interface RepositoryPlace extends Repository {
  /** Name people know the repository by. */
  readonly name: string;
}

/** Where a folder belongs. Fails with `git.no-repository`, or `git.bare` where there is no working tree. */
export async function placeOf(git: GitRunner, folder: string): Answer<RepositoryPlace> {
  const found = await findRepository(git, folder);
  if (!found.ok) return found;
  const { repository, root } = found.value;
  return ok({ ...found.value, name: repositoryName(repository, git.files.paths) || git.files.paths.basename(root) });
}

/** `/x/skein/.git` and `/x/skein.git` are both `skein`. */
const repositoryName = (commonDir: string, { basename, dirname }: HostPaths): string =>
  basename(commonDir) === '.git' ? basename(dirname(commonDir)) : basename(commonDir).replace(/\.git$/, '');

/** All working trees of the repository that `folder` belongs to, the main one first. */
export async function listWorktrees(git: GitRunner, folder: string): Answer<readonly ListedWorktree[]> {
  const answer = await git.raw(['worktree', 'list', '--porcelain', '-z'], { cwd: folder });
  return answer.ok ? ok(parseWorktreeList(answer.value.stdout.toString('utf8'), git.files.paths)) : answer;
}

/** The full name of the commit a branch, tag or commit stands for. */
export async function commitOf(git: GitRunner, folder: string, revision: string): Answer<string> {
  const bad = err({ code: 'git.unknown-revision', revision } as const);
  if (revision.startsWith('-')) return bad;
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  const answer = await git.raw(args, { cwd: folder, okCodes: [0, 1, 128] });
  if (!answer.ok) return answer;
  const commit = answer.value.stdout.toString('utf8').trim();
  return answer.value.code === 0 && /^[0-9a-f]{40,64}$/.test(commit) ? ok(commit) : bad;
}

/** Adds a working tree with a detached head. The caller holds the repository's lock and cleans up after a failure. */
export async function addDetached(
  git: GitRunner,
  repository: string,
  path: string,
  commit: string,
  signal?: AbortSignal,
): Answer<null> {
  const args = ['worktree', 'add', '--quiet', '--detach', '--', path, commit];
  const added = await git.raw(args, withSignal({ cwd: repository, timeoutMs: CHECKOUT_TIMEOUT_MS }, signal));
  return added.ok ? ok(null) : added;
}

/** Adds a working tree with a new branch. */
export async function addWithBranch(
  git: GitRunner,
  repository: string,
  path: string,
  commit: string,
  branch: string,
): Answer<null> {
  const known = await git.raw(['check-ref-format', '--branch', branch], { cwd: repository, okCodes: [0, 1, 128] });
  if (!known.ok) return known;
  if (known.value.code !== 0) return err({ code: 'git.bad-name', name: branch });
  const taken = await git.raw(['show-ref', '--verify', '--quiet', `refs/heads/${branch}`], {
    cwd: repository,
    okCodes: [0, 1],
  });
  if (!taken.ok) return taken;
  if (taken.value.code === 0) return err({ code: 'git.branch-exists', branch });
  const args = ['worktree', 'add', '--quiet', '--no-track', '-b', branch, '--', path, commit];
  const added = await git.raw(args, { cwd: repository, timeoutMs: CHECKOUT_TIMEOUT_MS });
  return added.ok ? ok(null) : added;
}

/**
 * Takes a working tree away with everything in it. What it holds is in a snapshot by now. `evenLocked` is for one that is still being
 * made: Git locks it until it is ready.
 */
export async function removeByForce(
  git: GitRunner,
  repository: string,
  path: string,
  evenLocked = false,
): Answer<null> {
  const force = evenLocked ? ['--force', '--force'] : ['--force'];
  const args = ['worktree', 'remove', ...force, '--', path];
  const removed = await git.raw(args, { cwd: repository, timeoutMs: CHECKOUT_TIMEOUT_MS });
  return removed.ok ? ok(null) : removed;
}

/** Forgets working trees whose folders are gone. Locked ones stay. */
export async function pruneWorktrees(git: GitRunner, repository: string): Answer<null> {
  const pruned = await git.raw(['worktree', 'prune', '--expire=now'], { cwd: repository });
  return pruned.ok ? ok(null) : pruned;
}

/** Makes the links between a repository and working trees that were moved right again. */
export async function repairWorktrees(git: GitRunner, repository: string, paths: readonly string[]): Answer<null> {
  const repaired = await git.raw(['worktree', 'repair', '--', ...paths], { cwd: repository, okCodes: [0, 1, 128] });
  return repaired.ok ? ok(null) : repaired;
}

export interface TreeState {
  readonly changes: { readonly staged: number; readonly unstaged: number; readonly untracked: number };
  /** Ignored files and folders, folders that hold nothing else as one entry that ends with `/`. */
  readonly ignored: readonly string[];
}

/** How many paths are in which state, and what is ignored, in one process. Submodules' insides are left out. */
export async function readTreeState(git: GitRunner, folder: string, signal?: AbortSignal): Answer<TreeState> {
  const args = ['status', '--porcelain=v2', '-z', '--untracked-files=normal', '--ignored=traditional'];
  const answer = await git.raw([...args, '--ignore-submodules=dirty'], withSignal({ cwd: folder }, signal));
  return answer.ok ? ok(parseTreeState(answer.value.stdout.toString('utf8'))) : answer;
}

/** Counts the entries of `git status --porcelain=v2 -z`. */
export function parseTreeState(output: string): TreeState {
  const changes = { staged: 0, unstaged: 0, untracked: 0 };
  const ignored: string[] = [];
  const entries = output.split('\0');
  for (let at = 0; at < entries.length; at++) {
    const entry = entries[at] ?? '';
    const kind = entry[0];
    if (kind === '?') changes.untracked++;
    if (kind === '!') ignored.push(entry.slice(2));
    if (kind === 'u') changes.unstaged++;
    if (kind !== '1' && kind !== '2') continue;
    if (entry[2] !== '.') changes.staged++;
    if (entry[3] !== '.') changes.unstaged++;
    // The old name of a rename is an entry of its own.
    if (kind === '2') at++;
  }
  return { changes, ignored };
}

/**
 * How many commits of each of `commits` no branch, tag or remote-tracking branch has. One process when there are none, which is the
 * usual case, however many are asked for.
 */
export async function countUnreachable(
  git: GitRunner,
  repository: string,
  commits: readonly string[],
): Answer<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>(commits.map((commit) => [commit, 0]));
  if (counts.size === 0) return ok(counts);
  const known = ['--not', '--branches', '--tags', '--remotes'];
  const all = await git.raw(['rev-list', `--max-count=${MAX_LONELY}`, '--stdin', ...known], {
    cwd: repository,
    stdin: `${[...counts.keys()].join('\n')}\n`,
  });
  if (!all.ok) return all;
  const lonely = new Set(all.value.stdout.toString('utf8').split('\n').filter(Boolean));
  for (const commit of counts.keys()) {
    if (!lonely.has(commit) && lonely.size < MAX_LONELY) continue;
    const one = await git.raw(['rev-list', '--count', commit, ...known], { cwd: repository });
    if (!one.ok) return one;
    counts.set(commit, Number(one.value.stdout.toString('utf8').trim()));
  }
  return ok(counts);
}

export const withSignal = <T extends object>(options: T, signal: AbortSignal | undefined) => ({
  ...options,
  ...(signal && { signal }),
});
