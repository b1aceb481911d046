import { describe, expect, test } from 'vitest';
import { applyPatches } from '../../../src-shared/model/apply-patch.ts';
import type { ItemId, TurnId } from '../../../src-shared/model/ids.ts';
import type { Item, TurnError } from '../../../src-shared/model/item.ts';
import type { ThreadSnapshot, Turn, TurnPage, TurnStatus } from '../../../src-shared/model/thread.ts';
import { planHistory, type HistoryFacts } from './history-plan.ts';
import { anyInfo } from './testing/tracked-thread.ts';

interface Sketch {
  readonly id: string;
  readonly status?: TurnStatus;
  readonly texts?: readonly string[];
}
const died: TurnError = { code: 'server-died', message: 'gone', details: null, httpStatus: null, willRetry: false };

function turnOf({ id, status = 'completed', texts = [id] }: Sketch): { turn: Turn; items: Item[] } {
  const turnId = id as TurnId;
  const items = texts.map(
    (text): Item =>
      ({
        id: `${id}/${text}` as ItemId,
        turnId,
        startedAt: null,
        completedAt: null,
        kind: text.startsWith('user') ? 'userMessage' : 'agentMessage',
        ...(text.startsWith('user') ? { parts: [{ kind: 'text', text }] } : { text, phase: null, status: 'completed' }),
      }) as Item,
  );
  const times = { startedAt: null, completedAt: null, durationMs: null };
  return {
    turn: {
      id: turnId,
      status,
      ...times,
      error: null,
      itemIds: items.map((item) => item.id),
      tokens: null,
      changed: null,
    },
    items,
  };
}
function snapshotOf(sketches: readonly Sketch[], olderCursor: string | null = 'older'): ThreadSnapshot {
  const turns = sketches.map(turnOf);
  return {
    seq: 3,
    info: anyInfo,
    turnOrder: turns.map(({ turn }) => turn.id),
    turns: Object.fromEntries(turns.map(({ turn }) => [turn.id, turn])),
    items: Object.fromEntries(turns.flatMap(({ items }) => items.map((item) => [item.id, item]))),
    live: {},
    olderCursor,
  };
}
function pageOf(sketches: readonly Sketch[], nextCursor: string | null = 'next'): TurnPage {
  const turns = sketches.map(turnOf);
  return {
    turns: turns.map(({ turn }) => turn),
    items: turns.flatMap(({ items }) => items),
    nextCursor,
    backwardsCursor: null,
  };
}
const facts: HistoryFacts = {
  loaded: true,
  runningId: null,
  cutOff: new Map(),
  partial: new Set(),
  endedUnseen: new Map(),
};

/** The snapshot after the plan, as turns with their texts. */
function after(before: ThreadSnapshot, page: TurnPage, change: Partial<HistoryFacts> = {}) {
  const { plan, runs } = planHistory(before, page, { ...facts, ...change });
  const result =
    plan.kind === 'patches'
      ? applyPatches(before, { fromSeq: before.seq, toSeq: before.seq + 1, patches: plan.patches })
      : plan.kind === 'replace'
        ? { ...before, ...plan.base }
        : before;
  const turns = result.turnOrder.map((id) => {
    const turn = result.turns[id];
    return `${id} ${turn?.status ?? ''}: ${(turn?.itemIds ?? []).map((item) => item.split('/')[1]).join(' ')}`;
  });
  expect(Object.keys(result.turns).sort()).toEqual([...result.turnOrder].sort());
  const known = result.turnOrder.flatMap((id) => result.turns[id]?.itemIds ?? []);
  expect(Object.keys(result.items).sort()).toEqual([...known].sort());
  return { kind: plan.kind, turns, olderCursor: result.olderCursor, runs: runs?.id ?? null, result };
}

describe('the first page', () => {
  test('of a thread that nothing is known of', () => {
    expect(after(snapshotOf([], null), pageOf([{ id: '1' }, { id: '2' }]), { loaded: false })).toMatchObject({
      kind: 'replace',
      turns: ['1 completed: 1', '2 completed: 2'],
      olderCursor: 'next',
    });
  });

  test('goes before what came as events, which keeps its growing text', () => {
    const before = {
      ...snapshotOf([{ id: '2', status: 'running', texts: ['user', 'live'] }], null),
      live: { '2/live': 'Hi' },
    };
    const page = pageOf([{ id: '1' }, { id: '2', status: 'running', texts: ['user'] }]);
    const got = after(before, page, { loaded: false, runningId: '2' as TurnId });
    expect(got.turns).toEqual(['1 completed: 1', '2 running: user live']);
    expect(got.result.live).toEqual({ '2/live': 'Hi' });
  });

  test('completes a turn that was joined midway', () => {
    const before = snapshotOf([{ id: '2', status: 'running', texts: ['tail'] }], null);
    const page = pageOf([{ id: '2', status: 'running', texts: ['user', 'first'] }]);
    expect(after(before, page, { loaded: false, runningId: '2' as TurnId }).turns).toEqual([
      '2 running: user first tail',
    ]);
  });

  test('tells of a turn that runs without having been heard', () => {
    const page = pageOf([{ id: '1' }, { id: '2', status: 'running', texts: ['user'] }]);
    expect(after(snapshotOf([], null), page, { loaded: false }).runs).toBe('2');
  });

  test('does not bring back a turn that has ended meanwhile', () => {
    const { turn } = turnOf({ id: '2', texts: [] });
    const page = pageOf([{ id: '2', status: 'running', texts: ['user'] }]);
    const endedUnseen = new Map([[turn.id, turn]]);
    expect(after(snapshotOf([], null), page, { loaded: false, endedUnseen })).toMatchObject({
      turns: ['2 completed: user'],
      runs: null,
    });
    expect(after(snapshotOf([{ id: '2', texts: ['user', 'all'] }]), page)).toMatchObject({ kind: 'same', runs: null });
  });
});

