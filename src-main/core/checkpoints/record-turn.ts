import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';
import { toText } from '../snapshots/path-bytes.ts';
import { diffTrees } from '../snapshots/tree-diff.ts';
import { certainPaths } from './certainty.ts';
import type { CheckpointRecord } from './checkpoint-record.ts';
import type { CapturedTurn } from './turn-captures.ts';

/** Makes of a captured turn what is kept of it; null when it changed nothing. The turn's folder is in a Git working tree. */
export async function recordTurn(
  git: GitRunner,
  cwd: string,
  turn: CapturedTurn,
  others: readonly string[],
): Promise<Result<CheckpointRecord | null, AppError>> {
  const { before, after, turnId, startedAt, endedAt, named, ran, user } = turn;
  const base: CheckpointRecord = {
    version: 1,
    turnId,
    startedAt,
    endedAt,
    sides: null,
    reason: null,
    certain: [],
    others: [...others],
    additions: 0,
    deletions: 0,
    undone: [],
  };
  if (!before?.ok || !after?.ok) return ok({ ...base, reason: 'failed' });
  if (before.value.worktree === after.value.worktree && before.value.index === after.value.index) return ok(null);
  // Something could write before the first look was over.
  if (turn.late) return ok({ ...base, reason: 'too-large' });
  const changes = await diffTrees(git, cwd, before.value.worktree, after.value.worktree);
  if (!changes.ok) return changes;
  const changed = changes.value.map(({ path }) => toText(path));
  const certain = certainPaths(changed, { named, ran, user, othersRan: turn.others.length > 0 });
  const counts = await countLines(git, cwd, before.value.worktree, after.value.worktree, new Set(certain));
  if (!counts.ok) return counts;
  const sides = {
    before: before.value.worktree,
    after: after.value.worktree,
    beforeIndex: before.value.index,
    afterIndex: after.value.index,
  };
  return ok({ ...base, ...counts.value, sides, certain: [...certain] });
}

async function countLines(
  git: GitRunner,
  cwd: string,
  before: string,
  after: string,
  paths: ReadonlySet<string>,
): Promise<Result<{ readonly additions: number; readonly deletions: number }, AppError>> {
  const numbers = await readNumbers(git, cwd, before, after);
  if (!numbers.ok) return numbers;
  let additions = 0;
  let deletions = 0;
  for (const [path, counts] of numbers.value) {
    if (!counts || !paths.has(path)) continue;
    additions += counts.additions;
    deletions += counts.deletions;
  }
  return ok({ additions, deletions });
}

/** Lines added and deleted by path; null for binary files. */
export async function readNumbers(
  git: GitRunner,
  cwd: string,
  before: string,
  after: string,
): Promise<Result<ReadonlyMap<string, { readonly additions: number; readonly deletions: number } | null>, AppError>> {
  const args = ['diff-tree', '-r', '-z', '--numstat', '--no-renames', '--no-textconv', '--no-ext-diff', before, after];
  const answer = await git.raw(args, { cwd });
  if (!answer.ok) return answer;
  const lines = answer.value.stdout
    .toString('utf8')
    .split('\0')
    .filter((line) => line !== '');
  return ok(
    new Map(
      lines.map((line) => {
        const [added = '', deleted = '', ...rest] = line.split('\t');
        const counts = added === '-' ? null : { additions: Number(added), deletions: Number(deleted) };
        return [rest.join('\t'), counts];
      }),
    ),
  );
}
