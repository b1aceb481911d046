import { createStore, useStore } from 'zustand';
import { DEFAULT_SETTINGS, type Settings } from '../../src-shared/model/settings.ts';
import type { Unsubscribe } from '../../src-shared/contract/define.ts';
import { getClient } from './client.ts';
import { showError } from './toast-store.ts';

interface SettingsState {
  readonly settings: Settings;
  /** False until the core told them; until then the defaults are shown. */
  readonly known: boolean;
}
export const settingsStore = createStore<SettingsState>(() => ({ settings: DEFAULT_SETTINGS, known: false }));

/** Follows the settings for the life of the window. */
export function watchSettings(): Unsubscribe {
  return getClient().settings.watch(
    {},
    {
      event: (settings) => settingsStore.setState({ settings, known: true }),
      error: showError,
    },
  );
}

/** `useSetting((s) => s.sendKey)`: select one field. */
export const useSetting = <T>(select: (settings: Settings) => T): T =>
  useStore(settingsStore, (state) => select(state.settings));

export type SettingsChange = Parameters<ReturnType<typeof getClient>['settings']['change']>[0];
/** The watch stream brings the new value back; a failure is shown as a toast. */
export async function changeSettings(change: SettingsChange): Promise<void> {
  const result = await getClient().settings.change(change);
  if (!result.ok) showError(result.error);
}
