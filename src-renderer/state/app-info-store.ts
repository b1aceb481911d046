import { createStore, useStore } from 'zustand';
import type { AppInfo } from '../../src-shared/contract/app.ts';
import { getClient } from './client.ts';
import { onConnected } from './connection-store.ts';
import { showError } from './toast-store.ts';
import { uiStore } from './ui-store.ts';

export const appInfoStore = createStore<{ readonly info: AppInfo | null }>(() => ({ info: null }));
export const useAppInfo = (): AppInfo | null => useStore(appInfoStore, (state) => state.info);

/** What the core says of itself, as soon as it has: a command may come from a menu before the page has heard of it. */
export function knownAppInfo(): Promise<AppInfo> {
  const { info } = appInfoStore.getState();
  if (info) return Promise.resolve(info);
  return new Promise((resolve) => {
    const stop = appInfoStore.subscribe(({ info: now }) => {
      if (!now) return;
      stop();
      resolve(now);
    });
  });
}

/** Asks the core what it is, at every new connection: it may be another one. */
export const followAppInfo = (): (() => void) =>
  onConnected(() => {
    void getClient()
      .app.info({})
      .then((result) => {
        if (!result.ok) {
          if (result.error.code !== 'rpc.disconnected') showError(result.error);
          return;
        }
        if (appInfoStore.getState().info === null) for (const notice of result.value.startNotices) showError(notice);
        appInfoStore.setState({ info: result.value });
        if (uiStore.getState().serverId === null) uiStore.setState({ serverId: result.value.firstServerId });
      });
  });
