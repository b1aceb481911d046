import { expect, it } from 'vitest';
import type { ThreadGoal } from '../../../src-shared/model/thread.ts';
import { goalFacts, goalState } from './goal-words.ts';

const goal: ThreadGoal = {
  objective: 'Win',
  status: 'active',
  tokenBudget: null,
  tokensUsed: 0,
  usedMs: 0,
  sinceMs: 0,
};

it.each([
  ['active', true, 'Working on it'],
  ['active', false, 'Goes on with your next message'],
  ['paused', true, 'Paused'],
  ['blocked', false, 'Blocked'],
  ['usageLimited', false, 'Stopped by the usage limit'],
  ['budgetLimited', false, 'Token budget used up'],
  ['complete', false, 'Reached'],
] as const)('%s (a turn runs: %s)', (status, running, label) =>
  expect(goalState({ status }, running).label).toBe(label),
);

it.each([
  [{}, ''],
  [{ tokensUsed: 1 }, '1 token'],
  [{ tokensUsed: 12_400, usedMs: 65_000 }, '12,400 tokens · 1:05'],
  [{ tokensUsed: 0, tokenBudget: 50_000 }, '0 of 50,000 tokens'],
] as const)('%j', (part, words) => expect(goalFacts({ ...goal, ...part })).toBe(words));
