import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ProjectId, ThreadId } from '../../../src-shared/model/ids.ts';
import type { Environment, PlatformScript, Snapshot, Worktree } from '../../../src-shared/model/worktree.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { runScript, scriptFor } from '../environments/run-script.ts';
import type { GitRunner } from '../git/git-runner.ts';
import type { RepositoryLocks } from '../git/repository-locks.ts';
import type { Host } from '../hosts/host.ts';
import type { Clock, Log } from '../ports.ts';
import { clearHalfMade } from './create-worktree.ts';
import { copyFiles, listIncluded } from './include-files.ts';
import type { ManagedWorktrees } from './managed-worktrees.ts';
import type { StoredPreparation } from './preparation-store.ts';
import type { PreparationOptions, StepContext, StepOutcome } from './preparations.ts';
import { holdsWork, secureAsItIs } from './secure-worktree.ts';
import { placeOf, readTreeState } from './worktree-git.ts';
import { isWithin } from '../hosts/is-within.ts';
import { lookAt } from './worktree-path.ts';
import type { WorktreeProject, WorktreeProjects, WorktreeSnapshots, WorktreeThreads } from './worktree-ports.ts';
import type { WorktreeStore } from './worktree-store.ts';

type Answer<T> = Promise<Result<T, AppError>>;
const SKIPPED = ok({ kind: 'skipped' } as const);
const DONE = ok({ kind: 'done' } as const);

export interface StepServices {
  readonly git: GitRunner;
  readonly locks: RepositoryLocks;
  readonly host: Host;
  readonly clock: Clock;
  readonly log: Log;
  /** Environment of scripts. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly store: WorktreeStore;
  readonly managed: ManagedWorktrees;
  readonly projects: WorktreeProjects;
  readonly threads: WorktreeThreads;
  readonly snapshots: WorktreeSnapshots;
  readonly loadEnvironment: (folder: string, id: string) => Answer<Environment>;
  /** Every worktree path known for the preparation's server. */
  readonly isWorktree: (preparation: StoredPreparation, path: string) => Promise<boolean>;
  readonly touched: (path: string) => void;
}

/** The steps of a preparation. Each can be asked for again after it failed. */
export function createPreparationSteps(services: StepServices): Pick<
  PreparationOptions,
  'perform' | 'startThread' | 'discard'
