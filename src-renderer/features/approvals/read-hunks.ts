export interface DiffLine {
  readonly kind: 'added' | 'removed' | 'same' | 'hunk';
  readonly before: number | null;
  readonly after: number | null;
  readonly text: string;
}

/** Lines of unified hunks (`@@ -1,2 +1,3 @@`) without a file header. */
export function readHunks(diff: string): readonly DiffLine[] {
  const lines: DiffLine[] = [];
  let before = 1;
  let after = 1;
  for (const raw of diff.split('\n')) {
    const head = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@(.*)$/.exec(raw);
    if (head) {
      before = Number(head[1]);
      after = Number(head[2]);
      lines.push({ kind: 'hunk', before: null, after: null, text: (head[3] ?? '').trim() });
    } else if (raw.startsWith('+')) lines.push({ kind: 'added', before: null, after: after++, text: raw.slice(1) });
    else if (raw.startsWith('-')) lines.push({ kind: 'removed', before: before++, after: null, text: raw.slice(1) });
    else if (raw.startsWith(' ')) lines.push({ kind: 'same', before: before++, after: after++, text: raw.slice(1) });
  }
  return lines;
}
