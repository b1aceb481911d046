/** Comparing more lines with one another than this is not worth the wait; they then count as new. */
const MAX_COMPARISONS = 4_000_000;
const LINE = /([^\r\n]*)(\r\n|\r|\n|$)/g;

interface Line {
  readonly text: string;
  readonly end: string;
}

function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  for (const [whole, line = '', end = ''] of text.matchAll(LINE)) {
    if (whole === '' && lines.length > 0) break;
    lines.push({ text: line, end });
    if (end === '') break;
  }
  return lines;
}

/**
 * A text whose lines end with `\n`, with the line ends of the text before it: a file that has only one kind keeps that; in a mixed one
 * every line that stayed keeps its own, and a new line ends as the one above it.
 */
export function keepLineEnds(before: string, text: string): string {
  const kinds = new Set(before.match(/\r\n|\r|\n/g) ?? []);
  const [only = '\n'] = kinds;
  const plain = text.replace(/\r\n?/g, '\n');
  if (kinds.size <= 1) return only === '\n' ? plain : plain.replaceAll('\n', only);
  const old = linesOf(before);
  const now = linesOf(plain);
  let head = 0;
  while (head < old.length && head < now.length && old[head]?.text === now[head]?.text) head += 1;
  let tail = 0;
  const room = Math.min(old.length, now.length) - head;
  while (tail < room && old[old.length - 1 - tail]?.text === now[now.length - 1 - tail]?.text) tail += 1;
  /** The old line that a new one is, or -1. Lines in between are looked for in their order. */
  let at = head;
  const worth = (old.length - head - tail) * (now.length - head - tail) <= MAX_COMPARISONS;
  const oldOf = (index: number): number => {
    if (index < head) return index;
    if (index >= now.length - tail) return index - now.length + old.length;
    for (let other = at; worth && other < old.length - tail; other += 1) {
      if (old[other]?.text !== now[index]?.text) continue;
      at = other + 1;
      return other;
    }
    return -1;
  };
  let last = old.find(({ end }) => end !== '')?.end ?? '\n';
  const parts: string[] = [];
  for (const [index, line] of now.entries()) {
    const found = old[oldOf(index)]?.end;
    if (found !== undefined && found !== '') last = found;
    parts.push(line.text, line.end === '' ? '' : last);
  }
  return parts.join('');
}
