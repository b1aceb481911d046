import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { ThreadRef, TurnId } from '../../../src-shared/model/ids.ts';
import type { Snapshot } from '../../../src-shared/model/worktree.ts';
import type { Result } from '../../../src-shared/result.ts';

/** Two trees of one repository. */
export interface TreePair {
  /** Object names of trees or commits. */
  readonly before: string;
  readonly after: string;
}

/** The files before and after turns, as the checkpoints keep them. */
export interface TurnTrees {
  /** Null when nothing is kept of that turn. */
  treesOf(thread: ThreadRef, turnId: TurnId): Promise<TreePair | null>;
  /** The newest turn of the thread that changed files; null when none is known. */
  lastTurnWithChanges(thread: ThreadRef): Promise<TurnId | null>;
  /** Told when what is kept of a thread's turns is other than before. */
  onChange(listener: (thread: ThreadRef) => void): Unsubscribe;
}

/** What review needs of the snapshots: one before anything goes, and the files of an old one. */
export interface ReviewSnapshots {
  take(request: {
    readonly folder: string;
    readonly reason: Snapshot['reason'];
    readonly title: string;
    readonly thread: ThreadRef | null;
    /** The caller holds the repository's lock. */
    readonly locked?: boolean;
  }): Promise<Result<Snapshot, AppError>>;
  /** What it was taken for is done, and can be taken back alone. The caller holds the lock. */
  noteStep(snapshotId: string, folder: string): Promise<void>;
  /** The commit it was taken on and the working tree it holds; null when it is not there (any more). */
  treesOf(snapshotId: string): Promise<TreePair | null>;
}

/** Tells of changes below a folder, its Git state included. */
export type WatchFolder = (root: string, listener: () => void) => Unsubscribe;
