import type { KeyboardEvent } from 'react';
import { runCommand } from '../../state/commands.ts';
import { summaryOf } from '../../state/directories.ts';
import { setFolded } from './fold.ts';
import { findTyped, headingOf, nextFocusable } from './list-keys.ts';
import { moveProject, projectIndex } from './project-actions.ts';
import type { SidebarEntry } from './sidebar-entries.ts';
import { actionTargets, clearSelection, selectRange, sidebarStore } from './sidebar-store.ts';
import { rowTitle } from './thread-state.ts';

interface ListPosition {
  readonly entries: readonly SidebarEntry[];
  /** Index of the entry that has the focus. */
  readonly at: number;
  readonly focusAt: (index: number) => void;
}

/** Letters typed within this time belong together. */
const TYPING_MS = 800;
/** What was typed last; there is one list in a window. */
let typed = { text: '', at: 0 };

export const threadsOf = (entries: readonly SidebarEntry[]) => entries.filter((entry) => entry.kind === 'thread');

const titleOf = (entry: SidebarEntry): string => {
  if (entry.kind === 'section') return entry.title;
  const thread = entry.kind === 'thread' ? summaryOf(entry.ref) : undefined;
  return thread ? rowTitle(thread) : '';
};

/**
 * Arrows, Home and End walk, with Shift they select; Left and Right fold; Alt+Up and Alt+Down move a project; Delete archives; letters
 * find. Only while an entry itself has the focus, not a field or menu inside of it.
 */
export function handleListKey(event: KeyboardEvent, position: ListPosition): void {
  const entry = position.entries[position.at];
  if (!entry || !(event.target instanceof HTMLElement) || event.target.dataset['entry'] === undefined) return;
  const handled = event.altKey
    ? moveByKey(event.key, entry)
    : event.ctrlKey || event.metaKey
      ? selectAll(event.key, position)
      : walk(event, entry, position) || actOn(event.key, entry) || find(event, position);
  if (handled) event.preventDefault();
}

function moveByKey(key: string, entry: SidebarEntry): boolean {
  const project = entry.kind === 'section' ? entry.project : null;
  if (!project || (key !== 'ArrowUp' && key !== 'ArrowDown')) return false;
  void moveProject(project.id, projectIndex(project.id) + (key === 'ArrowUp' ? -1 : 1));
  return true;
}

function selectAll(key: string, { entries }: ListPosition): boolean {
  const threads = threadsOf(entries);
  const [first, last] = [threads[0], threads.at(-1)];
  if (key !== 'a' || !first || !last) return false;
  sidebarStore.setState({ anchor: first.key });
  selectRange(threads, last.key);
  return true;
}

function walk(event: KeyboardEvent, entry: SidebarEntry, { entries, at, focusAt }: ListPosition): boolean {
  const to = destination(event.key, entries, at);
  if (to === null) return fold(event.key, entry, { entries, at, focusAt });
  const target = entries[to];
  if (!event.shiftKey) clearSelection();
  else if (target?.kind === 'thread') selectRange(threadsOf(entries), target.key);
  focusAt(to);
  return true;
}

function destination(key: string, entries: readonly SidebarEntry[], at: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return nextFocusable(entries, at, 1);
    case 'ArrowUp':
      return nextFocusable(entries, at, -1);
    case 'Home':
      return nextFocusable(entries, -1, 1);
    case 'End':
      return nextFocusable(entries, entries.length, -1);
    default:
      return null;
  }
}

function fold(key: string, entry: SidebarEntry, { entries, at, focusAt }: ListPosition): boolean {
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return false;
  const folding = key === 'ArrowLeft';
  if (entry.kind === 'section' && entry.foldId !== null && entry.folded !== folding) setFolded(entry.foldId, folding);
  else if (folding) focusAt(headingOf(entries, at));
  return true;
}

function actOn(key: string, entry: SidebarEntry): boolean {
  // Without a selection Escape belongs to what the list is in.
  if (key === 'Escape' && sidebarStore.getState().selected.size > 0) clearSelection();
  else if (key === 'Delete' && entry.kind === 'thread') runCommand('thread.archive', actionTargets(entry.ref));
  else if (key === 'F2' && entry.kind === 'thread') runCommand('thread.rename', [entry.ref]);
  else return false;
  return true;
}

function find(event: KeyboardEvent, { entries, at, focusAt }: ListPosition): boolean {
  if (event.key.length !== 1 || event.key === ' ') return false;
  const text = event.timeStamp - typed.at < TYPING_MS ? typed.text + event.key : event.key;
  typed = { text, at: event.timeStamp };
  const found = findTyped(entries, titleOf, text, at);
  if (found !== null) focusAt(found);
  return true;
}
