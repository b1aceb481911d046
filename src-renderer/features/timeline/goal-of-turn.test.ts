import { expect, it } from 'vitest';
import type { Item } from '../../../src-shared/model/item.ts';
import type { ThreadGoal } from '../../../src-shared/model/thread.ts';
import { EMPTY_HISTORY } from '../../state/history-window.ts';
import {
  agentItem,
  commandItem,
  sampleInfo,
  sampleSnapshot,
  sampleTurn,
  turnId,
  userItem,
} from '../../../src-shared/model/testing/sample-thread.ts';
import { IDLE } from '../../state/thread-store.ts';
import { goalOfTurn } from './goal-of-turn.ts';

const id = turnId(1);
const turn = (...items: readonly Item[]) => ({ turn: sampleTurn(id, items), items });
const began = 1_795_000_000_000;
const goal = (change: Partial<ThreadGoal> = {}): ThreadGoal => ({
  objective: 'Win',
  status: 'active',
  tokenBudget: null,
  tokensUsed: 0,
  usedMs: 0,
  sinceMs: began - 1000,
  ...change,
});
const message = userItem(id, 'Hello');
const answer = agentItem(id, 'answer', 'Done.');

it.each([
  ['begun by the server for the goal', turn(answer), goal(), 'Goal: Win'],
  ['the same when the goal is reached', turn(answer), goal({ status: 'complete' }), 'Goal: Win'],
  ['that begins with a command of the agent', turn(commandItem(id, 'c')), goal(), 'Goal: Win'],
  ['that takes a message on the way', turn(answer, message), goal(), 'Goal: Win'],
  ['of a long objective', turn(answer), goal({ objective: 'x'.repeat(500) }), `Goal: ${'x'.repeat(240)}…`],
  ['of a goal that was replaced', turn(answer), goal({ sinceMs: began + 1000 }), 'An earlier goal'],
  ['with a message', turn(message, answer), goal(), null],
  ['with a command of the user', turn(commandItem(id, 'c', { source: 'user' })), goal(), null],
  ['with nothing in it yet', turn(), goal(), null],
  ['of a thread without a goal', turn(answer), null, null],
])('says why a turn began: one %s', (_, only, set, expected) => {
  const tail = sampleSnapshot([only], { info: sampleInfo({ goal: set }) });
  const state = {
    tail,
    live: {},
    history: EMPTY_HISTORY,
    paging: { older: IDLE, newer: IDLE },
    error: null,
    arrivals: 0,
  };
  expect(goalOfTurn(state, id)).toBe(expected);
});
