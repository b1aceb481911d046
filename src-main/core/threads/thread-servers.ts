import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ServerId, ThreadId, ThreadRef } from '../../../src-shared/model/ids.ts';
import { threadKey, type ThreadKey } from '../../../src-shared/model/ids.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import { createSerial } from '../scheduling/serial.ts';
import type { LiveThread } from './live-thread.ts';
import type { ServerThreads } from './server-threads.ts';

/** The servers whose threads Skein shows. */
export interface ThreadServers {
  find(serverId: ServerId): Result<ServerThreads, AppError>;
  all(): IterableIterator<ServerThreads>;
  /** A thread to work with: known, loaded and subscribed to. */
  ready(ref: ThreadRef): Promise<Result<ReadyThread, AppError>>;
  live(ref: ThreadRef): LiveThread | undefined;
}
export interface ReadyThread {
  readonly server: ServerThreads;
  readonly thread: LiveThread;
  readonly threadId: ThreadId;
}

export function threadServers(servers: ReadonlyMap<ServerId, ServerThreads>): ThreadServers {
  const find = (serverId: ServerId): Result<ServerThreads, AppError> => {
    const server = servers.get(serverId);
    return server ? ok(server) : err({ code: 'server.unknown', serverId });
  };
  return {
    find,
    all: () => servers.values(),
    ready: async ({ serverId, threadId }) => {
      const server = find(serverId);
      if (!server.ok) return server;
      const thread = await server.value.threads.ready(threadId);
      return thread.ok ? ok({ server: server.value, thread: thread.value, threadId }) : thread;
    },
    live: ({ serverId, threadId }) => servers.get(serverId)?.threads.get(threadId),
  };
}

/** Runs what is done to one thread one after the other, so that a second message sees the turn of the first. */
export interface ThreadTurnstile {
  run<T>(ref: ThreadRef, work: () => Promise<T>): Promise<T>;
  /** Something is being done to the thread. */
  isBusy(ref: ThreadRef): boolean;
}

export function createTurnstile(): ThreadTurnstile {
  const threads = createSerial<ThreadKey>();
  return {
    run: (ref, work) => threads.run(threadKey(ref), work),
    isBusy: (ref) => threads.isBusy(threadKey(ref)),
  };
}
