import { z } from 'zod';
import type { Environment, KeptCopy, Preparation, Snapshot, ThreadPlace, Worktree } from '../model/worktree.ts';
import type { ProjectId, ThreadId } from '../model/ids.ts';
import type { AppError } from './app-error.ts';
import { call, stream } from './define.ts';
import { clientMessageId, inputParts, path, projectId, serverId, threadChoices, threadRef } from './fields.ts';
import { branchName, folderRef } from './git.ts';

const environmentId = z
  .string()
  .min(1)
  .max(120)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/);
const revision = z
  .string()
  .min(1)
  .max(300)
  .refine((name) => !name.startsWith('-'), 'must not start with a dash');

const threadPlace = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('local') }),
  z.object({
    kind: z.literal('newWorktree'),
    base: revision,
    carryChanges: z.boolean(),
    environment: environmentId.nullable(),
  }),
  z.object({ kind: z.literal('worktree'), path }),
]) satisfies z.ZodType<ThreadPlace>;

const preparationId = z.string().min(1).max(100);

/** What no snapshot keeps. */
export interface IgnoredFile {
  readonly path: string;
  /** An ignored file or folder; or a repository inside (a submodule, a clone), whose own history goes with it. */
  readonly kind: 'ignored' | 'repository';
  readonly bytes: number;
}
/** What became of one worktree that was to be removed. */
export type RemovalOutcome =
  | { readonly path: string; readonly kind: 'removed'; readonly snapshotId: string | null }
  | {
      readonly path: string;
      readonly kind: 'refused';
      readonly reason: 'running' | 'pinned' | 'locked' | 'main' | 'outside';
    }
  /** Ignored files would be lost, or somebody works there; nothing was removed. The largest files are named. */
  | {
      readonly path: string;
      readonly kind: 'asks';
      /** For the answer, which holds for what is told here and nothing that comes later. */
      readonly question: string;
      /** The clean-up script ran already, and left something new. */
      readonly cleanedUp: boolean;
      readonly ignored: readonly IgnoredFile[];
      readonly ignoredCount: number;
      readonly ignoredBytes: number;
      /** Titles of shells that run there; they would be ended. */
      readonly terminals: readonly string[];
      /** Files with text in the editor that was not saved. It is kept until the worktree is back. */
      readonly drafts: readonly string[];
    }
  | { readonly path: string; readonly kind: 'failed'; readonly message: string };

export interface HandoffPreview {
  readonly from: string;
  readonly to: string | null;
  readonly files: readonly string[];
  readonly verdict: 'clean' | 'conflict';
  readonly conflicts: readonly string[];
}
const handoffTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('local') }),
  z.object({ kind: z.literal('newWorktree') }),
  z.object({ kind: z.literal('worktree'), path }),
]);

