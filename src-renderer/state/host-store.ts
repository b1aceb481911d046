import { createStore, useStore } from 'zustand';
import type { Unsubscribe } from '../../src-shared/contract/define.ts';
import type { Host } from '../../src-shared/model/host.ts';
import type { ServerId } from '../../src-shared/model/ids.ts';
import { getClient } from './client.ts';
import { keepEqual } from './keep-equal.ts';
import { showError } from './toast-store.ts';

interface State {
  /** False until the first event. */
  readonly known: boolean;
  readonly hosts: readonly Host[];
}
const hostStore = createStore<State>(() => ({ known: false, hosts: [] }));

/** Follows the machines that the user added for the life of the window. */
export function watchHosts(): Unsubscribe {
  return getClient().hosts.watch(
    {},
    {
      event: (hosts) =>
        hostStore.setState((state) => ({ known: true, hosts: keepEqual(state.hosts, hosts, (host) => host.id) })),
      error: showError,
    },
  );
}

export const useHosts = (): State => useStore(hostStore);
/** What a server's machine is called; null for this one. */
export const useHostLabel = (serverId: ServerId | null): string | null =>
  useStore(hostStore, (state) => state.hosts.find((host) => host.serverId === serverId)?.label ?? null);
