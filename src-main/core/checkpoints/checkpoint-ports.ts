import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ThreadId, ThreadRef, TurnId } from '../../../src-shared/model/ids.ts';
import type { Snapshot } from '../../../src-shared/model/worktree.ts';
import type { Result } from '../../../src-shared/result.ts';

/** What checkpoints need of threads. */
export interface CheckpointThreads {
  cwd(thread: ThreadRef): string | null;
  title(thread: ThreadRef): string;
  isRunning(thread: ThreadRef): boolean;
  /** Another thread with the conversation up to the turn. */
  forkBefore(thread: ThreadRef, turnId: TurnId): Promise<Result<{ readonly threadId: ThreadId }, AppError>>;
}
/** What checkpoints need of snapshots: one before anything is overwritten. The repository's lock is held. */
export interface CheckpointSnapshots {
  secure(request: {
    readonly folder: string;
    readonly reason: Snapshot['reason'];
    readonly title: string;
    readonly thread: ThreadRef | null;
    /** Files that have to be in it even where they are ignored. */
    readonly also: readonly { readonly path: string; readonly mode: string; readonly oid: string }[];
  }): Promise<Result<{ readonly id: string; readonly index: string }, AppError>>;
}
