import type { ThreadId, ThreadRef } from '../../../src-shared/model/ids.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import type { ServerCapabilities } from '../../../src-shared/model/server.ts';
import type { Turn } from '../../../src-shared/model/thread.ts';
import type { ThreadExtrasGateway } from '../codex/thread-extras-gateway.ts';
import { NEWEST_TURNS, type ThreadGateway } from '../codex/thread-gateway.ts';
import type { LiveThread } from './live-thread.ts';
import type { SummaryStore } from './summary-store.ts';
import type { ThreadMarks } from './thread-marks.ts';
import type { TurnEnd } from './thread-ports.ts';

/** Turns a thread may gather while it runs before the older ones are forgotten again. */
const MAX_TURNS = 3 * NEWEST_TURNS;

/** What follows when a turn is over: its row, its marks, commands that live on, and the next in the queue. */
export interface TurnEndings {
  ended(thread: LiveThread, turn: Turn): void;
  /** The server has said that the thread is not active any more, or is gone. */
  calm(threadId: ThreadId): void;
  forget(threadId: ThreadId): void;
}

export interface TurnEndingsOptions {
  readonly serverId: ServerId;
  readonly gateway: ThreadGateway;
  readonly extras: ThreadExtrasGateway;
  readonly summaries: SummaryStore;
  readonly marks: ThreadMarks;
  readonly capabilities: () => ServerCapabilities | null;
  readonly isCurrent: (thread: LiveThread) => boolean;
  readonly onSettled: (thread: ThreadRef, end: TurnEnd) => void;
}

export function createTurnEndings(options: TurnEndingsOptions): TurnEndings {
  const { serverId, gateway, extras, summaries, marks, isCurrent } = options;
  /** A turn that has ended while the server still calls the thread active: the next one could not start yet. */
  const unsettled = new Map<ThreadId, TurnEnd>();

  const settle = (threadId: ThreadId, end: TurnEnd) => {
    unsettled.delete(threadId);
    options.onSettled({ serverId, threadId }, end);
  };

  /** Which commands that outlived their turn are really there. Where the server cannot say, their own end will. */
  const checkBackground = async (thread: LiveThread) => {
    if (!options.capabilities()?.backgroundTerminals) return;
    const listed = await extras.backgroundTerminals(thread.threadId);
    if (!listed.ok || !isCurrent(thread)) return;
    const there = new Set(listed.value.map(({ processId }) => processId));
    for (const item of thread.background()) if (!there.has(item.processId ?? '')) thread.endBackground(item.id);
  };

  const trim = async (thread: LiveThread) => {
    const page = await gateway.turns(thread.threadId, { cursor: null, limit: NEWEST_TURNS, direction: 'older' });
    if (page.ok && isCurrent(thread)) thread.trimTo(page.value);
  };

  return {
    ended: (thread, turn) => {
      const { threadId } = thread;
      if (turn.changed) {
        const { additions, deletions } = turn.changed;
        summaries.change(threadId, { changed: { additions, deletions } });
      }
      marks.turnEnded(threadId);
      if (thread.background().length > 0) void checkBackground(thread);
      if (thread.snapshot().turnOrder.length > MAX_TURNS) void trim(thread);
      const end = endOf(turn);
      if (thread.serverStatus().kind === 'active') unsettled.set(threadId, end);
      else settle(threadId, end);
    },
    calm: (threadId) => {
      const end = unsettled.get(threadId);
      if (end) settle(threadId, end);
    },
    forget: (threadId) => void unsettled.delete(threadId),
  };
}

function endOf({ status, error }: Turn): TurnEnd {
  if (status === 'failed') return { kind: 'failed', message: error?.message ?? '' };
  return { kind: status === 'interrupted' ? 'interrupted' : 'completed' };
}
