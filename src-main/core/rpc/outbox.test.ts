import { describe, expect, it } from 'vitest';
import type { DirectoryEvent, ThreadEvent } from '../../../src-shared/contract/threads.ts';
import type { ToClient } from '../../../src-shared/contract/wire.ts';
import { applyPatches } from '../../../src-shared/model/apply-patch.ts';
import type { ThreadSummary, ThreadSnapshot } from '../../../src-shared/model/thread.ts';
import type { ThreadId } from '../../../src-shared/model/ids.ts';
import { createOutbox, FLUSH_MS, type OutboxOptions } from './outbox.ts';
import { createManualClock } from './testing/manual-clock.ts';
import { createBatches, createRandom, emptySnapshot } from './testing/thread-stream.ts';

/** Each one another interleaving; `npm run test:long` tries many. */
const SEEDS = process.env['SKEIN_LONG'] === '1' ? 5_000 : 60;

function setUp(extra: Partial<OutboxOptions> = {}) {
  const clock = createManualClock();
  const sent: ToClient[] = [];
  const outbox = createOutbox({ send: (message) => sent.push(message), backlog: () => 0, clock, ...extra });
  const eventsOf = (id: number): unknown[] =>
    sent
      .flatMap((message) => (message.t === 'events' ? message.events : []))
      .flatMap(([to, event]) => (to === id ? [event] : []));
  return { clock, sent, outbox, eventsOf };
}
const text = (fromSeq: number, words: string): ThreadEvent => ({
  type: 'patches',
  batch: { fromSeq, toSeq: fromSeq + 1, patches: [{ type: 'textAppended', itemId: 't/i' as never, text: words }] },
});

/** A receiver as the renderer has it: a batch that does not follow makes it ask for a snapshot. */
function fold(events: readonly unknown[], start: ThreadSnapshot): { snapshot: ThreadSnapshot; gap: boolean } {
  let snapshot = start;
  for (const event of events as ThreadEvent[]) {
    if (event.type === 'snapshot') snapshot = event.snapshot;
    else if (event.batch.fromSeq !== snapshot.seq) return { snapshot, gap: true };
    else snapshot = applyPatches(snapshot, event.batch);
  }
  return { snapshot, gap: false };
}

