import { expect, test } from 'vitest';
import type { StreamListener } from '../../src-shared/contract/define.ts';
import type { ThreadEvent } from '../../src-shared/contract/threads.ts';
import { threadKey, type ThreadId, type ThreadRef } from '../../src-shared/model/ids.ts';
import type { TurnPage } from '../../src-shared/model/thread.ts';
import { ok } from '../../src-shared/result.ts';
import { MAX_TURNS, PAGE_TURNS } from './history-window.ts';
import { createPatchPump, type PumpClock } from './patch-pump.ts';
import { plainTurn, SAMPLE_REF, sampleSnapshot, turnId } from '../../src-shared/model/testing/sample-thread.ts';
import { createThreadWatcher, WARM_THREADS } from './watch-thread.ts';

/** Frames run when told to. */
function setUp(turns: (cursor: string, direction: string) => TurnPage = () => empty) {
  const frames: (() => void)[] = [];
  let now = 0;
  const clock: PumpClock = {
    now: () => (now += 1000),
    afterFrame: () => undefined,
    frame: (run) => frames.push(run),
    after: () => () => undefined,
    hidden: () => false,
    onVisibility: () => () => undefined,
  };
  const open: { ref: ThreadRef; listener: StreamListener<ThreadEvent>; closed: boolean }[] = [];
  const watcher = createThreadWatcher(
    () => ({
      watch: (input, listener) => {
        const stream = { ref: input as ThreadRef, listener, closed: false };
        open.push(stream);
        return () => (stream.closed = true);
      },
      turns: (input) => Promise.resolve(ok(turns(input.cursor, input.direction))),
    }),
    createPatchPump(clock),
  );
  return {
    watcher,
    open,
    frame: () => {
      for (const run of frames.splice(0)) run();
    },
  };
}
const empty: TurnPage = { turns: [], items: [], nextCursor: null, backwardsCursor: null };
const snapshot = (seq: number, olderCursor: string | null = null): ThreadEvent => ({
  type: 'snapshot',
  snapshot: sampleSnapshot([plainTurn(50)], { seq, olderCursor }),
});
const title = (fromSeq: number, text: string): ThreadEvent => ({
  type: 'patches',
  batch: { fromSeq, toSeq: fromSeq + 1, patches: [{ type: 'infoChanged', change: { title: text } }] },
});

test('patches follow the snapshot; a gap opens the stream again and waits for a new one', () => {
  const { watcher, open, frame } = setUp();
  const { thread } = watcher.acquire(SAMPLE_REF);
  const shown = () => thread.store.getState().tail?.info.title;
  open[0]?.listener.event(title(0, 'too early'));
  open[0]?.listener.event(snapshot(7));
  open[0]?.listener.event(title(7, 'one'));
  open[0]?.listener.event(title(8, 'two'));
  frame();
  expect(shown()).toBe('two');
  open[0]?.listener.event(title(12, 'after a gap'));
  expect(open.map((stream) => stream.closed)).toEqual([true, false]);
  open[1]?.listener.event(title(13, 'of the old numbering'));
  open[1]?.listener.event(snapshot(20));
  open[1]?.listener.event(title(20, 'three'));
  frame();
  expect(shown()).toBe('three');
});

test('threads that left the screen stay warm, up to a number', () => {
  const { watcher, open } = setUp();
  const refs = Array.from({ length: WARM_THREADS + 3 }, (_, at): ThreadRef => {
    return { serverId: SAMPLE_REF.serverId, threadId: `t${at}` as ThreadId };
  });
  for (const ref of refs) watcher.acquire(ref).release();
  const stillOpen = open.filter((stream) => !stream.closed).map((stream) => threadKey(stream.ref));
  expect(stillOpen).toEqual(refs.slice(3).map(threadKey));
  const warm = refs.at(-1);
  if (!warm) throw new Error('no ref');
  const again = watcher.acquire(warm);
  expect(open).toHaveLength(refs.length);
  expect(watcher.peek(warm)).toBe(again.thread);
});

test('two views of one thread share it', () => {
  const { watcher, open } = setUp();
  const one = watcher.acquire(SAMPLE_REF);
  const two = watcher.acquire(SAMPLE_REF);
  expect(two.thread).toBe(one.thread);
  one.release();
  one.release();
  watcher.dispose();
  expect(open.map((stream) => stream.closed)).toEqual([true]);
});

test('a refused stream keeps its reason and is tried again when the thread is shown again', () => {
  const { watcher, open } = setUp();
  const first = watcher.acquire(SAMPLE_REF);
  open[0]?.listener.error({ code: 'server.died' });
  expect(first.thread.store.getState().error).toEqual({ code: 'server.died' });
  first.release();
  watcher.acquire(SAMPLE_REF);
  open[1]?.listener.event(snapshot(1));
  expect(first.thread.store.getState().error).toBeNull();
});

