import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ThreadChoices } from '../../../src-shared/contract/fields.ts';
import type { SendAnswer } from '../../../src-shared/contract/threads.ts';
import type { InputPart } from '../../../src-shared/model/composer.ts';
import type { ProjectId, ServerId, ThreadId, ThreadRef, TurnId } from '../../../src-shared/model/ids.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import { unchosenPermissions } from '../codex/default-permissions.ts';
import { startParams } from '../codex/thread-choices.ts';
import type { ForkCut } from '../codex/thread-gateway.ts';
import { toUserInput } from '../codex/turn-gateway.ts';
import { isLocalServer } from '../servers/server-id.ts';
import { isFolder } from './is-folder.ts';
import { createOncePerMessage } from './once-per-message.ts';
import { parseEntry, plainText, type Entry } from './run-entry.ts';
import type { ServerThreads } from './server-threads.ts';
import type { ThreadPorts } from './thread-ports.ts';
import type { Delivery, ThreadSending } from './thread-sender.ts';
import type { ThreadServers } from './thread-servers.ts';

type Answer<T> = Promise<Result<T, AppError>>;

export interface ForkAnswer {
  readonly threadId: ThreadId;
  readonly note: 'exact' | 'whole-history';
}

/** What makes threads, ends them and names them. */
export interface ThreadActions {
  start(
    projectId: ProjectId,
    parts: readonly InputPart[],
    choices: ThreadChoices,
    messageId: string | null,
    /** Another folder of the project than its own: a worktree. */
    folder?: string,
  ): Answer<SendAnswer>;
  fork(ref: ThreadRef, lastTurnId: TurnId | null, beforeTurnId: TurnId | null): Answer<ForkAnswer>;
  rename(ref: ThreadRef, title: string): Answer<null>;
  archive(serverId: ServerId, threadIds: readonly ThreadId[]): Answer<null>;
  unarchive(serverId: ServerId, threadIds: readonly ThreadId[]): Answer<null>;
  remove(serverId: ServerId, threadIds: readonly ThreadId[]): Answer<null>;
  /** Runs what the server itself holds queued, or moves it into Skein's queue. */
  resolveServerQueue(ref: ThreadRef, action: 'run' | 'takeOver'): Answer<null>;
}

type FirstDelivery = Delivery & { readonly choices: ThreadChoices; readonly folder?: string | undefined };

/** Calls under way at once when many threads are archived or deleted. */
const AT_ONCE = 4;
/** What can be the first thing in a new thread. */
const FIRST_ENTRIES: ReadonlySet<Entry['kind']> = new Set([
  'prompt',
  'plan',
  'goal',
  'init',
  'review',
  'shell',
] as const);

