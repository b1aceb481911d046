import type { EditorChoice } from '../../../src-shared/model/files.ts';
import { appInfoStore } from '../../state/app-info-store.ts';
import { getClient } from '../../state/client.ts';
import { runCommand } from '../../state/commands.ts';
import { copyText } from '../../state/copy-text.ts';
import { preview } from '../../state/panel-store.ts';
import { revealPath } from '../../state/reveal-path.ts';
import { serverById } from '../../state/server-store.ts';
import { showError, showToast } from '../../state/toast-store.ts';
import { confirm, type MenuEntry } from '../../ui/overlay-requests.ts';
import type { FilesRoom } from './files-room.ts';
import { absolutePath, joinPath, nameOf, nameProblem, parentOf } from './paths.ts';

const UNDO_MS = 15_000;
/** By their names: what is looked at and not edited, and what can be both. */
const PICTURE = /\.(?:png|apng|jpe?g|gif|webp|avif|bmp|ico|pdf)$/i;
const PREVIEWED = /\.(?:png|apng|jpe?g|gif|webp|avif|bmp|ico|svg|pdf|html?|md|markdown)$/i;
export const canPreview = (path: string): boolean => PREVIEWED.test(path);

/** Opens a file where it is best looked at. */
export function openFile(room: FilesRoom, path: string, line: number | null = null): void {
  if (PICTURE.test(path)) showPreview(room, path);
  else room.files.open(path, line);
}
export const showPreview = ({ serverId, root }: FilesRoom, path: string): void =>
  preview({ kind: 'file', serverId, root, path });

let editors: readonly EditorChoice[] = [];
/** Asked once when the files are shown; menus are made at once. */
export async function findEditors(): Promise<void> {
  const answer = await getClient().files.editors({});
  if (answer.ok) editors = answer.value;
}

export async function openElsewhere(
  { serverId, root }: FilesRoom,
  path: string,
  editor: string | null,
  line: number | null,
): Promise<void> {
  const answer = await getClient().files.openInEditor({ serverId, root, path: path === '' ? '.' : path, editor, line });
  if (!answer.ok) showError(answer.error);
}
/** *Open in …* for every editor that was found. */
function editorEntries(room: FilesRoom, path: string, line: number | null = null): readonly MenuEntry[] {
  const entry = ({ id }: EditorChoice, label: string): MenuEntry => ({
    kind: 'item',
    label,
    onSelect: () => void openElsewhere(room, path, id, line || null),
  });
  const [only] = editors;
  if (!only) return [];
  if (editors.length === 1) return [entry(only, `Open in ${only.name}`)];
  return [{ kind: 'sub', label: 'Open in', entries: editors.map((editor) => entry(editor, editor.name)) }];
}

/** Adds a file or folder to the message, as `@` does. */
export function mention(room: FilesRoom, path: string): void {
  runCommand('message.mention', { name: path, path: absolutePath(room.root, path) });
}

/** What was typed for a new file or folder. False: it stays to be corrected. */
export async function create(room: FilesRoom, folder: string, kind: 'file' | 'folder', name: string): Promise<boolean> {
  const problem = nameProblem(name);
  if (problem !== null) {
    showToast({ tone: 'bad', title: problem });
    return false;
  }
  const path = joinPath(folder, name);
  const { serverId, root } = room;
  const answer = await getClient().files.create({ serverId, root, path, kind });
  if (!answer.ok) {
    showError(answer.error);
    return false;
  }
  room.tree.refresh();
  room.tree.reveal(path);
  if (kind === 'file') room.files.open(path);
  return true;
}

export async function rename(room: FilesRoom, path: string, name: string): Promise<boolean> {
  const to = joinPath(parentOf(path), name);
  if (to === path) return true;
  const problem = nameProblem(name);
  if (problem !== null) {
    showToast({ tone: 'bad', title: problem });
    return false;
  }
  const { serverId, root } = room;
  const answer = await getClient().files.rename({ serverId, root, path, to });
  if (!answer.ok) {
    showError(answer.error);
    return false;
  }
  room.files.renamed(path, to);
  room.tree.refresh();
  room.tree.reveal(to);
  return true;
}

