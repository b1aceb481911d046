import { useCallback, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { Unsubscribe } from '../../src-shared/contract/define.ts';
import type { ThreadRef } from '../../src-shared/model/ids.ts';
import { getClient } from './client.ts';
import { onConnected } from './connection-store.ts';
import { providePeek } from './peek-thread.ts';
import { serverStore } from './server-store.ts';
import type { OpenThread, ThreadState } from './thread-store.ts';
import { createBrowserWatcher, type ThreadWatcher } from './watch-thread.ts';

let watcher: ThreadWatcher | null = null;
/** The threads of this window. Made on first use, since it listens to the document. */
export const openThreads = (): ThreadWatcher => (watcher ??= createWatcher());

function createWatcher(): ThreadWatcher {
  const made = createBrowserWatcher(() => getClient().threads);
  providePeek((ref) => made.peek(ref));
  serverStore.subscribe(({ servers }, before) => {
    for (const { id, phase } of servers) {
      const was = before.servers.find((server) => server.id === id)?.phase.kind;
      if (phase.kind === 'ready' && was !== 'ready') made.serverIsBack(id);
    }
  });
  return made;
}

/**
 * Holds a thread open while the component is mounted; null for the first render of one that is not warm. Several components may
 * hold the same one.
 */
export function useOpenThread(ref: ThreadRef): OpenThread | null {
  const { serverId, threadId } = ref;
  const hold = useCallback(() => openThreads().acquire({ serverId, threadId }).release, [serverId, threadId]);
  return useSyncExternalStore(hold, () => openThreads().peek({ serverId, threadId }));
}

/** Selects from a thread's state; select one primitive or stored reference. */
export const useThread = <T>(thread: OpenThread, select: (state: ThreadState) => T): T =>
  useStore(thread.store, select);

/**
 * Tells the core which thread this window shows, so that it is marked read and kept subscribed; none while the window is hidden.
 * The answer ends it.
 */
export function showToCore(ref: ThreadRef): Unsubscribe {
  const tell = (thread: ThreadRef | null) => void getClient().threads.setVisible({ thread });
  const follow = () => tell(document.visibilityState === 'visible' ? ref : null);
  // After a reconnect the core knows this window under another id.
  const stop = onConnected(follow);
  document.addEventListener('visibilitychange', follow);
  return () => {
    stop();
    document.removeEventListener('visibilitychange', follow);
    tell(null);
  };
}
