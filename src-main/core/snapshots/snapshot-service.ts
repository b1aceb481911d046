import { lstat, realpath } from 'node:fs/promises';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { ProjectId, ServerId, ThreadId, ThreadRef } from '../../../src-shared/model/ids.ts';
import type { Snapshot } from '../../../src-shared/model/worktree.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { createListeners } from '../codex/listeners.ts';
import type { GitRunner } from '../git/git-runner.ts';
import type { RepositoryLocks } from '../git/repository-locks.ts';
import type { Clock, Log } from '../ports.ts';
import { captureTree } from './capture-tree.ts';
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
}

/** Keeps states of working trees under refs, and brings them back. Nothing but the user's word removes one. */
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
  listAll(serverId: ServerId): Answer<readonly Snapshot[]>;
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
  const describeAll = async (found: Result<readonly StoredSnapshot[], AppError>): Answer<readonly Snapshot[]> => {
    if (!found.ok) return found;
    const described: Snapshot[] = [];
    for (const stored of found.value) described.push(await describe(stored));
    return ok(described);
  };

  /** Repositories of a server's projects, each once. */
  const repositoriesOf = async (serverId: ServerId): Promise<ReadonlySet<string>> => {
    const found = new Set<string>();
    for (const project of projects.list()) {
      const repository = project.serverId === serverId ? await repositoryOf(project.path) : null;
      if (repository !== null) found.add(repository);
    }
    return found;
  };
  const readAll = async (serverId: ServerId): Answer<readonly StoredSnapshot[]> => {
    const all: StoredSnapshot[] = [];
    for (const repository of await repositoriesOf(serverId)) {
      const some = await read(repository, repository);
      if (!some.ok) return some;
      all.push(...some.value);
    }
    return ok(all.sort((a, b) => b.record.createdAt - a.record.createdAt));
  };
  const find = async (serverId: ServerId, id: string): Answer<StoredSnapshot> => {
    const all = await readAll(serverId);
    if (!all.ok) return all;
    const found = all.value.find((stored) => stored.id === id);
    return found ? ok(found) : err({ code: 'snapshot.unknown' });
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
      return done.ok ? restoreNested(git, tree, stored, { now: clock.now() }) : done;
    });
    if (restored.ok) changed.emit(tree.repository);
    return restored;
  };

  /** The working tree a snapshot was taken in; null when nothing is there any more. */
  const placeOf = async ({ record, repository }: StoredSnapshot): Answer<WorkingTree | null> => {
    if (!(await lstat(record.path).catch(() => null))) return ok(null);
    const tree = await findWorkingTree(git, record.path);
    const path = await realpath(record.path).catch(() => record.path);
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
      const done = await bringInto(there.value, stored.value, {});
      return done.ok ? ok({ path: there.value.root, threadId }) : done;
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
    if (record.head === null) return ok({ path: added.value, threadId });
    const tree = await findWorkingTree(git, added.value);
    if (!tree.ok) return tree;
    const done = await bringInto(tree.value, stored.value, { fresh: true });
    return done.ok ? ok({ path: added.value, threadId }) : done;
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
      return describeAll(await read(folder, tree.ok ? tree.value.repository : folder));
    },
    listAll: async (serverId) => describeAll(await readAll(serverId)),
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
      const all = await readAll(serverId);
      if (!all.ok) return all;
      const wanted = new Set(ids);
      const gone = all.value.filter(({ id }) => wanted.has(id));
      if (gone.length < wanted.size) return err({ code: 'snapshot.unknown' });
      for (const repository of new Set(gone.map((stored) => stored.repository))) {
        const lines = gone.flatMap((stored) =>
          stored.repository === repository ? [`delete ${stored.ref} ${stored.commit}\n`] : [],
        );
        // One transaction: all of them or none.
        const removed = await locks.write(repository, () =>
          git.raw(['update-ref', '--stdin'], { cwd: repository, stdin: lines.join('') }),
        );
        if (!removed.ok) return removed;
        changed.emit(repository);
      }
      return ok(null);
    },
    onChange: (listener) => changed.add(listener),
    onTaken: (listener) => taken.add(listener),
  };
}
