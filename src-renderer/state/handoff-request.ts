import { createStore, useStore } from 'zustand';
import type { ThreadRef } from '../../src-shared/model/ids.ts';

const store = createStore<{ readonly thread: ThreadRef | null }>(() => ({ thread: null }));

/** The thread that is to be moved to another working tree: its dialog is open. */
export const useHandoffRequest = (): ThreadRef | null => useStore(store, (state) => state.thread);
export const askHandoff = (thread: ThreadRef): void => store.setState({ thread });
export const closeHandoff = (): void => store.setState({ thread: null });
