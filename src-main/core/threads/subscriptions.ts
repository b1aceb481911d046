import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ThreadId } from '../../../src-shared/model/ids.ts';
import type { ThreadLock } from '../../../src-shared/model/thread.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { ThreadExtrasGateway } from '../codex/thread-extras-gateway.ts';
import { NEWEST_TURNS, type LoadedThread, type ThreadGateway } from '../codex/thread-gateway.ts';
import { comesBack } from '../codex/server-access.ts';
import type { Clock, Log } from '../ports.ts';
import type { LiveThread } from './live-thread.ts';

/** An idle thread that nobody looks at is let go after this long, so that going back and forth costs nothing. */
const RELEASE_AFTER_MS = 20_000;
/** A thread that another app-server writes, or may work on because of its goal, sends nothing here: what it has stored is read again this often while it is looked at. */
const REREAD_LOCKED_MS = 4_000;

export interface Subscriptions {
  /** Subscribes to a thread if that has not been done: loads it at the server, learns its settings, brings in its newest turns. */
  ensure(live: LiveThread): Promise<Result<null, AppError>>;
  /** The same although the server then runs what it holds queued for it, or goes on with its goal. */
  ensureAndRun(live: LiveThread): Promise<Result<null, AppError>>;
  /** Reads the newest turns for somebody who looks at the thread. */
  load(live: LiveThread): Promise<void>;
  /** Its newest turns as they are stored now, whatever is known of them. */
  reconcile(live: LiveThread): Promise<void>;
  /** Something about who needs the thread has changed: lets it go some time later, or keeps it. */
  reconsider(live: LiveThread): void;
  /** The server says that it has let go of the thread, or is gone itself. */
  forget(threadId: ThreadId): void;
  dispose(): void;
}

export interface SubscriptionsOptions {
  readonly gateway: ThreadGateway;
  readonly extras: ThreadExtrasGateway;
  readonly clock: Clock;
  readonly log: Log;
  /** The thread is still the one in use. */
  readonly isCurrent: (live: LiveThread) => boolean;
  /** Where Skein moved the thread to. */
  readonly movedTo: (threadId: ThreadId) => string | null;
  /** Takes over what a resume said of the thread. */
  readonly onLoaded: (live: LiveThread, thread: LoadedThread, statusHeard: boolean) => void;
  /** How often a status was heard of a thread: an answer that is older than the last one is not taken. */
  readonly statusCount: (threadId: ThreadId) => number;
  /** Something keeps the thread: it runs, waits, has queued input. Watchers are counted already. */
  readonly isNeeded: (live: LiveThread) => boolean;
  /** The thread was let go: nothing but its row stays. */
  readonly onReleased: (live: LiveThread) => void;
}

