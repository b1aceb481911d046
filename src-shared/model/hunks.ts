/** One line of a hunk. `offset` counts the diff's lines after its header from 0, hunk headers and `\ No newline` marks included. */
export interface HunkLine {
  readonly kind: 'context' | 'added' | 'deleted' | 'noNewline';
  readonly offset: number;
  /** Without the sign in front and without `\n`; a `\r` before it belongs to the line. */
  readonly text: string;
  /** Line number from 1 on each side; null where the line is not there. Both null for the mark that a newline is missing. */
  readonly oldLine: number | null;
  readonly newLine: number | null;
}

export interface Hunk {
  /** Of the `@@` line; the hunk's own lines follow it. */
  readonly offset: number;
  /** As written: where a side has no lines, its start is the line before (0 at the top of the file). */
  readonly oldStart: number;
  readonly oldCount: number;
  readonly newStart: number;
  readonly newCount: number;
  /** What follows the second `@@`: the function the hunk is in. */
  readonly heading: string;
  readonly lines: readonly HunkLine[];
}

/** One file's diff, taken apart. */
export interface ParsedDiff {
  /** Lines before the first hunk, as they are. */
  readonly header: readonly string[];
  readonly hunks: readonly Hunk[];
}

const HUNK_HEADER = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@ ?(.*)$/s;

/**
 * Takes one file's unified diff apart, as Git prints it. Lines end at `\n` only, since a carriage return and other separators may stand
 * inside a line. Where a hunk ends is told by its counts, so a line that looks like a header is still a line.
 */
export function parseDiff(patch: string): ParsedDiff {
  const lines = patch.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const first = lines.findIndex((line) => HUNK_HEADER.test(line));
  if (first < 0) return { header: lines, hunks: [] };
  const hunks: Hunk[] = [];
  let at = first;
  while (at < lines.length) {
    const parsed = parseHunk(lines, at, first);
    if (!parsed) break;
    hunks.push(parsed.hunk);
    at = parsed.next;
  }
  return { header: lines.slice(0, first), hunks };
}

function parseHunk(
  lines: readonly string[],
  start: number,
  first: number,
): { readonly hunk: Hunk; readonly next: number } | null {
  const match = HUNK_HEADER.exec(lines[start] ?? '');
  if (!match) return null;
  const oldStart = Number(match[1]);
  const oldCount = match[2] === undefined ? 1 : Number(match[2]);
  const newStart = Number(match[3]);
  const newCount = match[4] === undefined ? 1 : Number(match[4]);
  const body: HunkLine[] = [];
  let oldLine = oldCount === 0 ? oldStart + 1 : oldStart;
  let newLine = newCount === 0 ? newStart + 1 : newStart;
  const oldEnd = oldLine + oldCount;
  const newEnd = newLine + newCount;
  let at = start + 1;
  for (; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const sign = line[0];
    const offset = at - first;
    const text = line.slice(1);
    if (sign === '\\') {
      body.push({ kind: 'noNewline', offset, text: line, oldLine: null, newLine: null });
    } else if (oldLine >= oldEnd && newLine >= newEnd) {
      break;
    } else if (sign === '+') {
      body.push({ kind: 'added', offset, text, oldLine: null, newLine: newLine++ });
    } else if (sign === '-') {
      body.push({ kind: 'deleted', offset, text, oldLine: oldLine++, newLine: null });
    } else {
      // Some programs cut the blank in front of an empty context line.
      body.push({ kind: 'context', offset, text, oldLine: oldLine++, newLine: newLine++ });
    }
  }
  const hunk = { offset: start - first, oldStart, oldCount, newStart, newCount, heading: match[5] ?? '', lines: body };
  return { hunk, next: at };
}

/** Offsets of the lines that a hunk adds or deletes: what is chosen when the whole hunk is. */
export const changedOffsets = (hunk: Hunk): number[] =>
  hunk.lines.filter(({ kind }) => kind === 'added' || kind === 'deleted').map(({ offset }) => offset);
