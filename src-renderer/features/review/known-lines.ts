import type { FileDiff } from '../../../src-shared/model/review.ts';
import { patchLines, type PatchLine } from './patch-lines.ts';

const known = new WeakMap<FileDiff, readonly PatchLine[]>();

/** The lines of a diff, read once. */
export function linesOf(diff: FileDiff): readonly PatchLine[] {
  const found = known.get(diff) ?? patchLines(diff.patch);
  known.set(diff, found);
  return found;
}
