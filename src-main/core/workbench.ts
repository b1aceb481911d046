import { join } from 'node:path';
import type { AppError } from '../../src-shared/contract/app-error.ts';
import type { AppHandlers } from '../../src-shared/contract/contract.ts';
import type { ServerId, ThreadRef } from '../../src-shared/model/ids.ts';
import type { CodexServer } from './codex/codex-supervisor.ts';
import type { FileTokens } from './files/file-tokens.ts';
import type { GitRunner } from './git/git-runner.ts';
import { createRepositoryLocks } from './git/repository-locks.ts';
import type { Host } from './hosts/host.ts';
import type { Clock, CoreConfig, Log } from './ports.ts';
import type { ProjectService } from './projects/project-service.ts';
import { openCommentStore } from './review/comment-store.ts';
import type { TurnTrees } from './review/review-ports.ts';
import { createReviewService } from './review/review-service.ts';
import { openViewedMarks } from './review/viewed-marks.ts';
import { recoverHandlers } from './rpc/handlers-recover.ts';
import { reviewHandlers } from './rpc/handlers-review.ts';
import { terminalHandlers } from './rpc/handlers-terminals.ts';
import { createPlainPlaces } from './snapshots/plain-places.ts';
import { createSnapshotService } from './snapshots/snapshot-service.ts';
import { createTerminalService } from './terminal/terminal-service.ts';
import type { ThreadService } from './threads/thread-service.ts';
import { createFolderWatcher } from './watching/folder-watch.ts';

/** What works on the folders of threads, beside the threads themselves. */
export interface Workbench {
  readonly handlers: Pick<AppHandlers, 'recover' | 'review' | 'terminals'>;
  addServer(server: CodexServer): void;
  /** A thread is gone for good. */
  threadGone(thread: ThreadRef): void;
  /** What the files it keeps had to say when they were opened. */
  notices(): readonly AppError[];
  /** Before the servers are stopped: what runs on them is ended through them. */
  dispose(): Promise<void>;
}

export interface WorkbenchOptions {
  readonly config: CoreConfig;
  readonly host: Host;
  readonly git: GitRunner;
  readonly projects: ProjectService;
  readonly threads: ThreadService;
  readonly tokens: FileTokens;
  readonly fileUrl: (fileId: string) => string;
  readonly report: (error: AppError) => void;
  readonly clock: Clock;
  readonly log: Log;
}

export async function createWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const { config, host, git, projects, threads, tokens, fileUrl, report, clock, log } = options;
  const files = { skeinHome: config.skeinHome, clock, log, report };
  const [viewed, comments] = await Promise.all([openViewedMarks(files), openCommentStore(files)]);
  const servers = new Set<ServerId>();
  const locks = createRepositoryLocks();
  const places = createPlainPlaces(git, locks, join(config.codexHome, 'worktrees'));
  const snapshots = createSnapshotService({ git, locks, projects, places, clock, log });
  const watcher = createFolderWatcher({ git, clock, log });
  const terminals = createTerminalService({ platform: host.platform, version: config.version, clock, log });
  const review = createReviewService({
    git,
    locks,
    turns: NO_TURNS,
    snapshots,
    viewed,
    comments,
    watchFolder: (root, listener) => watcher.watch(root, listener),
    tokens,
    fileUrl,
    send: (thread, text) =>
      threads.handlers.send(
        { ...thread, parts: [{ kind: 'text', text }], mode: 'auto', choices: null },
        { clientId: '' },
      ),
    isServer: (serverId) => servers.has(serverId),
    clock,
  });
  return {
    handlers: { recover: recoverHandlers(snapshots), review: reviewHandlers(review), terminals: terminalHandlers(terminals) },
    addServer: (server) => {
      servers.add(server.id);
      terminals.addServer(server);
    },
    threadGone: (thread) => {
      comments.clear(thread);
      void terminals.closeThread(thread);
    },
    notices: () => [...viewed.notices(), ...comments.notices()],
    dispose: async () => {
      review.dispose();
      watcher.dispose();
      await terminals.dispose();
      await Promise.all([viewed.dispose(), comments.dispose()]);
    },
  };
}

/** No turn is recorded. */
const NO_TURNS: TurnTrees = {
  treesOf: () => Promise.resolve(null),
  lastTurnWithChanges: () => Promise.resolve(null),
  onChange: () => () => undefined,
};
