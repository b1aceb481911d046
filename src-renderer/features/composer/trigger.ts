/** What the words before the caret ask the popup for. `from`: offset in the text where the replaced range begins. */
export type Trigger =
  | { readonly kind: 'file'; readonly from: number; readonly query: string }
  | { readonly kind: 'skill'; readonly from: number; readonly query: string }
  | { readonly kind: 'command'; readonly from: number; readonly query: string };

/** Only this many characters before the caret are looked at, so that a key press costs the same in a text of any length. */
export const TRIGGER_WINDOW_CHARS = 200;

const COMMAND = /^\/([\w:.-]*)$/;
const FILE = /(?:^|[\s([{"'`])@([^\s@]*)$/;
const SKILL = /(?:^|[\s([{"'`])\$([A-Za-z][\w:.-]*|)$/;

/**
 * Finds the trigger that the caret is in, or null. A command counts only as the first thing of a message; `@` and `$` only
 * at the beginning of a word, so that mail addresses and prices are left alone.
 */
export function findTrigger(text: string, caret: number): Trigger | null {
  const start = Math.max(0, caret - TRIGGER_WINDOW_CHARS);
  const before = text.slice(start, caret);
  if (start === 0) {
    const command = COMMAND.exec(before);
    if (command) return { kind: 'command', from: 0, query: command[1] ?? '' };
    if (before.startsWith('!')) return null;
  }
  const file = FILE.exec(before);
  if (file) return { kind: 'file', from: caret - (file[1] ?? '').length - 1, query: file[1] ?? '' };
  const skill = SKILL.exec(before);
  if (skill) return { kind: 'skill', from: caret - (skill[1] ?? '').length - 1, query: skill[1] ?? '' };
  return null;
}

/** A message that begins with `!` is a command for the user's own shell. */
export const isShellCommand = (text: string): boolean => text.startsWith('!');
