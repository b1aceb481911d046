import { expect, it } from 'vitest';
import { certainPaths, type Writers } from './certainty.ts';

const alone: Writers = { named: new Set(['named']), ran: true, othersRan: false, user: new Set() };
it.each<[string, Partial<Writers>, readonly string[]]>([
  ['ran commands, alone', {}, ['named', 'other']],
  ['ran nothing that writes unseen', { ran: false }, ['named']],
  ['another turn ran meanwhile', { othersRan: true }, ['named']],
  ['the user wrote another path', { user: new Set(['third']) }, ['named', 'other']],
  ['the user wrote that path', { user: new Set(['other', 'named']) }, ['named']],
  ['the user wrote somewhere', { user: 'any' }, ['named']],
])('%s', (_name, change, certain) => {
  expect(certainPaths(['named', 'other'], { ...alone, ...change })).toEqual(certain);
});
