import { createStore, useStore } from 'zustand';
import { threadKey, type ProjectId, type ThreadKey, type ThreadRef } from '../../../src-shared/model/ids.ts';

/** State of the list itself; the threads are the directory's. */
interface SidebarState {
  /** The row whose title is being edited. */
  readonly renaming: ThreadKey | null;
  /** The project whose name is being edited. */
  readonly renamingProject: ProjectId | null;
  /** Several rows chosen at once; empty when it is just the shown thread. */
  readonly selected: ReadonlyMap<ThreadKey, ThreadRef>;
  /** Key of the entry that the Tab key reaches and arrows start from. */
  readonly active: string | null;
  /** Where a range selection started. */
  readonly anchor: string | null;
  /** How many threads each section shows, where *Show more* was pressed. */
  readonly shown: Readonly<Record<string, number>>;
}

const NONE: ReadonlyMap<ThreadKey, ThreadRef> = new Map();

export const sidebarStore = createStore<SidebarState>(() => ({
  renaming: null,
  renamingProject: null,
  selected: NONE,
  active: null,
  anchor: null,
  shown: {},
}));
export const useSidebar = <T>(select: (state: SidebarState) => T): T => useStore(sidebarStore, select);

export const startRename = (ref: ThreadRef): void => sidebarStore.setState({ renaming: threadKey(ref) });
export const startProjectRename = (projectId: ProjectId): void => sidebarStore.setState({ renamingProject: projectId });
export const endRename = (): void => sidebarStore.setState({ renaming: null, renamingProject: null });

export const setActive = (active: string): void => {
  if (sidebarStore.getState().active !== active) sidebarStore.setState({ active });
};
/** `anchor`: where a range that is selected next begins. */
export const clearSelection = (anchor: string | null = null): void => sidebarStore.setState({ selected: NONE, anchor });

export function toggleSelected(ref: ThreadRef, entryKey: string): void {
  const selected = new Map(sidebarStore.getState().selected);
  const key = threadKey(ref);
  if (!selected.delete(key)) selected.set(key, ref);
  sidebarStore.setState({ selected, anchor: entryKey, active: entryKey });
}

/** Selects everything between the anchor and `to`, in the order of the list. */
export function selectRange(order: readonly { readonly key: string; readonly ref: ThreadRef }[], to: string): void {
  const { anchor, active } = sidebarStore.getState();
  const from = anchor ?? active ?? to;
  const start = order.findIndex((entry) => entry.key === from);
  const end = order.findIndex((entry) => entry.key === to);
  if (end < 0) return;
  const first = start < 0 ? end : Math.min(start, end);
  const range = order.slice(first, Math.max(start, end) + 1);
  sidebarStore.setState({
    selected: new Map(range.map(({ ref }) => [threadKey(ref), ref])),
    anchor: start < 0 ? to : from,
    active: to,
  });
}

/** What an action on this row means: all selected rows when it is one of them, else the row alone. */
export function actionTargets(ref: ThreadRef): readonly ThreadRef[] {
  const { selected } = sidebarStore.getState();
  return selected.size > 1 && selected.has(threadKey(ref)) ? [...selected.values()] : [ref];
}

export const showMore = (section: string, count: number): void =>
  sidebarStore.setState((state) => ({ shown: { ...state.shown, [section]: count } }));
