import { tmpdir } from 'node:os';
import type { AppError } from '../../src-shared/contract/app-error.ts';
import type { AppHandlers } from '../../src-shared/contract/contract.ts';
import type { InputPart } from '../../src-shared/model/composer.ts';
import type { ProjectId, ServerId, ThreadRef } from '../../src-shared/model/ids.ts';
import { err } from '../../src-shared/result.ts';
import { createReportedTurns } from './checkpoints/reported-turns.ts';
import type { CodexServer } from './codex/codex-supervisor.ts';
import type { FileTokens } from './files/file-tokens.ts';
import type { ImageStore } from './files/image-store.ts';
import { openFileServices } from './files/open-file-services.ts';
import type { GitRunner } from './git/git-runner.ts';
import { createRepositoryLocks } from './git/repository-locks.ts';
import type { Host } from './hosts/host.ts';
import type { DraftStore } from './drafts/draft-store.ts';
import type { Clock, CoreConfig, Log } from './ports.ts';
import type { ProjectService } from './projects/project-service.ts';
import { projectsOf } from './projects/projects-of.ts';
import type { ResetWatch } from './queue/reset-watch.ts';
import { openCommentStore } from './review/comment-store.ts';
import { openViewedMarks } from './review/viewed-marks.ts';
import { fileHandlers } from './rpc/handlers-files.ts';
import { recoverHandlers } from './rpc/handlers-recover.ts';
import { terminalHandlers } from './rpc/handlers-terminals.ts';
import { worktreeHandlers } from './rpc/handlers-worktrees.ts';
import type { SettingsService } from './settings/settings-service.ts';
import { sweepLeftovers } from './snapshots/sweep-leftovers.ts';
import { createTerminalService } from './terminal/terminal-service.ts';
import type { ThreadService } from './threads/thread-service.ts';
import { createFolderWatcher } from './watching/folder-watch.ts';
import { createAway } from './elsewhere/away-handlers.ts';
import { routeElsewhere, type AwayHandlers } from './elsewhere/route.ts';
import { isLocalServer } from './servers/server-id.ts';
import { findGitFolders } from './watching/git-folders.ts';
import { createGitBench, type GitBenchParts } from './workbench-git.ts';
import { buildWorktrees, type SharedWorktreeParts } from './workbench-worktrees.ts';
import type { OpenedWorktrees } from './worktrees/open-worktrees.ts';

/** What works on the folders of threads, beside the threads themselves. */
export interface Workbench {
  readonly handlers: Pick<
    AppHandlers,
    'checkpoints' | 'files' | 'git' | 'recover' | 'review' | 'terminals' | 'worktrees'
  >;
  addServer(server: CodexServer): void;
  /** A server that was taken off the list. */
  removeServer(serverId: ServerId): void;
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
  readonly resets: ResetWatch;
  readonly fileUrl: (fileId: string) => string;
  readonly report: (error: AppError) => void;
  readonly clock: Clock;
  readonly log: Log;
}

export async function createWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const { config, host, git, threads, tokens, fileUrl, report, clock, log } = options;
  const projects = projectsOf(options.projects, isLocalServer);
  const files = { skeinHome: config.skeinHome, clock, log, report };
  const [viewed, comments] = await Promise.all([openViewedMarks(files), openCommentStore(files)]);
  const servers = new Map<ServerId, CodexServer>();
  const locks = createRepositoryLocks();
  const forWorktrees: SharedWorktreeParts = {
    ...{ opened: options.worktrees, drafts: options.drafts, resets: options.resets },
    ...{ terminals: () => terminals, unsavedFiles: () => fileServices.drafts.files() },
    codexHome: (serverId) => servers.get(serverId)?.state().codexHome ?? null,
    settings: () => options.settings.value().worktrees,
  };
  const worktrees = buildWorktrees({
    ...{ ...forWorktrees, host, git, env: config.env, locks, projects, threads, clock, log },
    serves: isLocalServer,
    snapshots: () => snapshots,
  });
  const watcher = createFolderWatcher({ git, clock, log });
  const reported = createReportedTurns({ skeinHome: config.skeinHome, clock, log });
  const find = (serverId: ServerId) => servers.get(serverId) ?? null;
  const shared: GitBenchParts = { threads, viewed, comments, tokens, fileUrl, find, clock, log };
  const bench = createGitBench({
    ...{ ...shared, git, host, env: config.env, watcher, locks, projects, reported },
    places: { add: (request) => worktrees.addPlace(request) },
  });
  const { snapshots, checkpoints } = bench;
  void worktrees.start();
  const roots = projects.list().map(({ path }) => path);
  const sweeping = sweepLeftovers({ temporary: tmpdir(), roots }, clock.now(), log);
  const fileServices = await openFileServices({
    ...{ config, git, images: options.images, tokens, fileUrl, report, clock, log },
    watchFolder: (root, listener) => watcher.watch(root, listener),
    onWrote: (root, paths) =>
      void findGitFolders(root).then((found) => checkpoints.userWrote(root, found ? paths : null)),
  });
  const terminals = createTerminalService({
    ...{ platform: host.platform, version: config.version, clock, log },
    onLine: (folder, serverId) =>
      void (isLocalServer(serverId) ? checkpoints.userWrote(folder, null) : away.userWrote(serverId, folder)),
  });
  const here = {
    ...bench.handlers,
    files: fileHandlers(fileServices, {
      use: async (serverId, run) => {
        const server = servers.get(serverId);
        return server ? run(server) : err({ code: 'server.unknown', serverId });
      },
    }),
    recover: recoverHandlers(snapshots, fileServices.trash, reported),
    worktrees: worktreeHandlers(worktrees),
  };
  const away = createAway({ ...shared, here, projects: options.projects, forWorktrees });
  const awayOf = (input: object): AwayHandlers | null => {
    if ('serverId' in input) return away.handlers(input.serverId as ServerId);
    if ('preparationId' in input) {
      const serverId = options.worktrees.serverOf(input.preparationId as string);
      return serverId && away.handlers(serverId);
    }
    if (!('projectId' in input)) return null;
    const project = options.projects.find(input.projectId as ProjectId);
    return project && away.handlers(project.serverId);
  };
  return {
    handlers: { ...routeElsewhere(here, awayOf), terminals: terminalHandlers(terminals) },
    addServer: (server) => {
      servers.set(server.id, server);
      terminals.addServer(server);
      if (isLocalServer(server.id)) checkpoints.addServer(server);
      else away.addServer(server);
    },
    removeServer: (serverId) => {
      servers.delete(serverId);
      if (!isLocalServer(serverId)) away.removeServer(serverId);
    },
    beforeTurn: (thread) => (isLocalServer(thread.serverId) ? checkpoints : away).beforeTurn(thread),
    threadGone: (thread) => {
      comments.clear(thread);
      void terminals.closeThread(thread);
      void (isLocalServer(thread.serverId) ? checkpoints : away).threadGone(thread);
    },
    waitingParts: () => options.worktrees.waitingParts(),
    notices: () => [
      ...options.worktrees.notices(),
      ...viewed.notices(),
      ...comments.notices(),
      ...fileServices.notices(),
    ],
    dispose: async () => {
      await sweeping;
      await terminals.dispose();
      await Promise.all([worktrees.dispose(), away.settle()]);
      await options.worktrees.dispose();
      await Promise.all([bench.dispose(), away.dispose()]);
      await Promise.all([viewed.dispose(), comments.dispose(), fileServices.dispose()]);
    },
  };
}
