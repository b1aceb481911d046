import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ThreadRef } from '../../../src-shared/model/ids.ts';
import type { UndoPath, UndoPreview } from '../../../src-shared/model/checkpoint.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';
import { applyPlan, planApply } from '../snapshots/apply-tree.ts';
import { fromText, toText } from '../snapshots/path-bytes.ts';
import { indexChanges, writeIndex } from '../snapshots/restore-index.ts';
import type { WantedPath } from '../snapshots/three-way.ts';
import { diffTrees, sameEntry, type TreeChange } from '../snapshots/tree-diff.ts';
import type { WorkingTree } from '../snapshots/working-tree.ts';
import type { CheckpointSnapshots } from './checkpoint-ports.ts';
import type { CheckpointRecord, CheckpointSides } from './checkpoint-record.ts';
import { readNumbers } from './record-turn.ts';

type Answer<T> = Promise<Result<T, AppError>>;
export type Direction = 'undo' | 'redo';

/** The turn's change turned to what is wanted: undo makes of `after` what was `before`, redo the other way round. */
const wantedOf = (changes: readonly TreeChange[], direction: Direction): readonly WantedPath[] =>
  changes.map(({ path, from, to }) =>
    direction === 'undo' ? { path, base: [to], theirs: from } : { path, base: [from], theirs: to },
  );

/** What an undo or redo would do to each path the turn changed. */
export async function previewPaths(
  git: GitRunner,
  tree: WorkingTree,
  record: CheckpointRecord & { readonly sides: CheckpointSides },
  direction: Direction,
): Answer<UndoPreview['paths']> {
  const { before, after } = record.sides;
  const changes = await diffTrees(git, tree.root, before, after);
  if (!changes.ok) return changes;
  const numbers = await readNumbers(git, tree.root, before, after);
  if (!numbers.ok) return numbers;
  const plan = await planApply(git, tree, wantedOf(changes.value, direction));
  if (!plan.ok) return plan;
  const merged = new Set(plan.value.merged);
  const conflicts = new Set(plan.value.conflicts);
  const certain = new Set(record.certain);
  return ok(
    changes.value.map(({ path, from, to }): UndoPath => {
      const name = toText(path);
      const isCertain = certain.has(name);
      return {
        path: name,
        change: from === null ? 'added' : to === null ? 'deleted' : 'modified',
        certainty: isCertain ? 'certain' : 'maybe',
        others: isCertain ? [] : record.others,
        later: conflicts.has(path) ? 'conflicts' : merged.has(path) ? 'merges' : 'none',
        binary: numbers.value.get(name) === null,
      };
    }),
  );
}

export interface UndoRequest {
  readonly thread: ThreadRef;
  readonly title: string;
  readonly record: CheckpointRecord & { readonly sides: CheckpointSides };
  readonly direction: Direction;
  readonly paths: readonly string[];
}

/**
 * Undoes or redoes what the turn did to the named paths, all of them or none: what was changed since is merged, a contradiction is
 * refused (`checkpoint.conflict`), and what is overwritten is in a snapshot first. The repository's lock is held.
 */
export async function applyTurn(
  git: GitRunner,
  snapshots: CheckpointSnapshots,
  tree: WorkingTree,
  { thread, title, record, direction, paths }: UndoRequest,
): Answer<{ readonly snapshotId: string; readonly restored: number }> {
  const cwd = tree.root;
  const changes = await diffTrees(git, cwd, record.sides.before, record.sides.after);
  if (!changes.ok) return changes;
  const byPath = new Map(changes.value.map((change) => [change.path, change]));
  const named = [...new Set(paths)].map((path) => ({ path, change: byPath.get(fromText(path)) }));
  const unknown = named.filter(({ change }) => change === undefined).map(({ path }) => path);
  if (unknown.length > 0) return err({ code: 'checkpoint.stale', files: unknown });
  const chosen = named.flatMap(({ change }) => (change ? [change] : []));
  const plan = await planApply(git, tree, wantedOf(chosen, direction));
  if (!plan.ok) return plan;
  const { conflicts, writes } = plan.value;
  if (conflicts.length > 0) return err({ code: 'checkpoint.conflict', files: conflicts.map(toText) });
  const also = writes.flatMap(({ path, before }) => (before.kind === 'file' ? [{ ...before.entry, path }] : []));
  const kept = await snapshots.secure({ folder: cwd, reason: direction, title, thread, also });
  if (!kept.ok) return kept;
  const applied = await applyPlan(git, tree, writes, () =>
    followIndex(git, cwd, record.sides, kept.value.index, chosen, direction),
  );
  return applied.ok ? ok({ snapshotId: kept.value.id, restored: writes.length }) : applied;
}

/** What the turn staged follows its files, where the index is still as the turn left it. */
async function followIndex(
  git: GitRunner,
  cwd: string,
  sides: CheckpointSides,
  indexNow: string,
  chosen: readonly TreeChange[],
  direction: Direction,
): Answer<null> {
  if (sides.beforeIndex === sides.afterIndex) return ok(null);
  const paths = new Set(chosen.map(({ path }) => path));
  const [from, to] =
    direction === 'undo' ? [sides.afterIndex, sides.beforeIndex] : [sides.beforeIndex, sides.afterIndex];
  const staged = await diffTrees(git, cwd, from, to);
  if (!staged.ok) return staged;
  const since = await diffTrees(git, cwd, from, indexNow);
  if (!since.ok) return since;
  const others = new Map(since.value.map((change) => [change.path, change.to]));
  const following = staged.value.filter(
    ({ path, from: was }) => paths.has(path) && (!others.has(path) || sameEntry(others.get(path) ?? null, was)),
  );
  return writeIndex(git, cwd, { input: indexChanges(following, from.length), conflicts: [] }, []);
}
