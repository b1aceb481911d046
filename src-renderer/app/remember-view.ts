import { VIEW_FIELD } from '../../src-shared/model/app-window.ts';
import { serverStore } from '../state/server-store.ts';
import { newThread, uiStore, type UiState } from '../state/ui-store.ts';

const KEY = 'skein.view';
/** In the app the address belongs to nobody else, and outlives a page that crashes; in a browser it stays clean. */
const inAddress = 'skein' in window;

type Remembered = Pick<UiState, 'serverId' | 'view' | 'panelTab' | 'solo'>;

/** What another window, or this one after a reload, needs to show the same. */
export const viewText = ({ serverId, view, panelTab, solo }: Remembered): string =>
  JSON.stringify({ serverId, view: view.kind === 'new' ? { ...view, text: null } : view, panelTab, solo });

export const viewFragment = (text: string): string => `#${VIEW_FIELD}=${encodeURIComponent(text)}`;

/** A reload shows the same page again, and a window that is opened for a page begins with it. */
export function rememberView(): () => void {
  restore();
  keep(uiStore.getState());
  return uiStore.subscribe((state, before) => {
    const { serverId, view, panelTab, solo } = state;
    if (serverId !== before.serverId || view !== before.view || panelTab !== before.panelTab || solo !== before.solo)
      keep(state);
  });
}

function keep(state: Remembered): void {
  const text = viewText(state);
  if (inAddress) history.replaceState(null, '', location.pathname + location.search + viewFragment(text));
  else sessionStorage.setItem(KEY, text);
}

function restore(): void {
  const given = new URLSearchParams(location.hash.slice(1)).get(VIEW_FIELD);
  if (given !== null) history.replaceState(null, '', location.pathname + location.search);
  const stored = given ?? sessionStorage.getItem(KEY);
  if (stored === null) return;
  try {
    const { serverId, view, panelTab, solo } = JSON.parse(stored) as Remembered;
    if (!['thread', 'new', 'settings', 'plugins'].includes(view.kind)) return;
    uiStore.setState({ serverId, view, panelTab, solo });
    forgetUnknownServer();
  } catch {
    // Written by another version: the page starts at its beginning.
    sessionStorage.removeItem(KEY);
  }
}

/** What was shown at the last start may be on a server that is not there now, as that of the demo. */
function forgetUnknownServer(): void {
  const stop = serverStore.subscribe(({ servers: [first, ...others] }) => {
    stop();
    const { serverId } = uiStore.getState();
    if (first && serverId !== null && ![first, ...others].some(({ id }) => id === serverId))
      newThread(null, null, first.id);
  });
}
