import type { LinePlace, LineRange } from '../../editor/diff-list.tsx';

/** One line of a file's diff after its header, with its numbers on both sides. */
export interface PatchLine {
  readonly kind: 'hunk' | 'context' | 'add' | 'delete' | 'note';
  readonly old: number | null;
  readonly new: number | null;
}
/** Offsets count from 0 after the header, hunk headers included, as `review.stage` takes them. */
export interface PatchHunk {
  readonly first: number;
  /** Offset after the last line. */
  readonly end: number;
  /** Where its last line is, to hang something below it. */
  readonly last: LinePlace;
}

const HUNK = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/;

export function patchLines(patch: string): readonly PatchLine[] {
  const lines: PatchLine[] = [];
  let before = 0;
  let after = 0;
  const text = patch.endsWith('\n') ? patch.slice(0, -1) : patch;
  for (const line of text.split('\n')) {
    const head = HUNK.exec(line);
    if (head) {
      before = Number(head[1]);
      after = Number(head[2]);
      lines.push({ kind: 'hunk', old: null, new: null });
    } else if (lines.length === 0) continue;
    else if (line.startsWith('+')) lines.push({ kind: 'add', old: null, new: after++ });
    else if (line.startsWith('-')) lines.push({ kind: 'delete', old: before++, new: null });
    else if (line.startsWith('\\')) lines.push({ kind: 'note', old: null, new: null });
    else lines.push({ kind: 'context', old: before++, new: after++ });
  }
  return lines;
}

export function hunksOf(lines: readonly PatchLine[]): readonly PatchHunk[] {
  const hunks: PatchHunk[] = [];
  for (let at = 0; at < lines.length;) {
    let end = at + 1;
    let last: LinePlace = { side: 'new', line: 1 };
    while (end < lines.length && lines[end]?.kind !== 'hunk') {
      const line = lines[end];
      if (line && line.new !== null) last = { side: 'new', line: line.new };
      else if (line && line.old !== null) last = { side: 'old', line: line.old };
      end++;
    }
    hunks.push({ first: at, end, last });
    at = end;
  }
  return hunks;
}

const EVERY_HUNK = new RegExp(HUNK.source.replaceAll('(?:,\\d+)?', '(?:,(\\d+))?'), 'gm');

/** Where the last line of each hunk is, as {@link hunksOf} says it, without looking at the lines in between: quick for patches of any size. */
export function hunkEnds(patch: string): readonly LinePlace[] {
  const heads = [...patch.matchAll(EVERY_HUNK)];
  return heads.map(([, oldStart, oldCount = '1', newStart, newCount = '1'], at): LinePlace => {
    let end = heads[at + 1]?.index ?? patch.length;
    let first = '\\';
    // A note on a missing line end follows the line it is about.
    while (first === '\\') {
      const start = patch.lastIndexOf('\n', end - 2) + 1;
      first = patch[start] ?? '';
      end = start;
    }
    return first === '-'
      ? { side: 'old', line: Number(oldStart) + Number(oldCount) - 1 }
      : { side: 'new', line: Number(newStart) + Number(newCount) - 1 };
  });
}

/** Offsets of the added and removed lines in a hunk. */
export const changesIn = (lines: readonly PatchLine[], hunk: PatchHunk): number[] =>
  range(hunk.first, hunk.end).filter((at) => isChange(lines[at]));

/** Offsets of the added and removed lines from one end of a selection to the other, in the order of the diff. */
export function changesBetween(lines: readonly PatchLine[], selection: LineRange): number[] {
  const one = offsetOf(lines, selection.from);
  const other = offsetOf(lines, selection.to);
  if (one === -1 || other === -1) return [];
  return range(Math.min(one, other), Math.max(one, other) + 1).filter((at) => isChange(lines[at]));
}

/** The line with this number on this side; -1 when the diff does not show it. */
const offsetOf = (lines: readonly PatchLine[], place: LinePlace): number =>
  lines.findIndex((line) => (place.side === 'old' ? line.old : line.new) === place.line);

/** The lines of a selection as text, for a comment's excerpt. */
export function excerptOf(patch: string, lines: readonly PatchLine[], selection: LineRange): string {
  const one = offsetOf(lines, selection.from);
  const other = offsetOf(lines, selection.to);
  if (one === -1 || other === -1) return '';
  const all = patch.split('\n');
  const head = all.findIndex((line) => HUNK.test(line));
  return all
    .slice(head + Math.min(one, other), head + Math.max(one, other) + 1)
    .filter((line) => !line.startsWith('@@'))
    .join('\n');
}

const isChange = (line: PatchLine | undefined): boolean => line?.kind === 'add' || line?.kind === 'delete';
const range = (from: number, end: number): number[] => Array.from({ length: end - from }, (_, at) => from + at);
