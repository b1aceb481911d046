import type { SidebarEntry } from './sidebar-entries.ts';

/** Entries that take the focus. */
const isFocusable = (entry: SidebarEntry): boolean =>
  entry.kind === 'thread' ||
  entry.kind === 'more' ||
  entry.kind === 'failed' ||
  (entry.kind === 'section' && entry.foldId !== null);

/** The next entry in a direction that takes the focus; `from` itself when there is none. */
export function nextFocusable(entries: readonly SidebarEntry[], from: number, step: 1 | -1): number {
  for (let at = from + step; at >= 0 && at < entries.length; at += step) {
    const entry = entries[at];
    if (entry && isFocusable(entry)) return at;
  }
  return from;
}

/** The heading that an entry stands under. */
export function headingOf(entries: readonly SidebarEntry[], from: number): number {
  for (let at = from; at >= 0; at--) if (entries[at]?.kind === 'section') return at;
  return from;
}

/**
 * Where typing leads: the first entry behind `from` (around the end) whose title begins with what was typed, else the first
 * that contains it. A single letter typed again goes on to the next one.
 */
export function findTyped(
  entries: readonly SidebarEntry[],
  titleOf: (entry: SidebarEntry) => string,
  typed: string,
  from: number,
): number | null {
  const wanted = typed.toLowerCase();
  const start = typed.length === 1 ? from + 1 : from;
  const around = Array.from({ length: entries.length }, (_, step) => (start + step + entries.length) % entries.length);
  const matches = (test: (title: string) => boolean) =>
    around.find((index) => {
      const entry = entries[index];
      return entry !== undefined && isFocusable(entry) && test(titleOf(entry).toLowerCase());
    });
  return matches((title) => title.startsWith(wanted)) ?? matches((title) => title.includes(wanted)) ?? null;
}
