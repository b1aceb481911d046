import type { ChangedFile, ReviewSection } from '../../../src-shared/model/review.ts';

export type TreeRow =
  | { readonly kind: 'section'; readonly key: string; readonly section: ReviewSection; readonly count: number }
  | {
      readonly kind: 'folder';
      readonly key: string;
      readonly name: string;
      readonly depth: number;
      readonly open: boolean;
    }
  | {
      readonly kind: 'file';
      readonly key: string;
      readonly name: string;
      readonly depth: number;
      readonly file: ChangedFile;
    };

interface Folder {
  readonly folders: Map<string, Folder>;
  readonly files: ChangedFile[];
}

/**
 * Rows of the tree of changed files: sections in the order they come in, folders before files, both by name. A folder that
 * holds nothing but one folder is one row with it.
 */
export function treeRows(files: readonly ChangedFile[], closed: ReadonlySet<string>): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const sections = new Map<ReviewSection, ChangedFile[]>();
  for (const file of files) {
    const list = sections.get(file.section);
    if (list) list.push(file);
    else sections.set(file.section, [file]);
  }
  for (const [section, list] of sections) {
    if (section !== 'changed') rows.push({ kind: 'section', key: `${section}:`, section, count: list.length });
    walk(treeOf(list), section, '', 0, closed, rows);
  }
  return rows;
}

function treeOf(files: readonly ChangedFile[]): Folder {
  const root: Folder = { folders: new Map(), files: [] };
  for (const file of files) {
    let folder = root;
    for (const name of file.path.split('/').slice(0, -1)) {
      const next = folder.folders.get(name) ?? { folders: new Map(), files: [] };
      folder.folders.set(name, next);
      folder = next;
    }
    folder.files.push(file);
  }
  return root;
}

function walk(
  folder: Folder,
  section: string,
  path: string,
  depth: number,
  closed: ReadonlySet<string>,
  rows: TreeRow[],
) {
  for (const [first, child] of [...folder.folders].sort(([a], [b]) => compare(a, b))) {
    let name = first;
    let inner = child;
    for (let only = onlyFolder(inner); only; only = onlyFolder(inner)) {
      name += `/${only[0]}`;
      inner = only[1];
    }
    const key = `${section}:${path}${name}/`;
    const open = !closed.has(key);
    rows.push({ kind: 'folder', key, name, depth, open });
    if (open) walk(inner, section, `${path}${name}/`, depth + 1, closed, rows);
  }
  for (const file of [...folder.files].sort((a, b) => compare(a.path, b.path)))
    rows.push({
      kind: 'file',
      key: `${section}:${file.path}`,
      name: file.path.slice(file.path.lastIndexOf('/') + 1),
      depth,
      file,
    });
}

const onlyFolder = (folder: Folder): readonly [string, Folder] | null => {
  const [first] = folder.folders;
  return folder.files.length === 0 && folder.folders.size === 1 && first ? first : null;
};
/** One for all comparisons: `localeCompare` with options makes one for each. */
const { compare } = new Intl.Collator('en', { numeric: true });

/** Files in the order the tree shows them, folded or not: the order of the diffs as well. */
export const filesInOrder = (files: readonly ChangedFile[]): readonly ChangedFile[] =>
  treeRows(files, new Set()).flatMap((row) => (row.kind === 'file' ? [row.file] : []));
