/** One hunk: what was and what is, as lines with their line breaks. */
interface Hunk {
  readonly oldStart: number;
  readonly newStart: number;
  readonly old: readonly string[];
  readonly new: readonly string[];
}

/** Lines with the breaks that end them; the last one may have none. */
const linesOf = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

function parseHunks(diff: string): readonly Hunk[] {
  const hunks: { oldStart: number; newStart: number; old: string[]; new: string[] }[] = [];
  let last: string[][] = [];
  for (const line of linesOf(diff)) {
    const head = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line);
    const hunk = hunks.at(-1);
    if (head) hunks.push({ oldStart: Number(head[1]), newStart: Number(head[2]), old: [], new: [] });
    else if (!hunk) continue;
    else if (line.startsWith('\\')) {
      // No newline at the end of the file: it concerns the line before.
      for (const side of last) side.push((side.pop() ?? '').replace(/\n$/, ''));
    } else {
      const sides = line.startsWith('-') ? [hunk.old] : line.startsWith('+') ? [hunk.new] : [hunk.old, hunk.new];
      for (const side of sides) side.push(line.slice(1));
      last = sides;
    }
  }
  return hunks;
}

/**
 * Applies hunks to a text, forwards or backwards. They may lie elsewhere than they say, but each must be found exactly and in order. Null
 * when one is not found, or in several places equally far away.
 */
export function applyHunks(text: string, diff: string, direction: 'forward' | 'backward'): string | null {
  const lines = linesOf(text);
  const done: string[] = [];
  let at = 0;
  let drift = 0;
  for (const hunk of parseHunks(diff)) {
    const backward = direction === 'backward';
    const [from, to] = backward ? [hunk.new, hunk.old] : [hunk.old, hunk.new];
    const start = backward ? hunk.newStart : hunk.oldStart;
    // A hunk without lines names the line before it.
    const expected = (from.length === 0 ? start : start - 1) + drift;
    const found = locate(lines, from, expected, at);
    if (found === null) return null;
    done.push(...lines.slice(at, found), ...to);
    at = found + from.length;
    drift += found - expected;
  }
  return [...done, ...lines.slice(at)].join('');
}

/** The place nearest to the expected one where the lines stand; null when there is none or two are equally near. */
function locate(lines: readonly string[], wanted: readonly string[], expected: number, from: number): number | null {
  if (wanted.length === 0) return expected >= from && expected <= lines.length ? expected : null;
  const fits = (at: number) =>
    at >= from && at + wanted.length <= lines.length && wanted.every((line, offset) => lines[at + offset] === line);
  for (let distance = 0; distance <= lines.length; distance++) {
    const places = [...new Set([expected - distance, expected + distance])].filter(fits);
    if (places.length === 1) return places[0] ?? null;
    if (places.length > 1) return null;
  }
  return null;
}
