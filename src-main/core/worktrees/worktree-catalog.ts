import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { ProjectId, ServerId, ThreadRef } from '../../../src-shared/model/ids.ts';
import type { ThreadSummary } from '../../../src-shared/model/thread.ts';
import type { Worktree, WorktreeOverlap, WorktreeRisk } from '../../../src-shared/model/worktree.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';
import type { HostPaths } from '../hosts/host-files.ts';
import type { Clock, Log } from '../ports.ts';
import type { ListedWorktree } from './parse-worktree-list.ts';
import type { OverlapWatch } from './overlaps.ts';
import { createDetails, type WorktreeDetails } from './worktree-details.ts';
import { listWorktrees, placeOf } from './worktree-git.ts';
import { isWithin } from '../hosts/is-within.ts';
import { lookInto } from './worktree-path.ts';
import type { WorktreeProject, WorktreeProjects, WorktreeThreads } from './worktree-ports.ts';
import type { StoredWorktree, WorktreeStore } from './worktree-store.ts';

/** Watchers hear of changes at most this often. */
const EMIT_EVERY_MS = 120;

/** Every working tree of every repository of a server's projects. */
export interface WorktreeCatalog {
  /** Calls the listener with what is known now and after each change. While somebody watches, details are looked up. */
  watch(serverId: ServerId, listener: (worktrees: readonly Worktree[]) => void): Unsubscribe;
  /** Asks Git again, for all repositories of the server. */
  scan(serverId: ServerId): Promise<readonly Worktree[]>;
  /** What was found by the last scan, or the first. */
  all(serverId: ServerId): Promise<readonly Worktree[]>;
  /** What is in the working tree is another now: its details are looked up again when somebody watches. */
  touch(path: string): void;
  /** What Skein itself knows is another now. */
  changed(): void;
  /** Overlaps were found, or are gone. */
  setOverlaps(overlaps: ReadonlyMap<string, readonly WorktreeOverlap[]>): void;
  dispose(): void;
}

export interface CatalogOptions {
  readonly git: GitRunner;
  readonly store: WorktreeStore;
  readonly projects: WorktreeProjects;
  readonly threads: WorktreeThreads;
  readonly clock: Clock;
  readonly log: Log;
  /** Finds worktrees that change the same files; asked while somebody watches. */
  readonly overlaps: Pick<OverlapWatch, 'consider' | 'rest'>;
}

/** What a scan found of one working tree. */
interface Found {
  readonly listed: ListedWorktree;
  readonly repository: string;
  readonly projectId: ProjectId | null;
  readonly exists: boolean;
  readonly createdAt: number | null;
}

interface ServerCatalog {
  found: readonly Found[];
  scanning: Promise<void> | null;
  scanned: boolean;
  readonly listeners: Set<(worktrees: readonly Worktree[]) => void>;
}

