import { createStore, useStore } from 'zustand';
import type { ThreadRef, TurnId } from '../../src-shared/model/ids.ts';

/** A turn whose files are to be restored, or brought back: its dialog is open. */
export interface UndoRequest {
  readonly thread: ThreadRef;
  readonly turnId: TurnId;
  readonly direction: 'undo' | 'redo';
}
const store = createStore<{ readonly request: UndoRequest | null }>(() => ({ request: null }));
export const useUndoRequest = (): UndoRequest | null => useStore(store, (state) => state.request);
export const askUndo = (request: UndoRequest): void => store.setState({ request });
export const closeUndo = (): void => store.setState({ request: null });
