/** A key press as far as it matters for matching. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

const MODIFIERS = ['Mod', 'Ctrl', 'Alt', 'Shift'] as const;
const MODIFIER_KEYS = new Set(['Control', 'Meta', 'Alt', 'Shift', 'AltGraph', 'OS']);
/** Names of keys whose own character would be confusing inside a `+`-joined name. */
const NAMED: Readonly<Record<string, string>> = {
  ' ': 'Space',
  '+': 'Plus',
  '-': 'Minus',
  ',': 'Comma',
  '.': 'Period',
  '/': 'Slash',
  '\\': 'Backslash',
  '`': 'Backquote',
  '~': 'Backquote',
};

/**
 * The name of a key press, or null for a bare modifier: modifiers in the order Mod, Ctrl, Alt, Shift, then the key.
 * `Mod` is Command on macOS and Control elsewhere; `Ctrl` is only ever the Control key of macOS. Letters and digits are taken
 * from the physical key when the layout yields no Latin character (Cyrillic, or Option on macOS).
 */
export function keyName(press: KeyPress, mac: boolean): string | null {
  if (MODIFIER_KEYS.has(press.key)) return null;
  const held: Record<(typeof MODIFIERS)[number], boolean> = {
    Mod: mac ? press.metaKey : press.ctrlKey,
    Ctrl: mac && press.ctrlKey,
    Alt: press.altKey,
    Shift: press.shiftKey,
  };
  return [...MODIFIERS.filter((modifier) => held[modifier]), baseKey(press)].join('+');
}

function baseKey({ key, code }: KeyPress): string {
  const named = NAMED[key];
  if (named !== undefined) return named;
  if (key.length > 1 && key !== 'Dead') return key;
  if (/^[a-z0-9]$/i.test(key)) return key.toUpperCase();
  const physical = /^(?:Key|Digit)([A-Z0-9])$/.exec(code)?.[1];
  return physical ?? (key.length === 1 ? key : code);
}

/** Puts the modifiers of a written key into the order of `keyName`; the empty string stays: no key. */
export function normalKey(key: string): string {
  if (key === '') return '';
  const parts = key.split('+').map((part) => part.trim());
  const base = parts.filter((part) => !(MODIFIERS as readonly string[]).includes(part)).join('+');
  const modifiers = MODIFIERS.filter((modifier) => parts.includes(modifier));
  return [...modifiers, base.length === 1 ? (NAMED[base] ?? base.toUpperCase()) : base].join('+');
}

/** Keys that type text or move the caret: never taken from a text field unless Mod, Ctrl or Alt is held. */
export const isPlainKey = (name: string): boolean =>
  !/^(?:Mod|Ctrl|Alt)\+/.test(name) && !/^(?:Shift\+)?F\d{1,2}$/.test(name);
