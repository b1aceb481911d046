import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { ThreadChoices } from '../../../src-shared/contract/fields.ts';
import type { InputPart } from '../../../src-shared/model/composer.ts';
import type { ProjectId, ServerId, ThreadId, ThreadRef } from '../../../src-shared/model/ids.ts';
import type { ThreadSummary } from '../../../src-shared/model/thread.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { createPlaceGateway } from '../codex/place-gateway.ts';
import type { SummaryChange } from './summary-store.ts';
import type { ThreadActions } from './thread-actions.ts';
import type { ThreadServers } from './thread-servers.ts';

type Answer<T> = Promise<Result<T, AppError>>;

/** Which threads work in which folder, and how they come into another one: for worktrees. */
export interface ThreadPlaces {
  /** Every thread of the server that was seen so far. */
  rows(serverId: ServerId): Iterable<ThreadSummary>;
  /** Threads that came, went, moved, began or ended work. */
  onRows(listener: (thread: ThreadRef) => void): Unsubscribe;
  /** Some window shows the thread. */
  isShown(thread: ThreadRef): boolean;
  /** Starts a thread of a project in a folder that is not the project's own. Under one `messageId` it is started once. */
  startIn(
    projectId: ProjectId,
    folder: string,
    message: { readonly parts: readonly InputPart[]; readonly choices: ThreadChoices; readonly messageId: string },
  ): Answer<ThreadId>;
  /** Threads that were started in the folder and have a message, also those of before this start. */
  startedIn(serverId: ServerId, folder: string): Answer<readonly ThreadId[]>;
  /** The thread's next turns run in `cwd`. Refused while a turn runs. */
  move(thread: ThreadRef, cwd: string): Answer<null>;
  /** What is stored of the Git state the thread works on, here and at the server. */
  setGitInfo(thread: ThreadRef, info: { readonly commit: string | null; readonly branch: string | null }): Answer<null>;
}

/** Changes of a row that say something about its place. */
const PLACE_FIELDS = ['cwd', 'status', 'archived', 'branch'] as const satisfies readonly (keyof SummaryChange)[];
export const concernsPlace = (change: SummaryChange | null): boolean =>
  change === null || PLACE_FIELDS.some((field) => field in change);

export function createThreadPlaces(options: {
  readonly servers: ThreadServers;
  readonly actions: ThreadActions;
  readonly isShown: (thread: ThreadRef) => boolean;
  readonly onRows: (listener: (thread: ThreadRef) => void) => Unsubscribe;
}): ThreadPlaces {
  const { servers, actions, isShown, onRows } = options;
  return {
    isShown,
    onRows,
    rows: (serverId) => {
      const server = servers.find(serverId);
      return server.ok ? server.value.summaries.all() : [];
    },
    startIn: async (projectId, folder, { parts, choices, messageId }) => {
      const started = await actions.start(projectId, parts, choices, messageId, folder);
      return started.ok ? ok(started.value.threadId) : started;
    },
    startedIn: async (serverId, folder) => {
      const server = servers.find(serverId);
      if (!server.ok) return server;
      const listed = await server.value.lists.everything([folder]);
      return listed.ok ? ok(listed.value.map(({ summary }) => summary.threadId)) : listed;
    },
    move: async (thread, cwd) => {
      const ready = await servers.ready(thread);
      if (!ready.ok) return ready;
      if (ready.value.thread.busy()) return err({ code: 'thread.running' });
      const moved = await createPlaceGateway(ready.value.server.server).move(thread.threadId, cwd);
      if (!moved.ok) return moved;
      ready.value.server.summaries.change(thread.threadId, { cwd });
      ready.value.thread.changeInfo({ cwdMissing: false });
      return moved;
    },
    setGitInfo: async (thread, info) => {
      const server = servers.find(thread.serverId);
      if (!server.ok) return server;
      const set = await createPlaceGateway(server.value.server).setGitInfo(thread.threadId, info);
      if (set.ok) server.value.summaries.change(thread.threadId, { branch: info.branch });
      return set;
    },
  };
}
