import type { AppEvent } from '../../../src-shared/contract/app.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';

/** What the core tells its windows. */
export interface AppEvents {
  watch(clientId: string, listener: (event: AppEvent) => void): Unsubscribe;
  /** To one window, or to all. A path to open waits for the first window; the rest is only for those that are there. */
  emit(event: AppEvent, clientId?: string): void;
  windows(): number;
}

export function createAppEvents(): AppEvents {
  const listeners = new Set<{ readonly clientId: string; readonly listener: (event: AppEvent) => void }>();
  let waiting: AppEvent[] = [];
  return {
    watch: (clientId, listener) => {
      const entry = { clientId, listener };
      listeners.add(entry);
      for (const event of waiting) listener(event);
      waiting = [];
      return () => listeners.delete(entry);
    },
    emit: (event, clientId) => {
      const receivers = [...listeners].filter((entry) => clientId === undefined || entry.clientId === clientId);
      for (const { listener } of receivers) listener(event);
      if (receivers.length === 0 && event.type === 'openProject') waiting.push(event);
    },
    windows: () => listeners.size,
  };
}
