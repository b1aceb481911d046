import type { DirectoryEvent, ListState } from '../../src-shared/contract/threads.ts';
import type { ThreadId } from '../../src-shared/model/ids.ts';
import type { Project } from '../../src-shared/model/project.ts';
import type { ThreadSummary } from '../../src-shared/model/thread.ts';
import { createProjectFinder, place, reorder, samePlace, type ListName, type Placement } from './directory-order.ts';

/** Replaced as a whole when any part changes; each list keeps its reference until its own order changes. */
export interface DirectoryLists {
  /** False until the first snapshot. */
  readonly ready: boolean;
  readonly order: ReadonlyMap<ListName, readonly ThreadId[]>;
  /** How far the core has loaded each list, by `scopeKey`. */
  readonly loaded: Readonly<Record<string, ListState>>;
}

export interface DirectoryStore {
  /** Stored reference: the same until this thread changes. */
  get(threadId: ThreadId): ThreadSummary | undefined;
  all(): IterableIterator<ThreadSummary>;
  readonly lists: () => DirectoryLists;
  /** Called when this one thread changes. */
  subscribeRow(threadId: ThreadId, listener: () => void): () => void;
  /** Called when an order or a loading state changes, and not when a row merely shows something else. */
  readonly subscribeLists: (listener: () => void) => () => void;
  /** `gap`: events were missed; the stream must be opened again. */
  apply(event: DirectoryEvent): 'applied' | 'gap';
  setProjects(projects: readonly Project[]): void;
}

const EMPTY: readonly ThreadId[] = [];

/** The ids of one list, empty when there is none. */
export const listOf = (lists: DirectoryLists, name: ListName): readonly ThreadId[] => lists.order.get(name) ?? EMPTY;

/**
 * The threads of one server, as rows and as ordered lists.
 *
 * Not a zustand store: with 10,000 rows and changes many times a second, copying a record per change would cost more than
 * everything else. Rows live in a map, a row's change wakes that row alone, and a list is replaced only when the fields that
 * order depends on (archived, pinned, folder, recency) change.
 */
export function createDirectoryStore(): DirectoryStore {
  const rows = new Map<ThreadId, ThreadSummary>();
  const places = new Map<ThreadId, Placement>();
  const rowListeners = new Map<ThreadId, Set<() => void>>();
  const listListeners = new Set<() => void>();
  let lists: DirectoryLists = { ready: false, order: new Map(), loaded: {} };
  let projectOf = createProjectFinder([]);
  let seq = 0;

  const wakeRow = (id: ThreadId) => {
    for (const listener of rowListeners.get(id) ?? []) listener();
  };
  const setLists = (change: Partial<DirectoryLists>) => {
    lists = { ...lists, ...change };
    for (const listener of listListeners) listener();
  };
  const recencyOf = (id: ThreadId) => places.get(id)?.recencyAt ?? 0;

  /** Moves each thread from its old place to its new one. Null: the thread is gone. Answers null when no order changed. */
  function move(threads: Iterable<readonly [ThreadId, ThreadSummary | null]>): DirectoryLists['order'] | null {
    const gone = new Map<ListName, Set<ThreadId>>();
    const added = new Map<ListName, ThreadId[]>();
    for (const [id, thread] of threads) {
      const before = places.get(id);
      const after = thread ? place(thread, projectOf) : null;
      if (before && after && samePlace(before, after)) continue;
      for (const list of before?.lists ?? []) gone.set(list, (gone.get(list) ?? new Set()).add(id));
      for (const list of after?.lists ?? []) {
        const ids = added.get(list);
        if (ids) ids.push(id);
        else added.set(list, [id]);
      }
      if (after) places.set(id, after);
      else places.delete(id);
    }
    if (gone.size === 0 && added.size === 0) return null;
    const order = new Map(lists.order);
    for (const name of new Set([...gone.keys(), ...added.keys()])) {
      const list = reorder(order.get(name) ?? EMPTY, gone.get(name) ?? new Set(), added.get(name) ?? [], recencyOf);
      if (list.length > 0) order.set(name, list);
      else order.delete(name);
    }
    return order;
  }

  /** Takes rows over; a row that says the same keeps its reference. Answers the ids whose row changed. */
  function store(threads: readonly ThreadSummary[], removed: Iterable<ThreadId>): readonly ThreadId[] {
    const changed: ThreadId[] = [];
    for (const id of removed) if (rows.delete(id)) changed.push(id);
    for (const thread of threads) {
      const before = rows.get(thread.threadId);
      if (before && sameSummary(before, thread)) continue;
      rows.set(thread.threadId, thread);
      changed.push(thread.threadId);
    }
    return changed;
  }

  function commit(
    threads: readonly ThreadSummary[],
    removed: Iterable<ThreadId>,
    loaded: DirectoryLists['loaded'],
  ): void {
    const changed = store(threads, removed);
    const order = move(changed.map((id) => [id, rows.get(id) ?? null] as const));
    const next = sameLoaded(lists.loaded, loaded) ? lists.loaded : loaded;
    if (order || next !== lists.loaded || !lists.ready)
      setLists({ ready: true, loaded: next, order: order ?? lists.order });
    for (const id of changed) wakeRow(id);
  }

  return {
    get: (id) => rows.get(id),
    all: () => rows.values(),
    lists: () => lists,
    subscribeRow: (id, listener) => {
      const listeners = rowListeners.get(id) ?? new Set();
      rowListeners.set(id, listeners.add(listener));
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0 && rowListeners.get(id) === listeners) rowListeners.delete(id);
      };
    },
    subscribeLists: (listener) => {
      listListeners.add(listener);
      return () => listListeners.delete(listener);
    },
    apply: (event) => {
      if (event.type === 'snapshot') {
        const present = new Set(event.threads.map((thread) => thread.threadId));
        commit(
          event.threads,
          [...rows.keys()].filter((id) => !present.has(id)),
          event.lists,
        );
        seq = event.seq;
        return 'applied';
      }
      if (event.fromSeq !== seq) return 'gap';
      seq = event.toSeq;
      // Only the lists that changed come along.
      commit(event.changed, event.removed, { ...lists.loaded, ...event.lists });
      return 'applied';
    },
    setProjects: (projects) => {
      projectOf = createProjectFinder(projects);
      const order = move([...rows].map(([id, row]) => [id, row] as const));
      if (order) setLists({ order });
    },
  };
}

function sameSummary(a: ThreadSummary, b: ThreadSummary): boolean {
  const keys = Object.keys(b) as (keyof ThreadSummary)[];
  return keys.every(
    (key) => a[key] === b[key] || (isPlain(b[key]) && JSON.stringify(a[key]) === JSON.stringify(b[key])),
  );
}
const isPlain = (value: unknown): boolean => typeof value === 'object' && value !== null;

function sameLoaded(a: DirectoryLists['loaded'], b: DirectoryLists['loaded']): boolean {
  const names = Object.keys(b);
  return (
    names.length === Object.keys(a).length &&
    names.every((name) => a[name]?.phase === b[name]?.phase && a[name]?.hasMore === b[name]?.hasMore)
  );
}
