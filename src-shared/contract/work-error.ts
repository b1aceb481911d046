/** What can go wrong with Git, worktrees, review, undo, terminals and the editor. */
export type WorkError =
  | { readonly code: 'git.timeout'; readonly command: string }
  | { readonly code: 'git.no-repository'; readonly path: string }
  | { readonly code: 'git.bare'; readonly path: string }
  | { readonly code: 'git.nothing-staged' }
  | { readonly code: 'git.nothing-to-stash' }
  | { readonly code: 'git.no-identity' }
  | { readonly code: 'git.no-upstream'; readonly branch: string }
  | { readonly code: 'git.no-remote' }
  | {
      readonly code: 'git.rejected';
      readonly branch: string;
      readonly reason: 'behind' | 'stale' | 'protected' | 'other';
      readonly stderr: string;
    }
  | { readonly code: 'git.credentials'; readonly remote: string; readonly command: string }
  | { readonly code: 'git.network'; readonly remote: string; readonly stderr: string }
  | { readonly code: 'git.hook-failed'; readonly hook: string; readonly output: string }
  | { readonly code: 'git.in-progress'; readonly operation: string }
  | { readonly code: 'git.conflict'; readonly files: readonly string[] }
  | { readonly code: 'git.locked'; readonly path: string; readonly ageMs: number }
  | { readonly code: 'git.would-overwrite'; readonly files: readonly string[] }
  | { readonly code: 'git.branch-exists'; readonly branch: string }
  | { readonly code: 'git.branch-checked-out'; readonly branch: string; readonly path: string }
  | { readonly code: 'git.bad-name'; readonly name: string }
  | { readonly code: 'git.unknown-revision'; readonly revision: string }
  | { readonly code: 'git.detached' }
  /** What is checked out has commits that no branch, tag or remote has. */
  | { readonly code: 'git.leaves-commits'; readonly count: number }
  | { readonly code: 'git.busy'; readonly command: string }
  | { readonly code: 'git.cancelled'; readonly command: string }
  | { readonly code: 'gh.not-installed' }
  | { readonly code: 'gh.not-signed-in' }
  | { readonly code: 'gh.failed'; readonly stderr: string }
  /** The diff is another one than the one that was looked at. */
  | { readonly code: 'review.stale'; readonly path: string }
  | {
      readonly code: 'review.not-stageable';
      readonly path: string;
      readonly reason: 'binary' | 'submodule' | 'unmerged' | 'scope';
    }
  /** A revert stopped on its way. All that was there before is in the snapshot. */
  | { readonly code: 'review.half-reverted'; readonly snapshotId: string; readonly reason: string }
  | { readonly code: 'review.no-comments' }
  | { readonly code: 'checkpoint.none' }
  | { readonly code: 'checkpoint.conflict'; readonly files: readonly string[] }
  | { readonly code: 'checkpoint.stale'; readonly files: readonly string[] }
  | { readonly code: 'worktree.unknown'; readonly path: string }
  | { readonly code: 'worktree.outside'; readonly path: string }
  | { readonly code: 'worktree.conflict'; readonly files: readonly string[] }
  | {
      readonly code: 'worktree.unsupported';
      readonly reason: 'bare' | 'submodules' | 'no-commit' | 'sparse' | 'nested';
    }
  /** Each side has commits that the other has not. */
  | { readonly code: 'worktree.diverged'; readonly from: string; readonly to: string }
  | { readonly code: 'worktree.exists'; readonly path: string }
  | { readonly code: 'worktree.cannot-move-thread'; readonly reason: string }
  | { readonly code: 'worktree.setup-failed'; readonly exitCode: number | null }
  | { readonly code: 'preparation.gone' }
  | { readonly code: 'environment.unreadable'; readonly file: string; readonly reason: string }
  | { readonly code: 'snapshot.unknown' }
  | { readonly code: 'snapshot.conflict'; readonly files: readonly string[] }
  | { readonly code: 'snapshot.failed'; readonly path: string; readonly reason: string }
  | { readonly code: 'terminal.gone' }
  | { readonly code: 'terminal.failed'; readonly message: string }
  | { readonly code: 'file.changed'; readonly path: string }
  | { readonly code: 'file.exists'; readonly path: string }
  | { readonly code: 'file.not-text'; readonly path: string }
  | { readonly code: 'file.into-itself'; readonly path: string }
  | { readonly code: 'file.write-failed'; readonly path: string; readonly reason: string }
  /** `editor` empty: none was found at all. */
  | { readonly code: 'editor.missing'; readonly editor: string }
  | { readonly code: 'editor.failed'; readonly editor: string; readonly reason: string };
