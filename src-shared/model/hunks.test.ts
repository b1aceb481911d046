import { expect, it } from 'vitest';
import { changedOffsets, parseDiff } from './hunks.ts';

const DIFF = `diff --git a/f b/f
index 1..2 100644
--- a/f
+++ b/f
@@ -1,2 +1,2 @@ function f() {
 a
-@@ -1 +1 @@
\\ No newline at end of file
+--- b
\\ No newline at end of file
@@ -9,0 +10,2 @@
+x\r
+
`;

it('takes a diff apart, whatever its lines look like', () => {
  const { header, hunks } = parseDiff(DIFF);
  expect(header).toEqual(['diff --git a/f b/f', 'index 1..2 100644', '--- a/f', '+++ b/f']);
  expect(hunks).toEqual([
    {
      offset: 0,
      oldStart: 1,
      oldCount: 2,
      newStart: 1,
      newCount: 2,
      heading: 'function f() {',
      lines: [
        { kind: 'context', offset: 1, text: 'a', oldLine: 1, newLine: 1 },
        { kind: 'deleted', offset: 2, text: '@@ -1 +1 @@', oldLine: 2, newLine: null },
        { kind: 'noNewline', offset: 3, text: '\\ No newline at end of file', oldLine: null, newLine: null },
        { kind: 'added', offset: 4, text: '--- b', oldLine: null, newLine: 2 },
        { kind: 'noNewline', offset: 5, text: '\\ No newline at end of file', oldLine: null, newLine: null },
      ],
    },
    {
      offset: 6,
      oldStart: 9,
      oldCount: 0,
      newStart: 10,
      newCount: 2,
      heading: '',
      lines: [
        { kind: 'added', offset: 7, text: 'x\r', oldLine: null, newLine: 10 },
        { kind: 'added', offset: 8, text: '', oldLine: null, newLine: 11 },
      ],
    },
  ]);
  expect(hunks.map(changedOffsets)).toEqual([
    [2, 4],
    [7, 8],
  ]);
});

it('finds no hunks where there are none', () => {
  expect(parseDiff('')).toEqual({ header: [], hunks: [] });
  expect(parseDiff('diff --git a/f b/f\nold mode 100644\nnew mode 100755\n').hunks).toEqual([]);
});