test('older pages come before the live end; a jump leaves it, and the way back drops the pages', async () => {
  const page = (number: number): TurnPage => {
    const { turn, items } = plainTurn(number);
    return { turns: [turn], items, nextCursor: `older-${number}`, backwardsCursor: `newer-${number}` };
  };
  const { watcher, open } = setUp((cursor) => page(cursor === 'start' ? 49 : cursor === 'hit' ? 7 : 48));
  const { thread } = watcher.acquire(SAMPLE_REF);
  open[0]?.listener.event(snapshot(1, 'start'));
  await Promise.all([watcher.loadOlder(SAMPLE_REF), watcher.loadOlder(SAMPLE_REF)]);
  expect(thread.store.getState().history.order).toEqual([turnId(49)]);
  await watcher.loadOlder(SAMPLE_REF);
  expect(thread.store.getState().history.order).toEqual([turnId(48), turnId(49)]);
  expect(await watcher.jump(SAMPLE_REF, 'hit', turnId(7))).toBe(true);
  expect(await watcher.jump(SAMPLE_REF, 'hit', turnId(8))).toBe(false);
  expect(thread.store.getState().history).toMatchObject({ order: [turnId(7)], joined: false });
  watcher.toLiveEnd(SAMPLE_REF);
  expect(thread.store.getState().history).toMatchObject({ order: [], joined: true });
});

test('a thread that has gone on for long is opened anew', () => {
  const { watcher, open } = setUp();
  watcher.acquire(SAMPLE_REF);
  open[0]?.listener.event(snapshot(0));
  for (let seq = 0; seq < 200 && open.length === 1; seq++)
    open[0]?.listener.event({
      type: 'patches',
      batch: { fromSeq: seq, toSeq: seq + 1, patches: [{ type: 'turnStarted', turn: plainTurn(100 + seq).turn }] },
    });
  expect(open.map((stream) => stream.closed)).toEqual([true, false]);
});

test('what was refused because the server did not run is followed anew when it is back', () => {
  const { watcher, open } = setUp();
  const { thread } = watcher.acquire(SAMPLE_REF);
  open[0]?.listener.error({ code: 'server.not-running' });
  expect(thread.store.getState().error).toEqual({ code: 'server.not-running' });
  watcher.serverIsBack(SAMPLE_REF.serverId);
  expect(open).toHaveLength(2);
  open[1]?.listener.event(snapshot(1));
  expect(thread.store.getState().error).toBeNull();
  watcher.serverIsBack(SAMPLE_REF.serverId);
  expect(open).toHaveLength(2);
});

test('a thread that is followed for hundreds of turns keeps a bounded window of them, and reads the rest again on the way up', async () => {
  const COUNT = 700;
  /** Like the core: more than 60 turns are cut to the newest 20. */
  let kept: number[] = [1];
  let seq = 0;
  const page = (cursor: string): TurnPage => {
    const before = Number(cursor.slice('below-'.length));
    const numbers = Array.from({ length: Math.min(PAGE_TURNS, before - 1) }, (_, at) => before - 1 - at).reverse();
    const made = numbers.map((number) => plainTurn(number));
    const first = numbers[0] ?? 1;
    return {
      turns: made.map(({ turn }) => turn),
      items: made.flatMap(({ items }) => items),
      nextCursor: first > 1 ? `below-${first}` : null,
      backwardsCursor: `above-${before - 1}`,
    };
  };
  const { watcher, open, frame } = setUp(page);
  const { thread } = watcher.acquire(SAMPLE_REF);
  const loaded = () => {
    const { history, tail } = thread.store.getState();
    return [...history.order, ...(tail?.turnOrder ?? [])];
  };
  let streams = 0;
  let most = 0;
  const answerNewStream = () => {
    if (open.length === streams) return;
    streams = open.length;
    const turns = kept.map((number) => plainTurn(number));
    const first = kept[0] ?? 1;
    const olderCursor = first > 1 ? `below-${first}` : null;
    open.at(-1)?.listener.event({ type: 'snapshot', snapshot: sampleSnapshot(turns, { seq, olderCursor }) });
  };
  answerNewStream();
  for (let number = 2; number <= COUNT; number++) {
    kept.push(number);
    if (kept.length > 60) kept = kept.slice(-20);
    const { turn, items } = plainTurn(number);
    open.at(-1)?.listener.event({
      type: 'patches',
      batch: {
        fromSeq: seq,
        toSeq: ++seq,
        patches: [
          { type: 'turnStarted', turn: { ...turn, itemIds: [] } },
          ...items.map((item) => ({ type: 'itemStarted', item }) as const),
        ],
      },
    });
    frame();
    answerNewStream();
    most = Math.max(most, loaded().length);
  }
  expect(loaded().at(-1)).toBe(turnId(COUNT));
  expect(most).toBeLessThanOrEqual(MAX_TURNS + 2 * 80 + 60);
  const { history, tail } = thread.store.getState();
  const turns = Object.keys(history.turns).length + Object.keys(tail?.turns ?? {}).length;
  const items = Object.keys(history.items).length + Object.keys(tail?.items ?? {}).length;
  expect([turns, items]).toEqual([loaded().length, 2 * loaded().length]);

  for (let pages = 0; thread.store.getState().history.order[0] !== turnId(1) && pages < COUNT; pages++) {
    const [first] = thread.store.getState().history.order;
    await watcher.loadOlder(SAMPLE_REF);
    const { order } = thread.store.getState().history;
    const numbers = order.map((id) => Number(id.slice('turn-'.length)));
    expect(order[0]).not.toBe(first);
    expect(numbers).toEqual(numbers.map((_, at) => (numbers[0] ?? 0) + at));
    expect(order.length).toBeLessThanOrEqual(MAX_TURNS + 80);
  }
  expect(thread.store.getState().history.order[0]).toBe(turnId(1));
});
