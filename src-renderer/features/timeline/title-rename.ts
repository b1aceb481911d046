import { createStore, useStore } from 'zustand';
import { threadKey, type ThreadKey, type ThreadRef } from '../../../src-shared/model/ids.ts';

const store = createStore<{ readonly renaming: ThreadKey | null }>(() => ({ renaming: null }));

/** Makes the title in a thread's header a field. For the command and its key, which work with the sidebar folded, too. */
export const startTitleRename = (ref: ThreadRef): void => store.setState({ renaming: threadKey(ref) });
export const endTitleRename = (): void => store.setState({ renaming: null });
export const useTitleRenamed = (ref: ThreadRef): boolean =>
  useStore(store, (state) => state.renaming === threadKey(ref));
