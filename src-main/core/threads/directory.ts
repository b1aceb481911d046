import type { StreamSink, Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { DirectoryEvent, ListState } from '../../../src-shared/contract/threads.ts';
import type { ThreadId } from '../../../src-shared/model/ids.ts';
import type { Clock } from '../ports.ts';
import type { SummaryStore } from './summary-store.ts';

/** Rows move at most four times a second, however much happens. */
const CHANGES_EVERY_MS = 250;

/** The rows of one server as its watchers see them: a snapshot, then numbered changes. */
export interface Directory {
  watch(sink: StreamSink<DirectoryEvent>): Unsubscribe;
  watchers(): number;
  /** How far a list is loaded. */
  setList(key: string, state: ListState): void;
  list(key: string): ListState | undefined;
  dispose(): void;
}

export function createDirectory(summaries: SummaryStore, clock: Clock): Directory {
  const sinks = new Set<StreamSink<DirectoryEvent>>();
  const lists: Record<string, ListState> = {};
  let seq = 0;
  let changed = new Set<ThreadId>();
  let removed = new Set<ThreadId>();
  let changedLists = new Set<string>();
  let cancel: (() => void) | null = null;
  let lastTold = -Infinity;

  const tell = () => {
    cancel = null;
    lastTold = clock.now();
    const event: DirectoryEvent = {
      type: 'changes',
      fromSeq: seq,
      toSeq: ++seq,
      changed: [...changed].map((id) => summaries.get(id)).filter((row) => row !== undefined),
      removed: [...removed],
      lists: Object.fromEntries([...changedLists].flatMap((key) => (lists[key] ? [[key, lists[key]]] : []))),
    };
    forget();
    for (const sink of sinks) sink.emit(event);
  };
  const forget = () => {
    changed = new Set();
    removed = new Set();
    changedLists = new Set();
  };
  const wait = () => {
    const left = lastTold + CHANGES_EVERY_MS - clock.now();
    // A clock that was set back must not hold the rows for as long.
    return Math.min(CHANGES_EVERY_MS, Math.max(0, left));
  };
  /** The first change after a quiet time is told at once. */
  const plan = () => {
    if (sinks.size === 0) forget();
    else cancel ??= clock.after(wait(), tell);
  };

  const stop = summaries.onNews(({ threadId, change }) => {
    if (change === null) {
      changed.delete(threadId);
      removed.add(threadId);
    } else {
      removed.delete(threadId);
      changed.add(threadId);
    }
    plan();
  });

  return {
    watch: (sink) => {
      // Changes that wait are in the snapshot; the others get them now, so that one number means one thing.
      if (cancel) {
        cancel();
        tell();
      }
      sinks.add(sink);
      sink.emit({ type: 'snapshot', seq, threads: [...summaries.all()], lists: { ...lists } });
      return () => void sinks.delete(sink);
    },
    watchers: () => sinks.size,
    setList: (key, state) => {
      const before = lists[key];
      if (before?.phase === state.phase && before.hasMore === state.hasMore) return;
      lists[key] = state;
      changedLists.add(key);
      plan();
    },
    list: (key) => lists[key],
    dispose: () => {
      stop();
      cancel?.();
      cancel = null;
      sinks.clear();
    },
  };
}
