import { useEffect, useSyncExternalStore } from 'react';
import { useNeedsYouCount } from '../state/approval-store.ts';
import { directoryOf } from '../state/directories.ts';
import { useUi } from '../state/ui-store.ts';

/** The window's title: how many requests wait, and the shown thread. Tabs and the task bar show it. */
export function useWindowTitle(): void {
  const waiting = useNeedsYouCount();
  const threadId = useUi((state) => (state.view.kind === 'thread' ? state.view.threadId : null));
  const serverId = useUi((state) => state.serverId);
  const title = useSyncExternalStore(
    (listener) =>
      serverId !== null && threadId !== null ? directoryOf(serverId).subscribeRow(threadId, listener) : () => undefined,
    () => (serverId !== null && threadId !== null ? (directoryOf(serverId).get(threadId)?.title ?? '') : ''),
  );
  useEffect(() => {
    const count = waiting > 0 ? `(${waiting}) ` : '';
    document.title = title === '' ? `${count}Skein` : `${count}${title} · Skein`;
  }, [waiting, title]);
}
