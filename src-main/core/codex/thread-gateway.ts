import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ItemId, ThreadId, TurnId } from '../../../src-shared/model/ids.ts';
import type { Item } from '../../../src-shared/model/item.ts';
import type { ThreadSettings, TurnPage } from '../../../src-shared/model/thread.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { CodexServer } from './codex-supervisor.ts';
import { mapItem } from './map-item.ts';
import { settingsOfStarted } from './map-settings.ts';
import { isArchived, mapSummary, mapTurnPage } from './map-thread.ts';
import type { ThreadItem } from './protocol/generated/v2/ThreadItem';
import type { ThreadSourceKind } from './protocol/generated/v2/ThreadSourceKind';
import type { ParamsOf, ResponseOf } from './protocol-types.ts';
import { featuresOf, unsupported, type ServerFeatures } from './server-access.ts';
import type { StartChoiceParams } from './thread-choices.ts';
import type { StoredSummary } from './thread-events.ts';

type Answer<T> = Promise<Result<T, AppError>>;

export interface ListQuery {
  readonly cursor: string | null;
  readonly limit: number;
  readonly archived: boolean;
  /** Only threads of these folders; null: of all. */
  readonly folders: readonly string[] | null;
  /** Only what the server's own database knows: fast, but files that were copied in are missing. */
  readonly fast: boolean;
  readonly searchTerm?: string;
}
export interface ListedThread {
  readonly summary: StoredSummary;
  /** Null where this version does not keep it. */
  readonly readState: { readonly unread: boolean; readonly revision: string } | null;
}
/** A thread that was asked for by its id. */
export interface ReadThread {
  readonly summary: StoredSummary;
  readonly archived: boolean;
}
export interface ListPage {
  readonly threads: readonly ListedThread[];
  readonly nextCursor: string | null;
}

/** A thread that the server has loaded, and whose events it sends from now on. */
export interface LoadedThread {
  readonly summary: StoredSummary;
  readonly settings: ThreadSettings;
  /** The newest turns, where they came along. */
  readonly page: TurnPage | null;
}

/** Threads of one server, in Skein's model. Knows the versions' differences; keeps nothing. */
export interface ThreadGateway {
  readonly server: CodexServer;
  features(): Answer<ServerFeatures>;
  list(query: ListQuery, signal?: AbortSignal): Answer<ListPage>;
  read(threadId: ThreadId): Answer<ReadThread>;
  /** Turns with all their items, oldest first. Without a cursor: the newest ones (`older`), or the first ones (`newer`). */
  turns(threadId: ThreadId, query: TurnQuery): Answer<TurnPage>;
  /** One stored item uncut; null when the server has none of that id. */
  item(threadId: ThreadId, turnId: TurnId, itemId: ItemId): Answer<Item | null>;
  /** Loads a thread and subscribes to it. What the server itself holds queued for it runs. `cwd`: where it works, if that is not where it began. */
  resume(threadId: ThreadId, known: ThreadSettings['mode'], cwd?: string | null): Answer<LoadedThread>;
  unsubscribe(threadId: ThreadId): Answer<unknown>;
  start(cwd: string, choices: StartChoiceParams): Answer<LoadedThread>;
  /** Gives up a thread that was started and never used: nothing of it stays. */
  abandon(threadId: ThreadId): Answer<unknown>;
  fork(threadId: ThreadId, cut: ForkCut): Answer<Forked>;
  rename(threadId: ThreadId, name: string): Answer<unknown>;
  archive(threadId: ThreadId): Answer<unknown>;
  unarchive(threadId: ThreadId): Answer<unknown>;
  remove(threadId: ThreadId): Answer<unknown>;
}
export interface TurnQuery {
  readonly cursor: string | null;
  readonly limit: number;
  readonly direction: 'older' | 'newer';
}
/** Where the history of a fork ends. */
export type ForkCut =
  | { readonly kind: 'whole' }
  | { readonly kind: 'through'; readonly turnId: TurnId }
  | { readonly kind: 'before'; readonly turnId: TurnId };
export interface Forked {
  readonly thread: LoadedThread;
  readonly exact: boolean;
}

/** Turns that are shown first and kept of a thread. */
export const NEWEST_TURNS = 20;

