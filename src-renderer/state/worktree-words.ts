import type { GitHead } from '../../src-shared/model/git.ts';
import type { Worktree, WorktreeRisk } from '../../src-shared/model/worktree.ts';

export const RISK_WORDS: Readonly<Record<WorktreeRisk, string>> = {
  running: 'A turn runs here',
  pinned: 'Pinned',
  uncommitted: 'Uncommitted changes',
  unreachableCommits: 'Commits on no branch',
  ignoredFiles: 'Ignored files',
  locked: 'Locked',
};
export const KIND_WORDS: Readonly<Record<Worktree['kind'], string>> = {
  main: 'Main folder',
  managed: 'Worktree',
  permanent: 'Permanent worktree',
  attached: 'Attached worktree',
};
export const headWords = (head: GitHead | null): string =>
  head === null ? '' : head.kind === 'branch' ? head.name : `detached at ${head.commit.slice(0, 8)}`;
