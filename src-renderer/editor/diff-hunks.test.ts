import { expect, test } from 'vitest';
import { parseHunks } from './diff-hunks.ts';

const draw = (diff: string) => parseHunks(diff).map((line) => [line.kind, line.before, line.after, line.text]);

test('numbers both sides', () => {
  expect(draw('@@ -41,3 +41,4 @@ run()\n a\n-b\n+c\n+d\n e\n\\ No newline at end of file\n')).toEqual([
    ['hunk', null, null, '@@ -41,3 +41,4 @@ run()'],
    ['context', 41, 41, 'a'],
    ['delete', 42, null, 'b'],
    ['add', null, 42, 'c'],
    ['add', null, 43, 'd'],
    ['context', 43, 44, 'e'],
    ['note', null, null, 'No newline at end of file'],
  ]);
});

test('heads without numbers, single-line ranges, empty context lines and Windows line ends', () => {
  expect(draw('@@\n-a\r\n+b\r\n@@ -1 +1 @@\n\n+x')).toEqual([
    ['hunk', null, null, '@@'],
    ['delete', null, null, 'a'],
    ['add', null, null, 'b'],
    ['hunk', null, null, '@@ -1 +1 @@'],
    ['context', 1, 1, ''],
    ['add', null, 2, 'x'],
  ]);
  expect(draw('')).toEqual([]);
});
