/**
 * Walking through what was sent before. `at` 0 is the message being written, 1 the newest entry, and so on. Every place keeps the
 * text as the user left it there, so that walking away and back loses nothing.
 */
export interface HistoryWalk {
  readonly at: number;
  readonly edited: Readonly<Record<number, string>>;
}
export const START_OF_WALK: HistoryWalk = { at: 0, edited: {} };

export interface Step {
  readonly walk: HistoryWalk;
  readonly text: string;
}

/** One step to an older or newer entry, or null at the end. `entries`: newest first. */
export function stepHistory(
  walk: HistoryWalk,
  entries: readonly string[],
  current: string,
  direction: 'older' | 'newer',
): Step | null {
  const at = walk.at + (direction === 'older' ? 1 : -1);
  if (at < 0 || at > entries.length) return null;
  const edited = { ...walk.edited, [walk.at]: current };
  return { walk: { at, edited }, text: edited[at] ?? entries[at - 1] ?? '' };
}

/**
 * Whether an arrow key at this caret means history: the caret must be on the first (or last) line of the text. A selection, or a
 * text in which the caret can still move in that direction, keeps the key.
 */
export function onEdgeLine(text: string, start: number, end: number, direction: 'older' | 'newer'): boolean {
  if (start !== end) return false;
  return direction === 'older' ? text.lastIndexOf('\n', start - 1) < 0 || start === 0 : !text.includes('\n', end);
}
