/** What is checked out. `commit`: full object name; null while the branch has no commit yet. */
export type GitHead =
  | { readonly kind: 'branch'; readonly name: string; readonly commit: string | null }
  | { readonly kind: 'detached'; readonly commit: string };

/** Something that was begun and waits to be finished or given up. */
export type GitOperation = 'merge' | 'rebase' | 'cherryPick' | 'revert' | 'bisect' | 'am';

export interface PullRequest {
  readonly number: number;
  readonly title: string;
  readonly url: string;
  readonly state: 'open' | 'draft' | 'merged' | 'closed';
  readonly checks: 'none' | 'pending' | 'passed' | 'failed';
  readonly base: string;
}

/** A Git command the user started: a push, a commit with its hooks. One at a time per repository. */
export interface GitJob {
  readonly id: string;
  /** As typed in a terminal, without secrets: `git push -u origin main`. */
  readonly command: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** The last lines it printed, hooks included. */
  readonly output: string;
}

export interface GitRepoState {
  readonly kind: 'repository';
  /** Top folder of this working tree. */
  readonly root: string;
  /** The directory all worktrees of one repository share (`--git-common-dir`): its identity. */
  readonly repository: string;
  /** A linked worktree, not the main one. */
  readonly linked: boolean;
  readonly head: GitHead;
  readonly upstream: {
    /** `origin/main` */
    readonly name: string;
    readonly ahead: number;
    readonly behind: number;
    /** Configured, but not there any more. */
    readonly gone: boolean;
  } | null;
  readonly defaultBranch: string | null;
  readonly operation: GitOperation | null;
  /** Paths in each state. */
  readonly counts: {
    readonly staged: number;
    readonly unstaged: number;
    readonly untracked: number;
    readonly conflicted: number;
  };
  readonly stashes: number;
  /** Addresses without user names and passwords. */
  readonly remotes: readonly { readonly name: string; readonly url: string }[];
  /** `index.lock` is there and no command of Skein's holds it. */
  readonly lock: { readonly path: string; readonly ageMs: number } | null;
  readonly pullRequest: PullRequest | null;
  /** `gh` is installed and signed in, so that pull requests can be made. */
  readonly canOpenPullRequests: boolean;
  readonly job: GitJob | null;
  /** `polling`: the system gives no more watches, so this is looked at every few seconds only. */
  readonly watching: 'live' | 'polling';
}

export type GitState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'none'; readonly reason: 'no-repository' | 'bare' | 'not-installed' | 'missing' }
  /** Git refuses to look, for example because the folder belongs to somebody else; with its words. */
  | { readonly kind: 'failed'; readonly command: string; readonly stderr: string }
  | GitRepoState;

export interface GitBranch {
  /** Short name: `main`, `origin/main`. */
  readonly name: string;
  readonly kind: 'local' | 'remote' | 'tag';
  readonly commit: string;
  readonly subject: string;
  /** Milliseconds since the epoch. */
  readonly committedAt: number;
  readonly current: boolean;
  /** Path of the worktree that has it checked out, this one included. */
  readonly checkedOutAt: string | null;
  readonly upstream: string | null;
}

export interface GitCommit {
  readonly commit: string;
  readonly subject: string;
  readonly author: string;
  /** Milliseconds since the epoch. */
  readonly committedAt: number;
}

export interface GitStash {
  /** `stash@{0}`'s object name, so that a later stash does not change what is meant. */
  readonly commit: string;
  readonly index: number;
  readonly message: string;
  readonly createdAt: number;
}
