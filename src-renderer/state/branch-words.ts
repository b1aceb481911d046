import type { GitOperation, GitState } from '../../src-shared/model/git.ts';

export const OPERATION_WORDS: Readonly<Record<GitOperation, string>> = {
  merge: 'merge',
  rebase: 'rebase',
  cherryPick: 'cherry-pick',
  revert: 'revert',
  bisect: 'bisect',
  am: 'patch series',
};

/**
 * What is checked out where a thread works, in short and in full; null without a branch to name. `stored`: the branch that the server noted
 * when the thread started, for as long as Git has not been looked at, and where there is nothing to look at.
 */
export function branchWords(
  git: GitState,
  stored: string | null,
): { readonly label: string; readonly title: string } | null {
  if (git.kind !== 'repository') return stored === null ? null : { label: stored, title: `Branch ${stored}` };
  const { head, operation } = git;
  const commit = head.kind === 'detached' ? head.commit.slice(0, 8) : null;
  const title = head.kind === 'branch' ? `Branch ${head.name}` : `Detached at ${commit ?? ''}`;
  const label = head.kind === 'branch' ? head.name : `at ${commit ?? ''}`;
  if (operation === null) return { label, title };
  const under = OPERATION_WORDS[operation];
  return { label: `${under} · ${label}`, title: `${title}, during a ${under}` };
}
