import { createStore, useStore } from 'zustand';
import type { ItemId, ServerId, ThreadRef, TurnId } from '../../src-shared/model/ids.ts';
import { showSide } from './layout.ts';
import { setPanelTab } from './ui-store.ts';

/** What the *Viewer* tab of the side panel shows: one item uncut, so output of a command, diffs of a change, text of a tool's answer. */
export interface ViewedItem {
  readonly kind: 'item';
  readonly thread: ThreadRef;
  readonly turnId: TurnId;
  readonly itemId: ItemId;
}
/** A file that the *Files* tab is to open. `path` may be relative to `root`; `line` counts from 1. */
export interface FileRequest {
  readonly kind: 'file';
  readonly thread: ThreadRef;
  readonly root: string;
  readonly path: string;
  readonly line: number | null;
}
/** What the *Preview* tab is to show: a file of a folder, or a web server of this machine. */
export type PreviewRequest =
  | { readonly kind: 'file'; readonly serverId: ServerId; readonly root: string; readonly path: string }
  | { readonly kind: 'web'; readonly url: string };

interface State {
  readonly viewed: ViewedItem | null;
  readonly file: FileRequest | null;
  readonly preview: PreviewRequest | null;
  /** Changes with every request, so that asking for the same line again goes there again. */
  readonly nonce: number;
}
const panelStore = createStore<State>(() => ({ viewed: null, file: null, preview: null, nonce: 0 }));
export const usePanel = <T>(select: (state: State) => T): T => useStore(panelStore, select);

/** Unfolds the side panel at a tab. */
export function showPanelTab(tab: string): void {
  setPanelTab(tab);
  showSide('panel');
}

/** Shows an item in the viewer, or a file in the editor. */
export function view(viewed: ViewedItem | FileRequest): void {
  const shown = viewed.kind === 'file' ? { file: viewed } : { viewed };
  panelStore.setState((state) => ({ ...shown, nonce: state.nonce + 1 }));
  showPanelTab(viewed.kind === 'file' ? 'files' : 'viewer');
}
export function preview(request: PreviewRequest): void {
  panelStore.setState((state) => ({ preview: request, nonce: state.nonce + 1 }));
  showPanelTab('preview');
}