export function createWorktreeCatalog(options: CatalogOptions): WorktreeCatalog {
  const { git, store, projects, threads, clock, log } = options;
  const servers = new Map<ServerId, ServerCatalog>();
  const repositories = new Map<string, string>();
  const details = createDetails({ git, clock, log, onChange: () => changed() });
  let overlaps: ReadonlyMap<string, readonly WorktreeOverlap[]> = new Map();
  let cancelEmit: (() => void) | null = null;

  const serverOf = (serverId: ServerId): ServerCatalog => {
    const known = servers.get(serverId);
    if (known) return known;
    const made: ServerCatalog = { found: [], scanning: null, scanned: false, listeners: new Set() };
    servers.set(serverId, made);
    return made;
  };

  /** The repository of a project's folder; remembered, since it does not move while Skein runs without a rescan. */
  const repositoryOf = async (project: WorktreeProject, server: ServerCatalog): Promise<string | null> => {
    const known = repositories.get(project.path);
    if (known !== undefined) return known;
    const place = await placeOf(git, project.path);
    // Git could not be asked at all: that says nothing against what was there.
    if (!place.ok && place.error.code === 'git.failed')
      return server.found.find(({ projectId }) => projectId === project.id)?.repository ?? null;
    if (!place.ok) return null;
    repositories.set(project.path, place.value.repository);
    return place.value.repository;
  };

  const scanNow = async (serverId: ServerId, server: ServerCatalog): Promise<void> => {
    const byRepository = new Map<string, WorktreeProject[]>();
    const mine = projects.list().filter((project) => project.serverId === serverId);
    const places = await Promise.all(
      mine.map(async (project) => [project, await repositoryOf(project, server)] as const),
    );
    for (const [project, repository] of places) {
      if (repository !== null) byRepository.set(repository, [...(byRepository.get(repository) ?? []), project]);
    }
    const lists = await Promise.all(
      [...byRepository].map(async ([repository, owners]) => {
        const found = await findIn(git, repository, owners, store);
        // Git gave no answer: what was there a moment ago is still more likely than nothing.
        if (!found.ok) log.warn('Worktrees could not be listed', { repository, error: found.error.code });
        return found.ok ? found.value : server.found.filter((one) => one.repository === repository);
      }),
    );
    server.found = lists.flat();
    server.scanned = true;
  };
  const scan = async (serverId: ServerId): Promise<void> => {
    const server = serverOf(serverId);
    // One that has begun may have missed what was changed since: another one follows it.
    await server.scanning;
    server.scanning ??= scanNow(serverId, server)
      .catch((error: unknown) => log.error('Worktrees could not be looked for', { error: String(error) }))
      .finally(() => {
        server.scanning = null;
        changed();
      });
    await server.scanning;
  };

  function compose(serverId: ServerId, server: ServerCatalog): readonly Worktree[] {
    const known = new Map(server.found.map((found) => [found.listed.path, found]));
    const preparing = store
      .all()
      .filter((one) => one.serverId === serverId && one.state === 'creating' && !known.has(one.path));
    const users = threadsByFolder(threads.rows(serverId), [...known.keys()], git.files.paths);
    return [
      ...server.found.map((found) => {
        const { path } = found.listed;
        const rows = users.get(path) ?? [];
        return describe(found, store.find(path), rows, details.of(path), overlaps.get(path) ?? [], (ref) =>
          threads.isRunning(ref),
        );
      }),
      ...preparing.map(describePreparing),
    ];
  }

  function changed(): void {
    cancelEmit ??= clock.after(EMIT_EVERY_MS, () => {
      cancelEmit = null;
      for (const [serverId, server] of servers) {
        if (server.listeners.size === 0 || !server.scanned) continue;
        const worktrees = compose(serverId, server);
        details.want(worktrees);
        options.overlaps.consider(serverId, worktrees);
        for (const listener of server.listeners) listener(worktrees);
      }
    });
  }

  const stops = [
    projects.watch(() => {
      for (const [serverId, server] of servers) if (server.listeners.size > 0) void scan(serverId);
    }),
    threads.onRows(({ serverId }) => {
      if (servers.get(serverId)?.listeners.size) changed();
    }),
  ];

  return {
    watch: (serverId, listener) => {
      const server = serverOf(serverId);
      // The same function given twice is two listeners.
      const entry = (worktrees: readonly Worktree[]) => listener(worktrees);
      server.listeners.add(entry);
      if (server.scanned) entry(compose(serverId, server));
      void scan(serverId);
      return () => {
        server.listeners.delete(entry);
        if ([...servers.values()].every(({ listeners }) => listeners.size === 0)) {
          details.rest();
          options.overlaps.rest();
        }
      };
    },
    scan: async (serverId) => {
      repositories.clear();
      await scan(serverId);
      return compose(serverId, serverOf(serverId));
    },
    all: async (serverId) => {
      const server = serverOf(serverId);
      if (!server.scanned) await scan(serverId);
      return compose(serverId, server);
    },
    touch: (path) => {
      details.forget(path);
      changed();
    },
    changed,
    setOverlaps: (next) => {
      overlaps = next;
      changed();
    },
    dispose: () => {
      for (const stop of stops) stop();
      cancelEmit?.();
      details.dispose();
    },
  };
}

