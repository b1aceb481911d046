import { uiStore, type UiState, type View } from '../state/ui-store.ts';

const KEY = 'skein.view';

type Remembered = Pick<UiState, 'serverId' | 'view' | 'panelTab'>;

/** A reload shows the same page again; kept per tab. */
export function rememberView(): () => void {
  restore();
  return uiStore.subscribe(({ serverId, view, panelTab }, before) => {
    if (serverId === before.serverId && view === before.view && panelTab === before.panelTab) return;
    const kept: View = view.kind === 'new' ? { ...view, text: null } : view;
    sessionStorage.setItem(KEY, JSON.stringify({ serverId, view: kept, panelTab } satisfies Remembered));
  });
}

function restore(): void {
  const stored = sessionStorage.getItem(KEY);
  if (stored === null) return;
  try {
    const { serverId, view, panelTab } = JSON.parse(stored) as Remembered;
    if (['thread', 'new', 'settings', 'plugins'].includes(view.kind)) uiStore.setState({ serverId, view, panelTab });
  } catch {
    // Written by another version: the page starts at its beginning.
    sessionStorage.removeItem(KEY);
  }
}
