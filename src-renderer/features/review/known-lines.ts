import type { FileDiff } from '../../../src-shared/model/review.ts';
import type { DiffNote } from '../../editor/diff-items.ts';
import { hunkEnds, hunksOf, patchLines, type PatchHunk, type PatchLine } from './patch-lines.ts';

const known = new WeakMap<FileDiff, readonly PatchLine[]>();

/** The lines of a diff, read once. */
export function linesOf(diff: FileDiff): readonly PatchLine[] {
  const found = known.get(diff) ?? patchLines(diff.patch);
  known.set(diff, found);
  return found;
}

const hunks = new WeakMap<FileDiff, readonly PatchHunk[]>();

/** The hunks of a diff, found once. */
export function hunksIn(diff: FileDiff): readonly PatchHunk[] {
  const found = hunks.get(diff) ?? hunksOf(linesOf(diff));
  hunks.set(diff, found);
  return found;
}

const bars = new WeakMap<FileDiff, readonly DiffNote[]>();

/** What hangs below the hunks of a diff, found once. `hunk:` and the number of the hunk. */
export function hunkNotes(diff: FileDiff): readonly DiffNote[] {
  const found = bars.get(diff) ?? hunkEnds(diff.patch).map((last, number) => ({ key: `hunk:${number}`, ...last }));
  bars.set(diff, found);
  return found;
}
