import { describe, expect, it } from 'vitest';
import { isPlainKey, keyName, normalKey, type KeyPress } from './key-match.ts';

const press = (key: string, code = '', held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

describe('key names', () => {
  it.each([
    ['control K elsewhere', press('k', 'KeyK', { ctrlKey: true }), false, 'Mod+K'],
    ['command K on macOS', press('k', 'KeyK', { metaKey: true }), true, 'Mod+K'],
    ['control K on macOS is not Mod', press('k', 'KeyK', { ctrlKey: true }), true, 'Ctrl+K'],
    ['shift', press('K', 'KeyK', { ctrlKey: true, shiftKey: true }), false, 'Mod+Shift+K'],
    ['a function key', press('F2', 'F2'), false, 'F2'],
    ['a comma', press(',', 'Comma', { metaKey: true }), true, 'Mod+Comma'],
    ['a plus', press('+', 'Equal', { ctrlKey: true, shiftKey: true }), false, 'Mod+Shift+Plus'],
    ['a Cyrillic layout', press('л', 'KeyK', { ctrlKey: true }), false, 'Mod+K'],
    ['Option makes another character on macOS', press('˜', 'KeyN', { altKey: true }), true, 'Alt+N'],
    ['a dead key', press('Dead', 'KeyN', { altKey: true }), true, 'Alt+N'],
    ['an arrow', press('ArrowDown', 'ArrowDown', { altKey: true, ctrlKey: true }), false, 'Mod+Alt+ArrowDown'],
    ['a bare modifier', press('Control', 'ControlLeft', { ctrlKey: true }), false, null],
  ])('%s', (_title, pressed, mac, name) => {
    expect(keyName(pressed, mac)).toBe(name);
  });

  it.each([
    ['Shift+Mod+k', 'Mod+Shift+K'],
    ['Alt+Mod+ArrowUp', 'Mod+Alt+ArrowUp'],
    ['Mod+,', 'Mod+Comma'],
    ['', ''],
  ])('%s is written %s', (written, normal) => {
    expect(normalKey(written)).toBe(normal);
  });

  it.each([
    ['Escape', true],
    ['Shift+A', true],
    ['F2', false],
    ['Mod+K', false],
  ])('%s belongs to a text field: %s', (name, plain) => {
    expect(isPlainKey(name)).toBe(plain);
  });
});
