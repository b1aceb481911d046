import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';
import type { RepositoryLocks } from '../git/repository-locks.ts';
import { isUnreachable, type HostFiles } from '../hosts/host-files.ts';
import type { Clock, Log } from '../ports.ts';
import { clearHalfMade, createWorktree, planWorktree } from './create-worktree.ts';
import { finishRemoval } from './remove-worktree.ts';
import { commitOf, listWorktrees, pruneWorktrees, repairWorktrees, type RepositoryPlace } from './worktree-git.ts';
import { lookAt, newWorktreePath, samePlaceIn } from './worktree-path.ts';
import type { WorktreeProject } from './worktree-ports.ts';
import type { StoredWorktree, WorktreeStore } from './worktree-store.ts';

type Answer<T> = Promise<Result<T, AppError>>;

export interface ManagedOptions {
  readonly git: GitRunner;
  readonly locks: RepositoryLocks;
  readonly store: WorktreeStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Folder below which worktrees of a server are made. */
  readonly rootOf: (serverId: ServerId) => string | null;
  /** Takes a snapshot of what is there; the lock is held. */
  readonly secure: (path: string) => Answer<unknown>;
}
export interface WantedWorktree {
  readonly project: WorktreeProject;
  /** Branch, tag or commit. */
  readonly base: string;
  readonly kind: 'managed' | 'permanent';
  readonly branch: string | null;
  /** Null: a new place below the root. */
  readonly path: string | null;
  readonly environment: string | null;
  readonly signal?: AbortSignal;
}
export interface MadeWorktree {
  readonly path: string;
  /** The project's own folder inside it. */
  readonly cwd: string;
  readonly place: RepositoryPlace;
  readonly commit: string;
}

/** Makes worktrees, and puts right what a crash or somebody's hands have left of them. */
export interface ManagedWorktrees {
  make(wanted: WantedWorktree): Answer<MadeWorktree>;
  /** At the start: creations and removals that were cut off are undone or finished. `keep`: paths that somebody waits for. */
  recover(keep: ReadonlySet<string>): Promise<void>;
  /** Forgets entries whose folders are gone, and repairs those that were moved. */
  tidy(repository: string): Answer<null>;
}

export function createManagedWorktrees(options: ManagedOptions): ManagedWorktrees {
  const { git, locks, store, clock, log, rootOf } = options;
  const { files } = git;
  const { paths } = files;

  const make = async (wanted: WantedWorktree): Answer<MadeWorktree> => {
    const { project, base, branch, kind, environment, signal } = wanted;
    const configured = rootOf(project.serverId);
    if (configured === null) return err({ code: 'server.unknown', serverId: project.serverId });
    const root = await realFolder(files, wanted.path === null ? configured : paths.dirname(wanted.path));
    if (!root.ok) return root;
    const planned = await planWorktree(git, project.path, base, root.value);
    if (!planned.ok) return planned;
    const { place, commit } = planned.value;
    // As Git will list it, whatever links lead there.
    const path =
      wanted.path === null
        ? newWorktreePath(root.value, place.root, paths)
        : paths.join(root.value, paths.basename(wanted.path));
    const now = clock.now();
    return locks.write(place.repository, async (): Answer<MadeWorktree> => {
      // A note on a worktree that is there is not this one's to write over.
      if (store.find(path) && (await lookAt(files, path))) return err({ code: 'worktree.exists', path });
      // The same place once more: an entry of a folder that is gone would be in the way.
      const pruned = wanted.path === null ? ok(null) : await pruneWorktrees(git, place.repository);
      if (!pruned.ok) return pruned;
      const record: StoredWorktree = {
        path,
        serverId: project.serverId,
        repository: place.repository,
        projectId: project.id,
        kind,
        state: 'creating',
        pinned: false,
        createdAt: now,
        usedAt: now,
        threads: [],
        environment,
        source: project.path,
        root: root.value,
        removal: null,
        ignored: [],
        included: [],
      };
      store.put(record);
      const written = await store.flush();
      if (!written.ok) return written;
      const fresh = wanted.path === null;
      const made = await createWorktree(git, log, { place, path, commit, branch, fresh, ...(signal && { signal }) });
      if (!made.ok) {
        // Where its machine cannot be asked, the note stays: the next start clears away what is left there.
        if (await canBeAsked(files, path)) store.remove(path);
        return made;
      }
      store.change(path, { state: 'ready' });
      return ok({ path, cwd: samePlaceIn(place.root, project.path, path, paths), place, commit });
    });
  };

  const tidyHeld = async (repository: string): Answer<null> => {
    const listed = await listWorktrees(git, repository);
    if (!listed.ok) return listed;
    const known = store.all().filter((one) => one.repository === repository);
    const stray = known.filter(
      ({ path, state }) => state === 'ready' && !listed.value.some((one) => one.path === path),
    );
    if (stray.length > 0) {
      const repaired = await repairWorktrees(
        git,
        repository,
        stray.map(({ path }) => path),
      );
      if (!repaired.ok) return repaired;
    }
    return pruneWorktrees(git, repository);
  };

  const recoverOne = async (one: StoredWorktree): Promise<void> => {
    const { path, repository, root, state } = one;
    if (state === 'creating') {
      if (await clearHalfMade(git, log, { repository, path, root })) store.remove(path);
      return;
    }
    // Its snapshot was there before anything was touched; a removal that had not begun yet is not done now.
    const listed = await listWorktrees(git, repository);
    const entry = listed.ok ? listed.value.find((listedOne) => listedOne.path === path) : undefined;
    const whole = entry !== undefined && entry.prunable === null && entry.head !== null;
    if (whole && !(await hasLostFiles(git, path))) {
      store.change(path, { state: 'ready', removal: null });
      return;
    }
    const held = one.removal !== null && (await commitOf(git, repository, one.removal)).ok;
    // Somebody may have worked on what is left of it.
    const secured = whole ? await options.secure(path) : ok(null);
    if (!held || !secured.ok) {
      log.warn('A worktree stays half removed: its snapshot is missing', { path, snapshot: one.removal });
      return;
    }
    const finished = await finishRemoval({ git, log }, { path, repository, root });
    if (finished.ok) store.remove(path);
  };

  return {
    make,
    recover: async (keep) => {
      for (const one of store.all()) {
        if (one.state === 'ready' || keep.has(one.path)) continue;
        log.info('A worktree was left halfway', { path: one.path, state: one.state });
        await locks.write(one.repository, () => recoverOne(one));
      }
    },
    tidy: (repository) => locks.write(repository, () => tidyHeld(repository)),
  };
}

/** A removal that was cut off has taken some of the tracked files away; which of them does not matter, the snapshot has them all. */
async function hasLostFiles(git: GitRunner, path: string): Promise<boolean> {
  const deleted = await git.raw(['ls-files', '--deleted', '-z'], { cwd: path, maxOutputBytes: 1 });
  return !deleted.ok || deleted.value.stdout.length > 0;
}

const canBeAsked = (files: HostFiles, path: string): Promise<boolean> =>
  lookAt(files, path).then(
    () => true,
    () => false,
  );

/** Makes the folder and answers its real path: what Git will say of worktrees inside it. */
async function realFolder(files: HostFiles, folder: string): Answer<string> {
  try {
    await files.mkdir(folder, { recursive: true });
    return ok(await files.realpath(folder));
  } catch (error) {
    if (isUnreachable(error)) throw error;
    return err({ code: 'path.no-access', path: folder });
  }
}
