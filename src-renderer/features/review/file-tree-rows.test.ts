import { expect, it } from 'vitest';
import type { ChangedFile, ReviewSection } from '../../../src-shared/model/review.ts';
import { filesInOrder, treeRows } from './file-tree-rows.ts';

const file = (path: string, section: ReviewSection = 'changed'): ChangedFile => ({
  section,
  path,
  oldPath: null,
  change: 'modified',
  additions: 1,
  deletions: 0,
  kind: 'text',
  modes: null,
  bytes: 1,
  fingerprint: path,
  viewed: false,
});
const drawn = (files: readonly ChangedFile[], closed: readonly string[] = []) =>
  treeRows(files, new Set(closed)).map((row) =>
    row.kind === 'section'
      ? `# ${row.section} ${row.count}`
      : `${'  '.repeat(row.depth)}${row.name}${row.kind === 'folder' ? '/' : ''}`,
  );

it('puts folders before files, joins folders that hold one folder only, and sorts as people count', () => {
  const files = ['b.txt', 'src/deep/down/x.ts', 'src/deep/down/a.ts', 'a10.txt', 'a9.txt', 'lib/one.ts'].map((path) =>
    file(path),
  );
  expect(drawn(files)).toEqual([
    'lib/',
    '  one.ts',
    'src/deep/down/',
    '  a.ts',
    '  x.ts',
    'a9.txt',
    'a10.txt',
    'b.txt',
  ]);
  expect(drawn(files, ['changed:src/deep/down/'])).toEqual([
    'lib/',
    '  one.ts',
    'src/deep/down/',
    'a9.txt',
    'a10.txt',
    'b.txt',
  ]);
  expect(filesInOrder(files).map(({ path }) => path)).toEqual([
    'lib/one.ts',
    'src/deep/down/a.ts',
    'src/deep/down/x.ts',
    'a9.txt',
    'a10.txt',
    'b.txt',
  ]);
});

it('keeps sections apart, in the order they come in', () => {
  expect(drawn([file('a', 'staged'), file('d/a', 'unstaged'), file('a', 'unstaged')])).toEqual([
    '# staged 1',
    'a',
    '# unstaged 2',
    'd/',
    '  a',
    'a',
  ]);
});
