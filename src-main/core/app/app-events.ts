import type { AppEvent } from '../../../src-shared/contract/app.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';

/** What the core tells its windows. */
export interface AppEvents {
  watch(clientId: string, listener: (event: AppEvent) => void): Unsubscribe;
  /** To one window, or to all. What is to be opened, and why something was not, waits for the first window; the rest is only for those that are there. */
  emit(event: AppEvent, clientId?: string): void;
  windows(): number;
}

const WAITS: ReadonlySet<AppEvent['type']> = new Set(['openProject', 'followLink', 'failure']);
const MAX_WAITING = 50;

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
      if (receivers.length === 0 && WAITS.has(event.type)) waiting = [...waiting, event].slice(-MAX_WAITING);
    },
    windows: () => listeners.size,
  };
}