describe('the outbox', () => {
  it('sends the first event at once, then at most one message per flush, with neighbours joined', () => {
    const { clock, sent, outbox } = setUp();
    outbox.event(1, 'patches', text(0, 'a'));
    clock.advance(0);
    outbox.event(1, 'patches', text(1, 'b'));
    outbox.event(2, 'every', 'x');
    outbox.event(1, 'patches', text(2, 'c'));
    clock.advance(FLUSH_MS - 1);
    expect(sent).toHaveLength(1);
    clock.advance(1);
    expect(sent[1]).toEqual({
      t: 'events',
      events: [
        [
          1,
          {
            type: 'patches',
            batch: { fromSeq: 1, toSeq: 3, patches: [{ type: 'textAppended', itemId: 't/i', text: 'bc' }] },
          },
        ],
        [2, 'x'],
      ],
    });
    clock.advance(1000);
    expect(sent).toHaveLength(2);
  });

  it('yields the same snapshot as direct application, whatever the interleaving', () => {
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const random = createRandom(seed);
      let waiting = 0;
      const { clock, outbox, eventsOf } = setUp({ backlog: () => waiting, highBacklogBytes: 100 });
      const threads = Array.from({ length: 4 }, (_, id) => ({
        id,
        next: createBatches(random),
        direct: emptySnapshot(`thread${id}`),
      }));
      const start = threads.map((thread) => thread.direct);
      for (let step = 0; step < 120; step += 1) {
        const thread = threads[Math.floor(random() * threads.length)];
        if (!thread) continue;
        const event = thread.next();
        thread.direct = applyPatches(thread.direct, event.batch);
        outbox.event(thread.id, 'patches', event);
        if (random() < 0.02) outbox.event(thread.id, 'patches', { type: 'snapshot', snapshot: thread.direct });
        if (random() < 0.2) waiting = random() < 0.5 ? 0 : 1000;
        if (random() < 0.3) clock.advance(Math.floor(random() * 2 * FLUSH_MS));
        if (random() < 0.1) outbox.message({ t: 'answer', id: 99, result: { ok: true, value: null } });
      }
      waiting = 0;
      clock.advance(10 * FLUSH_MS);
      for (const [index, thread] of threads.entries()) {
        const begin = start[index];
        if (!begin) throw new Error('no start');
        expect(fold(eventsOf(thread.id), begin), `seed ${seed}`).toEqual({ snapshot: thread.direct, gap: false });
      }
    }
  });

  it('turns an overflow into a gap that the receiver sees, and goes on after a snapshot', () => {
    const { clock, outbox, eventsOf } = setUp({ maxStreamBytes: 2000 });
    const start = emptySnapshot('thread');
    for (let seq = 0; seq < 100; seq += 1) outbox.event(1, 'patches', text(seq, 'word '.repeat(20)));
    clock.advance(FLUSH_MS);
    expect(eventsOf(1)).toEqual([{ type: 'patches', batch: { fromSeq: -1, toSeq: -1, patches: [] } }]);
    expect(fold(eventsOf(1), start).gap).toBe(true);
    const fresh = { ...start, seq: 100 };
    outbox.event(1, 'patches', text(99, 'lost on purpose'));
    outbox.event(1, 'patches', { type: 'snapshot', snapshot: fresh });
    outbox.event(1, 'patches', text(100, 'after'));
    clock.advance(FLUSH_MS);
    expect(fold(eventsOf(1).slice(1), start)).toMatchObject({ gap: false, snapshot: { seq: 101 } });
  });

  it('holds events back while the transport is full, and answers meanwhile', () => {
    let waiting = 10_000_000;
    const { clock, sent, outbox, eventsOf } = setUp({ backlog: () => waiting });
    outbox.event(1, 'patches', text(0, 'a'));
    outbox.event(2, 'latest', 'old');
    outbox.event(2, 'latest', 'new');
    clock.advance(10 * FLUSH_MS);
    outbox.message({ t: 'answer', id: 5, result: { ok: true, value: null } });
    expect(sent.map((message) => message.t)).toEqual(['answer']);
    waiting = 0;
    clock.advance(FLUSH_MS);
    expect(eventsOf(1)).toEqual([text(0, 'a')]);
    expect(eventsOf(2)).toEqual(['new']);
  });

  it('ends a stream whose events all count when there are too many', () => {
    const { sent, outbox } = setUp({ maxStreamBytes: 100 });
    expect(outbox.event(1, 'every', 'x'.repeat(80))).toBe('kept');
    expect(outbox.event(1, 'every', 'y'.repeat(80))).toBe('ended');
    expect(sent).toEqual([
      { t: 'events', events: [[1, 'x'.repeat(80)]] },
      { t: 'ended', id: 1, error: { code: 'rpc.stream-overflow' } },
    ]);
  });

  it('joins news of the directory: the newest of each thread', () => {
    const { clock, outbox, eventsOf } = setUp();
    const thread = (threadId: string, title: string): ThreadSummary => ({
      ...emptySnapshot(threadId).info,
      title,
    });
    const changes = (fromSeq: number, changed: ThreadSummary[], removed: string[]): DirectoryEvent => ({
      type: 'changes',
      fromSeq,
      toSeq: fromSeq + 1,
      changed,
      removed: removed as ThreadId[],
      lists: {},
    });
    outbox.event(1, 'changes', changes(0, [thread('a', '1'), thread('b', '1')], []));
    outbox.event(1, 'changes', changes(1, [thread('a', '2')], ['b']));
    outbox.event(1, 'changes', changes(2, [thread('c', '1')], ['a']));
    outbox.event(1, 'changes', changes(3, [thread('a', '3')], []));
    clock.advance(0);
    expect(eventsOf(1)).toEqual([
      {
        type: 'changes',
        fromSeq: 0,
        toSeq: 4,
        changed: [thread('c', '1'), thread('a', '3')],
        removed: ['b'],
        lists: {},
      },
    ]);
  });

  it('drops what waits for a stream that the client closed', () => {
    const { clock, sent, outbox } = setUp();
    outbox.event(1, 'every', 'x');
    outbox.forget(1);
    clock.advance(FLUSH_MS);
    expect(sent).toEqual([]);
  });
});
