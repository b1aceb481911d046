import { expect, it } from 'vitest';
import { applyHunks } from './apply-hunks.ts';

const diff = '@@ -1,3 +1,3 @@\n one\n-two\n+TWO\n three\n';
it.each([
  ['forwards', 'one\ntwo\nthree\n', diff, 'forward', 'one\nTWO\nthree\n'],
  ['backwards', 'one\nTWO\nthree\n', diff, 'backward', 'one\ntwo\nthree\n'],
  ['moved down', 'new\none\nTWO\nthree\nend\n', diff, 'backward', 'new\none\ntwo\nthree\nend\n'],
  ['gone', 'one\nother\nthree\n', diff, 'backward', null],
  ['an added file', '', '@@ -0,0 +1,2 @@\n+a\n+b\n', 'forward', 'a\nb\n'],
  ['an added file, back', 'a\nb\n', '@@ -0,0 +1,2 @@\n+a\n+b\n', 'backward', ''],
  ['CRLF stays', 'a\r\nB\r\n', '@@ -2 +2 @@\n-b\r\n+B\r\n', 'backward', 'a\r\nb\r\n'],
  ['no newline at the end', 'a', '@@ -1 +1 @@\n-b\n+a\n\\ No newline at end of file\n', 'backward', 'b\n'],
  ['two hunks', 'a\n1\n2\n3\nb\n', '@@ -1 +1 @@\n-A\n+a\n@@ -5 +5 @@\n-B\n+b\n', 'backward', 'A\n1\n2\n3\nB\n'],
  ['in two places equally far', 'x\n-\nx\n', '@@ -2 +2 @@\n-y\n+x\n', 'backward', null],
] as const)('%s', (_name, text, hunks, direction, expected) => {
  expect(applyHunks(text, hunks, direction)).toBe(expected);
});