/** It goes into Skein's trash: nobody is asked, and it can be brought back. */
export async function remove(room: FilesRoom, path: string): Promise<void> {
  const { serverId, root } = room;
  const answer = await getClient().files.remove({ serverId, root, path });
  if (!answer.ok) {
    showError(answer.error);
    return;
  }
  for (const file of room.files.store.getState().files)
    if (!file.dirty && (file.path === path || file.path.startsWith(`${path}/`))) room.files.close(file.path);
  room.tree.refresh();
  const { id } = answer.value;
  showToast({
    title: `Deleted ${nameOf(path)}`,
    text: 'It can be brought back.',
    durationMs: UNDO_MS,
    actions: [
      {
        label: 'Undo',
        onSelect: () =>
          void getClient()
            .files.restoreRemoved({ serverId, id })
            .then((restored) => {
              if (!restored.ok) showError(restored.error);
              room.tree.refresh();
            }),
      },
    ],
  });
}

/** Copies a file or folder beside it; the copy is where the user looks then. */
async function duplicate(room: FilesRoom, path: string): Promise<void> {
  const { serverId, root } = room;
  const answer = await getClient().files.duplicate({ serverId, root, path });
  if (!answer.ok) {
    showError(answer.error);
    return;
  }
  room.tree.refresh();
  room.tree.reveal(answer.value.path);
}

/** Closes an open file, after asking when something in it is not saved. */
export async function closeFile(room: FilesRoom, path: string): Promise<void> {
  const file = room.files.store.getState().files.find((other) => other.path === path);
  if (file?.dirty) {
    const yes = await confirm({
      title: `Close ${nameOf(path)} without saving?`,
      text: 'What you typed into it is lost.',
      confirmLabel: 'Close without saving',
      danger: true,
    });
    if (!yes) return;
  }
  room.files.close(path);
}

/** The menu of one row of the tree. */
export function rowEntries(room: FilesRoom, path: string, kind: 'file' | 'folder' | 'other'): readonly MenuEntry[] {
  const folder = kind === 'folder' ? path : parentOf(path);
  const item = (label: string, onSelect: () => void, keys?: string): MenuEntry => ({
    ...{ kind: 'item', label, onSelect },
    ...(keys === undefined ? {} : { keys }),
  });
  // Programs of this machine see its own files.
  const isHere = serverById(room.serverId)?.hostId === 'local';
  const canReveal = isHere && appInfoStore.getState().info?.canReveal === true;
  return [
    ...(kind === 'file' ? [item('Open', () => openFile(room, path), 'Enter')] : []),
    ...(kind === 'file' && canPreview(path) ? [item('Preview', () => showPreview(room, path))] : []),
    ...(isHere ? editorEntries(room, path) : []),
    item('Add to message', () => mention(room, path)),
    { kind: 'separator' },
    item('New file…', () => room.tree.ask({ kind: 'file', folder, path: null })),
    item('New folder…', () => room.tree.ask({ kind: 'folder', folder, path: null })),
    ...(path === ''
      ? []
      : [
          item('Rename…', () => room.tree.ask({ kind: 'rename', folder: parentOf(path), path }), 'F2'),
          item('Duplicate', () => void duplicate(room, path)),
        ]),
    { kind: 'separator' },
    item('Copy path', () => void copyText(absolutePath(room.root, path), 'Path')),
    ...(path === '' ? [] : [item('Copy relative path', () => void copyText(path, 'Path'))]),
    ...(canReveal ? [item('Reveal', () => void revealPath(absolutePath(room.root, path)))] : []),
    ...(path === ''
      ? []
      : ([
          { kind: 'separator' },
          { kind: 'item', label: 'Delete', keys: 'Delete', danger: true, onSelect: () => void remove(room, path) },
        ] satisfies MenuEntry[])),
  ];
}
