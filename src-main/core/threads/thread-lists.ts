import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { scopeKey, type ListScope } from '../../../src-shared/contract/threads.ts';
import { ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { ListedThread, ThreadGateway } from '../codex/thread-gateway.ts';
import type { Clock } from '../ports.ts';
import type { Directory } from './directory.ts';

const PAGE_SIZE = 50;
/** Threads that another program starts in the same Codex home come without a word: the newest page is read again this often. */
const REFRESH_EVERY_MS = 20_000;
/** When a window gets the focus, unless it was read just before. */
const REFRESH_ON_FOCUS_MS = 3_000;
/** The server's database misses files that were copied in; the slower scan finds them. */
const SCAN_EVERY_MS = 120_000;

/** Loads the lists of one server page by page, and keeps the newest page of each up to date. */
export interface ThreadLists {
  /** The next page of a list; its first one when nothing of it is loaded. */
  more(scope: ListScope, folders: readonly string[] | null): Promise<Result<null, AppError>>;
  /** Reads the newest page again, for threads that were started elsewhere. */
  refresh(cause: 'focus' | 'time'): Promise<void>;
  /** The server is another one now: cursors mean nothing to it, and everything has to be looked at again. */
  restart(): void;
  dispose(): void;
}

export interface ThreadListsOptions {
  readonly gateway: ThreadGateway;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly onListed: (thread: ListedThread, archived: boolean) => void;
}

interface List {
  readonly scope: ListScope;
  folders: readonly string[] | null;
  cursor: string | null;
  started: boolean;
  loading: Promise<Result<null, AppError>> | null;
}

export function createThreadLists({ gateway, directory, clock, onListed }: ThreadListsOptions): ThreadLists {
  const lists = new Map<string, List>();
  let scannedAt = -Infinity;
  let refreshedAt = -Infinity;
  let refreshing: Promise<void> | null = null;
  let cancel = () => {};
  let disposed = false;

  /** The first look scans the files; a while later once more, else the server's database is enough. */
  const isFast = (scans: boolean): boolean => {
    if (!scans || clock.now() - scannedAt < SCAN_EVERY_MS) return scannedAt !== -Infinity;
    return false;
  };
  const read = async (list: List, cursor: string | null, scans: boolean) => {
    const fast = isFast(scans);
    const archived = list.scope.kind === 'archived';
    const page = await gateway.list({ cursor, limit: PAGE_SIZE, archived, folders: list.folders, fast });
    if (!page.ok) return page;
    if (!fast && !archived) scannedAt = clock.now();
    for (const thread of page.value.threads) onListed(thread, archived);
    return page;
  };

  const load = async (key: string, list: List): Promise<Result<null, AppError>> => {
    directory.setList(key, { phase: 'loading', hasMore: true });
    const page = await read(list, list.cursor, false);
    if (!page.ok) {
      directory.setList(key, { phase: 'failed', hasMore: true });
      return page;
    }
    list.started = true;
    list.cursor = page.value.nextCursor;
    directory.setList(key, { phase: 'ready', hasMore: list.cursor !== null });
    return ok(null);
  };

  const refreshAll = async (): Promise<void> => {
    refreshedAt = clock.now();
    const shown = [...lists.values()].filter(({ started }) => started);
    const everything: List = { scope: { kind: 'all' }, folders: null, cursor: null, started: true, loading: null };
    // One page of all threads holds the news of every project.
    await read(everything, null, true);
    for (const list of shown) if (list.scope.kind === 'archived') await read(list, null, false);
  };
  const refresh: ThreadLists['refresh'] = (cause) => {
    const tooSoon = cause === 'focus' && clock.now() - refreshedAt < REFRESH_ON_FOCUS_MS;
    const asleep = directory.watchers() === 0 || lists.size === 0 || gateway.server.state().phase.kind !== 'ready';
    if (disposed || tooSoon || asleep) return Promise.resolve();
    refreshing ??= refreshAll().finally(() => (refreshing = null));
    return refreshing;
  };
  const tick = () => {
    cancel = clock.after(REFRESH_EVERY_MS, () => {
      void refresh('time');
      tick();
    });
  };
  tick();

  return {
    more: (scope, folders) => {
      const key = scopeKey(scope);
      const list = lists.get(key) ?? { scope, folders, cursor: null, started: false, loading: null };
      lists.set(key, list);
      list.folders = folders;
      if (list.started && list.cursor === null) return Promise.resolve(ok(null));
      list.loading ??= load(key, list).finally(() => (list.loading = null));
      return list.loading;
    },
    refresh,
    restart: () => {
      scannedAt = -Infinity;
      refreshedAt = -Infinity;
      for (const [key, list] of lists)
        if (!list.started) list.loading ??= load(key, list).finally(() => (list.loading = null));
      void refresh('time');
    },
    dispose: () => {
      disposed = true;
      cancel();
    },
  };
}
