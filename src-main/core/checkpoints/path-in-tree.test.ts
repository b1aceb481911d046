import { expect, it } from 'vitest';
import { pathInTree, pathsOfDiff } from './path-in-tree.ts';

it.each([
  ['/r/a/b.txt', 'a/b.txt'],
  ['b.txt', 'sub/b.txt'],
  ['../b.txt', 'b.txt'],
  ['/elsewhere/x', null],
  ['/r', null],
  ['/r/..x', '..x'],
])('%s lies at %s', (path, expected) => {
  expect(pathInTree('/r', '/r/sub', path)).toBe(expected);
});

it('reads the paths of a diff, quoted and absolute ones too', () => {
  const diff = [
    'diff --git a/one.txt b/one.txt',
    '--- a/one.txt',
    '+++ b/one.txt',
    '@@ -1 +1 @@',
    '-x',
    '+y',
    '--- /dev/null',
    '+++ b//abs/two.txt',
    '+++ "b/gr\\303\\266\\303\\237e \\"x\\".txt"',
    'rename from old name',
    'rename to new name',
  ].join('\n');
  expect(pathsOfDiff(diff)).toEqual(['one.txt', '/abs/two.txt', 'größe "x".txt', 'old name', 'new name']);
});
