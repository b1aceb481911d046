import { expect, it } from 'vitest';
import { imageFileProblem, MAX_IMAGE_BYTES } from './images.ts';
import { mentionOf, pathsOfUriList } from './dropped-files.ts';

it.each([
  ['file:///repo/a%20b.ts\r\nfile:///repo/c.ts', ['/repo/a b.ts', '/repo/c.ts']],
  ['# comment\nhttps://example.test/a', []],
  ['file:///C:/repo/a.ts', ['C:/repo/a.ts']],
  ['file:///bad%E0%A4', []],
  ['', []],
])('reads %j', (list, expected) => expect(pathsOfUriList(list)).toEqual(expected));

it('names a file by its place in the folder', () => {
  expect([mentionOf('/repo/src/a.ts', '/repo'), mentionOf('/repository/a.ts', '/repo'), mentionOf('/x', null)]).toEqual(
    [
      { kind: 'mention', name: 'src/a.ts', path: '/repo/src/a.ts' },
      { kind: 'mention', name: '/repository/a.ts', path: '/repository/a.ts' },
      { kind: 'mention', name: '/x', path: '/x' },
    ],
  );
});

it.each([
  [{ name: 'a.png', type: 'image/png', size: 10 }, null],
  [{ name: 'a.png', type: 'image/png', size: 0 }, /empty/],
  [{ name: 'a.png', type: 'image/png', size: MAX_IMAGE_BYTES + 1 }, /at most 20.0 MB/],
  [{ name: 'a.svg', type: 'image/svg+xml', size: 10 }, /not an image that Codex can see/],
])('checks %j', (file, expected) => {
  const problem = imageFileProblem(file);
  if (expected === null) expect(problem).toBeNull();
  else expect(problem).toMatch(expected);
});
