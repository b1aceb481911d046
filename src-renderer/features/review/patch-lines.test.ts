import { expect, it } from 'vitest';
import { changesBetween, changesIn, excerptOf, hunkEnds, hunksOf, patchLines } from './patch-lines.ts';

const PATCH = `diff --git a/a.txt b/a.txt
index 1111111..2222222 100644
--- a/a.txt
+++ b/a.txt
@@ -1,4 +1,4 @@
 one
-two
+TWO
 three
 four
@@ -10,2 +10,3 @@ ten
 ten
+ten and a half
 eleven
\\ No newline at end of file
`;
const lines = patchLines(PATCH);

it('numbers lines on both sides and counts offsets after the header', () => {
  expect(lines.map(({ kind, old, new: now }) => [kind, old, now])).toEqual([
    ['hunk', null, null],
    ['context', 1, 1],
    ['delete', 2, null],
    ['add', null, 2],
    ['context', 3, 3],
    ['context', 4, 4],
    ['hunk', null, null],
    ['context', 10, 10],
    ['add', null, 11],
    ['context', 11, 12],
    ['note', null, null],
  ]);
});

it('finds hunks, their changes, and the line to hang something below', () => {
  const hunks = hunksOf(lines);
  expect(hunks).toEqual([
    { first: 0, end: 6, last: { side: 'new', line: 4 } },
    { first: 6, end: 11, last: { side: 'new', line: 12 } },
  ]);
  expect(hunks.map((hunk) => changesIn(lines, hunk))).toEqual([[2, 3], [8]]);
});

it.each([
  ['one side', { side: 'old', line: 2 }, { side: 'old', line: 2 }, [2]],
  ['both sides', { side: 'old', line: 2 }, { side: 'new', line: 2 }, [2, 3]],
  ['upwards, over a hunk', { side: 'new', line: 11 }, { side: 'new', line: 2 }, [3, 8]],
  ['lines the diff does not show', { side: 'new', line: 7 }, { side: 'new', line: 8 }, []],
] as const)('takes the changes of a selection: %s', (_name, from, to, expected) => {
  expect(changesBetween(lines, { id: 'a', from, to })).toEqual(expected);
});

it('quotes the lines of a selection', () => {
  const selection = { id: 'a', from: { side: 'old', line: 2 }, to: { side: 'new', line: 3 } } as const;
  expect(excerptOf(PATCH, lines, selection)).toBe('-two\n+TWO\n three');
});

it('finds nothing in a diff without lines', () => {
  expect(hunksOf(patchLines('diff --git a/x b/y\nsimilarity index 100%\n'))).toEqual([]);
});

it.each([
  PATCH,
  '',
  'diff --git a/b.png b/b.png\nBinary files differ\n',
  '@@ -1,2 +0,0 @@\n-one\n-two\n',
  '@@ -0,0 +1 @@\n+one\n\\ No newline at end of file\n',
  '@@ -1 +1 @@\n-one\n\\ No newline at end of file\n+two\n\\ No newline at end of file\n@@ -9 +9,0 @@ there\n-@@ -1 +1 @@\n',
  '@@ -3,3 +3,2 @@\n one\n two\n-three\n@@ -30,2 +29,3 @@\n+\n \n \n',
])('finds the ends of hunks without their lines: case %#', (patch) => {
  expect(hunkEnds(patch)).toEqual(hunksOf(patchLines(patch)).map(({ last }) => last));
});
