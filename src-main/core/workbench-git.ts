import type { AppError } from '../../src-shared/contract/app-error.ts';
import type { AppHandlers } from '../../src-shared/contract/contract.ts';
import type { GitOperation } from '../../src-shared/model/git.ts';
import type { ServerId } from '../../src-shared/model/ids.ts';
import type { Snapshot } from '../../src-shared/model/worktree.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { createCheckpointService, type CheckpointService } from './checkpoints/checkpoint-service.ts';
import type { ReportedTurns } from './checkpoints/reported-turns.ts';
import { askOnce } from './codex/ask-once.ts';
import type { CodexServer } from './codex/codex-supervisor.ts';
import type { FileTokens } from './files/file-tokens.ts';
import type { GitRunner } from './git/git-runner.ts';
import { createGitService } from './git/git-service.ts';
import { createRepositoryLocks, type RepositoryLocks } from './git/repository-locks.ts';
import type { Host } from './hosts/host.ts';
import type { Clock, Log } from './ports.ts';
import type { CommentStore } from './review/comment-store.ts';
import { createReviewService } from './review/review-service.ts';
import type { ViewedMarks } from './review/viewed-marks.ts';
import { checkpointHandlers } from './rpc/handlers-checkpoints.ts';
import { gitHandlers } from './rpc/handlers-git.ts';
import { reviewHandlers } from './rpc/handlers-review.ts';
import {
  createSnapshotService,
  type SnapshotPlaces,
  type SnapshotProjects,
  type SnapshotService,
} from './snapshots/snapshot-service.ts';
import { snapshotStash } from './snapshots/stash-snapshot.ts';
import type { ThreadService } from './threads/thread-service.ts';
import type { FolderWatcher } from './watching/folder-watch.ts';

/** For the agent's draft of a commit message. */
const DRAFT_TIMEOUT_MS = 120_000;

/** What all machines with working trees have in common: what each needs of the rest of the workbench. */
export interface GitBenchParts {
  readonly threads: ThreadService;
  readonly viewed: ViewedMarks;
  readonly comments: CommentStore;
  readonly tokens: FileTokens;
  readonly fileUrl: (fileId: string) => string;
  readonly find: (serverId: ServerId) => CodexServer | null;
  readonly clock: Clock;
  readonly log: Log;
}
export interface GitBenchOptions extends GitBenchParts {
  readonly git: GitRunner;
  readonly host: Host;
  /** What Git's hooks and `gh` get to see. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly watcher: FolderWatcher;
  readonly locks?: RepositoryLocks;
  readonly projects: SnapshotProjects;
  readonly places: SnapshotPlaces;
  /** Undo where there is no Git. */
  readonly reported: ReportedTurns;
}

/** Git, review, snapshots and checkpoints in the folders of one machine. */
export interface GitBench {
  readonly handlers: Pick<AppHandlers, 'checkpoints' | 'git' | 'review'>;
  readonly snapshots: SnapshotService;
  readonly checkpoints: CheckpointService;
  dispose(): Promise<void>;
}

export function createGitBench(options: GitBenchOptions): GitBench {
  const { git, host, threads, watcher, find, locks = createRepositoryLocks(), clock, log } = options;
  const { projects, places, reported } = options;
  const snapshots = createSnapshotService({ git, locks, projects, places, clock, log });
  const checkpoints = createCheckpointService({
    ...{ git, locks, snapshots, reported, clock, log },
    threads: {
      ...threads,
      forkBefore: (thread, turnId) =>
        threads.handlers.fork({ ...thread, lastTurnId: null, beforeTurnId: turnId }, { clientId: '' }),
    },
  });
  const stopHearingTaken = snapshots.onTaken(({ path, reason }) => {
    if (OVERWRITING.has(reason)) void checkpoints.userWrote(path, null);
  });
  const gitService = createGitService({
    ...{ git, host, env: options.env, watcher, locks, clock, log },
    onWrote: (root) => void checkpoints.userWrote(root, null),
    keeping: {
      index: ({ root }) => keepFiles(snapshots, root, 'Before everything was staged'),
      stash: (place, stash) => snapshotStash(git, place, stash, clock.now()),
      commits: ({ root }) => keepFiles(snapshots, root, 'Commits on no branch'),
      operation: ({ root }, operation) => keepFiles(snapshots, root, `${OPERATION_TITLES[operation]} given up`),
    },
    ask: async ({ serverId, cwd, text, thread, signal }) => {
      const server = find(serverId);
      if (!server) return err({ code: 'server.unknown', serverId });
      return askOnce(server, clock, {
        cwd,
        text,
        model: thread && threads.model(thread),
        timeoutMs: DRAFT_TIMEOUT_MS,
        signal,
      });
    },
  });
  const { viewed, comments, tokens, fileUrl } = options;
  const review = createReviewService({
    ...{ git, locks, turns: checkpoints, snapshots, viewed, comments, tokens, fileUrl, clock },
    watchFolder: (root, listener) => watcher.watch(root, listener),
    send: (thread, text, clientMessageId) =>
      threads.handlers.send(
        { ...thread, parts: [{ kind: 'text', text }], mode: 'auto', choices: null, clientMessageId },
        { clientId: '' },
      ),
    isServer: (serverId) => find(serverId) !== null,
  });
  return {
    handlers: {
      checkpoints: checkpointHandlers(checkpoints),
      git: gitHandlers(gitService),
      review: reviewHandlers(review),
    },
    snapshots,
    checkpoints,
    dispose: async () => {
      stopHearingTaken();
      review.dispose();
      gitService.dispose();
      watcher.dispose();
      await checkpoints.dispose();
    },
  };
}

/** After snapshots of these kinds the user's own action writes into the folder. */
const OVERWRITING: ReadonlySet<Snapshot['reason']> = new Set(['reverted', 'discarded', 'handoff']);

/** For what is about to be replaced: files, what is staged, unmerged versions. The repository's lock is held. */
async function keepFiles(snapshots: SnapshotService, folder: string, title: string): Promise<Result<null, AppError>> {
  const taken = await snapshots.take({ folder, reason: 'discarded', title, thread: null, locked: true });
  return taken.ok ? ok(null) : taken;
}

const OPERATION_TITLES: Readonly<Record<GitOperation, string>> = {
  merge: 'Merge',
  rebase: 'Rebase',
  am: 'Patches',
  cherryPick: 'Cherry-pick',
  revert: 'Revert',
  bisect: 'Bisect',
};
