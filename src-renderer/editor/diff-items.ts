import { processFile, type CodeViewDiffItem, type DiffLineAnnotation, type FileDiffMetadata } from '@pierre/diffs';

/** One file of a many-file diff. */
export interface DiffEntry {
  /** Unique in the list, and the same for the same file. */
  readonly id: string;
  readonly path: string;
  readonly oldPath: string | null;
  /** Git's unified diff of this file, header included; empty when there are no lines to show. */
  readonly patch: string;
  /** Another value whenever the patch is another one. */
  readonly fingerprint: string;
  readonly collapsed: boolean;
  readonly notes: readonly DiffNote[];
}
/** Something drawn below a line. */
export interface DiffNote {
  readonly key: string;
  readonly side: 'old' | 'new';
  /** From 1. */
  readonly line: number;
}

interface Known {
  readonly fingerprint: string;
  readonly collapsed: boolean;
  readonly notes: readonly DiffNote[];
  readonly diff: FileDiffMetadata;
  readonly item: CodeViewDiffItem<string>;
}

/** Turns entries into the diff library's items. A file is parsed once for each of its fingerprints, and an item that did not change stays the same. */
export class DiffItems {
  private known = new Map<string, Known>();
  private version = 0;

  of(entries: readonly DiffEntry[]): readonly CodeViewDiffItem<string>[] {
    const next = new Map<string, Known>();
    const items = entries.map((entry) => {
      const found = this.next(entry);
      next.set(entry.id, found);
      return found.item;
    });
    this.known = next;
    return items;
  }

  private next(entry: DiffEntry): Known {
    const { id, fingerprint, collapsed, notes } = entry;
    const before = this.known.get(id);
    const same = before?.fingerprint === fingerprint;
    if (before && same && before.collapsed === collapsed && sameNotes(before.notes, notes)) return before;
    const diff = before && same ? before.diff : parse(entry);
    const item: CodeViewDiffItem<string> = {
      id,
      type: 'diff',
      fileDiff: diff,
      annotations: notes.map(annotation),
      collapsed,
      version: ++this.version,
    };
    return { fingerprint, collapsed, notes, diff, item };
  }
}

const annotation = (note: DiffNote): DiffLineAnnotation<string> => ({
  side: note.side === 'old' ? 'deletions' : 'additions',
  lineNumber: note.line,
  metadata: note.key,
});

const sameNotes = (a: readonly DiffNote[], b: readonly DiffNote[]): boolean =>
  a === b ||
  (a.length === b.length &&
    a.every((note, at) => {
      const other = b[at];
      return other?.key === note.key && other.side === note.side && other.line === note.line;
    }));

function parse({ id, path, oldPath, patch, fingerprint }: DiffEntry): FileDiffMetadata {
  const cacheKey = `${id}:${fingerprint}`;
  const parsed =
    patch === '' ? undefined : processFile(patch, { disableLineMatching: true, isGitDiff: true, cacheKey });
  return (
    parsed ?? {
      name: path,
      ...(oldPath === null ? {} : { prevName: oldPath }),
      type: oldPath === null ? 'change' : 'rename-pure',
      hunks: [],
      splitLineCount: 0,
      unifiedLineCount: 0,
      isPartial: true,
      deletionLines: [],
      additionLines: [],
      deletionCharacterCount: 0,
      additionCharacterCount: 0,
      cacheKey,
    }
  );
}
