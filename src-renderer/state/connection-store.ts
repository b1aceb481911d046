import { createStore, useStore } from 'zustand';
import type { ConnectionState } from '../rpc/rpc-client.ts';

interface State {
  readonly connection: ConnectionState;
  /** Set by `main.tsx`: tries again now. */
  readonly retry: () => void;
}
export const connectionStore = createStore<State>(() => ({
  connection: { kind: 'connecting' },
  retry: () => undefined,
}));
export const useConnection = (): ConnectionState => useStore(connectionStore, (state) => state.connection);

/** Runs now, if connected, and after every reconnect. The answer ends it. */
export function onConnected(run: () => void): () => void {
  const isOpen = (state: State) => state.connection.kind === 'open';
  if (isOpen(connectionStore.getState())) run();
  return connectionStore.subscribe((state, before) => {
    if (isOpen(state) && !isOpen(before)) run();
  });
}
