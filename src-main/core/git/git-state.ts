import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { GitJob, GitRepoState, GitState } from '../../../src-shared/model/git.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from './git-runner.ts';
import { findIndexLock, type IndexLock } from './index-lock.ts';
import { findOperation } from './operation.ts';
import { findDefaultBranch } from './refs.ts';
import { listRemotes, type Remote } from './remotes.ts';
import type { Repository } from './repository.ts';
import { countEntries, readStatus } from './status.ts';

/** What changes with refs and configuration only, not with files. */
export interface SlowFacts {
  readonly remotes: readonly Remote[];
  readonly defaultBranch: string | null;
}
/** What one look at a working tree finds. */
export interface TreeFacts
  extends SlowFacts, Pick<GitRepoState, 'head' | 'upstream' | 'stashes' | 'counts' | 'operation'> {
  readonly lock: IndexLock | null;
}

async function readSlowFacts(git: GitRunner, root: string): Promise<Result<SlowFacts, AppError>> {
  const [remotes, branch] = await Promise.all([listRemotes(git, root), findDefaultBranch(git, root)]);
  if (!remotes.ok) return remotes;
  return branch.ok ? ok({ remotes: remotes.value, defaultBranch: branch.value?.name ?? null }) : branch;
}

/** @param known what an earlier look found of the slow facts, when refs and configuration have not moved since */
export async function readTree(
  git: GitRunner,
  { root, gitDir }: Repository,
  now: number,
  known: SlowFacts | null,
): Promise<Result<TreeFacts, AppError>> {
  const [status, slow, operation, lock] = await Promise.all([
    readStatus(git, root),
    known ? ok(known) : readSlowFacts(git, root),
    findOperation(git.files, gitDir),
    findIndexLock(git.files, gitDir, now),
  ]);
  if (!status.ok) return status;
  if (!slow.ok) return slow;
  const { head, upstream, stashes, entries } = status.value;
  return ok({ ...slow.value, head, upstream, stashes, counts: countEntries(entries), operation, lock });
}

export interface StateExtras {
  readonly job: GitJob | null;
  readonly watching: GitRepoState['watching'];
  readonly lock: GitRepoState['lock'];
  readonly pullRequest: GitRepoState['pullRequest'];
  readonly canOpenPullRequests: boolean;
}

export function composeState(
  { root, repository, linked }: Repository,
  facts: TreeFacts,
  extras: StateExtras,
): GitRepoState {
  const { head, upstream, defaultBranch, operation, counts, stashes, remotes } = facts;
  const tree = { head, upstream, defaultBranch, operation, counts, stashes, remotes };
  return { kind: 'repository', root, repository, linked, ...tree, ...extras };
}

/** What a folder without a state to show is. */
export function stateOfError(error: AppError): GitState {
  switch (error.code) {
    case 'git.no-repository':
      return { kind: 'none', reason: 'no-repository' };
    case 'git.bare':
      return { kind: 'none', reason: 'bare' };
    case 'git.not-installed':
      return { kind: 'none', reason: 'not-installed' };
    case 'git.failed':
      return { kind: 'failed', command: error.command, stderr: error.stderr };
    case 'git.timeout':
      return { kind: 'failed', command: error.command, stderr: '' };
    default:
      return { kind: 'none', reason: 'missing' };
  }
}
