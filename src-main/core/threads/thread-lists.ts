import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { scopeKey, type ListScope } from '../../../src-shared/contract/threads.ts';
import type { ThreadSummary } from '../../../src-shared/model/thread.ts';
import { ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { ListedThread, ThreadGateway } from '../codex/thread-gateway.ts';
import type { Clock } from '../ports.ts';
import type { Directory } from './directory.ts';
import { createListSweep } from './list-sweep.ts';

const PAGE_SIZE = 50;
/** Pages of a list that is read to its end. */
const LARGE_PAGE_SIZE = 100;
/** What other programs do to threads of the same Codex home comes without a word: it is looked for this often. */
const REFRESH_EVERY_MS = 20_000;
/** When a window gets the focus; one that comes sooner waits until then. */
const REFRESH_ON_FOCUS_MS = 1_000;
/** The server's database misses files that were copied in; the slower scan finds them. */
const SCAN_EVERY_MS = 120_000;
/** Loaded rows that are compared: few on the timer, nearly all for somebody who has just come back. */
const SWEEP_PAGES = { time: 3, focus: 20 } as const;

type Done = Promise<Result<null, AppError>>;

/** Loads the lists of one server page by page, and keeps what is loaded in step with what other programs do. */
export interface ThreadLists {
  /** The next page of a list; its first one when nothing of it is loaded. */
  more(scope: ListScope, folders: readonly string[] | null): Done;
  /** Every thread that is listed for the folders, loaded or not. */
  everything(folders: readonly string[]): Promise<Result<readonly ListedThread[], AppError>>;
  /** Finds threads that were started, renamed, archived or deleted elsewhere. */
  refresh(cause: 'focus' | 'time'): Promise<void>;
  /** The server is another one now: cursors mean nothing to it, and everything has to be looked at again. */
  restart(): void;
  dispose(): void;
}

export interface ThreadListsOptions {
  readonly gateway: ThreadGateway;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly rows: () => Iterable<ThreadSummary>;
  /** `askedAt`: what has happened since then in Skein is newer than the list. */
  readonly onListed: (thread: ListedThread, archived: boolean, askedAt: number) => void;
  /** A loaded thread that should have been listed was not: where is it? */
  readonly onMissing: (thread: ThreadSummary) => Promise<void>;
}

interface List {
  readonly scope: ListScope;
  folders: readonly string[] | null;
  cursor: string | null;
  /** Pages loaded so far. */
  pages: number;
  loading: Done | null;
}

export function createThreadLists(options: ThreadListsOptions): ThreadLists {
  const { gateway, directory, clock, onListed } = options;
  const lists = new Map<string, List>();
  let scannedAt = -Infinity;
  let refreshedAt = -Infinity;
  let refreshing: Promise<void> | null = null;
  let cancelTick = () => {};
  let cancelFocus: (() => void) | null = null;
  let disposed = false;

  const sweep = createListSweep(options);

  /** The first look scans the files; a while later once more, else the server's database is enough. */
  const isFast = (scans: boolean): boolean => {
    if (!scans || clock.now() - scannedAt < SCAN_EVERY_MS) return scannedAt !== -Infinity;
    return false;
  };
  const read = async (list: Pick<List, 'scope' | 'folders'>, cursor: string | null, scans: boolean) => {
    const fast = isFast(scans);
    const archived = list.scope.kind === 'archived';
    const askedAt = clock.now();
    const page = await gateway.list({ cursor, limit: PAGE_SIZE, archived, folders: list.folders, fast });
    if (!page.ok) return page;
    if (!fast && !archived) scannedAt = clock.now();
    for (const thread of page.value.threads) onListed(thread, archived, askedAt);
    return page;
  };

  const loadPage = async (list: List): Done => {
    const page = await read(list, list.cursor, false);
    if (!page.ok) return page;
    list.pages++;
    list.cursor = page.value.nextCursor;
    return ok(null);
  };
  /** Loads until the list has this many pages, or its end. */
  const load = (key: string, list: List, pages: number): Done => {
    const run = async (): Done => {
      directory.setList(key, { phase: 'loading', hasMore: true });
      do {
        const done = await loadPage(list);
        if (!done.ok) {
          directory.setList(key, { phase: 'failed', hasMore: true });
          return done;
        }
      } while (list.cursor !== null && list.pages < pages);
      directory.setList(key, { phase: 'ready', hasMore: list.cursor !== null });
      return ok(null);
    };
    list.loading ??= run().finally(() => (list.loading = null));
    return list.loading;
  };

  const refreshAll = async (cause: 'focus' | 'time'): Promise<void> => {
    refreshedAt = clock.now();
    // One page of all threads holds the news of every project.
    if (!isFast(true)) await read({ scope: { kind: 'all' }, folders: null }, null, true);
    await sweep(false, SWEEP_PAGES[cause]);
    const archived = lists.get(scopeKey({ kind: 'archived' }));
    if (archived && archived.pages > 0) await sweep(true, SWEEP_PAGES[cause]);
  };
  const isAsleep = () =>
    disposed || directory.watchers() === 0 || lists.size === 0 || gateway.server.state().phase.kind !== 'ready';
  const refreshNow = (cause: 'focus' | 'time'): Promise<void> => {
    if (isAsleep()) return Promise.resolve();
    // What is being read now may be from before the news.
    const before = refreshing;
    if (before && cause === 'time') return before;
    const mine = (before ?? Promise.resolve())
      .then(() => (isAsleep() ? undefined : refreshAll(cause)))
      .finally(() => {
        if (refreshing === mine) refreshing = null;
      });
    refreshing = mine;
    return mine;
  };
  const refresh: ThreadLists['refresh'] = (cause) => {
    const waitMs = refreshedAt + REFRESH_ON_FOCUS_MS - clock.now();
    if (cause === 'time' || waitMs <= 0) return refreshNow(cause);
    cancelFocus ??= clock.after(Math.min(waitMs, REFRESH_ON_FOCUS_MS), () => {
      cancelFocus = null;
      void refreshNow('focus');
    });
    return Promise.resolve();
  };
  const tick = () => {
    cancelTick = clock.after(REFRESH_EVERY_MS, () => {
      void refresh('time');
      tick();
    });
  };
  tick();

  return {
    more: (scope, folders) => {
      const key = scopeKey(scope);
      const list = lists.get(key) ?? { scope, folders, cursor: null, pages: 0, loading: null };
      lists.set(key, list);
      list.folders = folders;
      if (list.pages > 0 && list.cursor === null) return Promise.resolve(ok(null));
      return load(key, list, list.pages + 1);
    },
    everything: async (folders) => {
      const found: ListedThread[] = [];
      const askedAt = clock.now();
      let cursor: string | null = null;
      do {
        const query = { cursor, limit: LARGE_PAGE_SIZE, archived: false, folders, fast: false };
        const page: Awaited<ReturnType<ThreadGateway['list']>> = await gateway.list(query);
        if (!page.ok) return page;
        for (const thread of page.value.threads) {
          onListed(thread, false, askedAt);
          found.push(thread);
        }
        cursor = page.value.nextCursor;
      } while (cursor !== null);
      return ok(found);
    },
    refresh,
    restart: () => {
      scannedAt = -Infinity;
      refreshedAt = -Infinity;
      for (const [key, list] of lists) {
        const { pages } = list;
        // A page that is on its way asks the new server with the old cursor: it is let be, and what it brings is read again.
        const again = () => {
          if (disposed || lists.get(key) !== list) return;
          list.cursor = null;
          list.pages = 0;
          void load(key, list, pages);
        };
        if (list.loading) void list.loading.finally(again);
        else again();
      }
      void refresh('time');
    },
    dispose: () => {
      disposed = true;
      cancelTick();
      cancelFocus?.();
    },
  };
}
