import type { AppError } from '../../src-shared/contract/app-error.ts';
import { contract, type AppHandlers } from '../../src-shared/contract/contract.ts';
import type { Unsubscribe } from '../../src-shared/contract/define.ts';
import type { DemoStart } from '../../src-shared/contract/servers.ts';
import type { ToClient, ToHost, Transport } from '../../src-shared/contract/wire.ts';
import type { ProjectId, ServerId } from '../../src-shared/model/ids.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { createAppEvents } from './app/app-events.ts';
import { createAppService } from './app/app-service.ts';
import { followLink } from './app/follow-link.ts';
import { createConversations, imagesIn } from './conversations.ts';
import { createDesktopService } from './desktop/desktop-service.ts';
import { startSystemNews } from './desktop/system-news.ts';
import { openDraftStore } from './drafts/draft-store.ts';
import { createFileTokens, type ServedFile } from './files/file-tokens.ts';
import { createImageStore } from './files/image-store.ts';
import { createGitRunner } from './git/git-runner.ts';
import { openPromptHistory } from './history/prompt-history.ts';
import { localHost } from './hosts/local-host.ts';
import { createLauncherService } from './launcher/launcher-service.ts';
import { createCatalogService } from './models/catalog-service.ts';
import { startSystemNotices } from './notices/notice-service.ts';
import type { CoreConfig, Ports } from './ports.ts';
import { followCodexTrust } from './projects/codex-trust.ts';
import { openProjects } from './projects/project-service.ts';
import { openQueueStore } from './queue/queue-store.ts';
import { serveClient } from './rpc/client-connection.ts';
import { appHandlers, settingsHandlers, windowHandlers } from './rpc/handlers-app.ts';
import { approvalHandlers, draftHandlers, historyHandlers, queueHandlers } from './rpc/handlers-composer.ts';
import { projectHandlers } from './rpc/handlers-projects.ts';
import { serverHandlers } from './rpc/handlers-servers.ts';
import { openHosts } from './hosts/host-service.ts';
import { createFoldersElsewhere, followElsewhere } from './projects/folders-elsewhere.ts';
import type { FoldersElsewhere } from './projects/project-service.ts';
import { homeHandlers, hostHandlers } from './rpc/handlers-hosts.ts';
import { isLocalServer } from './servers/server-id.ts';
import { openHomes } from './servers/home-service.ts';
import { createServerRegistry } from './servers/server-registry.ts';
import { openSettings } from './settings/settings-service.ts';
import { openMarkOverlay } from './threads/mark-overlay.ts';
import { lockHome, type HomeLock } from './storage/home-lock.ts';
import { createAccountBench } from './workbench-accounts.ts';
import { createConfigBench } from './workbench-config.ts';
import { openSkillFolders } from './skills/skill-folders.ts';
import { createExtensionBench } from './workbench-extensions.ts';
import { createWorkbench } from './workbench.ts';
import { openWorktrees } from './worktrees/open-worktrees.ts';

export { checkExternalUrl } from './app/external-url.ts';
export type { ServedFile } from './files/file-tokens.ts';

/** The product, as a shell sees it. */
export interface Core {
  /** Serves one window until its transport closes. `clientId` tells windows apart. */
  connect(transport: Transport<ToClient, ToHost>, clientId: string): Unsubscribe;
  /** Makes a folder (or the folder of a file) a project and tells the window that was used last, or the first one to come, to show it. */
  openPath(path: string): Promise<Result<ProjectId, AppError>>;
  /** Follows a `codex://` or `skein://` link: opens what it names or fills the composer of the window used last, and never sends; else that window is told why not. */
  openLink(link: string): Promise<Result<null, AppError>>;
  /** Starts the offline demo and tells the window that was used last, or the first one to come, to show it. */
  startDemo(): Promise<Result<DemoStart, AppError>>;
  /** Sends a command of the menu to a window, or to all. */
  command(commandId: string, clientId?: string): void;
  /** What is behind an id that `Ports.fileUrl` made an address of; null when it is unknown or has expired. */
  file(fileId: string): Promise<ServedFile | null>;
  runningThreads(): number;
  /** Asks the user whether to quit while turns run. Answers false when nothing runs or nobody can be asked: then there is no need to wait. */
  requestQuit(): boolean;
  /** Where a second start can ask this one, on loopback, to show itself; kept in the lock. */
  setPort(port: number): Promise<void>;
  /** Refuses what waits for an answer, stops every process, writes every file and lets go of SKEIN_HOME. */
  dispose(): Promise<void>;
}

/** Builds every service. Fails with `storage.locked` when another core owns SKEIN_HOME, or `storage.failed`. */
export async function createCore(ports: Ports, config: CoreConfig): Promise<Result<Core, AppError>> {
  const lock = await lockHome(config.skeinHome);
  if (!lock.ok) return lock;
  try {
    return ok(await buildCore(ports, config, lock.value));
  } catch (error) {
    await lock.value.release();
    throw error;
  }
}

