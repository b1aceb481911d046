import { expect, it } from 'vitest';
import { cardKeyAction, type CardKey } from './act-guard.ts';

const PRESS: CardKey = { key: 'y', modified: false, repeat: false, composing: false, inTextField: false };

it.each([
  [{}, true, 'approveOnce'],
  [{ key: 's' }, true, 'approveSession'],
  [{ key: 'a' }, true, 'alwaysAllow'],
  [{ key: 'n' }, true, 'decline'],
  [{}, false, null],
  [{ repeat: true }, true, null],
  [{ composing: true }, true, null],
  [{ modified: true }, true, null],
  [{ inTextField: true }, true, null],
  [{ key: 'Enter' }, true, null],
  [{ key: 'constructor' }, true, null],
] as const)('%j, armed: %s: %s', (change, armed, expected) => {
  expect(cardKeyAction({ ...PRESS, ...change }, armed)).toBe(expected);
});