> & {
  cleanUp(worktree: Worktree): Promise<void>;
} {
  const { git, locks, store, managed, projects, threads, snapshots, log } = services;

  const projectOf = (id: ProjectId): Result<WorktreeProject, AppError> => {
    const project = projects.find(id);
    if (!project) return err({ code: 'project.unknown' });
    return project.trusted ? ok(project) : err({ code: 'project.not-trusted', path: project.path });
  };

  const makeWorktree = async (preparation: StoredPreparation, signal: AbortSignal): Answer<StepOutcome> => {
    const { place, path } = preparation;
    if (place.kind !== 'newWorktree') return SKIPPED;
    const project = projectOf(preparation.projectId);
    if (!project.ok) return project;
    // What an attempt before this one has left.
    if (path !== null && !(await discardFolder(preparation)).ok) return err({ code: 'worktree.exists', path });
    const { base, environment } = place;
    const wanted = { project: project.value, base, environment, kind: 'managed', branch: null, path: null } as const;
    const made = await managed.make({ ...wanted, signal });
    if (!made.ok) return made;
    store.addFolder(project.value.id, made.value.cwd);
    return ok({ kind: 'done', change: { path: made.value.path, cwd: made.value.cwd } });
  };

  const carryChanges = async ({ place, path, projectId, title }: StoredPreparation): Answer<StepOutcome> => {
    if (place.kind !== 'newWorktree' || !place.carryChanges || path === null) return SKIPPED;
    const project = projectOf(projectId);
    if (!project.ok) return project;
    const source = await placeOf(git, project.value.path);
    if (!source.ok) return source;
    const state = await readTreeState(git, source.value.root);
    if (!state.ok) return state;
    const { staged, unstaged, untracked } = state.value.changes;
    if (staged + unstaged + untracked === 0) return SKIPPED;
    const snapshot = await snapshots.take({ folder: source.value.root, reason: 'carry', title, thread: null });
    if (!snapshot.ok) return snapshot;
    const brought = await locks.write(source.value.repository, () => snapshots.bring(snapshot.value, path, true));
    if (brought.ok) return DONE;
    const { error } = brought;
    return error.code === 'snapshot.conflict' ? err({ code: 'worktree.conflict', files: error.files }) : brought;
  };

  const includeFiles = async ({ path, projectId }: StoredPreparation, signal: AbortSignal): Answer<StepOutcome> => {
    const project = projectOf(projectId);
    if (!project.ok || path === null) return SKIPPED;
    const source = await placeOf(git, project.value.path);
    if (!source.ok) return source;
    const files = await listIncluded(git, source.value.root, signal);
    if (!files.ok) return files;
    if (files.value === null || files.value.length === 0) return SKIPPED;
    const copied = await copyFiles(git.files, { from: source.value.root, to: path }, files.value, signal);
    if (!copied.ok) return copied;
    store.change(path, { included: [...files.value] });
    if (copied.value.skipped.length > 0)
      log.info('Included files passed over', { skipped: copied.value.skipped.length });
    return DONE;
  };

  /** Null: there is nothing to run. */
  const run = async (
    paths: { readonly environment: string | null; readonly source: string; readonly path: string },
    which: (environment: Environment) => PlatformScript,
    context: StepContext,
  ): Answer<'ran' | 'nothing'> => {
    const { environment, source, path } = paths;
    if (environment === null) return ok('nothing');
    const loaded = await services.loadEnvironment(source, environment);
    if (!loaded.ok) return loaded;
    const script = scriptFor(which(loaded.value), services.host.platform);
    if (script === '') return ok('nothing');
    const env = { ...services.env, CODEX_SOURCE_TREE_PATH: source, CODEX_WORKTREE_PATH: path };
    const end = await runScript(services.host, services.clock, { script, cwd: path, env, ...context });
    switch (end.kind) {
      case 'exited':
        return end.exitCode === 0 ? ok('ran') : err({ code: 'worktree.setup-failed', exitCode: end.exitCode });
      case 'cancelled':
        return err({ code: 'git.cancelled', command: environment });
      case 'timedOut':
        return err({ code: 'git.timeout', command: environment });
      case 'notStarted':
        context.onOutput(`${end.message}\n`);
        return err({ code: 'worktree.setup-failed', exitCode: null });
    }
  };

  const setUp = async (preparation: StoredPreparation, context: StepContext): Answer<StepOutcome> => {
    const { place, path, cwd, projectId } = preparation;
    const project = projectOf(projectId);
    if (place.kind !== 'newWorktree' || path === null) return SKIPPED;
    if (!project.ok) return project;
    const paths = { environment: place.environment, source: project.value.path, path: cwd ?? path };
    const ran = await run(paths, ({ setup }) => setup, context);
    if (!ran.ok) return ran;
    const state = await readTreeState(git, path);
    if (state.ok) store.change(path, { ignored: [...state.value.ignored] });
    return ran.value === 'ran' ? DONE : SKIPPED;
  };

  const folderFor = async (preparation: StoredPreparation): Answer<string> => {
    const project = projectOf(preparation.projectId);
    if (!project.ok) return project;
    const { place, cwd } = preparation;
    if (place.kind === 'local') return ok(project.value.path);
    if (place.kind === 'newWorktree') return cwd === null ? err({ code: 'preparation.gone' }) : ok(cwd);
    const known = await services.isWorktree(preparation, place.path);
    if (!known) return err({ code: 'worktree.unknown', path: place.path });
    const there = await placeOf(git, place.path);
    if (!there.ok) return there;
    const mine = await placeOf(git, project.value.path);
    const inside = mine.ok && isWithin(mine.value.root, project.value.path, git.files.paths);
    store.addFolder(project.value.id, place.path);
    return ok(inside ? place.path : there.value.root);
  };

  const startThread = async (preparation: StoredPreparation): Answer<ThreadId> => {
    const { id, serverId, projectId, parts, choices, path } = preparation;
    const folder = await folderFor(preparation);
    if (!folder.ok) return folder;
    // The core may have ended between the start and the note of it: a thread in a folder made for it can only be this one.
    const present = preparation.place.kind === 'newWorktree' ? await threads.startedIn(serverId, folder.value) : ok([]);
    if (!present.ok) return present;
    const [known] = present.value;
    const started = known
      ? ok(known)
      : await threads.startIn(projectId, folder.value, { parts, choices, messageId: id });
    if (!started.ok) return started;
    const worktree = path ?? (preparation.place.kind === 'worktree' ? preparation.place.path : null);
    const stored = worktree === null ? undefined : store.find(worktree);
    if (stored) {
      store.change(stored.path, { threads: [...stored.threads, started.value], usedAt: services.clock.now() });
    }
    if (worktree !== null) services.touched(worktree);
    return started;
  };

  async function discardFolder({ path, title }: StoredPreparation): Answer<null> {
    const stored = path === null ? undefined : store.find(path);
    if (path === null || !stored) return ok(null);
    const { repository, root } = stored;
    const request = { folder: path, reason: 'discarded', title, thread: null } as const;
    /** Null: there is nothing to keep. */
    const secure = async (known: Snapshot | null, locked: boolean): Answer<Snapshot | null> => {
      const isThere = (await lookAt(git.files, path)) !== null;
      const work = isThere ? await holdsWork(git, path) : ok(false);
      if (!work.ok || !work.value) return work.ok ? ok(null) : work;
      return known ? secureAsItIs(git, snapshots, known, request) : snapshots.take({ ...request, locked });
    };
    const before = await secure(null, false);
    if (!before.ok) return before;
    await cleanUpAt(path, { environment: stored.environment, source: stored.source });
    const cleared = await locks.write(repository, async (): Answer<null> => {
      const after = await secure(before.value, true);
      if (!after.ok) return after;
      store.change(path, { state: 'creating' });
      const written = await store.flush();
      if (!written.ok) return written;
      return (await clearHalfMade(git, log, { repository, path, root }))
        ? ok(null)
        : err({ code: 'worktree.outside', path });
    });
    if (!cleared.ok) return cleared;
    store.remove(path);
    services.touched(path);
    return ok(null);
  }

  async function cleanUpAt(
    path: string,
    { environment, source }: { readonly environment: string | null; readonly source: string },
  ): Promise<void> {
    let printed = '';
    const onOutput = (text: string) => {
      printed = (printed + text).slice(-4_000);
    };
    const signal = new AbortController().signal;
    const ran = await run({ environment, source, path }, ({ cleanup }) => cleanup, { onOutput, signal });
    if (!ran.ok) log.warn('A clean-up script failed', { path, code: ran.error.code, printed });
    else if (ran.value === 'ran') log.info('A clean-up script ran', { path });
  }

  return {
    startThread,
    discard: discardFolder,
    cleanUp: async ({ path }) => {
      const stored = store.find(path);
      if (stored) await cleanUpAt(path, stored);
    },
    perform: (kind, preparation, context) => {
      switch (kind) {
        case 'worktree':
          return makeWorktree(preparation, context.signal);
        case 'carry':
          return carryChanges(preparation);
        case 'include':
          return includeFiles(preparation, context.signal);
        case 'setup':
          return setUp(preparation, context);
        case 'limit':
        case 'thread':
          return Promise.resolve(err({ code: 'preparation.gone' }));
      }
    },
  };
}
