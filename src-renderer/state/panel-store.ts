import { createStore, useStore } from 'zustand';
import type { ItemId, ThreadRef, TurnId } from '../../src-shared/model/ids.ts';
import { showSide } from './layout.ts';
import { setPanelTab } from './ui-store.ts';

/** What the *Viewer* tab of the side panel shows. */
export type Viewed =
  /** `path` may be relative to `root`. `line` counts from 1. */
  | {
      readonly kind: 'file';
      readonly thread: ThreadRef;
      readonly root: string;
      readonly path: string;
      readonly line: number | null;
    }
  /** One item uncut: output of a command, diffs of a file change, text of a tool's answer. */
  | { readonly kind: 'item'; readonly thread: ThreadRef; readonly turnId: TurnId; readonly itemId: ItemId };

interface State {
  readonly viewed: Viewed | null;
  /** Changes with every request, so that asking for the same line again goes there again. */
  readonly nonce: number;
}
const panelStore = createStore<State>(() => ({ viewed: null, nonce: 0 }));
export const usePanel = <T>(select: (state: State) => T): T => useStore(panelStore, select);

/** Unfolds the side panel at a tab. */
export function showPanelTab(tab: string): void {
  setPanelTab(tab);
  showSide('panel');
}

export function view(viewed: Viewed): void {
  panelStore.setState((state) => ({ viewed, nonce: state.nonce + 1 }));
  showPanelTab('viewer');
}
