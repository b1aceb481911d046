import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { SnapshotList } from '../../../src-shared/contract/worktrees.ts';
import type { ProjectId, ServerId, ThreadId, ThreadRef } from '../../../src-shared/model/ids.ts';
import type { Snapshot } from '../../../src-shared/model/worktree.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { createListeners } from '../codex/listeners.ts';
import type { GitRunner } from '../git/git-runner.ts';
import type { RepositoryLocks } from '../git/repository-locks.ts';
import { absentAs } from '../hosts/host-files.ts';
import type { Clock, Log } from '../ports.ts';
import { captureTree } from './capture-tree.ts';
import { resumeOperation } from './operation-files.ts';
import { removeSnapshots, surplusSnapshots } from './prune-snapshots.ts';
import { restoreInto } from './restore-snapshot.ts';
import {
  describeSnapshot,
  parseSnapshots,
  RECORD_FORMAT,
  SNAPSHOT_REFS,
  type StoredSnapshot,
} from './snapshot-record.ts';
import type { StagedFile } from './stage-files.ts';
import { restoreNested } from './restore-nested.ts';
import { createSteps, takeStepBack } from './step-back.ts';
import { emptyTree, findWorkingTree, type WorkingTree } from './working-tree.ts';
import { takeSnapshot, writeSnapshot, type SnapshotWords } from './write-snapshot.ts';

type Answer<T> = Promise<Result<T, AppError>>;

/** What snapshots need of projects: the folders in whose repositories they are looked for. */
export interface SnapshotProjects {
  list(): readonly { readonly id: ProjectId; readonly serverId: ServerId; readonly path: string }[];
}
/** What snapshots need of worktrees: a fresh one to restore into. */
export interface SnapshotPlaces {
  /**
   * Adds a working tree of the repository with a detached head at `commit`, at `path`, or (null) where managed ones go. The repository's
   * lock is not held. Answers its root.
   */
  add(request: {
    readonly repository: string;
    readonly serverId: ServerId;
    readonly commit: string;
    readonly path: string | null;
    readonly thread: ThreadRef | null;
  }): Answer<string>;
}

export interface SnapshotRequest {
  /** Any folder of the working tree. */
  readonly folder: string;
  readonly reason: Snapshot['reason'];
  /** What Recover calls it. */
  readonly title: string;
  readonly thread: ThreadRef | null;
  /** The caller holds the repository's lock. */
  readonly locked?: boolean;
}
export interface Restored {
  readonly path: string;
  readonly threadId: ThreadId | null;
  /** Where one step was taken back: the snapshot of before, which takes it again. */
  readonly redo: string | null;
}

/** Keeps states of working trees under refs, and brings them back. Old ones are let go (`prune-snapshots.ts` holds the rule). */
export interface SnapshotService {
  /**
   * Takes everything that is not ignored in the working tree at `folder` (index, files, untracked ones, unmerged versions), byte for
   * byte. Fails with `git.no-repository`, `git.bare` or `snapshot.failed`; then nothing destructive may follow.
   */
  take(request: SnapshotRequest): Answer<Snapshot>;
  /**
   * As `take`, with the repository's lock held by the caller, for what is about to be overwritten: `also` are files that have to be in it even
   * where they are ignored. Answers with the tree of what was staged.
   */
  secure(
    request: Omit<SnapshotRequest, 'locked'> & { readonly also: readonly StagedFile[] },
  ): Answer<{ readonly id: string; readonly index: string }>;
  /** Snapshots of one repository (its common Git folder, or any folder of it), newest first. */
  list(folder: string): Answer<readonly Snapshot[]>;
  /** Those of all projects of a server, newest first. A project whose folder is gone or is no repository has none. */
  listAll(serverId: ServerId): Promise<SnapshotList>;
  /** What the snapshot was taken for has been done: restoring it in its place takes back that step alone. The lock is held. */
  noteStep(id: string, folder: string): Promise<void>;
  /** Brings a snapshot back into the folder it was taken in, which is made again when it is gone, or into a new worktree. */
  restore(serverId: ServerId, id: string, to: 'place' | 'newWorktree'): Answer<Restored>;
  /**
   * Brings the work of a snapshot into any working tree of its repository: merged with what is there, or refused
   * (`snapshot.conflict`) with nothing changed. What is there goes into a snapshot first unless `fresh` says that nobody has worked there.
   */
  restoreInto(
    id: string,
    folder: string,
    options?: { readonly locked?: boolean; readonly fresh?: boolean },
  ): Answer<null>;
  /** The commit a snapshot was taken on (the empty tree before the first one) and the one that holds its files. Null: not there. */
  treesOf(id: string): Promise<{ readonly before: string; readonly after: string } | null>;
  remove(serverId: ServerId, ids: readonly string[]): Answer<null>;
  /** Calls the listener with the repository whose snapshots are others now. */
  onChange(listener: (repository: string) => void): Unsubscribe;
  /** Calls the listener when one was taken: where, and why. */
  onTaken(listener: (taken: Pick<Snapshot, 'path' | 'reason'>) => void): Unsubscribe;
}

