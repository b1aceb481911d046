import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { BackgroundTerminal } from '../../../src-shared/contract/threads.ts';
import type { InputPart } from '../../../src-shared/model/composer.ts';
import type { ThreadId, TurnId } from '../../../src-shared/model/ids.ts';
import { ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { CodexServer } from './codex-supervisor.ts';
import type { ThreadGoal } from '../../../src-shared/model/thread.ts';
import { mapGoal, mapSummary } from './map-thread.ts';
import type { UserInput } from './protocol/generated/v2/UserInput';
import { featuresOf, unsupported } from './server-access.ts';
import { shownCommand } from './shown-command.ts';
import type { StoredSummary } from './thread-events.ts';

type Answer<T> = Promise<Result<T, AppError>>;

/** One entry of the server's own queue. */
export interface ServerQueued {
  readonly id: string;
  readonly text: string;
  /** What Skein's queue can take; kinds it does not have (audio, remote images) are left out. */
  readonly parts: readonly InputPart[];
}
export interface FoundThread {
  readonly summary: StoredSummary;
  readonly excerpt: string;
}
export interface FoundOccurrence {
  readonly turnId: TurnId;
  readonly cursor: string;
  readonly excerpt: string;
}

/** What only newer servers keep and do for a thread: marks, search, terminals, a queue. */
export interface ThreadExtrasGateway {
  /** What the server holds queued for a thread; empty where it has no queue. Reading it loads nothing. */
  serverQueue(threadId: ThreadId): Answer<readonly ServerQueued[]>;
  dropFromServerQueue(threadId: ThreadId, entryId: string): Answer<unknown>;
  runServerQueue(threadId: ThreadId): Answer<unknown>;
  /** Null where there is none, or no such thing as goals. Reading it loads nothing. */
  goal(threadId: ThreadId): Answer<ThreadGoal | null>;
  /** What is left out stays. A loaded thread with an active goal starts turns by itself; one that is not loaded is left alone. */
  setGoal(
    threadId: ThreadId,
    goal: { readonly objective?: string; readonly status: 'active' | 'paused' },
  ): Answer<unknown>;
  clearGoal(threadId: ThreadId): Answer<unknown>;
  /** Id of the section named *Pinned*; null when there is none. */
  pinnedSection(): Answer<string | null>;
  moveToSection(threadId: ThreadId, sectionId: string | null): Answer<unknown>;
  /** Refused when the read state is not `revision` any more. Answers the new one. */
  markRead(
    threadId: ThreadId,
    read: boolean,
    revision: string,
  ): Answer<{ readonly unread: boolean; readonly revision: string }>;
  search(term: string, archived: boolean, signal: AbortSignal): Answer<readonly FoundThread[]>;
  occurrences(threadId: ThreadId, term: string): Answer<readonly FoundOccurrence[]>;
  /** Commands that outlive their turn; empty where the server does not list them. */
  backgroundTerminals(threadId: ThreadId): Answer<readonly BackgroundTerminal[]>;
  /** Null stops all of them. */
  stopBackgroundTerminal(threadId: ThreadId, processId: string | null): Answer<unknown>;
}

const SEARCH_LIMIT = 50;
const OCCURRENCE_LIMIT = 200;
const PINNED = 'Pinned';

export function createThreadExtrasGateway(server: CodexServer): ThreadExtrasGateway {
  const withGoals = async (change: () => Answer<unknown>): Answer<unknown> => {
    const known = await featuresOf(server);
    if (!known.ok) return known;
    return known.value.capabilities.goals ? change() : unsupported('goals', known.value);
  };
  return {
    serverQueue: async (threadId) => {
      const known = await featuresOf(server);
      if (!known.ok) return known;
      if (!known.value.capabilities.serverQueue) return ok([]);
      const answer = await server.call('thread/queue/list', { threadId, limit: SEARCH_LIMIT });
      return answer.ok ? ok(answer.value.data.map(({ id, input }) => mapQueued(id, input))) : answer;
    },
    dropFromServerQueue: (threadId, queuedSubmissionId) =>
      server.call('thread/queue/delete', { threadId, queuedSubmissionId }),
    runServerQueue: (threadId) => server.call('thread/queue/start', { threadId }),
    goal: async (threadId) => {
      const known = await featuresOf(server);
      if (!known.ok) return known;
      if (!known.value.capabilities.goals) return ok(null);
      const answer = await server.call('thread/goal/get', { threadId });
      if (!answer.ok) return answer;
      const { goal } = answer.value;
      return ok(goal && mapGoal(goal));
    },
    setGoal: (threadId, goal) => withGoals(() => server.call('thread/goal/set', { threadId, origin: 'user', ...goal })),
    clearGoal: (threadId) => withGoals(() => server.call('thread/goal/clear', { threadId, origin: 'user' })),
    pinnedSection: async () => {
      const answer = await server.call('threadSection/list', {});
      return answer.ok ? ok(answer.value.data.find(({ name }) => name === PINNED)?.id ?? null) : answer;
    },
    moveToSection: (threadId, sectionId) => server.call('thread/section/move', { threadId, sectionId }),
    markRead: async (threadId, read, expectedRevision) => {
      const operation = { type: read ? 'read' : 'unread' } as const;
      const answer = await server.call('thread/readState/update', { threadId, operation, expectedRevision });
      if (!answer.ok) return answer;
      const { firstUnread, revision } = answer.value.readState;
      return ok({ unread: firstUnread !== null, revision });
    },
    search: async (searchTerm, archived, signal) => {
      const answer = await server.call('thread/search', { searchTerm, archived, limit: SEARCH_LIMIT }, { signal });
      if (!answer.ok) return answer;
      return ok(answer.value.data.map(({ thread, snippet }) => ({ summary: mapSummary(thread), excerpt: snippet })));
    },
    occurrences: async (threadId, searchTerm) => {
      const answer = await server.call('thread/searchOccurrences', { threadId, searchTerm, limit: OCCURRENCE_LIMIT });
      if (!answer.ok) return answer;
      return ok(
        answer.value.data.map(({ turnId, turnCursor, snippet }) => ({
          turnId: turnId as TurnId,
          cursor: turnCursor,
          excerpt: snippet,
        })),
      );
    },
    backgroundTerminals: async (threadId) => {
      const known = await featuresOf(server);
      if (!known.ok) return known;
      if (!known.value.capabilities.backgroundTerminals) return ok([]);
      const answer = await server.call('thread/backgroundTerminals/list', { threadId });
      if (!answer.ok) return answer;
      return ok(
        answer.value.data.map(({ processId, itemId, command, cwd }) => ({
          processId,
          itemId,
          command: shownCommand(command),
          cwd,
        })),
      );
    },
    stopBackgroundTerminal: async (threadId, processId) => {
      if (processId === null) return server.call('thread/backgroundTerminals/clean', { threadId });
      const known = await featuresOf(server);
      if (!known.ok) return known;
      if (!known.value.capabilities.backgroundTerminals) return unsupported('backgroundTerminals', known.value);
      return server.call('thread/backgroundTerminals/terminate', { threadId, processId });
    },
  };
}

function mapQueued(id: string, input: readonly UserInput[]): ServerQueued {
  const parts = input.flatMap((part): InputPart[] => {
    switch (part.type) {
      case 'text':
        return [{ kind: 'text', text: part.text }];
      case 'mention':
      case 'skill':
        return [{ kind: part.type, name: part.name, path: part.path }];
      default:
        return [];
    }
  });
  const text = input.map((part) => ('text' in part ? part.text : 'name' in part ? part.name : `[${part.type}]`));
  return { id, parts, text: text.join(' ') };
}
