import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { AppHandlers } from '../../../src-shared/contract/contract.ts';
import type { RemovalOutcome } from '../../../src-shared/contract/worktrees.ts';
import type { InputPart } from '../../../src-shared/model/composer.ts';
import type { ProjectId, ServerId, ThreadRef } from '../../../src-shared/model/ids.ts';
import type { Worktree } from '../../../src-shared/model/worktree.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { EnvironmentService } from '../environments/environment-service.ts';
import type { GitRunner } from '../git/git-runner.ts';
import type { RepositoryLocks } from '../git/repository-locks.ts';
import type { Host } from '../hosts/host.ts';
import type { Clock, Log } from '../ports.ts';
import type { ResetWatch } from '../queue/reset-watch.ts';
import type { JsonFile } from '../storage/json-file.ts';
import { createHandoff } from './handoff.ts';
import { createHousekeeping } from './housekeeping.ts';
import { createManagedWorktrees } from './managed-worktrees.ts';
import { createOverlapWatch } from './overlaps.ts';
import { createPreparationSteps } from './preparation-steps.ts';
import type { StoredPreparation } from './preparation-store.ts';
import { createPreparations } from './preparations.ts';
import { createRemovalQuestions } from './removal-questions.ts';
import { removeWorktree, type RemovalOptions } from './remove-worktree.ts';
import { restoreFor } from './restore-worktree.ts';
import { createWorktreeCatalog } from './worktree-catalog.ts';
import { commitOf, placeOf } from './worktree-git.ts';
import { isWithin } from '../hosts/is-within.ts';
import type {
  WorktreeProject,
  WorktreeProjects,
  WorktreeSnapshots,
  WorktreeThreads,
  WorktreeUse,
} from './worktree-ports.ts';
import type { StoredWorktree, WorktreeStore } from './worktree-store.ts';

type Answer<T> = Promise<Result<T, AppError>>;

export interface WorktreeServiceOptions {
  /** The servers whose files are on the machine of `git` and `host`. */
  readonly serves: (serverId: ServerId) => boolean;
  readonly git: GitRunner;
  readonly locks: RepositoryLocks;
  readonly host: Host;
  readonly clock: Clock;
  readonly log: Log;
  /** Environment of scripts. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly store: WorktreeStore;
  readonly preparations: JsonFile<readonly StoredPreparation[]>;
  readonly projects: WorktreeProjects;
  readonly threads: WorktreeThreads;
  readonly snapshots: WorktreeSnapshots;
  readonly use: WorktreeUse;
  readonly environments: EnvironmentService;
  readonly resets: ResetWatch;
  readonly settings: () => { readonly root: string | null; readonly keep: number };
  /** Codex's home of a server; null for one that is not there. */
  readonly codexHome: (serverId: ServerId) => string | null;
  /** A message that was not sent goes back to where new threads are begun. */
  readonly restoreDraft: (projectId: ProjectId, parts: readonly InputPart[]) => void;
}

/** Working trees of all repositories of a machine's projects: made, shown, removed; and threads on their way into one. */
export interface WorktreeService {
  readonly handlers: AppHandlers['worktrees'];
  /** A place for a snapshot to be restored into: a working tree at `commit`, at `path` or a new managed one. */
  addPlace(request: {
    readonly repository: string;
    readonly serverId: ServerId;
    readonly commit: string;
    readonly path: string | null;
    readonly thread: ThreadRef | null;
  }): Answer<string>;
  /** Takes up what the last run left halfway. */
  start(): Promise<void>;
  dispose(): Promise<void>;
}

