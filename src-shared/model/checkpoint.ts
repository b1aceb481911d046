import type { AppError } from '../contract/app-error.ts';
import type { ThreadId, TurnId } from './ids.ts';

/** What can be done about the files one turn changed. */
export interface TurnCheckpoint {
  readonly turnId: TurnId;
  /** `open`: the turn runs. `recorded`: only what the server reported is known (no Git), so undo says what it cannot know. */
  readonly state: 'open' | 'ready' | 'recorded' | 'undone' | 'unavailable';
  /** Paths the turn changed for certain. */
  readonly files: number;
  readonly additions: number;
  readonly deletions: number;
  /** Why it is `unavailable`. */
  readonly reason: 'too-large' | 'pruned' | 'failed' | 'no-changes' | null;
}

export interface UndoPath {
  /** Relative to the thread's folder's repository root (or the folder, without Git), with `/`. */
  readonly path: string;
  /** What the turn did to it. */
  readonly change: 'added' | 'modified' | 'deleted';
  /** `certain`: the turn's own file changes name it. `maybe`: it changed meanwhile, and somebody else wrote there too. */
  readonly certainty: 'certain' | 'maybe';
  /** Titles of other threads that worked in the folder meanwhile. */
  readonly others: readonly string[];
  /** What happened to it after the turn: nothing, changes that merge, or changes that contradict. */
  readonly later: 'none' | 'merges' | 'conflicts';
  readonly binary: boolean;
}

export interface UndoPreview {
  readonly direction: 'undo' | 'redo';
  readonly paths: readonly UndoPath[];
  /** `reported`: without Git, from the file changes the server reported; shell commands may have changed more. */
  readonly source: 'git' | 'reported';
  /** How the conversation can be rewound to before this turn. */
  readonly history: 'revert' | 'rollback' | 'fork' | 'none';
}

/** What became of the conversation when a turn's files were undone. */
export type HistoryOutcome =
  /** Nobody asked for more. */
  | { readonly kind: 'kept' }
  | { readonly kind: 'rewound' }
  /** The server cannot rewind: another thread has the conversation up to the turn, and this one stays. */
  | { readonly kind: 'forked'; readonly threadId: ThreadId }
  /** It stays as it was. */
  | { readonly kind: 'refused'; readonly error: AppError };

export interface UndoOutcome {
  /** In Recover, for the files as they were before; with `copies` their own copies, where no repository holds a snapshot. */
  readonly snapshotId: string;
  readonly copies: boolean;
  readonly restored: number;
  readonly history: HistoryOutcome;
}