async function findIn(
  git: GitRunner,
  repository: string,
  owners: readonly WorktreeProject[],
  store: WorktreeStore,
): Promise<Result<readonly Found[], AppError>> {
  const { files } = git;
  const cwd = (await lookInto(files, repository))?.isDirectory() ? repository : files.paths.dirname(repository);
  const listed = await listWorktrees(git, cwd);
  if (!listed.ok) return listed;
  const main = listed.value.find((one) => one.main)?.path;
  const owner = owners.find((project) => main !== undefined && isWithin(main, project.path, files.paths)) ?? owners[0];
  const trees = listed.value.filter((one) => !one.bare);
  const found = await Promise.all(
    trees.map(async (one) => {
      const there = await lookInto(files, one.path);
      const made = there ? Math.round((there.birthtimeMs ?? 0) || there.mtimeMs) : null;
      const stored = store.find(one.path);
      const projectId = stored?.projectId ?? owner?.id ?? null;
      return { listed: one, repository, projectId, exists: there !== null, createdAt: stored?.createdAt ?? made };
    }),
  );
  return ok(found);
}

/** Which threads work in which of the folders: the innermost one counts. */
function threadsByFolder(
  rows: Iterable<ThreadSummary>,
  folders: readonly string[],
  { dirname }: HostPaths,
): ReadonlyMap<string, readonly ThreadSummary[]> {
  const known = new Set(folders);
  const users = new Map<string, ThreadSummary[]>();
  for (const row of rows) {
    for (let folder = row.cwd; ; folder = dirname(folder)) {
      if (known.has(folder)) {
        users.set(folder, [...(users.get(folder) ?? []), row]);
        break;
      }
      if (dirname(folder) === folder) break;
    }
  }
  return users;
}

function describe(
  { listed, repository, projectId, exists, createdAt }: Found,
  stored: StoredWorktree | undefined,
  rows: readonly ThreadSummary[],
  details: WorktreeDetails,
  overlaps: readonly WorktreeOverlap[],
  isRunning: (thread: ThreadRef) => boolean,
): Worktree {
  const shown = rows.filter((row) => !row.archived);
  const running = shown.some(
    (row) => row.status.kind === 'running' || row.status.kind === 'needsYou' || isRunning(row),
  );
  const used = Math.max(stored?.usedAt ?? 0, ...rows.map((row) => row.recencyAt));
  return {
    path: listed.path,
    repository,
    projectId,
    kind: listed.main ? 'main' : (stored?.kind ?? 'attached'),
    head: listed.head,
    threads: shown.map(({ serverId, threadId }) => ({ serverId, threadId })),
    pinned: stored?.pinned ?? false,
    state: stateOf(listed, stored, exists),
    createdAt,
    usedAt: used > 0 ? used : createdAt,
    changes: details.changes,
    unreachableCommits: details.unreachableCommits,
    sizeBytes: details.sizeBytes,
    risks: risksOf({ listed, details, running, pinned: stored?.pinned ?? false }),
    overlaps,
  };
}

function stateOf(listed: ListedWorktree, stored: StoredWorktree | undefined, exists: boolean): Worktree['state'] {
  if (stored?.state === 'creating') return 'preparing';
  if (stored?.state === 'removing') return 'removing';
  if (!exists) return 'missing';
  if (listed.locked !== null) return 'locked';
  return listed.prunable === null && listed.head !== null ? 'ready' : 'broken';
}

/** Worst first. */
function risksOf(facts: {
  readonly listed: ListedWorktree;
  readonly details: WorktreeDetails;
  readonly running: boolean;
  readonly pinned: boolean;
}): readonly WorktreeRisk[] {
  const { listed, details, running, pinned } = facts;
  const { changes } = details;
  const dirty = changes !== null && changes.staged + changes.unstaged + changes.untracked > 0;
  const risks: readonly (readonly [WorktreeRisk, boolean])[] = [
    ['running', running],
    ['unreachableCommits', (details.unreachableCommits ?? 0) > 0],
    ['uncommitted', dirty],
    ['ignoredFiles', details.hasIgnored],
    ['pinned', pinned],
    ['locked', listed.locked !== null],
  ];
  return risks.filter(([, holds]) => holds).map(([risk]) => risk);
}

const describePreparing = (stored: StoredWorktree): Worktree => ({
  path: stored.path,
  repository: stored.repository,
  projectId: stored.projectId,
  kind: stored.kind,
  head: null,
  threads: [],
  pinned: stored.pinned,
  state: 'preparing',
  createdAt: stored.createdAt,
  usedAt: stored.usedAt,
  changes: null,
  unreachableCommits: null,
  sizeBytes: null,
  risks: [],
  overlaps: [],
});