async function buildCore(ports: Ports, config: CoreConfig, lock: HomeLock): Promise<Core> {
  const { log, clock } = ports;
  const events = createAppEvents();
  const report = (error: AppError) => events.emit({ type: 'failure', error });
  const files = { skeinHome: config.skeinHome, clock, log, report };
  const git = createGitRunner({ env: config.env, host: localHost });
  const awayFolders = new Map<ServerId, FoldersElsewhere>();
  /** Known as soon as worktrees are. */
  let threadFolders: (projectId: ProjectId) => readonly string[] = () => [];
  const [settings, projects, drafts, history, queueStore, overlay, worktrees, skillFolders] = await Promise.all([
    openSettings(files),
    openProjects({
      ...{ ...files, homeFolder: config.homeFolder, git },
      elsewhere: (serverId) => (isLocalServer(serverId) ? null : (awayFolders.get(serverId) ?? UNREACHABLE)),
      threadFolders: (projectId) => threadFolders(projectId),
    }),
    openDraftStore(files),
    openPromptHistory(files),
    openQueueStore(files),
    openMarkOverlay(files),
    openWorktrees(files),
    openSkillFolders(files),
  ]);
  threadFolders = (projectId) => worktrees.folders.ofProject(projectId);
  const images = createImageStore({ skeinHome: config.skeinHome, clock });
  const tokens = createFileTokens(clock);
  const catalogs = createCatalogService({ log });
  const codexConfig = createConfigBench({
    skeinHome: config.skeinHome,
    onChange: (server) => {
      catalogs.configChanged(server.id);
      accounts.configChanged(server.id);
    },
    clock,
    log,
  });
  const accounts = createAccountBench({ config, host: localHost, writer: codexConfig.writer, clock, log });
  const conversations = createConversations({
    projects,
    queueStore,
    history,
    images,
    overlay,
    clock,
    log,
    onThreadGone: (thread) => workbench.threadGone(thread),
    beforeTurn: (thread) => workbench.beforeTurn(thread),
    folders: worktrees.folders,
    resets: accounts.resets,
    gates: accounts.gates,
  });
  const { threads, queue, waits, approvals } = conversations;
  const workbench = await createWorkbench({
    ...{
      config,
      host: localHost,
      git,
      projects,
      threads,
      worktrees,
      drafts,
      settings,
      tokens,
      images,
      resets: accounts.resets,
      fileUrl: ports.fileUrl,
      report,
      clock,
      log,
    },
  });
  const servers = createServerRegistry({ config, host: localHost, clock, log });
  const following = new Map<ServerId, Unsubscribe>();
  const extensions = createExtensionBench({
    ...{ servers, tokens, fileUrl: ports.fileUrl, config: codexConfig.writer, skillFolders, clock, log },
    skillsChanged: (serverId) => catalogs.skillsChanged(serverId),
  });
  servers.onServer((server) => {
    if (!isLocalServer(server.id)) {
      awayFolders.set(
        server.id,
        createFoldersElsewhere(server, (typed) => hosts.toHostPath(server.id, typed)),
      );
      following.set(server.id, followElsewhere(server, projects, clock));
    }
    conversations.addServer(server);
    accounts.addServer(server);
    codexConfig.addServer(server);
    extensions.addServer(server);
    workbench.addServer(server);
    followCodexTrust(projects, server);
  });
  servers.onRemoved((serverId) => {
    awayFolders.delete(serverId);
    following.get(serverId)?.();
    following.delete(serverId);
    workbench.removeServer(serverId);
  });
  const projectsOf = (serverId: ServerId) => projects.list().filter((project) => project.serverId === serverId).length;
  const hosts = await openHosts({
    ...{ config, host: localHost, vault: ports.vault, servers, clock, log, report },
    projectsOf,
  });
  const homes = await openHomes({ ...files, hostId: localHost.id, servers, projectsOf });
  const stopNotices = ports.system
    ? startSystemNotices({
        system: ports.system,
        settings: () => settings.value().desktop,
        threads,
        approvals,
        reply: (thread, parts) => void queue.add(thread, parts),
        open: ({ threadId }) => void events.emitToLastUsed({ type: 'followLink', link: { kind: 'thread', threadId } }),
        report,
        clock,
        log,
      })
    : null;
  const stopNews = ports.system
    ? startSystemNews({
        ...{ system: ports.system, settings, projects, isLocal: isLocalServer, approvals, clock },
        runningThreads: () => threads.runningThreads(),
      })
    : null;
  let firstServerId: ServerId = servers.defaultId;
  const stores = [settings, projects, drafts, history, queueStore, overlay, hosts, homes, skillFolders];
  const startNotices = [...stores, workbench].flatMap((file) => file.notices());
  void sweepImages();

  const app = createAppService({
    ports,
    config,
    events,
    runningThreads: () => threads.runningThreads(),
    firstServerId: () => firstServerId,
    startNotices: () => startNotices,
  });

  const startDemo = async () => {
    const started = await servers.startDemo();
    if (!started.ok) return started;
    const { serverId, projectPath } = started.value;
    // Skein made this folder itself, for this.
    const added = await projects.add(serverId, projectPath, true);
    return added.ok ? ok({ start: started.value, ...added.value }) : added;
  };
  const show = (serverId: ServerId, projectId: ProjectId) =>
    void events.emitToLastUsed({ type: 'openProject', projectId, serverId });
  const refuse = (error: AppError) => void events.emitToLastUsed({ type: 'failure', error });
  const addProject = async (path: string) => {
    const folder = await app.folderOf(path);
    if (!folder.ok) return folder;
    const added = await projects.add(servers.defaultId, folder.value);
    return added.ok ? ok({ serverId: servers.defaultId, projectId: added.value.projectId }) : added;
  };
  const handlers: AppHandlers = {
    ...workbench.handlers,
    ...accounts.handlers,
    ...codexConfig.handlers,
    ...extensions.handlers,
    app: appHandlers(app),
    desktop: createDesktopService({ launcher: createLauncherService(config), system: ports.system, log }),
    settings: settingsHandlers(settings),
    servers: serverHandlers({
      servers,
      catalogs,
      startDemo: async () => {
        const started = await startDemo();
        return started.ok ? ok(started.value.start) : started;
      },
    }),
    projects: projectHandlers(projects),
    homes: homeHandlers(homes),
    hosts: hostHandlers(hosts, servers),
    threads: threads.handlers,
    approvals: approvalHandlers(approvals),
    drafts: draftHandlers(drafts),
    queue: queueHandlers(queue, waits),
    history: historyHandlers(history),
    windows: windowHandlers(ports.windows, events),
  };

  /** Images of messages that were never sent lie about; those of drafts and queues stay. */
  async function sweepImages(): Promise<void> {
    const queued = queueStore.refs().flatMap((ref) => queueStore.list(ref).flatMap((entry) => imagesIn(entry.parts)));
    const removed = await images.sweep(
      new Set([...drafts.imageIds(), ...queued, ...workbench.waitingParts().flatMap(imagesIn)]),
    );
    if (removed > 0) log.info('images removed', { removed });
  }

  const connections = new Set<{ end: Unsubscribe }>();
  let disposed: Promise<void> | null = null;
  const stopHearingResume = ports.onResume?.(() => {
    log.info('the machine woke up');
    hosts.wake();
    void threads.reconcileAll();
  });
  const dispose = async () => {
    stopHearingResume?.();
    stopNotices?.();
    stopNews?.();
    for (const stop of following.values()) stop();
    for (const connection of connections) connection.end();
    catalogs.dispose();
    accounts.dispose();
    codexConfig.dispose();
    extensions.dispose();
    conversations.dispose();
    await workbench.dispose();
    await servers.dispose();
    await Promise.all(stores.map((file) => file.dispose()));
    await lock.release();
  };

  return {
    connect: (transport, clientId) => {
      const connection = { end: () => {} };
      connections.add(connection);
      const onEnd = () => {
        connections.delete(connection);
        threads.clientGone(clientId);
      };
      connection.end = serveClient({ contract, handlers, transport, clientId, onEnd, clock, log });
      return connection.end;
    },
    openPath: async (path) => {
      const added = await addProject(path);
      if (!added.ok) {
        refuse(added.error);
        return added;
      }
      show(added.value.serverId, added.value.projectId);
      return ok(added.value.projectId);
    },
    openLink: async (text) => {
      const link = await followLink(text, { addProject, projectOf: (origin) => projects.ofOrigin(origin) });
      if (link.ok) events.emitToLastUsed({ type: 'followLink', link: link.value });
      else refuse(link.error);
      return link.ok ? ok(null) : link;
    },
    startDemo: async () => {
      const started = await startDemo();
      if (!started.ok) return started;
      const { start, projectId } = started.value;
      firstServerId = start.serverId;
      show(start.serverId, projectId);
      return ok(start);
    },
    command: (commandId, clientId) => events.emit({ type: 'command', commandId }, clientId),
    file: (fileId) => tokens.serve(fileId),
    runningThreads: () => threads.runningThreads(),
    requestQuit: () => app.requestQuit(),
    setPort: (port) => lock.setPort(port),
    dispose: () => (disposed ??= dispose()),
  };
}

/** A machine that was taken off the list: what is stored of its projects is shown, and nothing is looked up on this one. */
const UNREACHABLE: FoldersElsewhere = {
  check: () => Promise.resolve(err({ code: 'server.not-running' })),
  look: () => Promise.resolve(null),
};
