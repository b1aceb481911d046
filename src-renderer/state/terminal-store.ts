import { createStore, useStore } from 'zustand';
import type { Unsubscribe } from '../../src-shared/contract/define.ts';
import { threadKey, type ServerId, type ThreadRef } from '../../src-shared/model/ids.ts';
import type { Terminal } from '../../src-shared/model/terminal.ts';
import { getClient } from './client.ts';
import { changeSettings, settingsStore, useSetting } from './settings-store.ts';
import { showError } from './toast-store.ts';
import { uiStore, useUi } from './ui-store.ts';

/** Whose drawer it is: a thread's, or with null the project's whose folder this is. */
export interface TerminalPlace {
  readonly serverId: ServerId;
  readonly thread: ThreadRef | null;
  readonly folder: string;
}

interface State {
  /** Null until the list of the server that is shown has come. */
  readonly terminals: readonly Terminal[] | null;
  /** The tab in front, by place; a place without one shows its newest. */
  readonly front: Readonly<Record<string, string>>;
  /** Rises when the terminal in front is to have the focus. */
  readonly focus: number;
}
export const terminalStore = createStore<State>(() => ({ terminals: null, front: {}, focus: 0 }));

export const placeKey = ({ serverId, thread, folder }: TerminalPlace): string =>
  thread ? threadKey(thread) : `${serverId}@${folder}`;

/** What a new shell is opened with until its screen has been measured. */
let lastSize = { cols: 100, rows: 14 };
export const noteTerminalSize = (size: { readonly cols: number; readonly rows: number }): void => {
  lastSize = { cols: size.cols, rows: size.rows };
};

/** Follows the shells of the server that is shown, for the life of the window. */
export function watchTerminals(): Unsubscribe {
  let close: Unsubscribe = () => undefined;
  const follow = (serverId: ServerId | null) => {
    close();
    close = () => undefined;
    terminalStore.setState({ terminals: null });
    if (serverId === null) return;
    close = getClient().terminals.watchList(
      { serverId },
      {
        event: (terminals) => terminalStore.setState({ terminals }),
        // A server that has gone from the list: the next one that is shown has a list of its own.
        error: (error) => {
          if (error.code !== 'server.unknown') showError(error);
        },
      },
    );
  };
  follow(uiStore.getState().serverId);
  const stop = uiStore.subscribe(({ serverId }, before) => {
    if (serverId !== before.serverId) follow(serverId);
  });
  return () => {
    stop();
    close();
  };
}

/** Those of a place, oldest first. */
export const terminalsIn = (terminals: readonly Terminal[], place: TerminalPlace): readonly Terminal[] => {
  const key = placeKey(place);
  return terminals.filter((terminal) => placeKey(terminal) === key);
};

export const useTerminals = (): readonly Terminal[] | null => useStore(terminalStore, (state) => state.terminals);
export const useTerminalFocus = (): number => useStore(terminalStore, (state) => state.focus);
/** Id of the tab that was put in front last; it may be gone. */
export const useFrontId = (place: TerminalPlace): string | null =>
  useStore(terminalStore, (state) => state.front[placeKey(place)] ?? null);

/** The terminal in front of a place; null when there is none. */
export function frontIn(own: readonly Terminal[], frontId: string | null): Terminal | null {
  return own.find(({ id }) => id === frontId) ?? own.at(-1) ?? null;
}
export function frontTerminal(place: TerminalPlace): Terminal | null {
  const { terminals, front } = terminalStore.getState();
  return frontIn(terminalsIn(terminals ?? [], place), front[placeKey(place)] ?? null);
}

export const putInFront = (place: TerminalPlace, terminalId: string): void =>
  terminalStore.setState(({ front }) => ({ front: { ...front, [placeKey(place)]: terminalId } }));

export const focusTerminal = (): void => terminalStore.setState(({ focus }) => ({ focus: focus + 1 }));

/** A thread's own small window has a drawer of its own, closed at first; all others have it open or closed together. */
export const isDrawerOpen = (): boolean => {
  const { solo, soloDrawer } = uiStore.getState();
  return solo ? soloDrawer : settingsStore.getState().settings.layout.terminalOpen;
};
export function useDrawerOpen(): boolean {
  const everywhere = useSetting((settings) => settings.layout.terminalOpen);
  return useUi(({ solo, soloDrawer }) => (solo ? soloDrawer : everywhere));
}
export function setDrawerOpen(terminalOpen: boolean): void {
  if (uiStore.getState().solo) {
    uiStore.setState({ soloDrawer: terminalOpen });
    return;
  }
  const { settings } = settingsStore.getState();
  if (settings.layout.terminalOpen === terminalOpen) return;
  const layout = { ...settings.layout, terminalOpen };
  // The drawer answers at once; the stream tells the other windows.
  settingsStore.setState({ settings: { ...settings, layout } });
  void changeSettings({ layout });
}

/** Opens a shell, shows it and gives it the focus. `run` is typed into it. */
export async function openTerminal(
  place: TerminalPlace,
  { run = null, title = null }: { readonly run?: string | null; readonly title?: string | null } = {},
): Promise<void> {
  setDrawerOpen(true);
  const { serverId, thread, folder } = place;
  const opened = await getClient().terminals.open({ serverId, thread, folder, run, title, ...lastSize });
  if (!opened.ok) {
    showError(opened.error);
    return;
  }
  putInFront(place, opened.value.terminalId);
  focusTerminal();
}

/** Ends a shell and what runs in it. Its neighbour comes to the front. */
export async function closeTerminal(place: TerminalPlace, terminalId: string): Promise<void> {
  const own = terminalsIn(terminalStore.getState().terminals ?? [], place);
  const at = own.findIndex(({ id }) => id === terminalId);
  const next = own[at + 1] ?? own[at - 1];
  if (next && frontTerminal(place)?.id === terminalId) putInFront(place, next.id);
  const closed = await getClient().terminals.close({ terminalId });
  if (!closed.ok && closed.error.code !== 'terminal.gone') showError(closed.error);
}
