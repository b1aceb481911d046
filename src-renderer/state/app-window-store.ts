import { createStore, useStore } from 'zustand';
import type { AppWindow } from '../../src-shared/model/app-window.ts';
import { getClient } from './client.ts';
import { showError } from './toast-store.ts';

/** This window, as the desktop app has it; null in a browser. */
const appWindowStore = createStore<{ readonly window: AppWindow | null }>(() => ({ window: null }));
export const useAppWindow = (): AppWindow | null => useStore(appWindowStore, (state) => state.window);

/** For the life of the window. */
export const watchAppWindow = (): (() => void) =>
  getClient().windows.watch({}, { event: (window) => appWindowStore.setState({ window }), error: showError });

export async function toggleOnTop(): Promise<void> {
  const on = appWindowStore.getState().window?.onTop !== true;
  const result = await getClient().windows.stayOnTop({ on });
  if (!result.ok) showError(result.error);
}
