import type { StreamSink, Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { ThreadEvent } from '../../../src-shared/contract/threads.ts';
import type { ThreadId, ThreadRef } from '../../../src-shared/model/ids.ts';
import type { ServerFailure } from '../../../src-shared/model/server.ts';
import type { SteeringMessage } from '../../../src-shared/model/thread.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import { createAutoReviews, type AutoReviews } from '../codex/auto-reviews.ts';
import { createEphemeralFilter } from '../codex/ephemeral-threads.ts';
import { mapNotification } from '../codex/map-notification.ts';
import { awaitServer, comesBack, hasGivenUp } from '../codex/server-access.ts';
import { createThreadExtrasGateway, type ThreadExtrasGateway } from '../codex/thread-extras-gateway.ts';
import { createThreadGateway, type ThreadGateway } from '../codex/thread-gateway.ts';
import { createTurnGateway, type TurnGateway } from '../codex/turn-gateway.ts';
import type { Clock, Log } from '../ports.ts';
import { createCutTurns, type CutTurns } from './cut-turns.ts';
import { createDirectory, type Directory } from './directory.ts';
import { createHearing } from './hear-events.ts';
import { isFolder } from './is-folder.ts';
import { createLiveThreads, type LiveThreads } from './live-threads.ts';
import type { MarkOverlay } from './mark-overlay.ts';
import { createSummaryStore, type SummaryStore } from './summary-store.ts';
import { createThreadLists, type ThreadLists } from './thread-lists.ts';
import { createThreadMarks, type ThreadMarks } from './thread-marks.ts';
import type { TurnEnd } from './thread-ports.ts';
import { createTurnEndings } from './turn-endings.ts';

/** All threads of one server: rows, live threads, lists, and what the server tells of them. */
export interface ServerThreads {
  readonly server: CodexServer;
  readonly gateway: ThreadGateway;
  readonly turns: TurnGateway;
  readonly extras: ThreadExtrasGateway;
  readonly summaries: SummaryStore;
  readonly directory: Directory;
  readonly lists: ThreadLists;
  readonly marks: ThreadMarks;
  readonly threads: LiveThreads;
  readonly cutTurns: CutTurns;
  readonly autoReviews: AutoReviews;
  watch(threadId: ThreadId, sink: StreamSink<ThreadEvent>): Unsubscribe;
  /** Another number of entries waits in Skein's queue for the thread. */
  queueChanged(threadId: ThreadId): void;
  /** The thread is gone for good. */
  forget(threadId: ThreadId): void;
  /** Reads everything that runs or is looked at again, after the computer slept. */
  reconcileAll(): Promise<void>;
  dispose(): void;
}

export interface ServerThreadsOptions {
  readonly server: CodexServer;
  readonly overlay: MarkOverlay;
  readonly clock: Clock;
  readonly log: Log;
  /** Entries of Skein's queue for a thread. */
  readonly queued: (thread: ThreadRef) => number;
  /** Some window shows the thread. */
  readonly isVisible: (thread: ThreadRef) => boolean;
  /** Where Skein moved the thread to; null: it works where it was started. */
  readonly movedTo: (thread: ThreadRef) => string | null;
  readonly onSettled: (thread: ThreadRef, end: TurnEnd) => void;
  /** A turn is over, and the agent never read these messages. */
  readonly onUnread: (thread: ThreadRef, messages: readonly SteeringMessage[]) => void;
  /** Title or file changes are others now. */
  readonly onTouched: (thread: ThreadRef) => void;
  readonly onGone: (thread: ThreadRef) => void;
}

export function createServerThreads(options: ServerThreadsOptions): ServerThreads {
  const { server, clock, log } = options;
  const serverId = server.id;
  const gateway = createThreadGateway(server);
  const turns = createTurnGateway(server);
  const extras = createThreadExtrasGateway(server);
  const summaries = createSummaryStore({ serverId, clock, log });
  const directory = createDirectory(summaries, clock);
  const capabilities = () => server.state().capabilities;
  const refOf = (threadId: ThreadId): ThreadRef => ({ serverId, threadId });

  const marks = createThreadMarks({
    serverId,
    extras,
    summaries,
    overlay: options.overlay,
    capabilities,
    isVisible: (threadId) => options.isVisible(refOf(threadId)),
    log,
  });
  const cutTurns = createCutTurns();
  const autoReviews = createAutoReviews(server);
  const threads: LiveThreads = createLiveThreads({
    serverId,
    gateway,
    extras,
    summaries,
    marks,
    clock,
    log,
    cutTurns,
    isFolder: (path) => isFolder(server, path),
    queued: options.queued,
    movedTo: options.movedTo,
    onUnread: options.onUnread,
    onTurnEnded: (thread, turn) => {
      endings.ended(thread, turn);
      if (thread.hasGaps()) void threads.subscriptions.reconcile(thread);
      threads.subscriptions.reconsider(thread);
    },
  });
  const endings = createTurnEndings({
    serverId,
    gateway,
    extras,
    summaries,
    marks,
    capabilities,
    isCurrent: (thread) => threads.get(thread.threadId) === thread,
    onSettled: options.onSettled,
  });
  /** When threads were archived or brought back: a list that was asked for before does not know. */
  const movedAt = new Map<ThreadId, number>();
  const lists = createThreadLists({
    gateway,
    directory,
    clock,
    rows: () => summaries.all(),
    onListed: ({ summary, readState }, archived, askedAt) => {
      const { threadId } = summary;
      if (readState) marks.heardRevision(threadId, readState.revision);
      const isNews = (movedAt.get(threadId) ?? -Infinity) < askedAt;
      if (isNews) moved(threadId, archived);
      threads.put(summary, { ...(isNews && { archived }), ...(readState && { unread: readState.unread }) });
    },
    onMissing: async ({ threadId }) => {
      const read = await gateway.read(threadId);
      if (!read.ok) {
        if (read.error.code === 'thread.not-found') forget(threadId);
        return;
      }
      moved(threadId, read.value.archived);
      threads.put(read.value.summary, { archived: read.value.archived });
    },
  });
  /** Another program has archived a thread, or brought it back. */
  const moved = (threadId: ThreadId, archived: boolean) => {
    const row = summaries.get(threadId);
    if (row && row.archived !== archived) hear({ type: 'archived', threadId, archived });
  };

  const forget = (threadId: ThreadId) => {
    const thread = threads.get(threadId);
    if (thread) {
      thread.failWatchers({ code: 'thread.not-found', threadId });
      threads.drop(thread);
    }
    marks.forget(threadId);
    endings.forget(threadId);
    summaries.remove(threadId);
    options.onGone(refOf(threadId));
  };
  const hear = createHearing({
    gateway,
    threads,
    summaries,
    marks,
    endings,
    onFileChanges: (threadId) => options.onTouched(refOf(threadId)),
    onDeleted: forget,
  });

  const wentDown = (failure: ServerFailure) => {
    for (const thread of [...threads.all()]) {
      threads.subscriptions.forget(thread.threadId);
      thread.changeInfo({ subscribed: false });
      thread.serverDied({
        code: 'server-died',
        message: failure.detail,
        details: failure.stderr.join('\n') || null,
        httpStatus: null,
        willRetry: false,
      });
      thread.flush();
      endings.calm(thread.threadId);
    }
  };

  const cameUp = () => {
    void marks.learnSections();
    lists.restart();
    for (const thread of [...threads.all()]) {
      const cutOff = thread.status().kind === 'failed';
      if (thread.watchers() === 0 && !cutOff && options.queued(refOf(thread.threadId)) === 0) {
        threads.drop(thread);
        continue;
      }
      if (!thread.loaded()) void threads.subscriptions.load(thread);
      else void restore(thread);
    }
  };
  /** Takes up a thread again at a new server; what is stored is the truth. */
  const restore = async (thread: Parameters<LiveThreads['drop']>[0]) => {
    const done = await threads.subscriptions.ensure(thread);
    const paged = capabilities()?.pagedHistory === true;
    // Where a resume brings no page along, and where it was refused, the turns are read by themselves.
    if (!done.ok || !paged) await threads.subscriptions.reconcile(thread);
  };

  const isEphemeral = createEphemeralFilter();
  const stops = [
    server.onNotification((notification) => {
      if (isEphemeral(notification)) return;
      const event = mapNotification(notification);
      if (event) hear(event);
    }),
    server.onDown(wentDown),
    server.onReady(cameUp),
    server.onState(({ phase }) => {
      if (hasGivenUp(phase)) for (const thread of threads.all()) thread.failUnshown({ code: 'server.not-running' });
    }),
    summaries.onNews(({ threadId, change }) => {
      if (!change) movedAt.delete(threadId);
      else if (change.archived !== undefined) movedAt.set(threadId, clock.now());
      if (change) threads.get(threadId)?.changeInfo(change);
      if (change?.title !== undefined) options.onTouched(refOf(threadId));
    }),
  ];

  const watch: ServerThreads['watch'] = (threadId, sink) => {
    let ended = false;
    let stop = () => {};
    const begin = async () => {
      const opened = await threads.open(threadId);
      if (ended) return;
      if (!opened.ok) {
        if (comesBack(server, opened.error))
          stop = awaitServer(
            server,
            () => void begin(),
            (error) => sink.fail(error),
          );
        else sink.fail(opened.error);
        return;
      }
      const thread = opened.value;
      const unwatch = thread.watch(sink);
      stop = () => {
        unwatch();
        threads.subscriptions.reconsider(thread);
      };
      threads.subscriptions.reconsider(thread);
      if (thread.loaded()) void threads.subscriptions.ensure(thread);
      else void threads.subscriptions.load(thread);
    };
    void begin();
    return () => {
      ended = true;
      stop();
    };
  };

  return {
    server,
    gateway,
    turns,
    extras,
    summaries,
    directory,
    lists,
    marks,
    threads,
    cutTurns,
    autoReviews,
    watch,
    queueChanged: (threadId) => {
      summaries.change(threadId, { queued: options.queued(refOf(threadId)) });
      const thread = threads.get(threadId);
      if (thread) threads.subscriptions.reconsider(thread);
    },
    forget,
    reconcileAll: async () => {
      const wanted = [...threads.all()].filter((thread) => thread.watchers() > 0 || thread.busy());
      await Promise.all(wanted.map((thread) => threads.subscriptions.reconcile(thread)));
    },
    dispose: () => {
      for (const stop of stops) stop();
      autoReviews.dispose();
      lists.dispose();
      directory.dispose();
      threads.dispose();
    },
  };
}
