import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';
import { applyPlan, planApply } from './apply-tree.ts';
import { captureTree, type CapturedTree } from './capture-tree.ts';
import { smudgedEntries } from './smudged-entries.ts';
import type { StoredSnapshot } from './snapshot-record.ts';
import { indexChanges, planIndex, writeIndex } from './restore-index.ts';
import type { WantedPath } from './three-way.ts';
import { diffTrees, type TreeChange, type TreeEntry } from './tree-diff.ts';
import type { StagedFile } from './stage-files.ts';
import { toText } from './path-bytes.ts';
import type { FileWrite } from './write-files.ts';
import { emptyTree, type WorkingTree } from './working-tree.ts';

type Answer<T> = Promise<Result<T, AppError>>;

/**
 * Brings the work a snapshot holds (what differed from its commit) back into a working tree: files, what was staged, unmerged versions.
 * Files that changed since are merged; where that contradicts, nothing is changed (`snapshot.conflict`). `secure` puts what is there
 * now into a snapshot, with the files that will be
 * overwritten; it is called before the first write, and not when there is nothing to write.
 */
export async function restoreInto(
  git: GitRunner,
  tree: WorkingTree,
  snapshot: StoredSnapshot,
  secure: (captured: CapturedTree, overwritten: readonly StagedFile[]) => Answer<unknown>,
): Answer<null> {
  const cwd = tree.root;
  const { record } = snapshot;
  const base = record.head === null ? await emptyTree(git, cwd) : ok(record.head);
  if (!base.ok) return base;
  const current = await captureTree(git, tree);
  if (!current.ok) return current;
  const work = await diffTrees(git, cwd, base.value, snapshot.tree);
  if (!work.ok) return work;
  const differs = await diffTrees(git, cwd, current.value.worktree, snapshot.tree);
  if (!differs.ok) return differs;
  const differing = new Set(differs.value.map(({ path }) => path));
  const changes = work.value.filter(
    ({ path, from, to }) => differing.has(path) && from?.mode !== '160000' && to?.mode !== '160000',
  );
  const asOnDisk = current.value.converts ? await smudgedEntries(git, tree, changes) : ok(new Map<string, TreeEntry>());
  if (!asOnDisk.ok) return asOnDisk;
  const wanted = changes.map(({ path, from, to }): WantedPath => {
    const smudged = asOnDisk.value.get(path);
    return { path, base: smudged ? [from, smudged] : [from], theirs: to };
  });
  const plan = await planApply(git, tree, wanted);
  if (!plan.ok) return plan;
  const index = await planIndex(git, cwd, { base: base.value, current: current.value, record });
  if (!index.ok) return index;
  const conflicts = new Set([...plan.value.conflicts, ...index.value.conflicts]);
  if (conflicts.size > 0) return err({ code: 'snapshot.conflict', files: [...conflicts].map(toText) });
  if (plan.value.writes.length === 0 && index.value.input.length === 0) return ok(null);
  const secured = await secure(current.value, overwrittenBy(plan.value.writes));
  if (!secured.ok) return secured;
  const applied = await applyPlan(git, tree, plan.value.writes, () =>
    writeIndex(git, cwd, index.value, record.intentToAdd),
  );
  return conflictOf(applied);
}

const overwrittenBy = (writes: readonly FileWrite[]): readonly StagedFile[] =>
  writes.flatMap(({ path, before }) => (before.kind === 'file' ? [{ ...before.entry, path }] : []));

/** Somebody was quicker: to whoever brings something back that is a contradiction like another. */
const conflictOf = (applied: Result<null, AppError>): Result<null, AppError> =>
  !applied.ok && applied.error.code === 'checkpoint.stale'
    ? err({ code: 'snapshot.conflict', files: applied.error.files })
    : applied;

/**
 * Takes back what was brought into a working tree: files and index are as `before` afterwards, where they are still as `now`. On a
 * contradiction nothing is changed (`snapshot.conflict`). The caller holds the lock, and both states are in snapshots or elsewhere.
 *
 * @param secure puts what is there now where it is safe, with the files that will be overwritten; called before the first write, and not
 *   when nothing can be taken back
 * @returns what `secure` answered
 */
export async function takeBack<T>(
  git: GitRunner,
  tree: WorkingTree,
  { now, before }: { readonly now: CapturedStates; readonly before: CapturedStates },
  secure: (overwritten: readonly StagedFile[]) => Answer<T>,
): Answer<T> {
  const cwd = tree.root;
  const files = await diffTrees(git, cwd, now.worktree, before.worktree);
  if (!files.ok) return files;
  const staged = await diffTrees(git, cwd, now.index, before.index);
  if (!staged.ok) return staged;
  const isInner = ({ from, to }: TreeChange) => from?.mode === '160000' || to?.mode === '160000';
  const changes = files.value.filter((change) => !isInner(change));
  const wanted = changes.map(({ path, from, to }): WantedPath => ({ path, base: [from], theirs: to }));
  const plan = await planApply(git, tree, wanted);
  if (!plan.ok) return plan;
  const { writes, conflicts } = plan.value;
  if (conflicts.length > 0) return err({ code: 'snapshot.conflict', files: conflicts.map(toText) });
  const secured = await secure(overwrittenBy(writes));
  if (!secured.ok) return secured;
  const input = indexChanges(staged.value, now.index.length);
  const applied = await applyPlan(git, tree, writes, () => writeIndex(git, cwd, { input, conflicts: [] }, []));
  const done = conflictOf(applied);
  return done.ok ? secured : done;
}
type CapturedStates = Pick<CapturedTree, 'worktree' | 'index'>;