/** Threads that a person started or may want to see. Sub-agents are reached through the threads that started them. */
const SOURCES: ThreadSourceKind[] = ['cli', 'vscode', 'exec', 'appServer', 'unknown'];

export function createThreadGateway(server: CodexServer): ThreadGateway {
  const features = () => featuresOf(server);

  const list: ThreadGateway['list'] = async (query, signal) => {
    const known = await features();
    if (!known.ok) return known;
    const { capabilities } = known.value;
    const params: ParamsOf<'thread/list'> = {
      cursor: query.cursor,
      limit: query.limit,
      // The older version has no recency; its default is the time of creation.
      sortKey: capabilities.pagedHistory ? 'recency_at' : 'updated_at',
      // Without it the threads of every other provider are hidden.
      modelProviders: [],
      sourceKinds: SOURCES,
      archived: query.archived,
      useStateDbOnly: query.fast,
      ...(query.folders && { cwd: [...query.folders] }),
      ...(query.searchTerm !== undefined && { searchTerm: query.searchTerm }),
    };
    const page = await server.call('thread/list', params, signal ? { signal } : {});
    return page.ok ? ok(mapListPage(page.value)) : page;
  };

  const resume: ThreadGateway['resume'] = async (threadId, mode, cwd = null) => {
    const known = await features();
    if (!known.ok) return known;
    const paged = known.value.capabilities.pagedHistory;
    const answer = await server.call('thread/resume', {
      threadId,
      ...(cwd !== null && { cwd }),
      ...(paged
        ? { excludeTurns: true, initialTurnsPage: { limit: NEWEST_TURNS, sortDirection: 'desc', itemsView: 'full' } }
        : EXTENDED_HISTORY),
    });
    return answer.ok ? ok(loaded(answer.value, mode, paged ? answer.value.initialTurnsPage : null)) : answer;
  };

  /** 0.124 forks everything, whatever it is told; the turns that are too many are then rolled back. */
  const forkAndRollBack = async (threadId: ThreadId, cut: ForkCut): Answer<Forked> => {
    const forked = await server.call('thread/fork', { threadId, ...EXTENDED_HISTORY });
    if (!forked.ok) return forked;
    const thread = loaded(forked.value, 'default', null);
    const { turns } = forked.value.thread;
    if (cut.kind === 'whole') return ok({ thread, exact: true });
    const at = turns.findIndex(({ id }) => id === cut.turnId);
    if (at < 0) return ok({ thread, exact: false });
    const numTurns = turns.length - (cut.kind === 'before' ? at : at + 1);
    if (numTurns === 0) return ok({ thread, exact: true });
    const cutOff = await server.call('thread/rollback', { threadId: thread.summary.threadId, numTurns });
    return ok({ thread, exact: cutOff.ok });
  };

  const fork: ThreadGateway['fork'] = async (threadId, cut) => {
    const known = await features();
    if (!known.ok) return known;
    if (!known.value.capabilities.forkAtTurn) return forkAndRollBack(threadId, cut);
    const answer = await server.call('thread/fork', {
      threadId,
      excludeTurns: true,
      ...(cut.kind === 'through' && { lastTurnId: cut.turnId }),
      ...(cut.kind === 'before' && { beforeTurnId: cut.turnId }),
    });
    return answer.ok ? ok({ thread: loaded(answer.value, 'default', null), exact: true }) : answer;
  };

  const turns: ThreadGateway['turns'] = async (threadId, { cursor, limit, direction }) => {
    const sortDirection = direction === 'older' ? 'desc' : 'asc';
    const page = await server.call('thread/turns/list', { threadId, cursor, limit, sortDirection, itemsView: 'full' });
    return page.ok ? ok(mapTurnPage(page.value, sortDirection)) : err(unknownThread(page.error, threadId));
  };

  return {
    server,
    features,
    list,
    read: async (threadId) => {
      const answer = await server.call('thread/read', { threadId });
      if (!answer.ok) return err(unknownThread(answer.error, threadId));
      const { thread } = answer.value;
      return ok({ summary: mapSummary(thread), archived: isArchived(thread.path) });
    },
    turns,
    item: (threadId, turnId, itemId) => readItem(server, threadId, turnId, itemId),
    resume,
    unsubscribe: (threadId) => server.call('thread/unsubscribe', { threadId }),
    start: async (cwd, choices) => {
      const known = await features();
      if (!known.ok) return known;
      const old = known.value.capabilities.pagedHistory ? {} : EXTENDED_HISTORY;
      const answer = await server.call('thread/start', { cwd, ...choices, ...old });
      return answer.ok ? ok(loaded(answer.value, 'default', null)) : answer;
    },
    abandon: async (threadId) => {
      const known = await features();
      if (!known.ok) return known;
      // Before its first message a thread has no file: letting it go is enough where nothing can be deleted.
      return known.value.capabilities.deleteThread
        ? server.call('thread/delete', { threadId })
        : server.call('thread/unsubscribe', { threadId });
    },
    fork,
    rename: (threadId, name) => server.call('thread/name/set', { threadId, name }),
    archive: (threadId) => server.call('thread/archive', { threadId }),
    unarchive: (threadId) => server.call('thread/unarchive', { threadId }),
    remove: async (threadId) => {
      const known = await features();
      if (!known.ok) return known;
      if (!known.value.capabilities.deleteThread) return unsupported('deleteThread', known.value);
      return server.call('thread/delete', { threadId });
    },
  };
}

