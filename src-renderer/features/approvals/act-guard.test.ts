import { describe, expect, it } from 'vitest';
import { ACT_GUARD_MS, cardKeyAction, guardLeftMs, type CardKey } from './act-guard.ts';

const PRESS: CardKey = { key: 'y', modified: false, repeat: false, composing: false, inTextField: false };
const SHOWN = { changedAt: 10_000 };
const LATER = 10_000 + ACT_GUARD_MS;

describe('cardKeyAction', () => {
  it.each([
    [{}, LATER, 'approveOnce'],
    [{ key: 's' }, LATER, 'approveSession'],
    [{ key: 'a' }, LATER, 'alwaysAllow'],
    [{ key: 'n' }, LATER, 'decline'],
    [{}, LATER - 1, null],
    [{}, 10_000, null],
    [{ repeat: true }, LATER, null],
    [{ composing: true }, LATER, null],
    [{ modified: true }, LATER, null],
    [{ inTextField: true }, LATER, null],
    [{ key: 'Enter' }, LATER, null],
    [{ key: 'constructor' }, LATER, null],
  ] as const)('%j at %i: %s', (change, now, expected) => {
    expect(cardKeyAction({ ...PRESS, ...change }, SHOWN, now)).toBe(expected);
  });
});

it('counts the guard down, and never beyond its length when the clock jumps', () => {
  expect([
    guardLeftMs(SHOWN, 10_000),
    guardLeftMs(SHOWN, 10_300),
    guardLeftMs(SHOWN, 99_999),
    guardLeftMs(SHOWN, 0),
  ]).toEqual([500, 200, 0, 500]);
});
