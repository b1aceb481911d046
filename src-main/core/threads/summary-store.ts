import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { ServerId, ThreadId } from '../../../src-shared/model/ids.ts';
import type { ThreadStatus, ThreadSummary } from '../../../src-shared/model/thread.ts';
import { createListeners } from '../codex/listeners.ts';
import type { StoredSummary } from '../codex/thread-events.ts';
import type { Clock, Log } from '../ports.ts';

export type SummaryChange = Partial<Omit<ThreadSummary, 'serverId' | 'threadId'>>;
/** What a list or a mark adds to what the server says of a thread. */
export type SummaryMarks = Pick<ThreadSummary, 'unread' | 'pinned' | 'archived' | 'queued'>;

export interface SummaryNews {
  readonly threadId: ThreadId;
  /** Null: the thread is gone. */
  readonly change: SummaryChange | null;
}

/** Every thread of one server that was seen so far, one row each. The only place where rows are made and changed. */
export interface SummaryStore {
  get(threadId: ThreadId): ThreadSummary | undefined;
  all(): IterableIterator<ThreadSummary>;
  /** Takes over what the server says of a thread; what only Skein knows stays. Live threads keep the status they were given. */
  put(stored: StoredSummary, marks: Partial<SummaryMarks>, live: boolean): ThreadSummary;
  /** Changes a row; nothing happens when nothing differs, or the thread is not known. */
  change(threadId: ThreadId, change: SummaryChange): void;
  remove(threadId: ThreadId): void;
  onNews(listener: (news: SummaryNews) => void): Unsubscribe;
}

export interface SummaryStoreOptions {
  readonly serverId: ServerId;
  readonly clock: Clock;
  readonly log: Log;
}

export function createSummaryStore({ serverId, clock, log }: SummaryStoreOptions): SummaryStore {
  const rows = new Map<ThreadId, ThreadSummary>();
  const news = createListeners<SummaryNews>('thread summaries', log);

  const change = (threadId: ThreadId, wanted: SummaryChange) => {
    const row = rows.get(threadId);
    if (!row) return;
    const differing = difference(row, wanted);
    if (!differing) return;
    rows.set(threadId, { ...row, ...differing });
    news.emit({ threadId, change: differing });
  };

  return {
    get: (threadId) => rows.get(threadId),
    all: () => rows.values(),
    put: (stored, marks, live) => {
      const { sectionId: _section, status: _status, ...facts } = stored;
      const before = rows.get(stored.threadId);
      if (before) {
        // The server counts in seconds: what was seen here is never older.
        const recencyAt = Math.max(stored.recencyAt, before.recencyAt);
        change(stored.threadId, {
          ...facts,
          recencyAt,
          ...marks,
          ...(!live && { status: statusFrom(stored, before, clock) }),
        });
        return rows.get(stored.threadId) ?? before;
      }
      const row: ThreadSummary = {
        ...facts,
        serverId,
        status: statusFrom(stored, null, clock),
        unread: false,
        pinned: false,
        archived: false,
        queued: 0,
        ...marks,
        lastLine: null,
        changed: null,
      };
      rows.set(row.threadId, row);
      news.emit({ threadId: row.threadId, change: row });
      return row;
    },
    change,
    remove: (threadId) => {
      if (rows.delete(threadId)) news.emit({ threadId, change: null });
    },
    onNews: news.add,
  };
}

/**
 * The status of a thread whose events do not arrive. The server's list does not say why the last turn failed; what was heard stays
 * until something new has happened in the thread.
 */
function statusFrom({ status, recencyAt }: StoredSummary, before: ThreadSummary | null, clock: Clock): ThreadStatus {
  const kept = before?.status.kind === 'failed' && recencyAt <= before.recencyAt ? before.status : null;
  switch (status.kind) {
    case 'active': {
      const since = before && 'since' in before.status ? before.status.since : clock.now();
      return status.waiting === null ? { kind: 'running', since } : { kind: 'needsYou', reason: status.waiting, since };
    }
    case 'failed':
      return kept ?? { kind: 'failed', error: UNKNOWN_FAILURE };
    case 'notLoaded':
      return kept ?? { kind: 'notLoaded' };
    default:
      return kept ?? { kind: 'idle' };
  }
}

/** The thread's last turn failed before Skein listened. */
export const UNKNOWN_FAILURE = {
  code: 'other',
  message: '',
  details: null,
  httpStatus: null,
  willRetry: false,
} as const;

/** Fields that are not equal, nested values compared by their content; null when there are none. */
function difference(row: ThreadSummary, wanted: SummaryChange): SummaryChange | null {
  const entries = Object.entries(wanted).filter(([key, value]) => !isSame(row[key as keyof ThreadSummary], value));
  return entries.length === 0 ? null : Object.fromEntries(entries);
}

function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => isSame((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  );
}
