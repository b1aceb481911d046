import { describe, expect, it } from 'vitest';
import { isDoubleEscape, keyAction, type ComposerState, type KeyPress } from './key-action.ts';

const STATE: ComposerState = { popupOpen: false, running: false, empty: false, sendKey: 'enter', editing: false };

/** `Ctrl+Shift+Enter` and the like; `ime:` for a key pressed while composing. */
const press = (words: string): KeyPress => {
  const composing = words.startsWith('ime:');
  const parts = words.replace('ime:', '').split('+');
  const has = (name: string) => parts.slice(0, -1).includes(name);
  return {
    key: parts.at(-1) ?? '',
    shift: has('Shift'),
    ctrl: has('Ctrl'),
    meta: has('Meta'),
    alt: has('Alt'),
    composing,
  };
};

describe('keyAction', () => {
  it.each([
    ['Enter', {}, 'send'],
    ['ime:Enter', {}, 'none'],
    ['ime:Enter', { popupOpen: true }, 'none'],
    ['ime:Escape', { popupOpen: true }, 'none'],
    ['Shift+Enter', {}, 'none'],
    ['Alt+Enter', {}, 'none'],
    ['Ctrl+Enter', {}, 'send'],
    ['Meta+Enter', { sendKey: 'modEnter' }, 'send'],
    ['Enter', { sendKey: 'modEnter' }, 'none'],
    ['Tab', {}, 'none'],
    ['Tab', { running: true }, 'queue'],
    ['Tab', { running: true, empty: true }, 'none'],
    ['Shift+Tab', { running: true }, 'none'],
    ['Tab', { running: true, popupOpen: true }, 'popupComplete'],
    ['Enter', { popupOpen: true }, 'popupTake'],
    ['Shift+Enter', { popupOpen: true }, 'none'],
    ['Ctrl+Enter', { popupOpen: true }, 'send'],
    ['ArrowDown', { popupOpen: true }, 'popupNext'],
    ['ArrowUp', { popupOpen: true }, 'popupPrevious'],
    ['Escape', { popupOpen: true }, 'popupClose'],
    ['Escape', {}, 'escape'],
    ['Escape', { editing: true }, 'editLeave'],
    ['Shift+Escape', {}, 'none'],
    ['ArrowUp', {}, 'historyOlder'],
    ['ArrowDown', {}, 'historyNewer'],
    ['Shift+ArrowUp', {}, 'none'],
    ['ArrowUp', { editing: true }, 'editOlder'],
    ['Ctrl+r', {}, 'historySearch'],
    ['Meta+r', {}, 'none'],
    ['r', {}, 'none'],
  ] as const)('%s with %j: %s', (words, state, expected) => {
    expect(keyAction(press(words), { ...STATE, ...state })).toBe(expected);
  });
});

it('pairs two Escapes that follow closely', () => {
  expect([isDoubleEscape(null, 0), isDoubleEscape(100, 500), isDoubleEscape(100, 2000)]).toEqual([false, true, false]);
});