/** Which threads of one server are subscribed to, and how their history comes in. */
export function createSubscriptions(options: SubscriptionsOptions): Subscriptions {
  const { gateway, extras, clock, log, isCurrent } = options;
  const subscribing = new Map<ThreadId, Promise<Result<null, AppError>>>();
  const loading = new Set<ThreadId>();
  const releases = new Map<ThreadId, () => void>();
  const rereads = new Map<ThreadId, () => void>();
  let disposed = false;

  const setLock = (live: LiveThread, lock: ThreadLock) => {
    if (JSON.stringify(live.info().lock) !== JSON.stringify(lock)) live.changeInfo({ lock });
  };
  const cancelTimer = (timers: Map<ThreadId, () => void>, threadId: ThreadId) => {
    timers.get(threadId)?.();
    timers.delete(threadId);
  };
  const schedule = (timers: Map<ThreadId, () => void>, threadId: ThreadId, delayMs: number, run: () => void) => {
    cancelTimer(timers, threadId);
    if (disposed) return;
    const cancel = clock.after(delayMs, () => {
      timers.delete(threadId);
      run();
    });
    timers.set(threadId, cancel);
  };

  /** A mere resume runs what the server holds queued, and goes on with an active goal: the user decides. */
  const whatWouldRun = async (live: LiveThread): Promise<AppError | null> => {
    const { threadId } = live;
    const [queued, goal] = await Promise.all([extras.serverQueue(threadId), extras.goal(threadId)]);
    if (!queued.ok) return queued.error;
    if (queued.value.length > 0) {
      const entries = queued.value.map(({ text }) => text);
      setLock(live, { kind: 'serverQueue', entries });
      return { code: 'thread.server-queue', entries };
    }
    // A thread that has no goals, such as one that is not there, is refused by the resume itself.
    if (!goal.ok || goal.value?.status !== 'active') return null;
    const { objective } = goal.value;
    live.changeInfo({ goal: goal.value });
    setLock(live, { kind: 'goal', objective });
    return { code: 'thread.goal-active', objective };
  };

  const subscribe = async (live: LiveThread, runs: boolean): Promise<Result<null, AppError>> => {
    const { threadId } = live;
    if (live.info().archived) {
      setLock(live, { kind: 'archived' });
      return err({ code: 'thread.archived' });
    }
    if (!runs && live.serverStatus().kind === 'notLoaded') {
      const refused = await whatWouldRun(live);
      if (refused) return err(refused);
    }
    const heardBefore = options.statusCount(threadId);
    const resumed = await gateway.resume(threadId, live.info().settings.mode, options.movedTo(threadId));
    if (!isCurrent(live)) return resumed.ok ? ok(null) : resumed;
    if (!resumed.ok) {
      if (resumed.error.code === 'thread.locked') setLock(live, { kind: 'otherWriter' });
      // 0.124 does not find archived threads, but their turns can be read.
      const hidden = resumed.error.code === 'thread.not-found' && live.loaded() && live.snapshot().turnOrder.length > 0;
      if (resumed.error.code === 'thread.archived' || hidden) setLock(live, { kind: 'archived' });
      return resumed;
    }
    setLock(live, { kind: 'none' });
    live.changeInfo({ subscribed: true });
    options.onLoaded(live, resumed.value, options.statusCount(threadId) !== heardBefore);
    if (resumed.value.page) live.applyPage(resumed.value.page);
    reconsider(live);
    return ok(null);
  };

  const ensureWith = (live: LiveThread, runs: boolean): Promise<Result<null, AppError>> => {
    if (live.info().subscribed) return Promise.resolve(ok(null));
    const under = subscribing.get(live.threadId);
    if (under) return under;
    const done = subscribe(live, runs).finally(() => {
      if (subscribing.get(live.threadId) === done) subscribing.delete(live.threadId);
    });
    subscribing.set(live.threadId, done);
    return done;
  };

  const readPage = async (live: LiveThread): Promise<Result<boolean, AppError>> => {
    const page = await gateway.turns(live.threadId, { cursor: null, limit: NEWEST_TURNS, direction: 'older' });
    if (!isCurrent(live)) return ok(false);
    if (!page.ok) return page;
    // A thread that was copied in shows its turns only after it was loaded once.
    if (page.value.turns.length === 0 && !live.loaded() && live.info().title !== '') {
      await ensureWith(live, false);
      if (live.loaded() || !isCurrent(live)) return ok(true);
      const again = await gateway.turns(live.threadId, { cursor: null, limit: NEWEST_TURNS, direction: 'older' });
      if (again.ok && isCurrent(live)) live.applyPage(again.value);
      return again.ok ? ok(true) : again;
    }
    live.applyPage(page.value);
    return ok(true);
  };

  const load = async (live: LiveThread): Promise<void> => {
    if (live.loaded() || loading.has(live.threadId)) return;
    loading.add(live.threadId);
    try {
      const [read, subscribed] = await Promise.all([readPage(live), ensureWith(live, false)]);
      if (!isCurrent(live) || live.loaded()) return;
      if (!read.ok) settleUnread(live, read.error, subscribed.ok);
    } finally {
      loading.delete(live.threadId);
      if (isCurrent(live) && isWrittenElsewhere(live)) rereadLater(live);
    }
  };

  const settleUnread = (live: LiveThread, error: AppError, subscribed: boolean) => {
    switch (error.code) {
      // What was heard is better than nothing. A server that comes back by itself is asked again then.
      case 'server.died':
      case 'server.not-running':
      case 'server.timeout':
      case 'server.overloaded':
      case 'rpc.disconnected':
        if (!live.showAnyway() && !comesBack(gateway.server, error)) live.failWatchers(error);
        return;
      default:
        // Before its first message a thread has no turns that could be listed.
        if (subscribed) live.applyPage({ turns: [], items: [], nextCursor: null, backwardsCursor: null });
        else live.failWatchers(error);
    }
  };

  const reconcile = async (live: LiveThread): Promise<void> => {
    const read = await readPage(live);
    if (!read.ok) log.warn('A thread could not be read again', { threadId: live.threadId, error: read.error });
  };

  const followLocked = async (live: LiveThread) => {
    // The other one may have let go of it.
    const subscribed = await ensureWith(live, false);
    if (!subscribed.ok && isCurrent(live)) await reconcile(live);
    if (isCurrent(live)) rereadLater(live);
  };
  const rereadLater = (live: LiveThread) => {
    schedule(rereads, live.threadId, REREAD_LOCKED_MS, () => {
      if (!isCurrent(live) || live.watchers() === 0 || !isWrittenElsewhere(live)) return;
      void followLocked(live);
    });
  };

  const release = async (live: LiveThread) => {
    if (!isCurrent(live) || live.watchers() > 0 || options.isNeeded(live)) return;
    const { subscribed } = live.info();
    live.changeInfo({ subscribed: false });
    options.onReleased(live);
    if (!subscribed) return;
    const released = await gateway.unsubscribe(live.threadId);
    if (!released.ok) log.info('A thread could not be let go', { threadId: live.threadId, error: released.error });
  };

  const reconsider = (live: LiveThread) => {
    if (live.watchers() > 0 || options.isNeeded(live)) cancelTimer(releases, live.threadId);
    else if (!releases.has(live.threadId)) {
      schedule(releases, live.threadId, RELEASE_AFTER_MS, () => void release(live));
    }
  };

  return {
    ensure: (live) => ensureWith(live, false),
    ensureAndRun: (live) => ensureWith(live, true),
    load,
    reconcile,
    reconsider,
    forget: (threadId) => {
      subscribing.delete(threadId);
      loading.delete(threadId);
      cancelTimer(releases, threadId);
      cancelTimer(rereads, threadId);
    },
    dispose: () => {
      disposed = true;
      for (const cancel of [...releases.values(), ...rereads.values()]) cancel();
      releases.clear();
      rereads.clear();
    },
  };
}

const isWrittenElsewhere = (live: LiveThread): boolean => {
  const { kind } = live.info().lock;
  return kind === 'otherWriter' || kind === 'goal';
};
