import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ThreadChoices } from '../../../src-shared/contract/fields.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { InputPart } from '../../../src-shared/model/composer.ts';
import type { ProjectId, ServerId, ThreadId, ThreadRef } from '../../../src-shared/model/ids.ts';
import type { ThreadSummary } from '../../../src-shared/model/thread.ts';
import type { Snapshot } from '../../../src-shared/model/worktree.ts';
import type { Result } from '../../../src-shared/result.ts';

type Answer<T> = Promise<Result<T, AppError>>;

/** What worktrees need of projects. */
export interface WorktreeProjects {
  list(): readonly WorktreeProject[];
  find(projectId: ProjectId): WorktreeProject | null;
  /** Makes a folder a project; one that is a project already is answered. */
  add(serverId: ServerId, path: string, trusted: boolean): Answer<{ readonly projectId: ProjectId }>;
  watch(listener: () => void): Unsubscribe;
}
export interface WorktreeProject {
  readonly id: ProjectId;
  readonly serverId: ServerId;
  readonly path: string;
  readonly trusted: boolean;
}

/** What worktrees need of threads. */
export interface WorktreeThreads {
  /** Every thread of the server that was seen so far. */
  rows(serverId: ServerId): Iterable<ThreadSummary>;
  /** A thread came, went, moved, started or ended work. */
  onRows(listener: (thread: ThreadRef) => void): Unsubscribe;
  isRunning(thread: ThreadRef): boolean;
  /** Some window shows the thread. */
  isShown(thread: ThreadRef): boolean;
  /** Starts a thread of a project in another folder than the project's own; under one `messageId` once. */
  startIn(
    projectId: ProjectId,
    folder: string,
    message: { readonly parts: readonly InputPart[]; readonly choices: ThreadChoices; readonly messageId: string },
  ): Answer<ThreadId>;
  /** Threads that were started in the folder and have a message. */
  startedIn(serverId: ServerId, folder: string): Answer<readonly ThreadId[]>;
  /** The thread works in another folder from its next turn on. */
  move(thread: ThreadRef, cwd: string): Answer<null>;
  /** What is stored of the Git state a thread works on. Null clears a field. */
  setGitInfo(thread: ThreadRef, info: { readonly commit: string | null; readonly branch: string | null }): Answer<null>;
  /** Tells of every turn that has ended. */
  onSettled(listener: (thread: ThreadRef) => void): Unsubscribe;
}

/** Who else works in a folder or below it: asked before it goes. */
export interface WorktreeUse {
  /** Shells that run there. */
  terminalsIn(folder: string): readonly { readonly id: string; readonly title: string }[];
  /** Ends them and what they run. */
  closeTerminals(folder: string): Promise<void>;
  /** Files with text in the editor that was not saved, named from the folder. */
  draftsIn(folder: string): Promise<readonly string[]>;
}

/** What worktrees need of snapshots. */
export interface WorktreeSnapshots {
  /** Everything that is not ignored in the working tree at `folder`, byte for byte. `locked`: the caller holds the lock. */
  take(request: SnapshotRequest): Answer<Snapshot>;
  /** The files and the index of a working tree as objects, byte for byte. Nothing is changed, and nothing keeps the objects. */
  capture(folder: string): Answer<CapturedState>;
  /** Newest first. */
  list(repository: string): Answer<readonly Snapshot[]>;
  /**
   * Brings the changes a snapshot holds into another working tree of its repository: staged ones staged. Merged with what is there; on
   * a contradiction nothing is changed (`snapshot.conflict`). What is there goes into a snapshot first unless it is `fresh`: nobody has
   * worked there. The caller holds the lock.
   */
  bring(snapshot: Snapshot, folder: string, fresh: boolean): Answer<null>;
  /**
   * What was brought goes again: the folder is as `before` where it is still as `now`. On a contradiction nothing is changed. The caller
   * holds the lock.
   */
  takeBack(folder: string, states: { readonly now: CapturedState; readonly before: CapturedState }): Answer<null>;
  /** Brings a snapshot back into the folder it was taken in, which is made again when it is gone. The lock is not held. */
  restore(serverId: ServerId, snapshot: Snapshot): Answer<{ readonly path: string }>;
}
/** Names of trees. */
export interface CapturedState {
  readonly worktree: string;
  readonly index: string;
}
export interface SnapshotRequest {
  readonly folder: string;
  readonly reason: Snapshot['reason'];
  readonly title: string;
  readonly thread: ThreadRef | null;
  readonly locked?: boolean;
}
