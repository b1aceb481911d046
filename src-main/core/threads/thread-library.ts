import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { BackgroundTerminal, Occurrence, SearchHit } from '../../../src-shared/contract/threads.ts';
import type { ItemId, ServerId, ThreadId, ThreadRef, TurnId } from '../../../src-shared/model/ids.ts';
import type { Item } from '../../../src-shared/model/item.ts';
import type { ThreadSnapshot, TurnPage } from '../../../src-shared/model/thread.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import { exportFileName, threadAsMarkdown, type ExportedTurn } from './export-markdown.ts';
import type { ServerThreads } from './server-threads.ts';
import type { ThreadServers } from './thread-servers.ts';

type Answer<T> = Promise<Result<T, AppError>>;

/** Reading: pages, single items, search, export. Nothing here loads a thread at the server. */
export interface ThreadLibrary {
  turns(ref: ThreadRef, cursor: string, direction: 'older' | 'newer', limit: number): Answer<TurnPage>;
  item(ref: ThreadRef, turnId: TurnId, itemId: ItemId): Answer<Item>;
  /** A newer search of the same client on the same server ends this one. */
  search(serverId: ServerId, term: string, archived: boolean, clientId: string): Answer<readonly SearchHit[]>;
  find(ref: ThreadRef, term: string): Answer<readonly Occurrence[]>;
  exportMarkdown(ref: ThreadRef): Answer<{ readonly markdown: string; readonly fileName: string }>;
  backgroundTerminals(ref: ThreadRef): Answer<readonly BackgroundTerminal[]>;
  clientGone(clientId: string): void;
}

const SEARCH_LIMIT = 50;
const EXPORT_PAGE_TURNS = 100;
const EXCERPT_CHARS = 160;

export function createThreadLibrary(servers: ThreadServers): ThreadLibrary {
  const searches = new Map<string, AbortController>();

  const searchOn = async (
    server: ServerThreads,
    term: string,
    archived: boolean,
    signal: AbortSignal,
  ): Answer<readonly SearchHit[]> => {
    const features = await server.gateway.features();
    if (!features.ok) return features;
    if (features.value.capabilities.threadSearch) {
      const found = await server.extras.search(term, archived, signal);
      if (!found.ok) return found;
      return ok(
        found.value.map(({ summary, excerpt }) => ({ thread: server.threads.put(summary, { archived }), excerpt })),
      );
    }
    const query = { cursor: null, limit: SEARCH_LIMIT, archived, folders: null, fast: true, searchTerm: term };
    const found = await server.gateway.list(query, signal);
    if (!found.ok) return found;
    return ok(
      found.value.threads.map(({ summary }) => ({ thread: server.threads.put(summary, { archived }), excerpt: null })),
    );
  };

  return {
    turns: async ({ serverId, threadId }, cursor, direction, limit) => {
      const server = servers.find(serverId);
      if (!server.ok) return server;
      const page = await server.value.gateway.turns(threadId, { cursor, direction, limit });
      return page.ok ? ok(server.value.cutTurns.complete(page.value)) : page;
    },
    item: async (ref, turnId, itemId) => {
      const server = servers.find(ref.serverId);
      if (!server.ok) return server;
      const stored = await server.value.gateway.item(ref.threadId, turnId, itemId);
      if (stored.ok && stored.value) return ok(stored.value);
      // What runs, or ended just now, is not stored yet.
      const live = servers.live(ref)?.snapshot().items[itemId];
      if (live) return ok(live);
      return stored.ok ? err({ code: 'thread.not-found', threadId: ref.threadId }) : stored;
    },
    search: async (serverId, term, archived, clientId) => {
      const server = servers.find(serverId);
      if (!server.ok) return server;
      // A window searches all its servers at once.
      const key = `${clientId} ${serverId}`;
      searches.get(key)?.abort();
      const mine = new AbortController();
      searches.set(key, mine);
      const found = await searchOn(server.value, term, archived, mine.signal);
      if (searches.get(key) === mine) searches.delete(key);
      return found;
    },
    find: async (ref, term) => {
      const server = servers.find(ref.serverId);
      if (!server.ok) return server;
      const features = await server.value.gateway.features();
      if (!features.ok) return features;
      const snapshot = servers.live(ref)?.snapshot();
      const loaded = snapshot ? occurrencesIn(snapshot, term) : [];
      if (!features.value.capabilities.searchOccurrences) return ok(loaded);
      const found = await server.value.extras.occurrences(ref.threadId, term);
      // Threads of older versions cannot be searched by the server; of each turn it knows the question and the last words alone, so that
      // what is loaded is looked through here.
      if (!found.ok) return found.error.code === 'codex.rejected' && snapshot ? ok(loaded) : found;
      const stored = found.value.map((each) => ({ ...each, itemId: null }));
      if (!snapshot) return ok(stored);
      const tail = snapshot.turnOrder.flatMap((turnId) => {
        const here = loaded.filter((each) => each.turnId === turnId);
        if (here.length > 0) return here;
        return stored.filter((each) => each.turnId === turnId).map((each) => ({ ...each, cursor: null }));
      });
      return ok([...stored.filter(({ turnId }) => !snapshot.turns[turnId]), ...tail]);
    },
    exportMarkdown: async (ref) => {
      const server = servers.find(ref.serverId);
      if (!server.ok) return server;
      const opened = await server.value.threads.open(ref.threadId);
      if (!opened.ok) return opened;
      const turns = await allTurns(server.value, ref.threadId);
      if (!turns.ok) return turns;
      const info = opened.value.info();
      return ok({ markdown: threadAsMarkdown(info, turns.value), fileName: exportFileName(info) });
    },
    backgroundTerminals: async ({ serverId, threadId }) => {
      const server = servers.find(serverId);
      if (!server.ok) return server;
      // The server asks for a loaded thread, and one that is not loaded runs nothing.
      if (!server.value.threads.get(threadId)?.info().subscribed) return ok([]);
      return server.value.extras.backgroundTerminals(threadId);
    },
    clientGone: (clientId) => {
      for (const [key, running] of searches) {
        if (!key.startsWith(`${clientId} `)) continue;
        running.abort();
        searches.delete(key);
      }
    },
  };
}

