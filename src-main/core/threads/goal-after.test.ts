import { expect, it } from 'vitest';
import type { ThreadGoal } from '../../../src-shared/model/thread.ts';
import { goalAfter } from './goal-after.ts';

const goal = (objective: string, sinceMs: number): ThreadGoal => ({
  objective,
  sinceMs,
  status: 'active',
  tokenBudget: null,
  tokensUsed: 0,
  usedMs: 0,
});
it.each([
  ['the first is as old as Codex says', null, goal('Win', 1000), 5000, 1000],
  ['the same, worked on', goal('Win', 1000), goal('Win', 1000), 5000, 1000],
  ['another objective', goal('Win', 1000), goal('Lose', 1000), 5000, 5000],
  ['that one, worked on', goal('Lose', 5000), goal('Lose', 1000), 7000, 5000],
  ['a new goal', goal('Lose', 5000), goal('Win', 9000), 9000, 9000],
])('knows from when on an objective holds: %s', (_, before, after, updatedAtMs, expected) => {
  expect(goalAfter(before, after, updatedAtMs).sinceMs).toBe(expected);
});