/** Where only reading is asked for, a thread that "is not loaded" is one that nothing is stored of (both versions). */
function unknownThread(error: AppError, threadId: ThreadId): AppError {
  const unknown = error.code === 'codex.rejected' && error.message.startsWith('thread not loaded');
  return unknown ? { code: 'thread.not-found', threadId } : error;
}

/** 0.124 forgets commands and file changes unless it is told to keep them; 0.169 always keeps them and has no such parameter. */
const EXTENDED_HISTORY = { persistExtendedHistory: true };

function loaded(
  answer: ResponseOf<'thread/start'> | ResponseOf<'thread/resume'> | ResponseOf<'thread/fork'>,
  mode: ThreadSettings['mode'],
  page: Parameters<typeof mapTurnPage>[0] | null,
): LoadedThread {
  return {
    summary: mapSummary(answer.thread),
    settings: settingsOfStarted(answer, mode),
    page: page ? mapTurnPage(page, 'desc') : null,
  };
}

function mapListPage({ data, readStates, nextCursor }: ResponseOf<'thread/list'>): ListPage {
  // Absent in 0.124.
  const states = (readStates as typeof readStates | undefined) ?? {};
  const threads = data.map((thread): ListedThread => {
    const state = states[thread.id];
    const readState = state ? { unread: state.firstUnread !== null, revision: state.revision } : null;
    return { summary: mapSummary(thread), readState };
  });
  return { threads, nextCursor };
}

/** Turns looked through for one item where the server cannot be asked for it. */
const LOOKED_THROUGH_TURNS = 1000;
const PAGE_TURNS = 100;

async function readItem(server: CodexServer, threadId: ThreadId, turnId: TurnId, itemId: ItemId): Answer<Item | null> {
  const codexItemId = itemId.slice(turnId.length + 1);
  const uncut = (item: ThreadItem) => mapItem(item, { turnId, done: true, uncut: true });
  const known = await featuresOf(server);
  if (!known.ok) return known;
  if (known.value.capabilities.pagedHistory) {
    const answer = await server.call('thread/items/read', { threadId, turnId, itemIds: [codexItemId] });
    const found = answer.ok ? answer.value.data[0] : undefined;
    if (found) return ok(uncut(found.item));
    // Threads of older versions are stored in a form that has no items by id.
    if (answer.ok) return ok(null);
  }
  let cursor: string | null = null;
  const query = { threadId, limit: PAGE_TURNS, sortDirection: 'desc', itemsView: 'full' } as const;
  for (let seen = 0; seen < LOOKED_THROUGH_TURNS; seen += PAGE_TURNS) {
    const page: Result<ResponseOf<'thread/turns/list'>, AppError> = await server.call('thread/turns/list', {
      ...query,
      cursor,
    });
    if (!page.ok) return err(page.error);
    const turn = page.value.data.find(({ id }) => id === turnId);
    const item = turn?.items.find(({ id }) => id === codexItemId);
    if (turn) return ok(item ? uncut(item) : null);
    cursor = page.value.nextCursor;
    if (cursor === null) return ok(null);
  }
  return ok(null);
}
