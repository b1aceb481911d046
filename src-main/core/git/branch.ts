import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from './git-runner.ts';
import { KEEP_IGNORED } from './ignored-files.ts';
import { findOperation } from './operation.ts';
import { gitText, type Repository } from './repository.ts';
import { doVerb } from './run-verb.ts';

type Answer = Promise<Result<null, AppError>>;

/** Git's own check of a name (`check-ref-format --branch`). Fails with `git.bad-name`. */
async function checkBranchName(git: GitRunner, cwd: string, name: string): Answer {
  const answer = await git.raw(['check-ref-format', '--branch', name], { cwd, okCodes: [0, 1, 128] });
  if (!answer.ok) return answer;
  // `@{-1}` and its like are names of other branches, and answered as these.
  const same = answer.value.code === 0 && answer.value.stdout.toString('utf8').trim() === name;
  return same ? ok(null) : err({ code: 'git.bad-name', name });
}

async function exists(git: GitRunner, cwd: string, ref: string): Promise<Result<boolean, AppError>> {
  const answer = await git.raw(['show-ref', '--verify', '--quiet', '--', ref], { cwd, okCodes: [0, 1, 128] });
  return answer.ok ? ok(answer.value.code === 0) : answer;
}

/** Commits of a detached HEAD that no branch, tag or remote has; 0 on a branch. */
async function lonelyCommits(git: GitRunner, cwd: string): Promise<Result<number, AppError>> {
  const branch = await git.raw(['symbolic-ref', '--quiet', 'HEAD'], { cwd, okCodes: [0, 1] });
  if (!branch.ok || branch.value.code === 0) return branch.ok ? ok(0) : branch;
  const known = ['--not', '--branches', '--tags', '--remotes'];
  const counted = await gitText(git, ['rev-list', '--count', 'HEAD', ...known], { cwd });
  return counted.ok ? ok(Number(counted.value)) : counted;
}

/** Keeps what is checked out, before nothing else does. */
export type KeepCommits = (place: Repository) => Promise<Result<null, AppError>>;

/**
 * Before a detached HEAD is left: commits that nothing else has are refused (`git.leaves-commits`), or with `leave` kept in a snapshot. The
 * caller holds the repository's lock.
 */
export async function keepLonelyCommits(git: GitRunner, place: Repository, leave: boolean, keep: KeepCommits): Answer {
  // Git refuses to leave it, and its commits are not the user's own yet.
  if ((await findOperation(git.files, place.gitDir)) !== null) return ok(null);
  const lonely = await lonelyCommits(git, place.root);
  if (!lonely.ok) return lonely;
  if (lonely.value === 0) return ok(null);
  return leave ? keep(place) : err({ code: 'git.leaves-commits', count: lonely.value });
}

/**
 * Checks a branch out. A remote's branch (`origin/topic`) becomes a local one that follows it, or the local one of its name where there
 * is one; a tag is checked out detached.
 */
export async function switchBranch(git: GitRunner, { root }: Repository, branch: string): Answer {
  const about = { branch, revision: branch };
  const local = await exists(git, root, `refs/heads/${branch}`);
  if (!local.ok) return local;
  if (local.value) return doVerb(git, ['switch', KEEP_IGNORED, '--no-guess', branch], { cwd: root }, about);
  const remote = await exists(git, root, `refs/remotes/${branch}`);
  if (!remote.ok) return remote;
  if (remote.value) {
    const name = branch.slice(branch.indexOf('/') + 1);
    const taken = await exists(git, root, `refs/heads/${name}`);
    if (!taken.ok) return taken;
    const args = taken.value ? ['--no-guess', name] : ['--create', name, '--track', branch];
    return doVerb(git, ['switch', KEEP_IGNORED, ...args], { cwd: root }, { ...about, branch: name });
  }
  const tag = await exists(git, root, `refs/tags/${branch}`);
  if (!tag.ok) return tag;
  if (!tag.value) return err({ code: 'git.unknown-revision', revision: branch });
  return doVerb(git, ['switch', KEEP_IGNORED, '--detach', `refs/tags/${branch}`], { cwd: root }, about);
}

export interface NewBranch {
  readonly branch: string;
  /** Null: HEAD. */
  readonly from: string | null;
  readonly checkout: boolean;
}

/**
 * Makes a branch. It follows nothing, also when it begins at a remote's branch: its first push decides. Before the first commit the
 * branch that is checked out gets the name.
 */
export async function createBranch(git: GitRunner, { root }: Repository, wanted: NewBranch): Answer {
  const { branch, from, checkout } = wanted;
  const named = await checkBranchName(git, root, branch);
  if (!named.ok) return named;
  const about = { branch, revision: from ?? 'HEAD' };
  const start = from === null ? [] : [from];
  const switching = ['switch', KEEP_IGNORED, '--no-track', '--create', branch, ...start];
  if (checkout) return doVerb(git, switching, { cwd: root }, about);
  return doVerb(git, ['branch', '--no-track', branch, ...start], { cwd: root }, about);
}

/** Makes a repository in a folder that has none; the first branch is `main` unless the user's configuration says otherwise. */
export async function initRepository(git: GitRunner, folder: string): Answer {
  const configured = await git.raw(['config', '--get', 'init.defaultBranch'], { cwd: folder, okCodes: [0, 1] });
  if (!configured.ok) return configured;
  const first = configured.value.code === 0 ? [] : ['-c', 'init.defaultBranch=main'];
  return doVerb(git, [...first, 'init', '--quiet'], { cwd: folder });
}
