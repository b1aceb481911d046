import { useCallback, useSyncExternalStore } from 'react';
import type { ListScope } from '../../src-shared/model/list-scope.ts';
import type { Unsubscribe } from '../../src-shared/contract/define.ts';
import type { ServerId, ThreadRef } from '../../src-shared/model/ids.ts';
import type { ThreadSummary } from '../../src-shared/model/thread.ts';
import { getClient } from './client.ts';
import { createDirectoryStore, type DirectoryLists, type DirectoryStore } from './directory-store.ts';
import { projectStore } from './project-store.ts';
import { serverStore } from './server-store.ts';
import { showError } from './toast-store.ts';

const directories = new Map<ServerId, DirectoryStore>();
const anyListListeners = new Set<() => void>();

/** The directory of one server; made on first use. */
export function directoryOf(serverId: ServerId): DirectoryStore {
  const known = directories.get(serverId);
  if (known) return known;
  const directory = createDirectoryStore();
  directory.setProjects(projectsOf(serverId));
  directory.subscribeLists(() => {
    for (const listener of anyListListeners) listener();
  });
  directories.set(serverId, directory);
  return directory;
}

const projectsOf = (serverId: ServerId) =>
  projectStore.getState().projects.filter((project) => project.serverId === serverId);

/** Keeps one server's directory current; a gap or an overflow opens the stream again, which brings a snapshot. */
function watchDirectory(serverId: ServerId): Unsubscribe {
  const directory = directoryOf(serverId);
  let close: Unsubscribe = () => undefined;
  const open = () => {
    close();
    close = getClient().threads.watchDirectory(
      { serverId },
      {
        event: (event) => {
          if (directory.apply(event) === 'gap') open();
        },
        error: (error) => {
          if (error.code === 'rpc.stream-overflow') open();
          else if (error.code !== 'server.unknown') showError(error);
        },
      },
    );
  };
  open();
  return () => close();
}

/** Follows the directory of every server there is, for the life of the window. */
export function watchDirectories(): Unsubscribe {
  const open = new Map<ServerId, Unsubscribe>();
  const follow = () => {
    const present = new Set(serverStore.getState().servers.map((server) => server.id));
    for (const id of present) if (!open.has(id)) open.set(id, watchDirectory(id));
    for (const [id, close] of open) {
      if (present.has(id)) continue;
      close();
      open.delete(id);
    }
  };
  const place = () => {
    for (const [serverId, directory] of directories) directory.setProjects(projectsOf(serverId));
  };
  /** What other programs did while the user was elsewhere. */
  const lookAgain = () => {
    if (document.visibilityState !== 'visible') return;
    for (const serverId of open.keys()) void getClient().threads.refresh({ serverId });
  };
  window.addEventListener('focus', lookAgain);
  document.addEventListener('visibilitychange', lookAgain);
  follow();
  const stops = [
    serverStore.subscribe((state, before) => {
      if (state.servers !== before.servers) follow();
    }),
    projectStore.subscribe((state, before) => {
      if (state.projects !== before.projects) place();
    }),
  ];
  return () => {
    window.removeEventListener('focus', lookAgain);
    document.removeEventListener('visibilitychange', lookAgain);
    for (const stop of [...stops, ...open.values()]) stop();
  };
}

/** One thread's row; wakes only when that row changes. Undefined while it is not loaded. */
export function useSummary({ serverId, threadId }: ThreadRef): ThreadSummary | undefined {
  const directory = directoryOf(serverId);
  return useSyncExternalStore(
    useCallback((listener) => directory.subscribeRow(threadId, listener), [directory, threadId]),
    () => directory.get(threadId),
  );
}
export const summaryOf = (ref: ThreadRef): ThreadSummary | undefined => directoryOf(ref.serverId).get(ref.threadId);

/** The lists of one server; a new reference when an order or a loading state changed. */
export function useLists(serverId: ServerId): DirectoryLists {
  const directory = directoryOf(serverId);
  return useSyncExternalStore(directory.subscribeLists, directory.lists);
}

/** Called when an order or a loading state of any server's directory changes. */
export function subscribeAnyLists(listener: () => void): () => void {
  anyListListeners.add(listener);
  return () => anyListListeners.delete(listener);
}

/** Loads the next page of a list; the directory's stream brings it. */
export async function loadMore(serverId: ServerId, scope: ListScope): Promise<void> {
  const result = await getClient().threads.more({ serverId, scope });
  if (!result.ok && result.error.code !== 'rpc.disconnected' && result.error.code !== 'server.not-running')
    showError(result.error);
}
