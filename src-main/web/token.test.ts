import { expect, it } from 'vitest';
import { createKeys } from './token.ts';

it('lets the token in for ever, a ticket once and not for long', () => {
  let now = 0;
  const keys = createKeys({ now: () => now });
  const [first, second] = [keys.ticket(), keys.ticket()];
  expect(first).toMatch(/^[\w-]{43}$/);
  expect([keys.token, first, first, keys.token].map((given) => keys.check(given))).toEqual([
    'token',
    'ticket',
    'refused',
    'token',
  ]);
  now += 120_000;
  expect(keys.check(second)).toBe('refused');
  expect([undefined, '', 7, `${keys.token}x`].map((given) => keys.check(given))).toEqual(Array(4).fill('refused'));
});

it('takes a token that was agreed on', () => {
  const keys = createKeys({ now: () => 0 }, 'agreed');
  expect([keys.token, keys.check('agreed')]).toEqual(['agreed', 'token']);
});

it('lets a page come back once, after it has gone and not for long', () => {
  let now = 0;
  const keys = createKeys({ now: () => now });
  const [reloaded, replaced, connected, late] = [
    keys.returnKey(),
    keys.returnKey(),
    keys.returnKey(),
    keys.returnKey(),
  ];
  expect(keys.check(reloaded.key)).toBe('held');
  for (const page of [reloaded, replaced, late]) page.left();
  keys.forget(replaced.key);
  keys.forget(connected.key);
  keys.forget('nonsense');
  expect([reloaded, reloaded, replaced, connected].map(({ key }) => keys.check(key))).toEqual([
    'returned',
    'refused',
    'refused',
    'held',
  ]);
  now += 15 * 60_000;
  expect([late, connected].map(({ key }) => keys.check(key))).toEqual(['refused', 'held']);
});
