import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ThreadId, TurnId } from '../../../src-shared/model/ids.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CodexServer } from './codex-supervisor.ts';
import { featuresOf } from './server-access.ts';

type Answer<T> = Promise<Result<T, AppError>>;

/** Takes turns out of a thread's history. It concerns the conversation only: no version touches files. */
export interface HistoryGateway {
  /** How the history can be cut before that turn; `none`: the server does not know the turn. */
  waysBack(threadId: ThreadId, turnId: TurnId): Answer<'revert' | 'rollback' | 'none'>;
  /** Takes the turn and all later ones out of the history. */
  cutBefore(threadId: ThreadId, turnId: TurnId): Answer<null>;
}

/** Turns looked through for the place of one, where the server counts from the end. */
const MAX_TURNS_BACK = 1_000;
const PAGE_TURNS = 100;

export function createHistoryGateway(server: CodexServer): HistoryGateway {
  /** How many turns there are from that one to the end; null when it is not found. */
  const turnsFromEnd = async (threadId: ThreadId, turnId: TurnId): Answer<number | null> => {
    let cursor: string | null = null;
    for (let seen = 0; seen < MAX_TURNS_BACK; seen += PAGE_TURNS) {
      const page = await listNewest(cursor, threadId);
      if (!page.ok) return page;
      const at = page.value.ids.indexOf(turnId);
      if (at >= 0) return ok(seen + at + 1);
      cursor = page.value.next;
      if (cursor === null) return ok(null);
    }
    return ok(null);
  };
  const listNewest = async (
    cursor: string | null,
    threadId: ThreadId,
  ): Answer<{ readonly ids: readonly string[]; readonly next: string | null }> => {
    const page = await server.call('thread/turns/list', {
      threadId,
      cursor,
      limit: PAGE_TURNS,
      sortDirection: 'desc',
      itemsView: 'notLoaded',
    });
    if (!page.ok) return page;
    return ok({ ids: page.value.data.map(({ id }) => id), next: page.value.nextCursor });
  };

  return {
    waysBack: async (threadId, turnId) => {
      const known = await featuresOf(server);
      if (!known.ok) return known;
      const place = await turnsFromEnd(threadId, turnId);
      if (!place.ok) return place;
      return ok(place.value === null ? 'none' : known.value.capabilities.rewind);
    },
    cutBefore: async (threadId, turnId) => {
      const known = await featuresOf(server);
      if (!known.ok) return known;
      if (known.value.capabilities.rewind === 'revert') {
        const cut = await server.call('thread/revert', { threadId, beforeTurnId: turnId });
        return cut.ok ? ok(null) : cut;
      }
      const count = await turnsFromEnd(threadId, turnId);
      if (!count.ok) return count;
      if (count.value === null) return err({ code: 'thread.not-found', threadId });
      const cut = await server.call('thread/rollback', { threadId, numTurns: count.value });
      return cut.ok ? ok(null) : cut;
    },
  };
}
