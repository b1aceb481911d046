import { expect, it } from 'vitest';
import { markMatches } from './mark-matches.ts';

const marked = (text: string, term: string) =>
  markMatches(text, term)
    .map((part) => (part.marked ? `[${part.text}]` : part.text))
    .join('');

it.each([
  ['Retry failed payments', 'pay', 'Retry failed [pay]ments'],
  ['Banana', 'AN', 'B[an][an]a'],
  ['nothing here', 'x', 'nothing here'],
  ['all', '', 'all'],
  ['İstanbul', 'i', 'İstanbul'],
  ['a<b>&c', '<b>', 'a[<b>]&c'],
])('%s with %s', (text, term, expected) => {
  expect(marked(text, term)).toBe(expected);
});
