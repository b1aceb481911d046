import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ServerId, ThreadId, ThreadRef } from '../../../src-shared/model/ids.ts';
import type { SteeringMessage, ThreadInfo, ThreadSummary, Turn } from '../../../src-shared/model/thread.ts';
import { ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import { settingsOfStored } from '../codex/map-settings.ts';
import type { StoredSummary } from '../codex/thread-events.ts';
import type { ThreadExtrasGateway } from '../codex/thread-extras-gateway.ts';
import type { LoadedThread, ThreadGateway } from '../codex/thread-gateway.ts';
import type { Clock, Log } from '../ports.ts';
import type { CutTurns } from './cut-turns.ts';
import { createFlusher } from './flusher.ts';
import { createLiveThread, type LiveThread } from './live-thread.ts';
import { createSubscriptions, type Subscriptions } from './subscriptions.ts';
import type { SummaryStore } from './summary-store.ts';
import type { ThreadMarks } from './thread-marks.ts';

/** Watchers hear what happens within this time; a frame is 16. */
const FAST_FLUSH_MS = 8;
/** Threads that nobody looks at, and last lines. */
const SLOW_FLUSH_MS = 250;

/** The threads of one server that run, wait or are looked at. What is known of all others is their row. */
export interface LiveThreads {
  readonly subscriptions: Subscriptions;
  get(threadId: ThreadId): LiveThread | undefined;
  all(): IterableIterator<LiveThread>;
  /** Takes over what the server says of a thread. */
  put(stored: StoredSummary, marks?: Partial<Pick<ThreadSummary, 'archived' | 'unread'>>): ThreadSummary;
  /** The live form of a thread that has a row; undefined when it has none. */
  enliven(threadId: ThreadId): LiveThread | undefined;
  /** The same; the row is read from the server when nothing is known of the thread. */
  open(threadId: ThreadId): Promise<Result<LiveThread, AppError>>;
  /** A live thread that is subscribed to, so that it can be worked with. */
  ready(threadId: ThreadId): Promise<Result<LiveThread, AppError>>;
  /** Takes over a thread that was started or forked just now: it is subscribed to by that. `fresh`: nothing is stored of it. */
  adopt(thread: LoadedThread, fresh: boolean): LiveThread;
  /** Nothing but the row stays. */
  drop(thread: LiveThread): void;
  /** How often a status was heard of a thread. */
  countStatus(threadId: ThreadId): void;
  dispose(): void;
}

export interface LiveThreadsOptions {
  readonly serverId: ServerId;
  readonly gateway: ThreadGateway;
  readonly extras: ThreadExtrasGateway;
  readonly summaries: SummaryStore;
  readonly marks: ThreadMarks;
  readonly clock: Clock;
  readonly log: Log;
  readonly queued: (thread: ThreadRef) => number;
  readonly movedTo: (thread: ThreadRef) => string | null;
  readonly onTurnEnded: (thread: LiveThread, turn: Turn) => void;
  readonly onUnread: (thread: ThreadRef, messages: readonly SteeringMessage[]) => void;
  readonly cutTurns: CutTurns;
  /** A thread could work there. */
  readonly isFolder: (path: string) => Promise<boolean>;
}

export function createLiveThreads(options: LiveThreadsOptions): LiveThreads {
  const { serverId, gateway, extras, summaries, marks, clock, log } = options;
  const fast = createFlusher(clock, FAST_FLUSH_MS);
  const slow = createFlusher(clock, SLOW_FLUSH_MS);
  const live = new Map<ThreadId, LiveThread>();
  const statusCounts = new Map<ThreadId, number>();
  const reading = new Map<ThreadId, Promise<Result<ThreadSummary, AppError>>>();
  const queued = (threadId: ThreadId) => options.queued({ serverId, threadId });
  const movedTo = (threadId: ThreadId) => options.movedTo({ serverId, threadId });

  const put: LiveThreads['put'] = (stored, extra = {}) =>
    summaries.put(
      { ...stored, cwd: movedTo(stored.threadId) ?? stored.cwd },
      { ...marks.of(stored), ...extra, queued: queued(stored.threadId) },
      live.has(stored.threadId),
    );

  const makeLive = (summary: ThreadSummary): LiveThread => {
    const known = live.get(summary.threadId);
    if (known) return known;
    const { threadId } = summary;
    const info: ThreadInfo = {
      ...summary,
      settings: settingsOfStored({}),
      lock: summary.archived ? { kind: 'archived' } : { kind: 'none' },
      subscribed: false,
      cwdMissing: false,
      usage: null,
      plan: null,
      goal: null,
      steering: [],
    };
    const thread: LiveThread = createLiveThread({
      info,
      clock,
      fast,
      slow,
      onStatus: (status) => summaries.change(threadId, { status }),
      onLastLine: (lastLine) => summaries.change(threadId, { lastLine }),
      onTurnStarted: () => summaries.change(threadId, { recencyAt: clock.now() }),
      onTurnEnded: (turn) => options.onTurnEnded(thread, turn),
      onUnread: (messages) => options.onUnread({ serverId, threadId }, messages),
      cutTurns: options.cutTurns,
    });
    live.set(threadId, thread);
    void options.isFolder(summary.cwd).then((there) => {
      if (!there && live.get(threadId) === thread) thread.changeInfo({ cwdMissing: true });
    });
    return thread;
  };

  const takeOver = (thread: LiveThread, { summary, settings }: LoadedThread, withStatus: boolean) => {
    put(summary);
    thread.changeInfo({ settings });
    if (withStatus) thread.setServerStatus(summary.status);
  };
  const drop = (thread: LiveThread) => {
    live.delete(thread.threadId);
    statusCounts.delete(thread.threadId);
    subscriptions.forget(thread.threadId);
    thread.dispose();
  };
  const subscriptions = createSubscriptions({
    gateway,
    extras,
    clock,
    log,
    isCurrent: (thread) => live.get(thread.threadId) === thread,
    movedTo,
    onLoaded: (thread, loaded, statusHeard) => takeOver(thread, loaded, !statusHeard),
    statusCount: (threadId) => statusCounts.get(threadId) ?? 0,
    isNeeded: (thread) => thread.busy() || thread.status().kind === 'needsYou' || queued(thread.threadId) > 0,
    onReleased: drop,
  });

  const readSummary = (threadId: ThreadId): Promise<Result<ThreadSummary, AppError>> => {
    const known = summaries.get(threadId);
    if (known) return Promise.resolve(ok(known));
    const under = reading.get(threadId);
    if (under) return under;
    const read = gateway
      .read(threadId)
      .then((stored) => {
        if (!stored.ok) return stored;
        const { summary, archived } = stored.value;
        return ok(summaries.get(threadId) ?? put(summary, { archived }));
      })
      .finally(() => reading.delete(threadId));
    reading.set(threadId, read);
    return read;
  };
  const open = async (threadId: ThreadId): Promise<Result<LiveThread, AppError>> => {
    const known = live.get(threadId);
    if (known) return ok(known);
    const summary = await readSummary(threadId);
    return summary.ok ? ok(makeLive(summary.value)) : summary;
  };

  return {
    subscriptions,
    get: (threadId) => live.get(threadId),
    all: () => live.values(),
    put,
    enliven: (threadId) => {
      const summary = summaries.get(threadId);
      return summary && makeLive(summary);
    },
    open,
    ready: async (threadId) => {
      const opened = await open(threadId);
      if (!opened.ok) return opened;
      const subscribed = await subscriptions.ensure(opened.value);
      return subscribed.ok ? opened : subscribed;
    },
    adopt: (loaded, fresh) => {
      const thread = makeLive(put(loaded.summary));
      thread.changeInfo({ subscribed: true });
      takeOver(thread, loaded, !thread.busy());
      if (fresh) thread.applyPage({ turns: [], items: [], nextCursor: null, backwardsCursor: null });
      subscriptions.reconsider(thread);
      return thread;
    },
    drop,
    countStatus: (threadId) => void statusCounts.set(threadId, (statusCounts.get(threadId) ?? 0) + 1),
    dispose: () => {
      subscriptions.dispose();
      for (const thread of live.values()) thread.dispose();
      live.clear();
      fast.dispose();
      slow.dispose();
    },
  };
}
