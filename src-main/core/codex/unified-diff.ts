import type { FileChange } from '../../../src-shared/model/item.ts';
import { DIFF_CAP_CHARS } from '../../../src-shared/model/item.ts';

export interface DiffCounts {
  readonly files: number;
  readonly additions: number;
  readonly deletions: number;
}

const PLUS = 43;
const MINUS = 45;
const BACKSLASH = 92;
const NO_NEWLINE = '\\ No newline at end of file';

/**
 * The hunks of one changed file. Codex sends the bare content for added and deleted files, and for a moved one it adds the words
 * `Moved to: …` after the hunks; here all of them are hunks without a file header.
 */
export function toHunks(kind: FileChange['kind'], diff: string, movedTo: string | null): string {
  if (kind === 'add') return diff.startsWith('@@ -0,0 ') ? diff : contentAsHunk(diff, '+');
  if (kind === 'delete') return /^@@ -\d/.test(diff) ? diff : contentAsHunk(diff, '-');
  const start = diff.startsWith('@@') ? 0 : diff.indexOf('\n@@') + 1;
  const hunks = start > 0 ? diff.slice(start) : diff;
  if (movedTo === null) return hunks;
  const note = hunks.lastIndexOf('\n\nMoved to: ');
  return note < 0 ? (hunks.startsWith('Moved to: ') ? '' : hunks) : hunks.slice(0, note + 1);
}

function contentAsHunk(content: string, sign: '+' | '-'): string {
  if (content === '') return '';
  const endsWithNewline = content.endsWith('\n');
  const lines = (endsWithNewline ? content.slice(0, -1) : content).split('\n');
  const header = sign === '+' ? `@@ -0,0 +1,${lines.length} @@` : `@@ -1,${lines.length} +0,0 @@`;
  const body = lines.map((line) => sign + line).join('\n');
  return `${header}\n${body}\n${endsWithNewline ? '' : `${NO_NEWLINE}\n`}`;
}

/** Cuts at a line's end, so that what is left is still a diff. */
export function capDiff(
  hunks: string,
  maxChars = DIFF_CAP_CHARS,
): { readonly diff: string; readonly truncated: boolean } {
  if (hunks.length <= maxChars) return { diff: hunks, truncated: false };
  return { diff: hunks.slice(0, hunks.lastIndexOf('\n', maxChars - 1) + 1), truncated: true };
}

/** Added and deleted lines of hunks (no file headers: every line that begins with + or − counts). */
export function countHunkLines(hunks: string): { readonly additions: number; readonly deletions: number } {
  let additions = 0;
  let deletions = 0;
  for (let at = 0; at >= 0 && at < hunks.length; at = nextLine(hunks, at)) {
    const first = hunks.charCodeAt(at);
    if (first === PLUS) additions++;
    else if (first === MINUS) deletions++;
  }
  return { additions, deletions };
}

/**
 * Counts a whole `diff --git` text, as `turn/diff/updated` carries it. Hunk headers say how many lines follow, so a deleted line
 * that reads `-- a` is not taken for a file header.
 */
export function countDiff(diff: string): DiffCounts {
  let files = 0;
  let additions = 0;
  let deletions = 0;
  let oldLeft = 0;
  let newLeft = 0;
  for (let at = 0; at >= 0 && at < diff.length; at = nextLine(diff, at)) {
    const first = diff.charCodeAt(at);
    if (oldLeft > 0 || newLeft > 0) {
      if (first === PLUS) {
        additions++;
        newLeft--;
      } else if (first === MINUS) {
        deletions++;
        oldLeft--;
      } else if (first !== BACKSLASH) {
        oldLeft--;
        newLeft--;
      }
      continue;
    }
    if (diff.startsWith('diff --git ', at)) files++;
    else if (diff.startsWith('@@ ', at)) {
      const range = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(diff.slice(at, at + 80));
      oldLeft = Number(range?.[1] ?? 1);
      newLeft = Number(range?.[2] ?? 1);
    }
  }
  return { files, additions, deletions };
}

function nextLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? -1 : end + 1;
}
