import type { ThreadGoal } from '../../../src-shared/model/thread.ts';

/** The goal that follows another one. A changed objective keeps the time at which the goal was made (measured), and holds only from the change on. */
export function goalAfter(before: ThreadGoal | null, goal: ThreadGoal, updatedAtMs: number): ThreadGoal {
  if (before === null) return goal;
  const sinceMs = before.objective === goal.objective ? before.sinceMs : updatedAtMs;
  return { ...goal, sinceMs: Math.max(goal.sinceMs, sinceMs) };
}
