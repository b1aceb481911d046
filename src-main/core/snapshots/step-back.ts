import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';
import { captureTree, type CapturedTree } from './capture-tree.ts';
import { takeBack } from './restore-snapshot.ts';
import type { StoredSnapshot } from './snapshot-record.ts';
import type { WorkingTree } from './working-tree.ts';
import { writeSnapshot } from './write-snapshot.ts';

/** Steps that can be taken back one by one, over all repositories. */
const MAX_STEPS = 50;

/** What came of steps that a snapshot was taken before: with it, that step alone can be taken back. */
export interface Steps {
  /** @param id the snapshot's */
  note(id: string, after: CapturedTree): void;
  find(id: string): CapturedTree | null;
}

export function createSteps(): Steps {
  const steps = new Map<string, CapturedTree>();
  return {
    note: (id, after) => {
      steps.set(id, after);
      const [oldest] = steps.keys();
      if (steps.size > MAX_STEPS && oldest !== undefined) steps.delete(oldest);
    },
    find: (id) => steps.get(id) ?? null,
  };
}

/**
 * Takes back what happened between a snapshot and `after`, and nothing that was done since: what others wrote is merged, and on a
 * contradiction nothing is changed (`snapshot.conflict`). What is there goes into a snapshot first; the step that was taken is noted under it, so that it
 * can be taken back as well. The caller holds the repository's lock.
 */
export async function takeStepBack(
  git: GitRunner,
  tree: WorkingTree,
  {
    stored,
    after,
    steps,
    now,
  }: {
    readonly stored: StoredSnapshot;
    readonly after: CapturedTree;
    readonly steps: Steps;
    readonly now: number;
  },
): Promise<Result<StoredSnapshot, AppError>> {
  const { title, thread, index } = stored.record;
  const here = await captureTree(git, tree);
  if (!here.ok) return here;
  const words = { reason: 'reverted', title, thread, createdAt: now } as const;
  const back = await takeBack(git, tree, { now: after, before: { worktree: stored.tree, index } }, (overwritten) =>
    writeSnapshot(git, tree, here.value, words, overwritten),
  );
  if (!back.ok) return back;
  const done = await captureTree(git, tree);
  if (done.ok) steps.note(back.value.id, done.value);
  return back;
}