export interface SnapshotServiceOptions {
  readonly git: GitRunner;
  readonly locks: RepositoryLocks;
  readonly projects: SnapshotProjects;
  readonly places: SnapshotPlaces;
  readonly clock: Clock;
  readonly log: Log;
}

/** Why a folder has no snapshots: it is gone, or no repository with files. */
const HAS_NONE: ReadonlySet<AppError['code']> = new Set(['git.no-repository', 'git.bare', 'path.missing']);

export function createSnapshotService(options: SnapshotServiceOptions): SnapshotService {
  const { git, locks, projects, places, clock, log } = options;
  const changed = createListeners<string>('snapshots', log);
  const taken = createListeners<Pick<Snapshot, 'path' | 'reason'>>('taken snapshots', log);
  const heard = ({ repository, record }: StoredSnapshot) => {
    changed.emit(repository);
    taken.emit(record);
  };

  /** The repository of each project's folder, as far as it was looked at; null: it has none. */
  const repositories = new Map<string, string | null>();

  const read = async (folder: string, repository: string): Answer<readonly StoredSnapshot[]> => {
    const args = ['for-each-ref', '--sort=-creatordate', `--format=${RECORD_FORMAT}`, SNAPSHOT_REFS];
    const answer = await git.raw(args, { cwd: folder });
    if (!answer.ok) return answer;
    const found = parseSnapshots(answer.value.stdout.toString('utf8'), repository);
    return ok([...found].sort((a, b) => b.record.createdAt - a.record.createdAt));
  };
  const repositoryOf = async (path: string): Promise<string | null> => {
    const tree = await findWorkingTree(git, path);
    // A folder that is gone or has no repository has no snapshots; a bare one is found through its worktrees.
    repositories.set(path, tree.ok ? tree.value.repository : null);
    return tree.ok ? tree.value.repository : null;
  };
  /** The project whose folder it was taken in, else the first one of its repository. */
  const describe = async (stored: StoredSnapshot): Promise<Snapshot> => {
    let project = projects.list().find(({ path }) => path === stored.record.path);
    for (const other of project ? [] : projects.list()) {
      const known = repositories.get(other.path);
      if ((known === undefined ? await repositoryOf(other.path) : known) !== stored.repository) continue;
      project = other;
      break;
    }
    return describeSnapshot(stored, project?.id ?? null);
  };
  const describeAll = async (found: readonly StoredSnapshot[]): Promise<readonly Snapshot[]> => {
    const described: Snapshot[] = [];
    for (const stored of found) described.push(await describe(stored));
    return described;
  };

  /** A repository that cannot be read hides no other one's. */
  const readAll = async (serverId: ServerId) => {
    const all: StoredSnapshot[] = [];
    const failed: { readonly repository: string; readonly error: AppError }[] = [];
    const seen = new Set<string>();
    for (const { path } of projects.list().filter((project) => project.serverId === serverId)) {
      const tree = await findWorkingTree(git, path);
      repositories.set(path, tree.ok ? tree.value.repository : null);
      if (!tree.ok && !HAS_NONE.has(tree.error.code)) failed.push({ repository: path, error: tree.error });
      if (!tree.ok || seen.has(tree.value.repository)) continue;
      const { repository } = tree.value;
      seen.add(repository);
      const some = await read(repository, repository);
      if (some.ok) all.push(...some.value);
      else failed.push({ repository: path, error: some.error });
    }
    return { all: all.sort((a, b) => b.record.createdAt - a.record.createdAt), failed, seen };
  };
  /** What is not found may be in the repository that could not be read. */
  const missing = ({ failed }: Awaited<ReturnType<typeof readAll>>) =>
    err(failed[0]?.error ?? ({ code: 'snapshot.unknown' } as const));
  const find = async (serverId: ServerId, id: string): Answer<StoredSnapshot> => {
    const known = await readAll(serverId);
    const found = known.all.find((stored) => stored.id === id);
    return found ? ok(found) : missing(known);
  };

  const pruned = new Set<string>();
  /** Once a start is enough. */
  const prune = async (repository: string): Promise<void> => {
    if (pruned.has(repository)) return;
    pruned.add(repository);
    const all = await read(repository, repository);
    const gone = all.ok ? surplusSnapshots(all.value, clock.now()) : [];
    if (gone.length === 0) return;
    const removed = await locks.write(repository, () => removeSnapshots(git, repository, gone));
    if (removed.ok) log.info('Old snapshots are let go', { repository, count: gone.length });
    else log.warn('Old snapshots could not be let go', { repository, error: removed.error });
    if (removed.ok) changed.emit(repository);
  };

  const locked = <T>(tree: WorkingTree, isHeld: boolean | undefined, work: () => Answer<T>): Answer<T> =>
    isHeld ? work() : locks.write(tree.repository, work);

  const take: SnapshotService['take'] = async ({ folder, locked: isHeld, reason, title, thread }) => {
    const tree = await findWorkingTree(git, folder);
    if (!tree.ok) return tree;
    const words: SnapshotWords = { reason, title, thread, createdAt: clock.now() };
    const stored = await locked(tree.value, isHeld, () => takeSnapshot(git, tree.value, words));
    if (!stored.ok) return stored;
    heard(stored.value);
    return ok(await describe(stored.value));
  };

  /** Into a working tree that is there. */
  const bringInto = async (
    tree: WorkingTree,
    stored: StoredSnapshot,
    { locked: isHeld, fresh }: { readonly locked?: boolean; readonly fresh?: boolean },
  ): Answer<null> => {
    const { title, thread } = stored.record;
    const restored = await locked(tree, isHeld, async () => {
      const done = await restoreInto(git, tree, stored, async (captured, also) => {
        if (fresh) return ok(null);
        const words = { reason: 'reverted', title, thread, createdAt: clock.now() } as const;
        const kept = await writeSnapshot(git, tree, captured, words, also);
        if (kept.ok) taken.emit(kept.value.record);
        return kept;
      });
      if (!done.ok) return done;
      const resumed = await resumeOperation(git, tree, stored);
      return resumed.ok ? restoreNested(git, tree, stored, { now: clock.now() }) : resumed;
    });
    if (restored.ok) changed.emit(tree.repository);
    return restored;
  };

  const steps = createSteps();
  /** Null: what came of it is not known (any more). */
  const stepBack = async (tree: WorkingTree, stored: StoredSnapshot): Answer<string | null> => {
    const after = steps.find(stored.id);
    if (!after) return ok(null);
    const work = () => takeStepBack(git, tree, { stored, after, steps, now: clock.now() });
    const kept = await locks.write(tree.repository, work);
    if (!kept.ok) return kept;
    heard(kept.value);
    return ok(kept.value.id);
  };

  /** The working tree a snapshot was taken in; null when nothing is there any more. */
  const placeOf = async ({ record, repository }: StoredSnapshot): Answer<WorkingTree | null> => {
    if (!(await git.files.lstat(record.path).catch(absentAs(null)))) return ok(null);
    const tree = await findWorkingTree(git, record.path);
    const path = await git.files.realpath(record.path).catch(absentAs(record.path));
    if (tree.ok && tree.value.repository === repository && tree.value.root === path) return ok(tree.value);
    // Somebody else's folder is there by now.
    return err({ code: 'worktree.exists', path: record.path });
  };

  const restore: SnapshotService['restore'] = async (serverId, id, to) => {
    const stored = await find(serverId, id);
    if (!stored.ok) return stored;
    const { record, repository, commit } = stored.value;
    const { thread } = record;
    const threadId = thread?.serverId === serverId ? thread.threadId : null;
    const there = to === 'place' ? await placeOf(stored.value) : ok(null);
    if (!there.ok) return there;
    if (there.value) {
      const path = there.value.root;
      const step = await stepBack(there.value, stored.value);
      if (!step.ok) return step;
      if (step.value !== null) return ok({ path, threadId, redo: step.value });
      const done = await bringInto(there.value, stored.value, {});
      return done.ok ? ok({ path, threadId, redo: null }) : done;
    }
    // Before its first commit a repository cannot have another worktree: then the snapshot itself is checked out.
    const added = await places.add({
      repository,
      serverId,
      commit: record.head ?? commit,
      path: to === 'place' ? record.path : null,
      thread,
    });
    if (!added.ok) return added;
    if (record.head === null) return ok({ path: added.value, threadId, redo: null });
    const tree = await findWorkingTree(git, added.value);
    if (!tree.ok) return tree;
    const done = await bringInto(tree.value, stored.value, { fresh: true });
    return done.ok ? ok({ path: added.value, threadId, redo: null }) : done;
  };

  const secure: SnapshotService['secure'] = async ({ folder, reason, title, thread, also }) => {
    const tree = await findWorkingTree(git, folder);
    if (!tree.ok) return tree;
    const captured = await captureTree(git, tree.value);
    if (!captured.ok) return captured;
    const words: SnapshotWords = { reason, title, thread, createdAt: clock.now() };
    const stored = await writeSnapshot(git, tree.value, captured.value, words, also);
    if (!stored.ok) return stored;
    heard(stored.value);
    return ok({ id: stored.value.id, index: captured.value.index });
  };

  return {
    take,
    secure,
    list: async (folder) => {
      const tree = await findWorkingTree(git, folder);
      // The common Git folder itself is no working tree.
      const found = await read(folder, tree.ok ? tree.value.repository : folder);
      return found.ok ? ok(await describeAll(found.value)) : found;
    },
    listAll: async (serverId) => {
      const { all, failed, seen } = await readAll(serverId);
      for (const repository of seen) void prune(repository);
      return { snapshots: await describeAll(all), failed };
    },
    noteStep: async (id, folder) => {
      const tree = await findWorkingTree(git, folder);
      const after = tree.ok ? await captureTree(git, tree.value) : tree;
      if (after.ok) steps.note(id, after.value);
    },
    restore,
    restoreInto: async (id, folder, given = {}) => {
      const tree = await findWorkingTree(git, folder);
      if (!tree.ok) return tree;
      const all = await read(folder, tree.value.repository);
      if (!all.ok) return all;
      const stored = all.value.find((one) => one.id === id);
      return stored ? bringInto(tree.value, stored, given) : err({ code: 'snapshot.unknown' });
    },
    treesOf: async (id) => {
      for (const serverId of new Set(projects.list().map((project) => project.serverId))) {
        const found = await find(serverId, id);
        if (!found.ok) continue;
        const { record, commit, repository } = found.value;
        const before = record.head === null ? await emptyTree(git, repository) : ok(record.head);
        return before.ok ? { before: before.value, after: commit } : null;
      }
      return null;
    },
    remove: async (serverId, ids) => {
      const known = await readAll(serverId);
      const wanted = new Set(ids);
      const gone = known.all.filter(({ id }) => wanted.has(id));
      if (gone.length < wanted.size) return missing(known);
      for (const repository of new Set(gone.map((stored) => stored.repository))) {
        const own = gone.filter((stored) => stored.repository === repository);
        const removed = await locks.write(repository, () => removeSnapshots(git, repository, own));
        if (!removed.ok) return removed;
        changed.emit(repository);
      }
      return ok(null);
    },
    onChange: (listener) => changed.add(listener),
    onTaken: (listener) => taken.add(listener),
  };
}
