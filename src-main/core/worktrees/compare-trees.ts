import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';
import { withSignal } from './worktree-git.ts';

type Answer<T> = Promise<Result<T, AppError>>;

const IDENTITY = {
  GIT_AUTHOR_NAME: 'Skein',
  GIT_AUTHOR_EMAIL: 'skein@localhost',
  GIT_COMMITTER_NAME: 'Skein',
  GIT_COMMITTER_EMAIL: 'skein@localhost',
} as const;

/** Names of the files that differ between two trees or commits, each once. */
export async function changedPaths(
  git: GitRunner,
  repository: string,
  from: string,
  to: string,
  signal?: AbortSignal,
): Answer<readonly string[]> {
  const args = ['diff-tree', '-r', '-z', '--name-only', '--no-renames', from, to];
  const answer = await git.raw(args, withSignal({ cwd: repository }, signal));
  return answer.ok ? ok(answer.value.stdout.toString('utf8').split('\0').filter(Boolean)) : answer;
}

export interface MergeVerdict {
  readonly conflicts: readonly string[];
}

/**
 * Whether two trees that came from one go together, without touching anything (`git merge-tree`, 2.38 and newer). It merges commits, so
 * the trees get some; nothing refers to them, and Git collects them in time.
 */
export async function dryMerge(
  git: GitRunner,
  repository: string,
  trees: { readonly base: string; readonly ours: string; readonly theirs: string },
  signal?: AbortSignal,
): Answer<MergeVerdict> {
  const commit = async (tree: string, parents: readonly string[]): Answer<string> => {
    const args = ['commit-tree', `${tree}^{tree}`, ...parents.flatMap((parent) => ['-p', parent])];
    const made = await git.raw(args, withSignal({ cwd: repository, stdin: 'dry run\n', env: IDENTITY }, signal));
    return made.ok ? ok(made.value.stdout.toString('utf8').trim()) : made;
  };
  const base = await commit(trees.base, []);
  if (!base.ok) return base;
  const ours = await commit(trees.ours, [base.value]);
  if (!ours.ok) return ours;
  const theirs = await commit(trees.theirs, [base.value]);
  if (!theirs.ok) return theirs;
  const args = ['merge-tree', '--write-tree', '-z', '--name-only', '--no-messages', ours.value, theirs.value];
  const merged = await git.raw(args, withSignal({ cwd: repository, okCodes: [0, 1] }, signal));
  if (!merged.ok) return merged;
  if (merged.value.code === 0) return ok({ conflicts: [] });
  const [, ...names] = merged.value.stdout.toString('utf8').split('\0').filter(Boolean);
  return ok({ conflicts: [...new Set(names)] });
}

/** Whether the first commit is among the ancestors of the second, or the same. */
export async function isAncestor(git: GitRunner, repository: string, older: string, newer: string): Answer<boolean> {
  const args = ['merge-base', '--is-ancestor', older, newer];
  const answer = await git.raw(args, { cwd: repository, okCodes: [0, 1] });
  return answer.ok ? ok(answer.value.code === 0) : answer;
}
