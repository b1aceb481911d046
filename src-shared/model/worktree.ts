import type { AppError } from '../contract/app-error.ts';
import type { GitHead } from './git.ts';
import type { ProjectId, ServerId, ThreadId, ThreadRef } from './ids.ts';

/** `managed`: made by Skein for a thread, removed by retention. `permanent`: a project of its own. `attached`: made by others. */
export type WorktreeKind = 'main' | 'managed' | 'permanent' | 'attached';

/** One working tree of a repository. */
export interface Worktree {
  /** Absolute path: its identity. */
  readonly path: string;
  /** The directory all worktrees of one repository share. */
  readonly repository: string;
  /** The project it belongs to (the main working tree's). */
  readonly projectId: ProjectId | null;
  readonly kind: WorktreeKind;
  readonly head: GitHead | null;
  readonly threads: readonly ThreadRef[];
  readonly pinned: boolean;
  readonly state: 'ready' | 'preparing' | 'removing' | 'missing' | 'locked' | 'broken';
  /** Milliseconds since the epoch; null when unknown. */
  readonly createdAt: number | null;
  readonly usedAt: number | null;
  /** Null until it was looked at. */
  readonly changes: { readonly staged: number; readonly unstaged: number; readonly untracked: number } | null;
  /** Commits that no branch, tag or remote has. */
  readonly unreachableCommits: number | null;
  readonly sizeBytes: number | null;
  /** What a removal would put at risk, worst first; a snapshot keeps all but ignored files. */
  readonly risks: readonly WorktreeRisk[];
  /** Files other running worktrees of the repository change as well. */
  readonly overlaps: readonly WorktreeOverlap[];
}
export type WorktreeRisk = 'running' | 'pinned' | 'uncommitted' | 'unreachableCommits' | 'ignoredFiles' | 'locked';

export interface WorktreeOverlap {
  readonly otherPath: string;
  readonly otherThreads: readonly ThreadRef[];
  readonly files: readonly string[];
  /** The dry-run merge's verdict; `unknown` while it is being made or cannot be. */
  readonly verdict: 'clean' | 'conflict' | 'unknown';
}

/** Where a new thread runs. `environment`: file name of a local environment, null for none. */
export type ThreadPlace =
  | { readonly kind: 'local' }
  | {
      readonly kind: 'newWorktree';
      /** Branch, tag or commit. */
      readonly base: string;
      /** Takes the project's uncommitted changes along: staged stays staged, untracked too. */
      readonly carryChanges: boolean;
      readonly environment: string | null;
    }
  | { readonly kind: 'worktree'; readonly path: string };

/** A thread on its way into a new worktree: made, files carried over, environment set up, then its first message is sent. */
export interface Preparation {
  readonly id: string;
  readonly serverId: ServerId;
  readonly projectId: ProjectId;
  /** First line of the message that waits. */
  readonly title: string;
  readonly base: string;
  readonly place: ThreadPlace['kind'];
  readonly path: string | null;
  readonly steps: readonly PreparationStep[];
  readonly state:
    | { readonly kind: 'running' }
    /** Nothing is done before the account may go on; null: nobody knows when. */
    | { readonly kind: 'waiting'; readonly untilMs: number | null }
    | {
        readonly kind: 'failed';
        readonly step: PreparationStep['kind'];
        readonly error: AppError;
      }
    /** The core ended while it ran. */
    | { readonly kind: 'interrupted' }
    | { readonly kind: 'done'; readonly threadId: ThreadId };
  /** What the set-up script printed, the newest 200,000 characters. */
  readonly output: string;
  readonly startedAt: number;
}
export interface PreparationStep {
  readonly kind: 'limit' | 'worktree' | 'carry' | 'include' | 'setup' | 'thread';
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'skipped';
  readonly durationMs: number | null;
}

/** `.codex/environments/*.toml` of a project. */
export interface Environment {
  /** File name without its ending. */
  readonly id: string;
  readonly name: string;
  readonly setup: PlatformScript;
  readonly cleanup: PlatformScript;
  readonly actions: readonly EnvironmentAction[];
  /** The file cannot be read: where and why. */
  readonly problem: string | null;
}
export interface PlatformScript {
  readonly script: string;
  readonly darwin: string | null;
  readonly linux: string | null;
  readonly win32: string | null;
}
export interface EnvironmentAction {
  readonly name: string;
  readonly icon: string | null;
  readonly command: string;
  readonly platform: 'darwin' | 'linux' | 'win32' | null;
}

/** Something *Recover* can bring back: a ref under `refs/skein/` and what Skein knows about it. */
export interface Snapshot {
  readonly id: string;
  readonly ref: string;
  readonly repository: string;
  readonly projectId: ProjectId | null;
  /** Why it was taken. */
  readonly reason: 'worktreeRemoved' | 'reverted' | 'undo' | 'redo' | 'handoff' | 'carry' | 'manual' | 'discarded';
  /** The folder it was taken in. */
  readonly path: string;
  readonly thread: ThreadRef | null;
  readonly title: string;
  /** The commit that was checked out. */
  readonly head: string | null;
  readonly branch: string | null;
  readonly createdAt: number;
  readonly files: number;
}

/** Files outside Git of which Skein holds the only copies. */
export interface KeptCopy {
  readonly id: string;
  /** `removed`: deleted in the Files tab. `overwritten`: by an undo in a folder without Git. */
  readonly kind: 'removed' | 'overwritten';
  /** The folder they were in. */
  readonly root: string;
  /** Relative to it. */
  readonly paths: readonly string[];
  readonly thread: ThreadRef | null;
  readonly createdAt: number;
}
