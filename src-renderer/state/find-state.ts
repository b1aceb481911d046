import { createStore, useStore } from 'zustand';
import { threadKey, type ThreadKey, type ThreadRef } from '../../src-shared/model/ids.ts';

interface State {
  readonly open: ThreadKey | null;
  readonly nonce: number;
  /** What to look for; null: what was typed stays. */
  readonly term: string | null;
}
const store = createStore<State>(() => ({ open: null, nonce: 0, term: null }));

/** Opens the find bar of a thread, or puts the focus back into it; with `term` it looks for that at once. */
export const openFind = (ref: ThreadRef, term: string | null = null): void =>
  store.setState((state) => ({ open: threadKey(ref), nonce: state.nonce + 1, term }));
export const closeFind = (): void => store.setState({ open: null });
export const useFindOpen = (ref: ThreadRef): boolean => useStore(store, (state) => state.open === threadKey(ref));
export const useFindNonce = (): number => useStore(store, (state) => state.nonce);
export const useFindTerm = (): string | null => useStore(store, (state) => state.term);
