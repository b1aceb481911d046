import type { Worktree } from '../../../src-shared/model/worktree.ts';

/**
 * Managed worktrees that are too many, oldest first. The newest `keep` stay, and with them every one that is pinned, runs, is
 * shown or is not simply there. What holds ignored files that nobody agreed to lose is for the caller to find out.
 */
export function chooseSurplus(
  worktrees: readonly Worktree[],
  keep: number,
  isShown: (worktree: Worktree) => boolean,
): readonly Worktree[] {
  const managed = worktrees
    .filter(({ kind }) => kind === 'managed')
    .sort((a, b) => (b.usedAt ?? b.createdAt ?? 0) - (a.usedAt ?? a.createdAt ?? 0));
  return managed
    .slice(keep)
    .filter((worktree) => worktree.state === 'ready' && !worktree.pinned && !worktree.risks.includes('running'))
    .filter((worktree) => !isShown(worktree))
    .reverse();
}

/** Ignored files that were not there when the worktree was ready: made since, and in no snapshot. */
export function newlyIgnored(now: readonly string[], atStart: readonly string[]): readonly string[] {
  const known = new Set(atStart);
  return now.filter((path) => !known.has(path));
}
