const MAC: Readonly<Record<string, string>> = {
  Mod: '⌘',
  Ctrl: '⌃',
  Alt: '⌥',
  Shift: '⇧',
  Enter: '↩',
  Backspace: '⌫',
  Delete: '⌦',
};
const OTHER: Readonly<Record<string, string>> = { Mod: 'Ctrl' };
const COMMON: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Comma: ',',
  Period: '.',
  Slash: '/',
  Backslash: '\\',
  Backquote: '`',
  Plus: '+',
  Minus: '−',
  Space: 'Space',
};

/**
 * A key in the words of the platform: `Mod+Shift+K` is `⇧⌘K` on macOS and `Ctrl+Shift+K` elsewhere. Several strokes are
 * separated by a space.
 */
export function keyLabel(key: string, mac: boolean): string {
  return key
    .split(' ')
    .map((stroke) => {
      const parts = stroke.split('+').map((part) => (mac ? MAC[part] : OTHER[part]) ?? COMMON[part] ?? part);
      return mac ? macOrder(parts).join('') : parts.join('+');
    })
    .join(' ');
}

/** Apple's order of the modifiers: control, option, shift, command. */
function macOrder(parts: readonly string[]): readonly string[] {
  const rank = (part: string) => {
    const index = ['⌃', '⌥', '⇧', '⌘'].indexOf(part);
    return index < 0 ? 4 : index;
  };
  return [...parts].sort((a, b) => rank(a) - rank(b));
}