export const worktrees = {
  /** Every working tree of every project of the server, with what is known of each; sizes and states fill in later. */
  watch: stream(z.object({ serverId })).of<readonly Worktree[]>(),
  /** Prunes stale entries, repairs moved ones, looks at everything again. */
  refresh: call(z.object({ serverId })).returns<null>(),

  /**
   * Starts a thread in a worktree, or one that waits until the account may go on. Answers at once; `watchPreparations` tells how it goes.
   */
  startThread: call(
    z.object({
      projectId,
      parts: inputParts,
      choices: threadChoices,
      place: threadPlace,
      untilReset: z.boolean().optional(),
      clientMessageId,
    }),
  ).returns<{
    readonly preparationId: string;
  }>(),
  watchPreparations: stream(z.object({ serverId })).of<readonly Preparation[]>(),
  /**
   * After a failure: the failed step again; `continue`: on without it, or without waiting for the reset; `discard`: the worktree goes, the
   * message comes back as draft.
   */
  resolvePreparation: call(
    z.object({ preparationId, action: z.enum(['retry', 'continue', 'discard', 'cancel']) }),
  ).returns<null>(),

  /** A worktree that holds many threads and is a project of its own. `path` null: beside the managed ones. */
  createPermanent: call(
    z.object({ projectId, base: revision, branch: branchName.nullable(), path: path.nullable() }),
  ).returns<{ readonly projectId: ProjectId }>(),
  /** Makes an existing worktree known (its repository must be a project's), or a managed one permanent. */
  keep: call(z.object({ serverId, path })).returns<{ readonly projectId: ProjectId }>(),
  pin: call(z.object({ serverId, path, pinned: z.boolean() })).returns<null>(),
  /** Snapshot, clean-up script, then `git worktree remove`. `agreed`: the questions of `asks` that were answered with yes. */
  remove: call(
    z.object({
      serverId,
      paths: z.array(path).min(1).max(500),
      agreed: z.array(z.string().min(1).max(100)).max(500),
      runCleanup: z.boolean(),
    }),
  ).returns<readonly RemovalOutcome[]>(),

  handoffPreview: call(threadRef.extend({ to: handoffTarget })).returns<HandoffPreview>(),
  /** Moves the thread and its changes. On a conflict nothing changes (`worktree.conflict`). */
  handoff: call(threadRef.extend({ to: handoffTarget })).returns<{
    readonly path: string;
    readonly snapshotId: string;
  }>(),
  /** Brings back the folder a thread worked in, from its newest snapshot. */
  restoreFor: call(threadRef).returns<{ readonly path: string }>(),

  environments: call(z.object({ projectId })).returns<readonly Environment[]>(),
  saveEnvironment: call(
    z.object({
      projectId,
      id: environmentId,
      name: z.string().trim().min(1).max(120),
      setup: z.object({
        script: z.string().max(50_000),
        darwin: z.string().max(50_000).nullable(),
        linux: z.string().max(50_000).nullable(),
        win32: z.string().max(50_000).nullable(),
      }),
      cleanup: z.object({
        script: z.string().max(50_000),
        darwin: z.string().max(50_000).nullable(),
        linux: z.string().max(50_000).nullable(),
        win32: z.string().max(50_000).nullable(),
      }),
      actions: z
        .array(
          z.object({
            name: z.string().trim().min(1).max(120),
            icon: z.string().max(60).nullable(),
            command: z.string().min(1).max(50_000),
            platform: z.enum(['darwin', 'linux', 'win32']).nullable(),
          }),
        )
        .max(100),
    }),
  ).returns<null>(),
  removeEnvironment: call(z.object({ projectId, id: environmentId })).returns<null>(),
} as const;

export interface SnapshotList {
  readonly snapshots: readonly Snapshot[];
  readonly failed: readonly { readonly repository: string; readonly error: AppError }[];
}
const keptCopy = z.object({
  serverId,
  kind: z.enum(['removed', 'overwritten']),
  id: z.string().regex(/^[\w-]{1,100}$/),
});

const snapshotId = z.string().min(1).max(300);
export const recover = {
  /** Newest first, over all projects of the server. A repository that cannot be read is told, and hides no other one's. */
  list: call(z.object({ serverId })).returns<SnapshotList>(),
  /**
   * Brings a snapshot back: into the folder it was taken in (`place`), where files that changed since are merged or refused
   * (`snapshot.conflict`), or into a new worktree.
   */
  restore: call(z.object({ serverId, id: snapshotId, to: z.enum(['place', 'newWorktree']) })).returns<{
    readonly path: string;
    readonly threadId: ThreadId | null;
    /** What was reverted in review is taken back alone, and restoring this one reverts it again; null: the whole state was brought back. */
    readonly redo: string | null;
  }>(),
  remove: call(z.object({ serverId, ids: z.array(snapshotId).min(1).max(1000) })).returns<null>(),
  /** Files outside Git of which Skein holds the only copies, newest first: of the whole machine that the server is on. */
  copies: call(z.object({ serverId })).returns<readonly KeptCopy[]>(),
  /** Puts them back where they were. What an undo wrote meanwhile is copied first; what somebody else wrote is not replaced. */
  restoreCopy: call(keptCopy).returns<null>(),
  removeCopy: call(keptCopy).returns<null>(),
  /** Takes one now, by hand. */
  take: call(folderRef.extend({ title: z.string().trim().min(1).max(200) })).returns<{ readonly id: string }>(),
} as const;
