import type { ThreadId } from '../../../src-shared/model/ids.ts';
import type { ThreadSummary } from '../../../src-shared/model/thread.ts';
import type { ListedThread, ThreadGateway } from '../codex/thread-gateway.ts';
import type { Clock } from '../ports.ts';

const PAGE_SIZE = 100;
/** Threads that are asked for one by one in one sweep. The next sweep goes on with those that were asked for longest ago. */
const MISSING_AT_ONCE = 20;

export interface ListSweepOptions {
  readonly gateway: ThreadGateway;
  readonly clock: Clock;
  readonly rows: () => Iterable<ThreadSummary>;
  readonly onListed: (thread: ListedThread, archived: boolean, askedAt: number) => void;
  readonly onMissing: (thread: ThreadSummary) => Promise<void>;
}

/**
 * Compares what is loaded with what the server lists, newest first, as far as rows are loaded and at most `maxPages` pages. A row
 * that is newer than the end of what was read and is not in it has moved or is gone; which of the two only the server can say.
 */
export function createListSweep({ gateway, clock, rows, onListed, onMissing }: ListSweepOptions) {
  /** Not every thread is listed (sub-agents, a thread before its first message): when each was last asked for. */
  const askedFor = new Map<ThreadId, number>();
  let asked = 0;

  return async (archived: boolean, maxPages: number): Promise<void> => {
    const known = [...rows()].filter((row) => row.archived === archived);
    const oldest = Math.min(...known.map(({ recencyAt }) => recencyAt));
    const askedAt = clock.now();
    const seen = new Set<ThreadId>();
    let cursor: string | null = null;
    let readTo = Infinity;
    for (let page = 0; page < maxPages && readTo >= oldest; page++) {
      const query = { cursor, limit: PAGE_SIZE, archived, folders: null, fast: true };
      const listed: Awaited<ReturnType<ThreadGateway['list']>> = await gateway.list(query);
      if (!listed.ok) return;
      for (const thread of listed.value.threads) {
        seen.add(thread.summary.threadId);
        onListed(thread, archived, askedAt);
        readTo = Math.min(readTo, thread.summary.recencyAt);
      }
      cursor = listed.value.nextCursor;
      if (cursor === null) {
        readTo = -Infinity;
        break;
      }
    }
    const now = new Map([...rows()].map((row) => [row.threadId, row]));
    const missing = known
      .filter(({ threadId, recencyAt }) => recencyAt > readTo && !seen.has(threadId))
      // It may have been moved or deleted in Skein meanwhile.
      .filter(({ threadId }) => now.get(threadId)?.archived === archived)
      .sort((a, b) => (askedFor.get(a.threadId) ?? 0) - (askedFor.get(b.threadId) ?? 0));
    for (const row of missing.slice(0, MISSING_AT_ONCE)) {
      askedFor.set(row.threadId, ++asked);
      await onMissing(row);
    }
    for (const threadId of askedFor.keys()) if (!now.has(threadId)) askedFor.delete(threadId);
  };
}
