import { useCallback, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { Unsubscribe } from '../../src-shared/contract/define.ts';
import type { ThreadRef } from '../../src-shared/model/ids.ts';
import type { AgentMessageItem } from '../../src-shared/model/item.ts';
import { getClient } from './client.ts';
import { onConnected } from './connection-store.ts';
import { copyText } from './copy-text.ts';
import { serverStore } from './server-store.ts';
import { showToast } from './toast-store.ts';
import { itemOf, type OpenThread, type ThreadState } from './thread-store.ts';
import { createBrowserWatcher, type ThreadWatcher } from './watch-thread.ts';

let watcher: ThreadWatcher | null = null;
/** The threads of this window. Made on first use, since it listens to the document. */
export const openThreads = (): ThreadWatcher => (watcher ??= createWatcher());

function createWatcher(): ThreadWatcher {
  const made = createBrowserWatcher(() => getClient().threads);
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

/** The newest finished answer of what is loaded: the final message of a turn before its commentary. */
function latestAnswer(state: ThreadState): AgentMessageItem | null {
  const { tail } = state;
  if (!tail) return null;
  for (const turnId of [...tail.turnOrder].reverse()) {
    const messages = (tail.turns[turnId]?.itemIds ?? []).flatMap((id) => {
      const item = itemOf(state, id);
      return item?.kind === 'agentMessage' && item.status !== 'running' && item.text !== '' ? [item] : [];
    });
    const answer = messages.findLast((item) => item.phase !== 'commentary') ?? messages.at(-1);
    if (answer) return answer;
  }
  return null;
}

/** Copies the latest finished answer as Markdown and says so; says why when there is none. For `/copy` and its key. */
export async function copyLatestAnswer(ref: ThreadRef): Promise<void> {
  const thread = openThreads().peek(ref);
  const answer = thread ? latestAnswer(thread.store.getState()) : null;
  if (answer) await copyText(answer.text, 'Answer');
  else showToast({ title: 'Nothing to copy yet', text: 'This thread has no finished answer.' });
}

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