export function createWorktreeService(options: WorktreeServiceOptions): WorktreeService {
  const { git, locks, clock, log, store, projects, threads, snapshots, environments, settings } = options;
  const rootOf = (serverId: ServerId): string | null => {
    const home = options.codexHome(serverId);
    return home === null ? null : (settings().root ?? git.files.paths.join(home, 'worktrees'));
  };
  const secure = (path: string) =>
    snapshots.take({ folder: path, reason: 'worktreeRemoved', title: path, thread: null, locked: true });
  const managed = createManagedWorktrees({ git, locks, store, clock, log, rootOf, secure });
  const overlaps = createOverlapWatch({
    ...{ git, snapshots, clock, log },
    onFound: (found) => catalog.setOverlaps(found),
  });
  const catalog = createWorktreeCatalog({ git, store, projects, threads, clock, log, overlaps });
  const steps = createPreparationSteps({
    ...options,
    managed,
    loadEnvironment: (folder, id) => environments.load(folder, id),
    isWorktree: async ({ serverId }, path) => {
      const known = (await catalog.scan(serverId)).find((one) => one.path === path);
      return known?.state === 'ready' || known?.state === 'locked';
    },
    touched: () => void rescan(),
  });
  const preparations = createPreparations({
    ...steps,
    file: options.preparations,
    resets: options.resets,
    clock,
    log,
    startThread: async (preparation) => {
      const started = await steps.startThread(preparation);
      if (started.ok) void housekeeping.run(preparation.serverId);
      return started;
    },
    giveBack: ({ projectId, parts }) => options.restoreDraft(projectId, parts),
  });
  const questions = createRemovalQuestions();
  const removal: RemovalOptions = {
    ...options,
    questions,
    rootOf,
    cleanUp: (worktree) => steps.cleanUp(worktree),
    isPreparing: (path) => preparations.paths().has(path),
  };
  const housekeeping = createHousekeeping({ git, log, catalog, store, removal, threads, keep: () => settings().keep });

  const handoff = createHandoff({ ...options, catalog, managed });

  const rescan = async (): Promise<void> => {
    await Promise.all([...new Set(projects.list().map(({ serverId }) => serverId))].map((id) => catalog.scan(id)));
  };
  const projectOf = (projectId: ProjectId): Result<WorktreeProject, AppError> => {
    const project = projects.find(projectId);
    return project ? ok(project) : err({ code: 'project.unknown' });
  };
  const find = async (serverId: ServerId, path: string): Answer<Worktree> => {
    const known = (await catalog.all(serverId)).find((one) => one.path === path);
    const found = known ?? (await catalog.scan(serverId)).find((one) => one.path === path);
    return found ? ok(found) : err({ code: 'worktree.unknown', path });
  };
  /** Skein's own note on a worktree, made when there is none yet. */
  const noteOf = (serverId: ServerId, worktree: Worktree): StoredWorktree =>
    store.find(worktree.path) ?? {
      path: worktree.path,
      serverId,
      repository: worktree.repository,
      projectId: worktree.projectId,
      kind: 'attached',
      state: 'ready',
      pinned: false,
      createdAt: worktree.createdAt ?? clock.now(),
      usedAt: worktree.usedAt ?? clock.now(),
      threads: [],
      environment: null,
      source: projects.find(worktree.projectId ?? ('' as ProjectId))?.path ?? worktree.path,
      root: rootOf(serverId) ?? worktree.path,
      removal: null,
      ignored: [],
      included: [],
    };

  const removeOne = async (
    serverId: ServerId,
    path: string,
    how: { readonly agreed: readonly string[]; readonly runCleanup: boolean },
  ): Promise<RemovalOutcome> => {
    const worktree = await find(serverId, path);
    if (!worktree.ok) return { path, kind: 'failed', message: worktree.error.code };
    return removeWorktree(removal, {
      ...{ serverId, worktree: worktree.value, reason: 'worktreeRemoved', runCleanup: how.runCleanup },
      agreed: questions.agreedTo(path, how.agreed),
    });
  };

  const addPermanent = async (project: WorktreeProject, path: string): Answer<{ readonly projectId: ProjectId }> => {
    const added = await projects.add(project.serverId, path, project.trusted);
    await catalog.scan(project.serverId);
    return added;
  };

  const handlers: AppHandlers['worktrees'] = {
    watch: ({ serverId }, sink) => catalog.watch(serverId, (worktrees) => sink.emit(worktrees)),
    refresh: async ({ serverId }) => {
      const repositories = new Set((await catalog.scan(serverId)).map(({ repository }) => repository));
      for (const repository of repositories) {
        const tidied = await managed.tidy(repository);
        if (!tidied.ok) return tidied;
      }
      for (const { path } of await catalog.scan(serverId)) catalog.touch(path);
      return ok(null);
    },
    startThread: async ({ projectId, parts, choices, place, untilReset = false, clientMessageId = null }) => {
      const project = projectOf(projectId);
      if (!project.ok) return project;
      if (!project.value.trusted) return err({ code: 'project.not-trusted', path: project.value.path });
      if (parts.every((part) => part.kind === 'text' && part.text.trim() === '')) return err({ code: 'input.empty' });
      const wanted = { serverId: project.value.serverId, projectId, parts, choices, place, untilReset };
      return preparations.start(wanted, clientMessageId);
    },
    watchPreparations: ({ serverId }, sink) => preparations.watch(serverId, (list) => sink.emit(list)),
    resolvePreparation: ({ preparationId, action }) => preparations.resolve(preparationId, action),

    createPermanent: async ({ projectId, base, branch, path }) => {
      const project = projectOf(projectId);
      if (!project.ok) return project;
      const wanted = { project: project.value, base, branch, path, kind: 'permanent', environment: null } as const;
      const made = await managed.make(wanted);
      return made.ok ? addPermanent(project.value, made.value.cwd) : made;
    },
    keep: async ({ serverId, path }) => {
      const worktree = await find(serverId, path);
      if (!worktree.ok) return worktree;
      const { kind, projectId } = worktree.value;
      const owner = projectId && projects.find(projectId);
      if (!owner) return err({ code: 'project.unknown' });
      if (kind !== 'main') store.put({ ...noteOf(serverId, worktree.value), kind: 'permanent' });
      return addPermanent(owner, path);
    },
    pin: async ({ serverId, path, pinned }) => {
      const worktree = await find(serverId, path);
      if (!worktree.ok) return worktree;
      store.put({ ...noteOf(serverId, worktree.value), pinned });
      catalog.changed();
      return ok(null);
    },
    remove: async ({ serverId, paths, agreed, runCleanup }) => {
      await catalog.scan(serverId);
      const outcomes: RemovalOutcome[] = [];
      for (const path of new Set(paths)) outcomes.push(await removeOne(serverId, path, { agreed, runCleanup }));
      await catalog.scan(serverId);
      return ok(outcomes);
    },

    handoffPreview: ({ to, ...thread }) => handoff.preview(thread, to),
    handoff: ({ to, ...thread }) => handoff.perform(thread, to),
    restoreFor: (thread) =>
      restoreFor(
        { git, catalog, threads, snapshots, restore: (id, snapshot) => snapshots.restore(id, snapshot) },
        thread,
      ),

    environments: async ({ projectId }) => {
      const project = projectOf(projectId);
      return project.ok ? environments.list(project.value.path) : project;
    },
    saveEnvironment: async ({ projectId, id, name, setup, cleanup, actions }) => {
      const project = projectOf(projectId);
      return project.ok ? environments.save(project.value.path, id, { name, setup, cleanup, actions }) : project;
    },
    removeEnvironment: async ({ projectId, id }) => {
      const project = projectOf(projectId);
      return project.ok ? environments.remove(project.value.path, id) : project;
    },
  };

  let starting: Promise<void> | null = null;
  const stopSettled = threads.onSettled(
    (thread) =>
      void follow(thread).catch((error: unknown) =>
        log.warn('A worktree was not looked at after a turn', { error: String(error) }),
      ),
  );
  /** After each turn: the worktree is used, holds something else, and may be on another branch. */
  async function follow(thread: ThreadRef): Promise<void> {
    if (!options.serves(thread.serverId)) return;
    const row = [...threads.rows(thread.serverId)].find(({ threadId }) => threadId === thread.threadId);
    const home =
      row && store.all().find(({ path, state }) => state === 'ready' && isWithin(path, row.cwd, git.files.paths));
    if (!row || !home) return;
    store.change(home.path, { usedAt: clock.now() });
    catalog.touch(home.path);
    const [place, head] = await Promise.all([placeOf(git, row.cwd), commitOf(git, row.cwd, 'HEAD')]);
    if (!place.ok || !head.ok) return;
    const symbolic = await git.raw(['symbolic-ref', '--quiet', '--short', 'HEAD'], { cwd: row.cwd, okCodes: [0, 1] });
    const branch = symbolic.ok ? symbolic.value.stdout.toString('utf8').trim() || null : null;
    if (branch === row.branch) return;
    const set = await threads.setGitInfo(thread, { commit: head.value, branch });
    if (!set.ok)
      log.warn('The Git state of a thread was not stored', { threadId: thread.threadId, code: set.error.code });
  }

  return {
    handlers,
    addPlace: async ({ repository, serverId, commit, path, thread }) => {
      const owner = (await catalog.all(serverId)).find((one) => one.repository === repository)?.projectId;
      const project = owner && projects.find(owner);
      if (!project) return err({ code: 'project.unknown' });
      const made = await managed.make({
        project,
        base: commit,
        kind: 'managed',
        branch: null,
        path,
        environment: null,
      });
      if (!made.ok) return made;
      store.change(made.value.path, { threads: thread ? [thread.threadId] : [] });
      await catalog.scan(serverId);
      return ok(made.value.path);
    },
    start: () => (starting ??= takeUp()),
    dispose: async () => {
      stopSettled();
      catalog.dispose();
      overlaps.dispose();
      await starting;
      await preparations.dispose();
      await housekeeping.settled();
    },
  };

  async function takeUp(): Promise<void> {
    try {
      await managed.recover(preparations.paths());
      for (const serverId of new Set(projects.list().map((project) => project.serverId))) {
        await housekeeping.run(serverId);
      }
    } catch (error) {
      log.error('Worktrees could not be taken up', { error: String(error) });
    }
  }
}
