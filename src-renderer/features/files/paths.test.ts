import { expect, it } from 'vitest';
import { absolutePath, nameProblem, pathInRoot, splitLine } from './paths.ts';

it.each([
  ['/w/p', 'src/a.ts', 'src/a.ts'],
  ['/w/p', './src/../b.ts', 'b.ts'],
  ['/w/p/', '/w/p/src/a.ts', 'src/a.ts'],
  ['/w/p', '/w/pq/a.ts', '/w/pq/a.ts'],
  ['/w/p', '../a.ts', '../a.ts'],
  ['/w/p', '/w/p', ''],
  ['C:\\w\\p', 'C:\\w\\p\\src\\a.ts', 'src/a.ts'],
])('in %s, %s is %s', (root, path, expected) => {
  expect(pathInRoot(root, path)).toBe(expected);
});

it.each([
  ['/w/p', 'src/a.ts', '/w/p/src/a.ts'],
  ['/w/p', '', '/w/p'],
  ['/w/p', '/x/a.ts', '/x/a.ts'],
  ['C:\\w', 'src/a.ts', 'C:\\w\\src\\a.ts'],
])('%s and %s make %s', (root, path, expected) => {
  expect(absolutePath(root, path)).toBe(expected);
});

it.each([
  ['a.ts', { query: 'a.ts', line: null }],
  ['a.ts:', { query: 'a.ts', line: null }],
  ['a.ts:12', { query: 'a.ts', line: 12 }],
  ['a.ts:12:3', { query: 'a.ts', line: 12 }],
  [':7', { query: '', line: 7 }],
  ['C:', { query: 'C:', line: null }],
])('%s is asked for as %o', (typed, expected) => {
  expect(splitLine(typed)).toEqual(expected);
});

it.each(['', ' ', '..', 'a//b', 'a/../b', '/a'])('%j is no name', (name) => {
  expect(nameProblem(name)).not.toBeNull();
});
it.each(['a', '.env', 'a b/c.ts'])('%j is a name', (name) => {
  expect(nameProblem(name)).toBeNull();
});
