import type { StreamSink, Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { AppHandlers } from '../../../src-shared/contract/contract.ts';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { DirectoryEvent, ListScope } from '../../../src-shared/contract/threads.ts';
import {
  threadKey,
  type ProjectId,
  type ServerId,
  type ThreadId,
  type ThreadRef,
} from '../../../src-shared/model/ids.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import { createListeners } from '../codex/listeners.ts';
import type { Clock, Log } from '../ports.ts';
import { createGoals } from './goals.ts';
import type { MarkOverlay } from './mark-overlay.ts';
import { overruleReview } from './overrule-review.ts';
import { createServerThreads, type ServerThreads } from './server-threads.ts';
import { createThreadActions } from './thread-actions.ts';
import { createThreadLibrary } from './thread-library.ts';
import { concernsPlace, createThreadPlaces, type ThreadPlaces } from './thread-places.ts';
import type { ThreadPorts, ThreadRegistry, ThreadSender, TurnEnd } from './thread-ports.ts';
import { createThreadSender, type ThreadSending } from './thread-sender.ts';
import { createTurnstile, threadServers } from './thread-servers.ts';

/** Threads of all servers: the `threads` slice of the contract, and what other services ask and do. */
export interface ThreadService extends ThreadRegistry, ThreadSender {
  readonly handlers: AppHandlers['threads'];
  readonly places: ThreadPlaces;
  /** Takes up the threads of a server; the answer lets go of them. */
  addServer(server: CodexServer): Unsubscribe;
  /** A window is gone: what it showed is not seen any more. */
  clientGone(clientId: string): void;
  /** Reads what runs or is looked at again, after the computer slept. */
  reconcileAll(): Promise<void>;
  dispose(): void;
}

export interface ThreadServiceOptions {
  readonly ports: ThreadPorts;
  readonly overlay: MarkOverlay;
  readonly clock: Clock;
  readonly log: Log;
}

/** How often the clock is looked at, and how far it has to be ahead to say that the computer slept. */
const PULSE_MS = 15_000;
const SLEPT_MS = 60_000;

export function createThreadService({ ports, overlay, clock, log }: ThreadServiceOptions): ThreadService {
  const byId = new Map<ServerId, ServerThreads>();
  const visible = new Map<string, ThreadRef>();
  const settled = createListeners<{ thread: ThreadRef; end: TurnEnd }>('settled threads', log);
  const placed = createListeners<ThreadRef>('places of threads', log);
  const servers = threadServers(byId);
  const turnstile = createTurnstile();

  const library = createThreadLibrary(servers);
  const actions = createThreadActions({ servers, ports, sending: () => sending });
  const sending: ThreadSending = createThreadSender({
    servers,
    turnstile,
    ports,
    clock,
    actions: {
      rename: (ref, title) => actions.rename(ref, title),
      archive: ({ serverId, threadId }) => actions.archive(serverId, [threadId]),
      fork: (ref) => actions.fork(ref, null, null),
    },
  });

  const changeGoal = createGoals({ servers, turnstile, ports });

  const isVisible = (thread: ThreadRef): boolean => {
    const key = threadKey(thread);
    return [...visible.values()].some((shown) => threadKey(shown) === key);
  };

  const addServer = (server: CodexServer): Unsubscribe => {
    const threads = createServerThreads({
      server,
      overlay,
      clock,
      log,
      queued: (thread) => ports.queue.count(thread),
      isVisible,
      movedTo: (thread) => ports.folders?.movedTo(thread) ?? null,
      onSettled: (thread, end) => settled.emit({ thread, end }),
      onUnread: (thread, messages) => {
        for (const { parts } of messages.toReversed()) ports.queue.addUnread(thread, parts);
      },
      onTouched: (thread) => ports.touched(thread),
      onGone: (thread) => {
        sending.forget(thread);
        ports.queue.clear(thread);
      },
    });
    byId.set(server.id, threads);
    const stopRows = threads.summaries.onNews(({ threadId, change }) => {
      if (concernsPlace(change)) placed.emit({ serverId: server.id, threadId });
    });
    return () => {
      stopRows();
      if (byId.get(server.id) === threads) byId.delete(server.id);
      threads.dispose();
    };
  };

  const reconcileAll = async () => {
    await Promise.all([...byId.values()].map((server) => server.reconcileAll()));
  };

  let cancelPulse = () => {};
  const pulse = (expectedAt: number) => {
    cancelPulse = clock.after(PULSE_MS, () => {
      if (clock.now() - expectedAt > SLEPT_MS) void reconcileAll();
      pulse(clock.now() + PULSE_MS);
    });
  };
  pulse(clock.now() + PULSE_MS);
  const stopQueue = ports.queue.onChange(({ serverId, threadId }) => byId.get(serverId)?.queueChanged(threadId));

  const setVisible = async (thread: ThreadRef | null, clientId: string): Promise<Result<null, AppError>> => {
    if (thread) visible.set(clientId, thread);
    else visible.delete(clientId);
    const server = thread && byId.get(thread.serverId);
    if (!server) return ok(null);
    if (server.summaries.get(thread.threadId)?.unread) return server.marks.markRead(thread.threadId, true);
    return ok(null);
  };

  const watchDirectory = (serverId: ServerId, sink: StreamSink<DirectoryEvent>): Unsubscribe => {
    const server = servers.find(serverId);
    if (server.ok) return server.value.directory.watch(sink);
    sink.fail(server.error);
    return () => undefined;
  };

  const foldersOf = (path: string, projectId: ProjectId) => [path, ...(ports.folders?.ofProject(projectId) ?? [])];
  const more = (serverId: ServerId, scope: ListScope): Promise<Result<null, AppError>> => {
    const server = servers.find(serverId);
    if (!server.ok) return Promise.resolve(server);
    if (scope.kind !== 'project') return server.value.lists.more(scope, null);
    const project = ports.projects.find(scope.projectId);
    if (!project) return Promise.resolve(err({ code: 'project.unknown' }));
    return server.value.lists.more(scope, foldersOf(project.path, scope.projectId));
  };

  const ofProject = async (projectId: ProjectId): Promise<Result<readonly ThreadId[], AppError>> => {
    const project = ports.projects.find(projectId);
    if (!project) return err({ code: 'project.unknown' });
    const server = servers.find(project.serverId);
    if (!server.ok) return server;
    const listed = await server.value.lists.everything(foldersOf(project.path, projectId));
    return listed.ok ? ok(listed.value.map(({ summary }) => summary.threadId)) : listed;
  };

  const onServer = <T>(
    serverId: ServerId,
    run: (server: ServerThreads) => Promise<Result<T, AppError>>,
  ): Promise<Result<T, AppError>> => {
    const server = servers.find(serverId);
    return server.ok ? run(server.value) : Promise.resolve(server);
  };

  const handlers: AppHandlers['threads'] = {
    watchDirectory: ({ serverId }, sink) => watchDirectory(serverId, sink),
    more: ({ serverId, scope }) => more(serverId, scope),
    refresh: ({ serverId }) =>
      onServer(serverId, ({ lists }) => {
        void lists.refresh('focus');
        return Promise.resolve(ok(null));
      }),
    ofProject: ({ projectId }) => ofProject(projectId),
    search: ({ serverId, term, archived }, { clientId }) => library.search(serverId, term, archived, clientId),
    find: ({ term, ...ref }) => library.find(ref, term),
    watch: ({ serverId, threadId }, sink) => {
      const server = servers.find(serverId);
      if (server.ok) return server.value.watch(threadId, sink);
      sink.fail(server.error);
      return () => undefined;
    },
    turns: ({ cursor, direction, limit, ...ref }) => library.turns(ref, cursor, direction, limit),
    item: ({ turnId, itemId, ...ref }) => library.item(ref, turnId, itemId),
    start: ({ projectId, parts, choices, clientMessageId = null }) =>
      actions.start(projectId, parts, choices, clientMessageId),
    send: ({ parts, mode, choices, clientMessageId = null, ...ref }) =>
      sending.send(ref, parts, mode, { choices, messageId: clientMessageId }),
    interrupt: (ref) => sending.interrupt(ref),
    setChoices: ({ choices, ...ref }) => sending.setChoices(ref, choices),
    resolveServerQueue: ({ action, ...ref }) => actions.resolveServerQueue(ref, action),
    changeGoal: ({ change, ...ref }) => changeGoal(ref, change),
    overruleReview: ({ itemId, ...ref }) => overruleReview({ servers, sending }, ref, itemId),
    rename: ({ title, ...ref }) => actions.rename(ref, title),
    archive: ({ serverId, threadIds }) => actions.archive(serverId, threadIds),
    unarchive: ({ serverId, threadIds }) => actions.unarchive(serverId, threadIds),
    remove: ({ serverId, threadIds }) => actions.remove(serverId, threadIds),
    pin: ({ serverId, threadId, pinned }) => onServer(serverId, ({ marks }) => marks.pin(threadId, pinned)),
    markRead: ({ serverId, threadId, read }) => onServer(serverId, ({ marks }) => marks.markRead(threadId, read)),
    fork: ({ lastTurnId, beforeTurnId, ...ref }) => actions.fork(ref, lastTurnId, beforeTurnId),
    exportMarkdown: (ref) => library.exportMarkdown(ref),
    backgroundTerminals: (ref) => library.backgroundTerminals(ref),
    stopBackgroundTerminal: ({ serverId, threadId, processId }) =>
      onServer(serverId, async ({ extras }) => {
        const stopped = await extras.stopBackgroundTerminal(threadId, processId);
        return stopped.ok ? ok(null) : stopped;
      }),
    setVisible: ({ thread }, { clientId }) => setVisible(thread, clientId),
  };

  const row = ({ serverId, threadId }: ThreadRef) => byId.get(serverId)?.summaries.get(threadId);
  return {
    handlers,
    places: createThreadPlaces({ servers, actions, isShown: isVisible, onRows: placed.add }),
    addServer,
    clientGone: (clientId) => {
      visible.delete(clientId);
      library.clientGone(clientId);
    },
    reconcileAll,
    title: (thread) => row(thread)?.title ?? '',
    cwd: (thread) => row(thread)?.cwd ?? null,
    model: (thread) => servers.live(thread)?.info().settings.model ?? null,
    isRunning: (thread) => servers.live(thread)?.busy() === true,
    fileChanges: (thread, itemId) => {
      const item = servers.live(thread)?.snapshot().items[itemId];
      return item?.kind === 'fileChange' ? item.changes : null;
    },
    setWaiting: ({ serverId, threadId }, reason) => {
      const threads = byId.get(serverId)?.threads;
      const thread = threads?.get(threadId) ?? (reason === null ? undefined : threads?.enliven(threadId));
      thread?.setWaiting(reason);
      if (thread) threads?.subscriptions.reconsider(thread);
    },
    onSettled: (listener) => settled.add(({ thread, end }) => listener(thread, end)),
    goesOn: (thread) => servers.live(thread)?.info().goal?.status === 'active',
    runningThreads: () => [...byId.values()].reduce((sum, { threads }) => sum + busyIn(threads.all()), 0),
    isBusy: (thread) => sending.isBusy(thread),
    run: (thread, parts, messageId) => sending.run(thread, parts, messageId),
    steer: (thread, parts, messageId) => sending.steer(thread, parts, messageId),
    say: (thread, words) => sending.say(thread, words),
    interrupt: (thread) => sending.interrupt(thread),
    dispose: () => {
      cancelPulse();
      stopQueue();
      for (const server of byId.values()) server.dispose();
      byId.clear();
    },
  };
}

function busyIn(threads: Iterable<{ busy(): boolean }>): number {
  let count = 0;
  for (const thread of threads) if (thread.busy()) count++;
  return count;
}
