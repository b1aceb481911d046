import type { AppEvent } from '../../../src-shared/contract/app.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';

/** What the core tells its windows. */
export interface AppEvents {
  watch(clientId: string, listener: (event: AppEvent) => void): Unsubscribe;
  /** The user turned to this window. */
  used(clientId: string): void;
  /**
   * To one window, or to all. Failures wait for the first window, and a command for the window it is meant for: the menu is there before the page
   * listens. The rest is only for those that are there.
   */
  emit(event: AppEvent, clientId?: string): void;
  /**
   * To the window that was used last, and only to it: one link fills one composer. What is to be opened, and why something was not, waits for
   * the first window. Answers which window that was; null where there is none.
   */
  emitToLastUsed(event: AppEvent): string | null;
  windows(): number;
}

const WAITS: ReadonlySet<AppEvent['type']> = new Set(['openProject', 'followLink', 'failure']);
const MAX_WAITING = 50;

export function createAppEvents(): AppEvents {
  /** The window that was used last is the last one. */
  let entries: readonly { readonly clientId: string; readonly listener: (event: AppEvent) => void }[] = [];
  let waiting: readonly { readonly event: AppEvent; readonly clientId: string | undefined }[] = [];
  const send = (receivers: typeof entries, event: AppEvent, clientId?: string) => {
    for (const { listener } of receivers) listener(event);
    const waits = WAITS.has(event.type) || (event.type === 'command' && clientId !== undefined);
    if (receivers.length === 0 && waits) waiting = [...waiting, { event, clientId }].slice(-MAX_WAITING);
  };
  return {
    watch: (clientId, listener) => {
      const entry = { clientId, listener };
      // Being there is not being used: a window says so by itself.
      entries = [entry, ...entries];
      const isFor = ({ clientId: wanted }: (typeof waiting)[number]) => wanted === undefined || wanted === clientId;
      const missed = waiting.filter(isFor);
      waiting = waiting.filter((one) => !isFor(one));
      for (const { event } of missed) listener(event);
      return () => {
        entries = entries.filter((other) => other !== entry);
      };
    },
    used: (clientId) => {
      const isIt = (entry: { readonly clientId: string }) => entry.clientId === clientId;
      entries = [...entries.filter((entry) => !isIt(entry)), ...entries.filter(isIt)];
    },
    emit: (event, clientId) =>
      send(clientId === undefined ? entries : entries.filter((entry) => entry.clientId === clientId), event, clientId),
    emitToLastUsed: (event) => {
      const last = entries.at(-1);
      send(last ? [last] : [], event);
      return last?.clientId ?? null;
    },
    windows: () => entries.length,
  };
}
