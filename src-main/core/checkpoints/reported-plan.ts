import type { FileChange } from '../../../src-shared/model/item.ts';
import type { UndoPath } from '../../../src-shared/model/checkpoint.ts';
import { applyHunks } from './apply-hunks.ts';

/** A change the server reported, with paths relative to the folder. */
export type ReportedChange = Pick<FileChange, 'path' | 'kind' | 'movedTo' | 'diff'>;

/** What becomes of one file. Null: it is not there. */
export interface ReportedResult {
  readonly path: string;
  readonly change: UndoPath['change'];
  readonly before: string | null;
  /** Undefined: the changes do not fit on what is there now. */
  readonly after: string | null | undefined;
}

/** The paths that changes touch, in their order. */
export const touchedPaths = (changes: readonly ReportedChange[]): readonly string[] => [
  ...new Set(changes.flatMap(({ path, movedTo }) => (movedTo === null ? [path] : [path, movedTo]))),
];

/**
 * Goes through the changes of a turn, backwards for an undo, on the contents that are there now. A file that no change fits on any more is
 * told as such; the others are not affected by it.
 */
export function planReported(
  changes: readonly ReportedChange[],
  direction: 'undo' | 'redo',
  contents: ReadonlyMap<string, string | null>,
): readonly ReportedResult[] {
  const now = new Map<string, string | null | undefined>(contents);
  const ordered = direction === 'undo' ? [...changes].reverse() : changes;
  for (const change of ordered) {
    if (direction === 'undo') undoOne(change, now);
    else redoOne(change, now);
  }
  const kinds = new Map<string, UndoPath['change']>();
  for (const { path, kind, movedTo } of changes) {
    if (movedTo !== null) kinds.set(movedTo, kinds.get(movedTo) ?? 'added');
    kinds.set(
      path,
      movedTo !== null || kind === 'delete' ? 'deleted' : (kinds.get(path) ?? (kind === 'add' ? 'added' : 'modified')),
    );
  }
  return touchedPaths(changes).map((path) => ({
    path,
    change: kinds.get(path) ?? 'modified',
    before: contents.get(path) ?? null,
    after: now.get(path),
  }));
}

type Contents = Map<string, string | null | undefined>;

function patched(content: string | null | undefined, diff: string, direction: 'forward' | 'backward') {
  if (content === null || content === undefined) return undefined;
  return applyHunks(content, diff, direction) ?? undefined;
}

function undoOne({ path, kind, movedTo, diff }: ReportedChange, now: Contents): void {
  if (kind === 'add') {
    // Gone only when nothing else has come to it.
    now.set(path, patched(now.get(path), diff, 'backward') === '' ? null : undefined);
  } else if (kind === 'delete') {
    now.set(path, now.get(path) === null ? (applyHunks('', diff, 'backward') ?? undefined) : undefined);
  } else if (movedTo === null) now.set(path, patched(now.get(path), diff, 'backward'));
  else {
    const back = now.get(path) === null ? patched(now.get(movedTo), diff, 'backward') : undefined;
    now.set(path, back);
    now.set(movedTo, back === undefined ? undefined : null);
  }
}

function redoOne({ path, kind, movedTo, diff }: ReportedChange, now: Contents): void {
  if (kind === 'add')
    now.set(path, now.get(path) === null ? (applyHunks('', diff, 'forward') ?? undefined) : undefined);
  else if (kind === 'delete') now.set(path, patched(now.get(path), diff, 'forward') === '' ? null : undefined);
  else if (movedTo === null) now.set(path, patched(now.get(path), diff, 'forward'));
  else {
    const moved = now.get(movedTo) === null ? patched(now.get(path), diff, 'forward') : undefined;
    now.set(movedTo, moved);
    now.set(path, moved === undefined ? undefined : null);
  }
}
