import type { ThreadId, ThreadRef, TurnId } from './ids.ts';

/** What is compared with what. */
export type ReviewScope =
  /** Working tree and index: two sections. */
  | { readonly kind: 'uncommitted' }
  /** Everything since the branch left `base` (null: the default branch), uncommitted work included. */
  | { readonly kind: 'branch'; readonly base: string | null }
  /** The newest turn of the thread that changed files. */
  | { readonly kind: 'lastTurn'; readonly threadId: ThreadId }
  | { readonly kind: 'turn'; readonly threadId: ThreadId; readonly turnId: TurnId }
  | { readonly kind: 'commit'; readonly commit: string }
  /** What a snapshot of *Recover* holds, against the commit it was taken on. */
  | { readonly kind: 'snapshot'; readonly snapshotId: string };

export type ReviewSection = 'conflicted' | 'staged' | 'unstaged' | 'untracked' | 'changed';

export interface ChangedFile {
  /** `uncommitted` splits into the first four; every other scope has `changed` only. */
  readonly section: ReviewSection;
  /** Relative to the repository's root, with `/`. */
  readonly path: string;
  readonly oldPath: string | null;
  readonly change: 'added' | 'modified' | 'deleted' | 'renamed' | 'copied' | 'typeChanged' | 'unmerged';
  /** Null where lines are not counted: binary files, submodules, files too large. */
  readonly additions: number | null;
  readonly deletions: number | null;
  readonly kind: 'text' | 'binary' | 'image' | 'submodule' | 'symlink' | 'lfs';
  /** Octal file modes, where they differ. */
  readonly modes: { readonly from: string; readonly to: string } | null;
  /** Size of the newer side; null when it is not there. */
  readonly bytes: number | null;
  /** Another value whenever the file's diff is another one. */
  readonly fingerprint: string;
  readonly viewed: boolean;
}

/** The list of changed files; their diffs are asked for one by one. */
export interface ReviewState {
  readonly phase: 'loading' | 'ready';
  readonly scope: ReviewScope;
  readonly root: string | null;
  /** What the older side is, for the header: a branch, a commit's subject, a turn. */
  readonly base: string | null;
  readonly files: readonly ChangedFile[];
  readonly additions: number;
  readonly deletions: number;
  /** More files changed than are listed. */
  readonly truncated: boolean;
  /** Why there is nothing: words are the page's. */
  readonly empty: 'no-git' | 'no-changes' | 'no-turn' | 'not-recorded' | null;
}

/** A review that has no files yet, or none at all. */
export const noReview = (scope: ReviewScope, phase: ReviewState['phase']): ReviewState => ({
  phase,
  scope,
  root: null,
  base: null,
  files: [],
  additions: 0,
  deletions: 0,
  truncated: false,
  empty: null,
});

/** One file's diff, as Git prints it, header included. Hunks and lines are addressed by their order in it (`model/hunks`). */
export interface FileDiff {
  readonly section: ReviewSection;
  readonly path: string;
  readonly fingerprint: string;
  /** Unified diff; empty for binary files and pure renames. Lines end with `\n`; a `\r` before it belongs to the line. */
  readonly patch: string;
  /** Too large to be shown without asking: `patch` is empty until it is asked for with `whole`. */
  readonly tooLarge: { readonly bytes: number; readonly lines: number } | null;
  readonly submodule: {
    readonly from: string | null;
    readonly to: string | null;
    readonly log: readonly string[];
  } | null;
}

/** A remark on lines of a diff, kept until it is sent to the agent or removed. */
export interface ReviewComment {
  readonly id: string;
  readonly thread: ThreadRef;
  readonly path: string;
  readonly side: 'old' | 'new';
  /** First and last line, from 1, of the side it is on. */
  readonly line: number;
  readonly endLine: number;
  /** The lines it is on, as they were. */
  readonly excerpt: string;
  readonly text: string;
  readonly createdAt: number;
}

/** A finding of `/review`, at its lines. */
export interface ReviewFinding {
  readonly id: string;
  readonly turnId: TurnId;
  readonly title: string;
  readonly body: string;
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
  readonly priority: number | null;
}
