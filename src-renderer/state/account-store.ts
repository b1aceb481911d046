import { useEffect } from 'react';
import { create } from 'zustand';
import type { AccountState } from '../../src-shared/model/account.ts';
import type { ServerId } from '../../src-shared/model/ids.ts';
import { getClient } from './client.ts';

/** The last state of each server's account; it stays while nobody watches. */
const useAccounts = create<Readonly<Record<ServerId, AccountState>>>(() => ({}));

interface Watcher {
  users: number;
  readonly close: () => void;
}
const watchers = new Map<ServerId, Watcher>();

function open(serverId: ServerId): Watcher {
  const { accounts } = getClient();
  const close = accounts.watch(
    { serverId },
    {
      event: (state) => useAccounts.setState({ [serverId]: state }),
      // Without it there are no meters; the rest of the window works.
      error: () => watchers.delete(serverId),
    },
  );
  // Other programs use the same account up; the core sees to it that this is not asked too often.
  const look = () => {
    if (document.visibilityState === 'visible') void accounts.readLimits({ serverId, why: 'focus' });
  };
  window.addEventListener('focus', look);
  document.addEventListener('visibilitychange', look);
  return {
    users: 0,
    close: () => {
      window.removeEventListener('focus', look);
      document.removeEventListener('visibilitychange', look);
      close();
    },
  };
}

function watchAccount(serverId: ServerId): () => void {
  const watcher = watchers.get(serverId) ?? open(serverId);
  watchers.set(serverId, watcher);
  watcher.users++;
  return () => {
    watcher.users--;
    if (watcher.users > 0) return;
    watcher.close();
    if (watchers.get(serverId) === watcher) watchers.delete(serverId);
  };
}

/** The same without watching: what is known now. */
export const knownAccount = (serverId: ServerId): AccountState | null => useAccounts.getState()[serverId] ?? null;

/** Sign-in, limits and refusals of a server; null until they have come. Several users share one stream. */
export function useAccount(serverId: ServerId | null): AccountState | null {
  useEffect(() => (serverId === null ? undefined : watchAccount(serverId)), [serverId]);
  return useAccounts((state) => (serverId === null ? null : (state[serverId] ?? null)));
}