describe('a page of a thread that is known', () => {
  test('that says the same changes nothing', () => {
    expect(after(snapshotOf([{ id: '1' }, { id: '2' }]), pageOf([{ id: '1' }, { id: '2' }])).kind).toBe('same');
  });

  test('of a server that has not stored anything changes nothing', () => {
    expect(after(snapshotOf([{ id: '1' }]), pageOf([], null)).kind).toBe('same');
  });

  test('with other items in a turn that was followed to its end leaves that turn alone', () => {
    const page = pageOf([{ id: '1', texts: ['item-1'] }]);
    expect(after(snapshotOf([{ id: '1', texts: ['user', 'command', 'answer'] }]), page).kind).toBe('same');
  });

  test('replaces a turn that was cut off, and keeps the reason', () => {
    const before = snapshotOf([{ id: '1' }, { id: '2', status: 'interrupted', texts: ['user', 'half'] }]);
    const page = pageOf([{ id: '1' }, { id: '2', status: 'interrupted', texts: ['user'] }]);
    const got = after(before, page, { cutOff: new Map([['2' as TurnId, died]]) });
    expect(got).toMatchObject({
      kind: 'patches',
      turns: ['1 completed: 1', '2 interrupted: user'],
      olderCursor: 'older',
    });
    expect(got.result.turns['2' as TurnId]?.error).toEqual(died);
  });

  test('completes a turn that was joined midway, once it is over', () => {
    const before = snapshotOf([{ id: '1', texts: ['user', 'tail'] }]);
    const page = pageOf([{ id: '1', texts: ['user', 'missed', 'tail'] }]);
    const got = after(before, page, { partial: new Set(['1' as TurnId]) });
    expect(got).toMatchObject({ kind: 'patches', turns: ['1 completed: user missed tail'] });
  });

  test('ends a turn that only seems to run', () => {
    const before = snapshotOf([{ id: '1', status: 'running', texts: ['user'] }]);
    const page = pageOf([{ id: '1', texts: ['user', 'answer'] }]);
    expect(after(before, page, { runningId: '1' as TurnId })).toMatchObject({
      kind: 'patches',
      turns: ['1 completed: user answer'],
    });
  });

  test('appends turns that were missed and keeps older ones that the page does not reach', () => {
    const before = snapshotOf([{ id: '1' }, { id: '2' }]);
    expect(after(before, pageOf([{ id: '2' }, { id: '3' }]))).toMatchObject({
      kind: 'patches',
      turns: ['1 completed: 1', '2 completed: 2', '3 completed: 3'],
      olderCursor: 'older',
    });
  });

  test('removes turns that are gone', () => {
    expect(after(snapshotOf([{ id: '1' }, { id: '2' }]), pageOf([{ id: '1' }]))).toMatchObject({
      kind: 'patches',
      turns: ['1 completed: 1'],
    });
  });

  test('keeps a running turn that is not stored yet', () => {
    const before = snapshotOf([{ id: '1' }, { id: '2', status: 'running', texts: ['live'] }]);
    expect(after(before, pageOf([{ id: '1' }]), { runningId: '2' as TurnId }).kind).toBe('same');
  });

  test('that has nothing in common with it takes its place', () => {
    expect(after(snapshotOf([{ id: '1' }]), pageOf([{ id: '8' }, { id: '9' }]))).toMatchObject({
      kind: 'replace',
      turns: ['8 completed: 8', '9 completed: 9'],
      olderCursor: 'next',
    });
  });

  test('with a turn between two others takes its place', () => {
    expect(
      after(snapshotOf([{ id: '1' }, { id: '3' }]), pageOf([{ id: '1' }, { id: '2' }, { id: '3' }])),
    ).toMatchObject({
      kind: 'replace',
      turns: ['1 completed: 1', '2 completed: 2', '3 completed: 3'],
      olderCursor: 'older',
    });
  });
});
