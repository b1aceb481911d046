import { expect, it } from 'vitest';
import { rankMatches } from './rank-matches.ts';

const titles = ['Unarchive thread', 'Archived threads', 'Archive thread', 'Settings', 'New thread'];
const find = (query: string) => rankMatches(titles, query, (title) => title);

it.each([
  ['', titles],
  ['archived threads', ['Archived threads']],
  ['arch', ['Archived threads', 'Archive thread', 'Unarchive thread']],
  ['thread new', ['New thread']],
  ['thread', ['Unarchive thread', 'Archived threads', 'Archive thread', 'New thread']],
  ['nothing', []],
])('%s', (query, found) => {
  expect(find(query)).toEqual(found);
});
