import { describe, expect, it } from 'vitest';
import { applyPatches } from './apply-patch.ts';
import { itemId, type TurnId } from './ids.ts';
import { OUTPUT_CAP_CHARS, type AgentMessageItem, type CommandItem } from './item.ts';
import { mergePatches } from './merge-patches.ts';
import type { ThreadPatch } from './thread-patch.ts';
import { sampleSnapshot, sampleTurn } from './testing/sample-thread.ts';

const turnId = 't1' as TurnId;
const turn = sampleTurn(turnId, [], { status: 'running' });
const message = (name: string, text: string, status: AgentMessageItem['status'] = 'running'): AgentMessageItem => ({
  kind: 'agentMessage',
  id: itemId(turnId, name),
  turnId,
  startedAt: null,
  completedAt: null,
  text,
  phase: null,
  status,
});
const command: CommandItem = {
  kind: 'command',
  id: itemId(turnId, 'c'),
  turnId,
  startedAt: null,
  completedAt: null,
  command: 'yes',
  cwd: '/',
  status: 'running',
  source: 'agent',
  processId: null,
  output: '',
  outputChars: 0,
  exitCode: null,
  durationMs: null,
  actions: [],
};
const empty = sampleSnapshot([]);
const fold = (patches: readonly ThreadPatch[], before = empty) =>
  applyPatches(before, { fromSeq: before.seq, toSeq: before.seq + 1, patches });

/** A long stream with two items in turns, as the server interleaves them. */
const stream: readonly ThreadPatch[] = [
  { type: 'turnStarted', turn },
  { type: 'itemStarted', item: message('a', '') },
  ...Array.from({ length: 50 }, (_, n): ThreadPatch => ({
    type: 'textAppended',
    itemId: itemId(turnId, 'a'),
    text: `w${n} `,
  })),
  { type: 'itemStarted', item: command },
  ...Array.from({ length: 40 }, (_, n): ThreadPatch => ({
    type: 'textAppended',
    itemId: itemId(turnId, n % 3 ? 'a' : 'c'),
    text: `${n};`,
  })),
  { type: 'infoChanged', change: { title: 'one' } },
  { type: 'infoChanged', change: { unread: true } },
  { type: 'itemCompleted', item: message('a', 'the final text', 'completed') },
  { type: 'turnChanged', turnId, change: { status: 'completed' } },
];

describe('applyPatches', () => {
  it('gives the same snapshot however the patches are cut into batches and joined', () => {
    const whole = fold(stream);
    for (let size = 1; size <= stream.length; size++) {
      let state = empty;
      for (let at = 0; at < stream.length; at += size) state = fold(mergePatches(stream.slice(at, at + size)), state);
      expect({ ...state, seq: 0 }).toEqual({ ...whole, seq: 0 });
    }
  });

  it('lets the completed text win over the accumulated one and ends its live text', () => {
    const state = fold(stream);
    expect(state.items[itemId(turnId, 'a')]).toMatchObject({ text: 'the final text' });
    expect(Object.keys(state.live)).toEqual([itemId(turnId, 'c')]);
  });

  it('copies only the live record for a delta', () => {
    const before = fold(stream.slice(0, 10));
    const after = fold([{ type: 'textAppended', itemId: itemId(turnId, 'a'), text: 'x' }], before);
    expect([after.items === before.items, after.turns === before.turns, after.turnOrder === before.turnOrder]).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('replaces a turn whole, with other item ids', () => {
    const state = fold(
      [
        {
          type: 'turnReplaced',
          turn: { ...turn, status: 'interrupted', itemIds: [itemId(turnId, 'item-1')] },
          items: [message('item-1', 'kept', 'completed')],
        },
      ],
      fold(stream),
    );
    expect([Object.keys(state.items), state.live, state.turnOrder]).toEqual([['t1/item-1'], {}, [turnId]]);
  });

  it('ignores what belongs to turns and items that are not loaded', () => {
    const patches: ThreadPatch[] = [
      { type: 'itemStarted', item: message('a', '') },
      { type: 'textAppended', itemId: itemId(turnId, 'a'), text: 'x' },
      { type: 'turnChanged', turnId, change: { status: 'failed' } },
      { type: 'itemRemoved', turnId, itemId: itemId(turnId, 'a') },
    ];
    expect({ ...fold(patches), seq: 0 }).toEqual(empty);
  });

  it('removes a turn with its items', () => {
    const state = fold([{ type: 'turnRemoved', turnId }], fold(stream));
    expect([state.turnOrder, state.turns, state.items, state.live]).toEqual([[], {}, {}, {}]);
  });

  it('keeps the tail of a noisy command only', () => {
    let state = fold([
      { type: 'turnStarted', turn },
      { type: 'itemStarted', item: command },
    ]);
    for (let n = 0; n < 30; n++)
      state = fold([{ type: 'textAppended', itemId: command.id, text: 'y'.repeat(10_000) + String(n) }], state);
    const text = state.live[command.id] ?? '';
    expect([text.length <= 2 * OUTPUT_CAP_CHARS, text.endsWith('29')]).toEqual([true, true]);
  });
});

describe('mergePatches', () => {
  it('joins neighbours only and keeps the order', () => {
    expect(
      mergePatches([
        { type: 'textAppended', itemId: itemId(turnId, 'a'), text: 'ha' },
        { type: 'textAppended', itemId: itemId(turnId, 'a'), text: 'ha' },
        { type: 'textAppended', itemId: itemId(turnId, 'b'), text: '1' },
        { type: 'textAppended', itemId: itemId(turnId, 'a'), text: '2' },
      ]),
    ).toEqual([
      { type: 'textAppended', itemId: itemId(turnId, 'a'), text: 'haha' },
      { type: 'textAppended', itemId: itemId(turnId, 'b'), text: '1' },
      { type: 'textAppended', itemId: itemId(turnId, 'a'), text: '2' },
    ]);
  });
});