export function createThreadActions(options: {
  readonly servers: ThreadServers;
  readonly ports: ThreadPorts;
  readonly sending: () => ThreadSending;
}): ThreadActions {
  const { servers, ports, sending } = options;

  const once = createOncePerMessage<SendAnswer>();

  const begin = async (server: ServerThreads, cwd: string, entry: Entry, how: FirstDelivery): Answer<ThreadId> => {
    const features = await server.gateway.features();
    if (!features.ok) return features;
    const permissions = how.choices.permissions ?? (await unchosenPermissions(server.server, cwd));
    const choices = { ...how.choices, permissions };
    const params = startParams(choices, features.value);
    if (!params.ok) return params;
    const started = await server.gateway.start(cwd, params.value);
    if (!started.ok) return started;
    const thread = server.threads.adopt(started.value, true);
    const { threadId } = thread;
    const begun = await sending().begin({ server, thread, threadId }, entry, { ...how, choices });
    if (begun.ok) return ok(threadId);
    // Nothing of it stays: an empty thread would be found by nobody.
    await server.gateway.abandon(threadId);
    server.forget(threadId);
    return begun;
  };

  const each = async (
    serverId: ServerId,
    threadIds: readonly ThreadId[],
    act: (server: ServerThreads, threadId: ThreadId) => Answer<unknown>,
  ): Answer<null> => {
    const server = servers.find(serverId);
    if (!server.ok) return server;
    const waiting = [...threadIds];
    const failures: AppError[] = [];
    const worker = async () => {
      for (let threadId = waiting.shift(); threadId !== undefined; threadId = waiting.shift()) {
        const done = await act(server.value, threadId);
        if (!done.ok) failures.push(done.error);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    const [failure] = failures;
    return failure ? err(failure) : ok(null);
  };

  const start = async (projectId: ProjectId, parts: readonly InputPart[], how: FirstDelivery): Answer<SendAnswer> => {
    const project = ports.projects.find(projectId);
    if (!project) return err({ code: 'project.unknown' });
    if (!project.trusted) return err({ code: 'project.not-trusted', path: project.path });
    const server = servers.find(project.serverId);
    if (!server.ok) return server;
    const entry = parseEntry(parts);
    if (!entry.ok) return entry;
    if (!FIRST_ENTRIES.has(entry.value.kind)) {
      return err({ code: 'input.unknown-command', command: plainText(parts).trim().split(/\s/, 1)[0] ?? '' });
    }
    // Before anything is made: what the message needs has to be there.
    const input = toUserInput(parts, ports.imagePath, !isLocalServer(project.serverId));
    if (!input.ok) return input;
    const folder = how.folder ?? project.path;
    if (!(await isFolder(server.value.server, folder))) return err({ code: 'path.missing', path: folder });
    const begun = await begin(server.value, folder, entry.value, how);
    if (!begun.ok) return begun;
    ports.remember(project.path, parts);
    return ok({ threadId: begun.value, outcome: 'started' });
  };

  return {
    start: (projectId, parts, choices, messageId, folder) =>
      once.run(messageId, () => start(projectId, parts, { choices, messageId, folder })),

    fork: async ({ serverId, threadId }, lastTurnId, beforeTurnId) => {
      const server = servers.find(serverId);
      if (!server.ok) return server;
      const cut: ForkCut =
        beforeTurnId !== null
          ? { kind: 'before', turnId: beforeTurnId }
          : lastTurnId !== null
            ? { kind: 'through', turnId: lastTurnId }
            : { kind: 'whole' };
      const forked = await server.value.gateway.fork(threadId, cut);
      if (!forked.ok) return forked;
      const { thread, exact } = forked.value;
      // The server does not list it before its first own turn.
      server.value.threads.adopt(thread, false);
      return ok({ threadId: thread.summary.threadId, note: exact ? 'exact' : 'whole-history' });
    },

    rename: async ({ serverId, threadId }, title) => {
      const server = servers.find(serverId);
      if (!server.ok) return server;
      const renamed = await server.value.gateway.rename(threadId, title);
      if (!renamed.ok) return renamed;
      server.value.summaries.change(threadId, { title, named: true });
      return ok(null);
    },

    archive: (serverId, threadIds) =>
      each(serverId, threadIds, async (server, threadId) => {
        const archived = await server.gateway.archive(threadId);
        if (archived.ok) server.summaries.change(threadId, { archived: true });
        return archived;
      }),

    unarchive: (serverId, threadIds) =>
      each(serverId, threadIds, async (server, threadId) => {
        const back = await server.gateway.unarchive(threadId);
        if (!back.ok) return back;
        server.summaries.change(threadId, { archived: false });
        const thread = server.threads.get(threadId);
        if (!thread) return back;
        thread.changeInfo({ lock: { kind: 'none' } });
        return thread.watchers() > 0 ? server.threads.subscriptions.ensure(thread) : back;
      }),

    remove: (serverId, threadIds) =>
      each(serverId, threadIds, async (server, threadId) => {
        const status = server.summaries.get(threadId)?.status.kind;
        if (status === 'running' || status === 'needsYou') return err({ code: 'thread.running' });
        const removed = await server.gateway.remove(threadId);
        if (removed.ok) server.forget(threadId);
        return removed;
      }),

    resolveServerQueue: async (ref, action) => {
      const server = servers.find(ref.serverId);
      if (!server.ok) return server;
      const opened = await server.value.threads.open(ref.threadId);
      if (!opened.ok) return opened;
      const { extras, threads } = server.value;
      const queued = await extras.serverQueue(ref.threadId);
      if (!queued.ok) return queued;
      if (action === 'takeOver') {
        for (const { id, parts } of queued.value) {
          // Into our queue first: an entry that is in both can be removed, one that is in neither is lost.
          if (parts.length > 0) ports.queue.add(ref, parts);
          const dropped = await extras.dropFromServerQueue(ref.threadId, id);
          if (!dropped.ok) return dropped;
        }
        return threads.subscriptions.ensure(opened.value);
      }
      const subscribed = await threads.subscriptions.ensureAndRun(opened.value);
      if (!subscribed.ok || queued.value.length === 0 || opened.value.busy()) return subscribed;
      // After an interrupt the server holds its queue, also over a restart.
      const run = await extras.runServerQueue(ref.threadId);
      return run.ok ? ok(null) : run;
    },
  };
}
