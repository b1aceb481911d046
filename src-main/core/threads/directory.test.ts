import { beforeEach, describe, expect, test } from 'vitest';
import type { DirectoryEvent } from '../../../src-shared/contract/threads.ts';
import type { ServerId, ThreadId } from '../../../src-shared/model/ids.ts';
import { createManualClock, createMemoryLog } from '../codex/testing/supervised.ts';
import type { StoredSummary } from '../codex/thread-events.ts';
import { createDirectory, type Directory } from './directory.ts';
import { createSummaryStore, type SummaryStore } from './summary-store.ts';

const stored = (id: string, change: Partial<StoredSummary> = {}): StoredSummary => ({
  threadId: id as ThreadId,
  title: id,
  named: false,
  cwd: '/project',
  branch: null,
  status: { kind: 'notLoaded' },
  createdAt: 1,
  recencyAt: 1,
  source: 'skein',
  provider: 'demo',
  parentThreadId: null,
  forkedFromId: null,
  sectionId: null,
  ...change,
});
const id = (name: string) => name as ThreadId;

let summaries: SummaryStore;
let directory: Directory;
let advance: (ms: number) => void;
beforeEach(() => {
  const manual = createManualClock();
  advance = manual.advance;
  summaries = createSummaryStore({ serverId: 's' as ServerId, clock: manual.clock, log: createMemoryLog().log });
  directory = createDirectory(summaries, manual.clock);
});

function watch() {
  const events: DirectoryEvent[] = [];
  const stop = directory.watch({ emit: (event) => events.push(event), fail: () => undefined });
  return { events, stop };
}
const changesOf = (events: readonly DirectoryEvent[]) =>
  events.flatMap((event) =>
    event.type === 'changes'
      ? [
          {
            seq: [event.fromSeq, event.toSeq],
            changed: event.changed.map(({ threadId, title }) => `${threadId} ${title}`),
            removed: event.removed,
          },
        ]
      : [],
  );

describe('the directory', () => {
  test('begins with all rows and tells what changes, numbered, at most four times a second', () => {
    summaries.put(stored('a'), {}, false);
    const { events } = watch();
    expect(events).toMatchObject([{ type: 'snapshot', seq: 0, threads: [{ threadId: 'a', title: 'a' }] }]);
    summaries.change(id('a'), { title: 'A' });
    advance(0);
    for (let step = 0; step < 100; step++) summaries.change(id('a'), { title: `A${step}` });
    summaries.put(stored('b'), {}, false);
    advance(249);
    expect(changesOf(events)).toEqual([{ seq: [0, 1], changed: ['a A'], removed: [] }]);
    advance(1);
    expect(changesOf(events).at(-1)).toEqual({ seq: [1, 2], changed: ['a A99', 'b b'], removed: [] });
  });

  test('goes on when the clock is set back', () => {
    summaries.put(stored('a'), {}, false);
    const { events } = watch();
    summaries.change(id('a'), { title: 'A' });
    advance(0);
    advance(-3_600_000);
    summaries.change(id('a'), { title: 'B' });
    advance(250);
    expect(changesOf(events).map(({ changed }) => changed)).toEqual([['a A'], ['a B']]);
  });

  test('says nothing when nothing differs', () => {
    summaries.put(stored('a'), { unread: true }, false);
    const { events } = watch();
    summaries.put(stored('a'), { unread: true }, false);
    summaries.change(id('a'), { status: { kind: 'notLoaded' } });
    summaries.change(id('unknown'), { title: 'x' });
    advance(1000);
    expect(changesOf(events)).toEqual([]);
  });

  test('a thread that goes and comes back is there', () => {
    summaries.put(stored('a'), {}, false);
    const { events } = watch();
    summaries.remove(id('a'));
    advance(0);
    expect(changesOf(events).at(-1)).toEqual({ seq: [0, 1], changed: [], removed: ['a'] });
    summaries.put(stored('a'), {}, false);
    summaries.remove(id('a'));
    summaries.put(stored('a', { title: 'new' }), {}, false);
    advance(250);
    expect(changesOf(events).at(-1)).toEqual({ seq: [1, 2], changed: ['a new'], removed: [] });
  });

  test('a second watcher comes in between changes, and numbers mean the same to both', () => {
    summaries.put(stored('a'), {}, false);
    const first = watch();
    summaries.change(id('a'), { title: 'A' });
    const second = watch();
    expect(changesOf(first.events)).toEqual([{ seq: [0, 1], changed: ['a A'], removed: [] }]);
    expect(second.events).toMatchObject([{ type: 'snapshot', seq: 1, threads: [{ title: 'A' }] }]);
    summaries.change(id('a'), { title: 'AA' });
    advance(250);
    expect(changesOf(first.events).at(-1)).toEqual(changesOf(second.events).at(-1));
  });

  test('tells how far lists are loaded', () => {
    const { events } = watch();
    directory.setList('all', { phase: 'loading', hasMore: true });
    directory.setList('all', { phase: 'ready', hasMore: false });
    advance(0);
    expect(events.at(-1)).toMatchObject({ type: 'changes', lists: { all: { phase: 'ready', hasMore: false } } });
  });

  test('ten thousand rows cost an event no more than ten', () => {
    for (let row = 0; row < 10_000; row++) summaries.put(stored(`t${row}`), {}, false);
    const { events } = watch();
    summaries.change(id('t5'), { lastLine: 'x' });
    advance(0);
    const last = events.at(-1);
    expect(last?.type === 'changes' && last.changed).toHaveLength(1);
  });
});

describe('a row', () => {
  const status = (threadId: string) => summaries.get(id(threadId))?.status;

  test('keeps what only Skein heard when the list is read again', () => {
    const error = { code: 'overloaded', message: 'busy', details: null, httpStatus: null, willRetry: false } as const;
    summaries.put(stored('a'), { queued: 2 }, false);
    summaries.change(id('a'), { status: { kind: 'failed', error }, lastLine: 'Hm.' });
    summaries.put(stored('a', { status: { kind: 'idle' } }), {}, false);
    expect(summaries.get(id('a'))).toMatchObject({ status: { kind: 'failed', error }, lastLine: 'Hm.', queued: 2 });
    // Something has happened there since.
    summaries.put(stored('a', { status: { kind: 'idle' }, recencyAt: 2 }), {}, false);
    expect(status('a')).toEqual({ kind: 'idle' });
  });

  test('of a live thread keeps the status that its events gave it', () => {
    summaries.put(stored('a'), {}, false);
    summaries.change(id('a'), { status: { kind: 'running', since: 5 } });
    summaries.put(stored('a', { status: { kind: 'idle' } }), {}, true);
    expect(status('a')).toEqual({ kind: 'running', since: 5 });
  });

  test('does not go back in time', () => {
    summaries.put(stored('a', { recencyAt: 2000 }), {}, false);
    summaries.change(id('a'), { recencyAt: 2345 });
    summaries.put(stored('a', { recencyAt: 2000 }), {}, false);
    expect(summaries.get(id('a'))?.recencyAt).toBe(2345);
  });
});
