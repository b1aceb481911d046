import { expect, it } from 'vitest';
import { rankFound, type FoundFile } from './rank-found.ts';

const found = (...paths: string[]): FoundFile[] => paths.map((path) => ({ path, indices: [], recent: false }));
const names = (files: readonly FoundFile[]) => files.map(({ path }) => path);

it('shows what was opened lately when nothing is typed, without what is in front', () => {
  expect(names(rankFound([], ['a.ts', 'b.ts', 'c.ts'], 'a.ts', ''))).toEqual(['b.ts', 'c.ts']);
});
it('puts lately opened files first when they match, and each file once', () => {
  const ranked = rankFound(found('src/button.ts', 'docs/button.md'), ['docs/button.md', 'x.ts'], null, 'butt');
  expect(ranked).toEqual([
    { path: 'docs/button.md', indices: [5, 6, 7, 8], recent: true },
    { path: 'src/button.ts', indices: [], recent: false },
  ]);
});
it('puts a name that is meant exactly before everything', () => {
  expect(names(rankFound(found('src/xcore.ts', 'src/core.ts'), ['lib/core.tsx'], null, 'core.ts'))).toEqual([
    'src/core.ts',
    'lib/core.tsx',
    'src/xcore.ts',
  ]);
});
it('matches letters of the whole path, in their order', () => {
  const one = (query: string) => names(rankFound([], ['src/core/git.ts'], null, query));
  expect(one('srcgit')).toEqual(['src/core/git.ts']);
  expect(one('core git')).toEqual(['src/core/git.ts']);
  expect(one('gitsrc')).toEqual([]);
  expect(one('GIT')).toEqual([]);
  expect(one('ssrc')).toEqual([]);
});
