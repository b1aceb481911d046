import { createStore, useStore } from 'zustand';
import type { ProjectId, ServerId, ThreadId, ThreadRef } from '../../src-shared/model/ids.ts';

/** In the order of the list. */
export const SETTINGS_PAGES = [
  'general',
  'account',
  'appearance',
  'keys',
  'desktop',
  'hosts',
  'agent',
  'permissions',
  'instructions',
  'features',
  'memories',
  'notifications',
  'variables',
  'configFile',
  'worktrees',
  'environments',
  'recover',
  'archived',
  'import',
  'feedback',
  'about',
] as const;
export type SettingsPage = (typeof SETTINGS_PAGES)[number];

export type ExtensionPage = 'plugins' | 'skills' | 'apps' | 'mcp' | 'hooks';

/** What the centre shows. */
export type View =
  | { readonly kind: 'thread'; readonly threadId: ThreadId }
  /** The new-thread page; `text` fills the composer, once. */
  | { readonly kind: 'new'; readonly projectId: ProjectId | null; readonly text: string | null }
  /** A thread on its way into a new worktree. */
  | { readonly kind: 'preparing'; readonly preparationId: string }
  | { readonly kind: 'settings'; readonly page: SettingsPage }
  /** `detail`: the plugin or the MCP server whose page is shown. */
  | { readonly kind: 'plugins'; readonly page: ExtensionPage; readonly detail: string | null };

/** Dialogs that belong to the window and not to a feature's own view. */
export type AppDialog = 'palette' | 'search' | 'addProject' | 'openFile';

/** Left: the list of threads. Right: the side panel. */
export type Side = 'sidebar' | 'panel';

export interface UiState {
  /** The server of the thread that is shown, or of the last one. Null until `app.info` named the first. */
  readonly serverId: ServerId | null;
  readonly view: View;
  readonly panelTab: string;
  readonly dialog: AppDialog | null;
  /** The side that lies over the page, in a window without room for it beside. */
  readonly overlay: Side | null;
  /** A small window for one thread, without the list of threads. */
  readonly solo: boolean;
  /** Whether such a window shows its terminal. */
  readonly soloDrawer: boolean;
}

/** State of this window that no core needs to know. */
export const uiStore = createStore<UiState>(() => ({
  serverId: null,
  view: { kind: 'new', projectId: null, text: null },
  panelTab: 'plan',
  dialog: null,
  overlay: null,
  solo: false,
  soloDrawer: false,
}));
export const useUi = <T>(select: (state: UiState) => T): T => useStore(uiStore, select);

const back: View[] = [];
/** Longest way back that is remembered. */
const MAX_BACK = 50;

function show(view: View, serverId?: ServerId): void {
  const before = uiStore.getState();
  back.push(before.view);
  if (back.length > MAX_BACK) back.shift();
  // What lay over the page was there to choose this.
  uiStore.setState({ view, serverId: serverId ?? before.serverId, overlay: null });
}

export function openThread(ref: ThreadRef): void {
  const { view, serverId } = uiStore.getState();
  if (view.kind === 'thread' && view.threadId === ref.threadId && serverId === ref.serverId) {
    closeOverlay();
    return;
  }
  show({ kind: 'thread', threadId: ref.threadId }, ref.serverId);
}
/** `text` fills the composer of the new-thread page and is never sent by itself. */
export const newThread = (projectId: ProjectId | null, text: string | null = null, serverId?: ServerId): void =>
  show({ kind: 'new', projectId, text }, serverId);
export const openPreparation = (serverId: ServerId, preparationId: string): void =>
  show({ kind: 'preparing', preparationId }, serverId);
export const openSettings = (page: SettingsPage = 'general'): void => show({ kind: 'settings', page });
export const openPlugins = (page: ExtensionPage = 'plugins', detail: string | null = null): void =>
  show({ kind: 'plugins', page, detail });
/** Back to what was shown before; false when there is nothing. */
export function goBack(): boolean {
  const view = back.pop();
  if (view) uiStore.setState({ view, overlay: null });
  return view !== undefined;
}

export const setPanelTab = (panelTab: string): void => uiStore.setState({ panelTab });
export const openDialog = (dialog: AppDialog): void => uiStore.setState({ dialog, overlay: null });
export const setOverlay = (overlay: Side | null): void => uiStore.setState({ overlay });
export const closeOverlay = (): void => {
  if (uiStore.getState().overlay !== null) setOverlay(null);
};
export const closeDialog = (): void => uiStore.setState({ dialog: null });

/** The thread that is shown, or null. A stored reference would be new each time: compare by its parts. */
export function shownThread(state: UiState): ThreadRef | null {
  return state.view.kind === 'thread' && state.serverId !== null
    ? { serverId: state.serverId, threadId: state.view.threadId }
    : null;
}