async function allTurns(server: ServerThreads, threadId: ThreadId): Answer<readonly ExportedTurn[]> {
  const turns: ExportedTurn[] = [];
  let cursor: string | null = null;
  do {
    const query = { cursor, direction: 'newer', limit: EXPORT_PAGE_TURNS } as const;
    const page: Result<TurnPage, AppError> = await server.gateway.turns(threadId, query);
    if (!page.ok) return page;
    const whole = server.cutTurns.complete(page.value);
    const items = new Map(whole.items.map((item) => [item.id, item]));
    for (const turn of whole.turns) turns.push({ turn, items: turn.itemIds.flatMap((id) => items.get(id) ?? []) });
    cursor = page.value.nextCursor;
  } while (cursor !== null);
  return ok(turns);
}

/** Matches in what is loaded: messages of either side, ignoring case. */
function occurrencesIn({ turnOrder, turns, items, live }: ThreadSnapshot, term: string): readonly Occurrence[] {
  const wanted = term.toLowerCase();
  return turnOrder.flatMap((turnId) =>
    (turns[turnId]?.itemIds ?? []).flatMap((id): Occurrence[] => {
      const item = items[id];
      const text = item ? (live[id] ?? messageText(item)) : null;
      const at = text === null ? -1 : text.toLowerCase().indexOf(wanted);
      if (text === null || at < 0) return [];
      const from = Math.max(0, at - EXCERPT_CHARS / 2);
      return [
        { turnId, itemId: id, cursor: null, excerpt: text.slice(from, from + EXCERPT_CHARS + term.length).trim() },
      ];
    }),
  );
}

function messageText(item: Item): string | null {
  if (item.kind === 'agentMessage') return item.text;
  if (item.kind !== 'userMessage') return null;
  return item.parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
}
