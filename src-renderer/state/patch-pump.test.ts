import { expect, test } from 'vitest';
import type { ItemId, TurnId } from '../../src-shared/model/ids.ts';
import type { ThreadPatchBatch } from '../../src-shared/model/thread-patch.ts';
import { createPatchPump, HIDDEN_FLUSH_MS, type PumpClock } from './patch-pump.ts';

function handClock() {
  const frames: (() => void)[] = [];
  let timers: { ms: number; run: () => void }[] = [];
  let hidden = false;
  let now = 0;
  let listener: () => void = () => undefined;
  const clock: PumpClock = {
    now: () => now,
    afterFrame: (run) => run(),
    frame: (run) => frames.push(run),
    after: (ms, run) => {
      const timer = { ms, run };
      timers.push(timer);
      return () => (timers = timers.filter((other) => other !== timer));
    },
    hidden: () => hidden,
    onVisibility: (run) => {
      listener = run;
      return () => (listener = () => undefined);
    },
  };
  const runAll = (list: (() => void)[]) => {
    for (const run of list) run();
  };
  return {
    clock,
    /** The next frame, `ms` after the last. */
    frame: (ms = 17) => {
      now += ms;
      runAll(frames.splice(0));
    },
    slow: () => runAll(timers.splice(0).map((timer) => timer.run)),
    waiting: () => ({ frames: frames.length, timers: timers.map((timer) => timer.ms) }),
    hide: (value: boolean) => {
      hidden = value;
      listener();
    },
  };
}
const batch = (fromSeq: number): ThreadPatchBatch => ({ fromSeq, toSeq: fromSeq + 1, patches: [] });
function target() {
  const commits: number[][] = [];
  return { commits, commit: (batches: readonly ThreadPatchBatch[]) => commits.push(batches.map((b) => b.fromSeq)) };
}

test('a visible thread commits once per frame, a hidden one with the slow timer', () => {
  const hand = handClock();
  const pump = createPatchPump(hand.clock);
  const shown = target();
  const other = target();
  pump.setVisible(shown, true);
  for (let at = 0; at < 3; at++) {
    pump.push(shown, batch(at));
    pump.push(other, batch(at));
  }
  expect(hand.waiting()).toEqual({ frames: 1, timers: [HIDDEN_FLUSH_MS] });
  hand.frame();
  expect([shown.commits, other.commits]).toEqual([[[0, 1, 2]], []]);
  hand.slow();
  expect([shown.commits, other.commits]).toEqual([[[0, 1, 2]], [[0, 1, 2]]]);
});

test('while text keeps coming every second frame commits; what comes after a pause, or ends something, at once', () => {
  const hand = handClock();
  const pump = createPatchPump(hand.clock);
  const thread = target();
  pump.setVisible(thread, true);
  const text = (fromSeq: number): ThreadPatchBatch => ({
    ...batch(fromSeq),
    patches: [{ type: 'textAppended', itemId: 'turn/item' as ItemId, text: 'a' }],
  });
  for (let at = 0; at < 4; at++) {
    pump.push(thread, text(at));
    hand.frame();
  }
  expect(thread.commits).toEqual([[0], [1, 2]]);
  hand.frame();
  expect(thread.commits).toEqual([[0], [1, 2], [3]]);
  hand.frame(500);
  pump.push(thread, text(4));
  hand.frame();
  pump.push(thread, { ...batch(5), patches: [{ type: 'turnRemoved', turnId: 'turn' as TurnId }] });
  hand.frame();
  expect(thread.commits.slice(3)).toEqual([[4], [5]]);
  expect(hand.waiting().frames).toBe(0);
});

test('a hidden window asks for no frames and catches up when it shows', () => {
  const hand = handClock();
  const pump = createPatchPump(hand.clock);
  const shown = target();
  pump.setVisible(shown, true);
  hand.hide(true);
  pump.push(shown, batch(0));
  expect(hand.waiting().frames).toBe(0);
  hand.hide(false);
  expect(shown.commits).toEqual([[0]]);
});

test('a thread that comes into view is up to date at once; a dropped one commits nothing', () => {
  const hand = handClock();
  const pump = createPatchPump(hand.clock);
  const thread = target();
  pump.push(thread, batch(0));
  pump.setVisible(thread, true);
  expect(thread.commits).toEqual([[0]]);
  pump.push(thread, batch(1));
  pump.drop(thread);
  hand.frame();
  hand.slow();
  expect(thread.commits).toEqual([[0]]);
});

test('a covered window that gets no frames still commits by the slow timer', () => {
  const hand = handClock();
  const pump = createPatchPump(hand.clock);
  const thread = target();
  pump.setVisible(thread, true);
  pump.push(thread, batch(0));
  hand.slow();
  expect(thread.commits).toEqual([[0]]);
});

test('disposing leaves no timer', () => {
  const hand = handClock();
  const pump = createPatchPump(hand.clock);
  pump.push(target(), batch(0));
  pump.dispose();
  expect(hand.waiting().timers).toEqual([]);
});
