import { describe, expect, test } from 'vitest';
import { capDiff, countDiff, countHunkLines, toHunks } from './unified-diff.ts';

describe('hunks', () => {
  test.each([
    ['add', 'hello\nworld\n', null, '@@ -0,0 +1,2 @@\n+hello\n+world\n'],
    ['add', 'no newline', null, '@@ -0,0 +1,1 @@\n+no newline\n\\ No newline at end of file\n'],
    ['add', '', null, ''],
    ['add', '@@ a file that begins so\n', null, '@@ -0,0 +1,1 @@\n+@@ a file that begins so\n'],
    ['delete', 'gone\n', null, '@@ -1,1 +0,0 @@\n-gone\n'],
    ['update', '@@ -1 +1 @@\n-old\n+new\n', null, '@@ -1 +1 @@\n-old\n+new\n'],
    ['update', '--- a/x\n+++ b/x\n@@ -1 +1 @@\n-old\n+new\n', null, '@@ -1 +1 @@\n-old\n+new\n'],
    ['update', '@@ -1 +1 @@\n-old\n+new\n\n\nMoved to: /b.txt\n', '/b.txt', '@@ -1 +1 @@\n-old\n+new\n\n'],
    ['update', 'Moved to: /b.txt', '/b.txt', ''],
  ] as const)('%s %j', (kind, diff, movedTo, expected) => {
    expect(toHunks(kind, diff, movedTo)).toBe(expected);
  });

  test('an added file counts its lines, the note about a missing newline does not', () => {
    expect(countHunkLines(toHunks('add', 'a\nb', null))).toEqual({ additions: 2, deletions: 0 });
  });

  test('are cut at the end of a line', () => {
    expect(capDiff('@@ -0,0 +1,2 @@\n+aaaa\n+bbbb\n', 25)).toEqual({
      diff: '@@ -0,0 +1,2 @@\n+aaaa\n',
      truncated: true,
    });
    expect(capDiff('short', 25)).toEqual({ diff: 'short', truncated: false });
  });
});

describe('a whole diff', () => {
  test('is counted by the ranges of its hunks, not by what lines look like', () => {
    const diff = [
      'diff --git a/a.sql b/a.sql',
      '--- a/a.sql',
      '+++ b/a.sql',
      '@@ -1,2 +1,2 @@',
      '--- a comment that goes',
      '+++ a comment that comes',
      ' stays',
      'diff --git a/new b/new',
      'new file mode 100644',
      '--- /dev/null',
      '+++ b/new',
      '@@ -0,0 +1 @@',
      '+one',
      '\\ No newline at end of file',
      '',
    ].join('\n');
    expect(countDiff(diff)).toEqual({ files: 2, additions: 2, deletions: 1 });
    expect(countDiff('')).toEqual({ files: 0, additions: 0, deletions: 0 });
  });
});
