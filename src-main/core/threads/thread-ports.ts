import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { InputPart } from '../../../src-shared/model/composer.ts';
import type { ItemId, ProjectId, ServerId, ThreadRef } from '../../../src-shared/model/ids.ts';
import type { FileChange } from '../../../src-shared/model/item.ts';
import type { Result } from '../../../src-shared/result.ts';

/** What threads need of the rest of the core. Functions, so that services that know each other can be built one after the other. */
export interface ThreadPorts {
  readonly projects: {
    find(
      projectId: ProjectId,
    ): { readonly serverId: ServerId; readonly path: string; readonly trusted: boolean } | null;
  };
  readonly queue: {
    /** Puts an entry at the end; Skein's own queue is the only sender. */
    add(thread: ThreadRef, parts: readonly InputPart[]): unknown;
    /** The same; it goes once the account may go on. */
    addUntilReset(thread: ThreadRef, parts: readonly InputPart[]): unknown;
    /** Puts an entry in front; it is not run before the end of the turn that is just over. */
    addUnread(thread: ThreadRef, parts: readonly InputPart[]): unknown;
    count(thread: ThreadRef): number;
    /** The thread is gone for good. */
    clear(thread: ThreadRef): void;
    onChange(listener: (thread: ThreadRef) => void): Unsubscribe;
  };
  /** Where an image that was taken into the core lies; null when it is gone. */
  readonly imagePath: (imageId: string) => string | null;
  /** What worktrees know about threads and folders. */
  readonly folders?: ThreadFolders;
  /** A turn is about to be started; it waits until this is settled. */
  readonly beforeTurn?: (thread: ThreadRef) => Promise<void>;
  /** Whether a turn would get anywhere now; fails with what stands in its way. */
  readonly mayStart?: (serverId: ServerId) => Promise<Result<null, AppError>>;
  /** A message was sent: into the prompt history. */
  remember(cwd: string, parts: readonly InputPart[]): void;
  /** Title or file changes of a thread are others now, for whoever shows them elsewhere. */
  touched(thread: ThreadRef): void;
}

/** Folders of threads beyond those of projects. */
export interface ThreadFolders {
  /** Worktrees in which threads of the project were started, also those that are gone. */
  ofProject(projectId: ProjectId): readonly string[];
  /** Where the thread works although it was started elsewhere: the server's lists name the first folder for ever. */
  movedTo(thread: ThreadRef): string | null;
}

/** How a turn came to its end. */
export type TurnEnd =
  | { readonly kind: 'completed' }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'failed'; readonly message: string };

/** What other services ask about threads, of all servers. */
export interface ThreadRegistry {
  /** Empty when the thread is not known. */
  title(thread: ThreadRef): string;
  cwd(thread: ThreadRef): string | null;
  /** The model the thread runs with; null when it is not known. */
  model(thread: ThreadRef): string | null;
  isRunning(thread: ThreadRef): boolean;
  /** The changes of a file change item; null when the item is not known (yet). */
  fileChanges(thread: ThreadRef, itemId: ItemId): readonly FileChange[] | null;
  /** An approval or a question of the thread waits for the user, or (null) none does any more. */
  setWaiting(thread: ThreadRef, reason: 'approval' | 'question' | null): void;
  /** Tells of every turn that has ended, once its thread can take the next one. */
  onSettled(listener: (thread: ThreadRef, end: TurnEnd) => void): Unsubscribe;
  /** The thread has an active goal: the server starts the next turn by itself. */
  goesOn(thread: ThreadRef): boolean;
  /** Threads in which a turn runs, on all servers. */
  runningThreads(): number;
}

/** What the queue runner and approvals do to threads. */
export interface ThreadSender {
  isBusy(thread: ThreadRef): boolean;
  /** Runs one entry in a thread that is not busy, parsed now. Never puts anything into the queue. */
  run(thread: ThreadRef, parts: readonly InputPart[], messageId: string): Promise<Result<'started' | 'done', AppError>>;
  /** Adds to the running turn; fails when that cannot be done. */
  steer(thread: ThreadRef, parts: readonly InputPart[], messageId: string): Promise<Result<null, AppError>>;
  /** Plain words to the running turn; after it, where it is over by now or takes none. */
  say(thread: ThreadRef, words: string): Promise<Result<null, AppError>>;
  interrupt(thread: ThreadRef): Promise<Result<null, AppError>>;
}
