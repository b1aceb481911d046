import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { FolderEntry } from '../../../src-shared/model/files.ts';
import { joinPath } from './paths.ts';
import type { TreeState } from './tree-store.ts';

export type FileRow =
  | {
      readonly kind: 'entry';
      readonly key: string;
      readonly path: string;
      readonly depth: number;
      readonly entry: FolderEntry;
      readonly open: boolean;
    }
  | { readonly kind: 'input'; readonly key: string; readonly depth: number; readonly name: string }
  | {
      readonly kind: 'more';
      readonly key: string;
      readonly folder: string;
      readonly depth: number;
      readonly left: number;
    }
  | { readonly kind: 'reading'; readonly key: string; readonly depth: number }
  | { readonly kind: 'failed'; readonly key: string; readonly depth: number; readonly error: AppError }
  | { readonly kind: 'empty'; readonly key: string; readonly depth: number };

/** What the tree shows, from top to bottom. */
export function fileRows(state: Pick<TreeState, 'folders' | 'open' | 'input'>): readonly FileRow[] {
  const rows: FileRow[] = [];
  walk(state, '', 0, rows);
  return rows;
}

function walk(state: Pick<TreeState, 'folders' | 'open' | 'input'>, folder: string, depth: number, rows: FileRow[]) {
  const { folders, open, input } = state;
  const isNew = input !== null && input.kind !== 'rename' && input.folder === folder;
  if (isNew) rows.push({ kind: 'input', key: `input:${folder}`, depth, name: '' });
  const loaded = folders[folder];
  if (!loaded) {
    rows.push({ kind: 'reading', key: `reading:${folder}`, depth });
    return;
  }
  if (loaded.error) rows.push({ kind: 'failed', key: `failed:${folder}`, depth, error: loaded.error });
  else if (loaded.entries.length === 0 && !isNew) rows.push({ kind: 'empty', key: `empty:${folder}`, depth });
  for (const entry of loaded.entries) {
    const path = joinPath(folder, entry.name);
    if (input?.kind === 'rename' && input.path === path) {
      rows.push({ kind: 'input', key: `input:${path}`, depth, name: entry.name });
      continue;
    }
    const isOpen = entry.kind === 'folder' && open.has(path);
    rows.push({ kind: 'entry', key: path, path, depth, entry, open: isOpen });
    if (isOpen) walk(state, path, depth + 1, rows);
  }
  if (loaded.more)
    rows.push({ kind: 'more', key: `more:${folder}`, folder, depth, left: loaded.total - loaded.entries.length });
}
