import { expect, test } from 'vitest';
import type { GitRepoState, GitState } from '../../src-shared/model/git.ts';
import { branchWords } from './branch-words.ts';

const repository = (change: Pick<GitRepoState, 'head' | 'operation'>): GitState =>
  ({ kind: 'repository', ...change }) as GitRepoState;
const main = { kind: 'branch', name: 'main', commit: null } as const;
const detached = { kind: 'detached', commit: '0123456789abcdef' } as const;

test.each([
  [{ kind: 'loading' }, 'main', { label: 'main', title: 'Branch main' }],
  [{ kind: 'none', reason: 'no-repository' }, null, null],
  [repository({ head: main, operation: null }), 'old', { label: 'main', title: 'Branch main' }],
  [repository({ head: detached, operation: null }), 'old', { label: 'at 01234567', title: 'Detached at 01234567' }],
  [
    repository({ head: detached, operation: 'rebase' }),
    'old',
    { label: 'rebase · at 01234567', title: 'Detached at 01234567, during a rebase' },
  ],
  [
    repository({ head: main, operation: 'merge' }),
    null,
    { label: 'merge · main', title: 'Branch main, during a merge' },
  ],
] as const)('%j with %s noted', (git, stored, words) => {
  expect(branchWords(git, stored)).toEqual(words);
});
