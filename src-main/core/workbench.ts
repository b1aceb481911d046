import type { AppError } from '../../src-shared/contract/app-error.ts';
import type { AppHandlers } from '../../src-shared/contract/contract.ts';
import type { InputPart } from '../../src-shared/model/composer.ts';
import type { GitOperation } from '../../src-shared/model/git.ts';
import type { ProjectId, ServerId, ThreadRef } from '../../src-shared/model/ids.ts';
import type { Project } from '../../src-shared/model/project.ts';
import type { Snapshot } from '../../src-shared/model/worktree.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { createCheckpointService } from './checkpoints/checkpoint-service.ts';
import { createReportedTurns } from './checkpoints/reported-turns.ts';
import { askOnce } from './codex/ask-once.ts';
import type { CodexServer } from './codex/codex-supervisor.ts';
import type { FileTokens } from './files/file-tokens.ts';
import type { ImageStore } from './files/image-store.ts';
import { openFileServices } from './files/open-file-services.ts';
import type { GitRunner } from './git/git-runner.ts';
import { createGitService } from './git/git-service.ts';
import { createRepositoryLocks } from './git/repository-locks.ts';
import type { Host } from './hosts/host.ts';
import type { DraftStore } from './drafts/draft-store.ts';
import type { Clock, CoreConfig, Log } from './ports.ts';
import type { ProjectService } from './projects/project-service.ts';
import { openCommentStore } from './review/comment-store.ts';
import { createReviewService } from './review/review-service.ts';
import { openViewedMarks } from './review/viewed-marks.ts';
import { checkpointHandlers } from './rpc/handlers-checkpoints.ts';
import { fileHandlers } from './rpc/handlers-files.ts';
import { gitHandlers } from './rpc/handlers-git.ts';
import { recoverHandlers } from './rpc/handlers-recover.ts';
import { reviewHandlers } from './rpc/handlers-review.ts';
import { terminalHandlers } from './rpc/handlers-terminals.ts';
import { worktreeHandlers } from './rpc/handlers-worktrees.ts';
import type { SettingsService } from './settings/settings-service.ts';
import { createSnapshotService, type SnapshotService } from './snapshots/snapshot-service.ts';
import { snapshotStash } from './snapshots/stash-snapshot.ts';
import { createTerminalService } from './terminal/terminal-service.ts';
import type { ThreadService } from './threads/thread-service.ts';
import { createFolderWatcher } from './watching/folder-watch.ts';
import { awayHandlers } from './elsewhere/away-handlers.ts';
import { routeElsewhere } from './elsewhere/route.ts';
import { isLocalServer } from './servers/server-id.ts';
import { findGitFolders } from './watching/git-folders.ts';
import { buildWorktrees } from './workbench-worktrees.ts';
import type { OpenedWorktrees } from './worktrees/open-worktrees.ts';

/** For the agent's draft of a commit message. */
const DRAFT_TIMEOUT_MS = 120_000;

/** What works on the folders of threads, beside the threads themselves. */
export interface Workbench {
  readonly handlers: Pick<
    AppHandlers,
    'checkpoints' | 'files' | 'git' | 'recover' | 'review' | 'terminals' | 'worktrees'
  >;
  addServer(server: CodexServer): void;
  /** A turn is about to be started: what its folder holds is captured first. */
  beforeTurn(thread: ThreadRef): Promise<void>;
  /** A thread is gone for good. */
  threadGone(thread: ThreadRef): void;
  /** Messages that wait to be sent: their images must stay. */
  waitingParts(): readonly (readonly InputPart[])[];
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
  readonly worktrees: OpenedWorktrees;
  readonly drafts: DraftStore;
  readonly settings: SettingsService;
  readonly tokens: FileTokens;
  readonly images: ImageStore;
  readonly fileUrl: (fileId: string) => string;
  readonly report: (error: AppError) => void;
  readonly clock: Clock;
  readonly log: Log;
}

