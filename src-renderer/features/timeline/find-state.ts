import { createStore, useStore } from 'zustand';
import { threadKey, type ThreadKey, type ThreadRef } from '../../../src-shared/model/ids.ts';

const store = createStore<{ readonly open: ThreadKey | null; readonly nonce: number }>(() => ({
  open: null,
  nonce: 0,
}));

/** Opens the find bar of a thread, or puts the focus back into it. For the command and its key. */
export const openFind = (ref: ThreadRef): void =>
  store.setState((state) => ({ open: threadKey(ref), nonce: state.nonce + 1 }));
export const closeFind = (): void => store.setState({ open: null });
export const useFindOpen = (ref: ThreadRef): boolean => useStore(store, (state) => state.open === threadKey(ref));
export const useFindNonce = (): number => useStore(store, (state) => state.nonce);
