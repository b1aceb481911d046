/** One line of a unified diff, as drawn. Numbers are null where the line is not in that side. */
export interface DiffLine {
  readonly kind: 'hunk' | 'context' | 'add' | 'delete' | 'note';
  readonly text: string;
  readonly before: number | null;
  readonly after: number | null;
}

const HUNK = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@ ?(.*)$/;

/**
 * Lines of unified hunks without a file header. A hunk head without numbers (`@@` alone, as agents write it) starts at an
 * unknown line: its lines carry no numbers. Text that is no diff at all is shown as context.
 */
export function parseHunks(diff: string): DiffLine[] {
  const lines: DiffLine[] = [];
  let before: number | null = null;
  let after: number | null = null;
  const text = diff.endsWith('\n') ? diff.slice(0, -1) : diff;
  if (text === '') return lines;
  for (const raw of text.split('\n')) {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    if (line.startsWith('@@')) {
      const head = HUNK.exec(line);
      before = head ? Number(head[1]) : null;
      after = head ? Number(head[2]) : null;
      lines.push({ kind: 'hunk', text: line, before: null, after: null });
    } else if (line.startsWith('+')) {
      lines.push({ kind: 'add', text: line.slice(1), before: null, after });
      if (after !== null) after++;
    } else if (line.startsWith('-')) {
      lines.push({ kind: 'delete', text: line.slice(1), before, after: null });
      if (before !== null) before++;
    } else if (line.startsWith('\\')) {
      lines.push({ kind: 'note', text: line.slice(2), before: null, after: null });
    } else {
      lines.push({ kind: 'context', text: line.startsWith(' ') ? line.slice(1) : line, before, after });
      if (before !== null) before++;
      if (after !== null) after++;
    }
  }
  return lines;
}
