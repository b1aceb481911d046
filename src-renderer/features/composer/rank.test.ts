import { expect, it } from 'vitest';
import { bestMatches } from './rank.ts';

const NAMES = ['review', 'new', 'rename', 'status', 'my-review', 'preview'];
it.each([
  ['', ['review', 'new', 'rename', 'status', 'my-review', 'preview']],
  ['new', ['new']],
  ['re', ['review', 'rename', 'my-review', 'preview']],
  ['review', ['review', 'my-review', 'preview']],
  ['REV', ['review', 'my-review', 'preview']],
  ['sts', ['status']],
  ['zzz', []],
])('%j', (query, expected) => expect(bestMatches(NAMES, query, (name) => name, 10)).toEqual(expected));
it('stops at the limit', () => expect(bestMatches(NAMES, '', (name) => name, 2)).toHaveLength(2));
