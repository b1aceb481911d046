import { stripVTControlCharacters } from 'node:util';

/** Characters of a job's output that are kept: the newest. */
const MAX_OUTPUT_CHARS = 20_000;

/**
 * Puts what a command printed after what it printed before, as a terminal would show it: a carriage return starts the line anew
 * (progress), colours are dropped. The last `MAX_OUTPUT_CHARS` stay.
 */
export function appendOutput(before: string, printed: string): string {
  const lineStart = before.lastIndexOf('\n') + 1;
  const open = stripVTControlCharacters(before.slice(lineStart) + printed).split('\n');
  const lines = open.map((line, index) => {
    // At the end of what has come so far, the carriage return waits for what replaces the line.
    const isOpen = index === open.length - 1;
    const shown = line.endsWith('\r') ? line.slice(0, -1) : line;
    const last = shown.slice(shown.lastIndexOf('\r') + 1);
    return isOpen && line.endsWith('\r') ? `${last}\r` : last;
  });
  return (before.slice(0, lineStart) + lines.join('\n')).slice(-MAX_OUTPUT_CHARS);
}