export async function createWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const { config, host, git, threads, tokens, fileUrl, report, clock, log } = options;
  const projects = onlyHere(options.projects);
  const files = { skeinHome: config.skeinHome, clock, log, report };
  const [viewed, comments] = await Promise.all([openViewedMarks(files), openCommentStore(files)]);
  const servers = new Map<ServerId, CodexServer>();
  const locks = createRepositoryLocks();
  const worktrees = buildWorktrees({
    ...{ opened: options.worktrees, config, host, git, locks, projects, threads, clock, log },
    ...{ drafts: options.drafts, settings: options.settings },
    ...{ snapshots: () => snapshots, terminals: () => terminals, unsavedFiles: () => fileServices.drafts.files() },
    codexHome: (serverId) => servers.get(serverId)?.state().codexHome ?? null,
  });
  const snapshots = createSnapshotService({
    ...{ git, locks, projects, clock, log },
    places: { add: (request) => worktrees.addPlace(request) },
  });
  const reported = createReportedTurns({ skeinHome: config.skeinHome, clock, log });
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
  void worktrees.start();
  const watcher = createFolderWatcher({ git, clock, log });
  const fileServices = await openFileServices({
    ...{ config, git, images: options.images, tokens, fileUrl, report, clock, log },
    watchFolder: (root, listener) => watcher.watch(root, listener),
    onWrote: (root, paths) =>
      void findGitFolders(root).then((found) => checkpoints.userWrote(root, found ? paths : null)),
  });
  const gitService = createGitService({
    ...{ git, host, env: config.env, watcher, locks, clock, log },
    onWrote: (root) => void checkpoints.userWrote(root, null),
    keeping: {
      index: ({ root }) => keepFiles(snapshots, root, 'Before everything was staged'),
      stash: (place, stash) => snapshotStash(git, place, stash, clock.now()),
      commits: ({ root }) => keepFiles(snapshots, root, 'Commits on no branch'),
      operation: ({ root }, operation) => keepFiles(snapshots, root, `${OPERATION_TITLES[operation]} given up`),
    },
    ask: async ({ serverId, cwd, text, thread, signal }) => {
      const server = servers.get(serverId);
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
  const terminals = createTerminalService({
    ...{ platform: host.platform, version: config.version, clock, log },
    onLine: (folder) => void checkpoints.userWrote(folder, null),
  });
  const review = createReviewService({
    git,
    locks,
    turns: checkpoints,
    snapshots,
    viewed,
    comments,
    watchFolder: (root, listener) => watcher.watch(root, listener),
    tokens,
    fileUrl,
    send: (thread, text, clientMessageId) =>
      threads.handlers.send(
        { ...thread, parts: [{ kind: 'text', text }], mode: 'auto', choices: null, clientMessageId },
        { clientId: '' },
      ),
    isServer: (serverId) => servers.has(serverId),
    clock,
  });
  const here = {
    checkpoints: checkpointHandlers(checkpoints),
    files: fileHandlers(fileServices, {
      use: async (serverId, run) => {
        const server = servers.get(serverId);
        return server ? run(server) : err({ code: 'server.unknown', serverId });
      },
    }),
    git: gitHandlers(gitService),
    recover: recoverHandlers(snapshots, fileServices.trash, reported),
    review: reviewHandlers(review),
    worktrees: worktreeHandlers(worktrees),
  };
  const find = (serverId: ServerId) => servers.get(serverId) ?? null;
  const away = awayHandlers({ here, find, tokens, fileUrl, clock });
  const isAway = (input: object) => {
    if ('serverId' in input) return !isLocalServer(input.serverId as ServerId);
    if (!('projectId' in input)) return false;
    const project = options.projects.find(input.projectId as ProjectId);
    return project !== null && !isLocalServer(project.serverId);
  };
  return {
    handlers: { ...routeElsewhere(here, away, isAway), terminals: terminalHandlers(terminals) },
    addServer: (server) => {
      servers.set(server.id, server);
      terminals.addServer(server);
      if (isLocalServer(server.id)) checkpoints.addServer(server);
    },
    beforeTurn: (thread) => (isLocalServer(thread.serverId) ? checkpoints.beforeTurn(thread) : Promise.resolve()),
    threadGone: (thread) => {
      comments.clear(thread);
      void terminals.closeThread(thread);
      void checkpoints.threadGone(thread);
    },
    waitingParts: () => worktrees.waitingParts(),
    notices: () => [
      ...options.worktrees.notices(),
      ...viewed.notices(),
      ...comments.notices(),
      ...fileServices.notices(),
    ],
    dispose: async () => {
      stopHearingTaken();
      review.dispose();
      gitService.dispose();
      watcher.dispose();
      await terminals.dispose();
      await worktrees.dispose();
      await checkpoints.dispose();
      await Promise.all([viewed.dispose(), comments.dispose(), fileServices.dispose()]);
    },
  };
}

/** The projects whose files are this machine's. */
function onlyHere(projects: ProjectService): ProjectService {
  const isHere = ({ serverId }: Project) => isLocalServer(serverId);
  return {
    ...projects,
    list: () => projects.list().filter(isHere),
    find: (projectId) => {
      const project = projects.find(projectId);
      return project && isHere(project) ? project : null;
    },
    watch: (listener) => projects.watch((list) => listener(list.filter(isHere))),
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
