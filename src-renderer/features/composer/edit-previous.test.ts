import { expect, it } from 'vitest';
import type { ThreadState } from '../../state/thread-store.ts';
import { earlierMessages } from './edit-previous.ts';

const said = (id: string, turnId: string) => ({ kind: 'userMessage', id, turnId, parts: [{ kind: 'text', text: id }] });
const turn = (id: string, ...itemIds: string[]) => ({ id, itemIds });

it('lists the first message of every loaded turn, newest first, paged-in turns included', () => {
  const state = {
    history: { order: ['t1'], turns: { t1: turn('t1', 'm1') }, items: { m1: said('m1', 't1') } },
    tail: {
      turnOrder: ['t2', 't3', 't4'],
      turns: { t2: turn('t2', 'm2', 'a2', 'm2b'), t3: turn('t3', 'c3'), t4: turn('t4', 'm4') },
      items: {
        m2: said('m2', 't2'),
        a2: { kind: 'agentMessage', id: 'a2' },
        m2b: said('m2b', 't2'),
        c3: { kind: 'compaction', id: 'c3' },
        m4: said('m4', 't4'),
      },
    },
  } as unknown as ThreadState;
  expect(earlierMessages(state).map(({ turnId, parts }) => [turnId, parts[0]])).toEqual([
    ['t4', { kind: 'text', text: 'm4' }],
    ['t2', { kind: 'text', text: 'm2' }],
    ['t1', { kind: 'text', text: 'm1' }],
  ]);
});
