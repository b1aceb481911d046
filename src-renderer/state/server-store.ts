import { createStore, useStore } from 'zustand';
import type { DemoPrompt } from '../../src-shared/contract/servers.ts';
import type { Unsubscribe } from '../../src-shared/contract/define.ts';
import type { ServerId } from '../../src-shared/model/ids.ts';
import type { ServerState } from '../../src-shared/model/server.ts';
import { getClient } from './client.ts';
import { keepEqual } from './keep-equal.ts';
import { showError } from './toast-store.ts';

interface State {
  /** False until the first event. */
  readonly known: boolean;
  readonly servers: readonly ServerState[];
  /** The demo's guided prompts, once it was started in this window. */
  readonly demoPrompts: readonly DemoPrompt[];
}
export const serverStore = createStore<State>(() => ({ known: false, servers: [], demoPrompts: [] }));

/** Follows all servers for the life of the window. */
export function watchServers(): Unsubscribe {
  return getClient().servers.watch(
    {},
    {
      event: (servers) =>
        serverStore.setState((state) => ({
          known: true,
          servers: keepEqual(state.servers, servers, (server) => server.id),
        })),
      error: showError,
    },
  );
}

export const useServers = (): readonly ServerState[] => useStore(serverStore, (state) => state.servers);
/** Stored reference; null when the id is null or not known (yet). */
export const useServer = (id: ServerId | null): ServerState | null =>
  useStore(serverStore, (state) => state.servers.find((server) => server.id === id) ?? null);
/** The server is on another machine, and that one cannot be reached now. */
export const useIsAway = (id: ServerId | null): boolean =>
  useStore(serverStore, (state) => {
    const server = state.servers.find((one) => one.id === id);
    return server !== undefined && server.hostId !== 'local' && server.phase.kind !== 'ready';
  });
/** Of the first server, the user's own, while it runs. */
export const useCodexVersion = (): string | null =>
  useStore(serverStore, ({ servers: [first] }) => (first?.phase.kind === 'ready' ? first.phase.version : null));
export const serverById = (id: ServerId | null): ServerState | null =>
  serverStore.getState().servers.find((server) => server.id === id) ?? null;

export async function restartServer(serverId: ServerId): Promise<void> {
  const result = await getClient().servers.restart({ serverId });
  if (!result.ok) showError(result.error);
}
export async function dismissNotice(serverId: ServerId, noticeId: string): Promise<void> {
  const result = await getClient().servers.dismissNotice({ serverId, noticeId });
  if (!result.ok) showError(result.error);
}
