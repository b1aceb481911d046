import { createStore, useStore } from 'zustand';
import type { Unsubscribe } from '../../src-shared/contract/define.ts';
import type { Host, HostQuestion } from '../../src-shared/model/host.ts';
import type { ServerId } from '../../src-shared/model/ids.ts';
import { getClient } from './client.ts';
import { keepEqual } from './keep-equal.ts';
import { showError } from './toast-store.ts';

interface State {
  /** False until the first event. */
  readonly known: boolean;
  readonly hosts: readonly Host[];
  readonly questions: readonly HostQuestion[];
}
const hostStore = createStore<State>(() => ({ known: false, hosts: [], questions: [] }));

/** Follows the machines that the user added, and what they ask, for the life of the window. */
export function watchHosts(): Unsubscribe {
  const { hosts } = getClient();
  const stops = [
    hosts.watch(
      {},
      {
        event: (hosts) =>
          hostStore.setState((state) => ({ known: true, hosts: keepEqual(state.hosts, hosts, (host) => host.id) })),
        error: showError,
      },
    ),
    hosts.watchQuestions({}, { event: (questions) => hostStore.setState({ questions }), error: showError }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** The oldest one that nobody has answered. */
export const useHostQuestion = (): HostQuestion | null => useStore(hostStore, (state) => state.questions[0] ?? null);
export const useHosts = (): State => useStore(hostStore);
/** What a server's machine is called; null for this one. */
export const useHostLabel = (serverId: ServerId | null): string | null =>
  useStore(hostStore, (state) => state.hosts.find((host) => host.serverId === serverId)?.label ?? null);
