import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { HandoffPreview } from '../../../src-shared/contract/worktrees.ts';
import type { ThreadRef } from '../../../src-shared/model/ids.ts';
import type { ThreadSummary } from '../../../src-shared/model/thread.ts';
import type { Snapshot, Worktree } from '../../../src-shared/model/worktree.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';
import { findOperation } from '../git/operation.ts';
import type { RepositoryLocks } from '../git/repository-locks.ts';
import type { Log } from '../ports.ts';
import { changedPaths, dryMerge, isAncestor } from './compare-trees.ts';
import { clearHalfMade } from './create-worktree.ts';
import { cleanSource, verifyBrought } from './handoff-steps.ts';
import type { ManagedWorktrees } from './managed-worktrees.ts';
import type { WorktreeCatalog } from './worktree-catalog.ts';
import { commitOf, placeOf, type RepositoryPlace } from './worktree-git.ts';
import { samePlaceIn } from './worktree-path.ts';
import type { WorktreeProject, WorktreeProjects, WorktreeSnapshots, WorktreeThreads } from './worktree-ports.ts';
import type { WorktreeStore } from './worktree-store.ts';

type Answer<T> = Promise<Result<T, AppError>>;
export type HandoffTarget =
  { readonly kind: 'local' } | { readonly kind: 'newWorktree' } | { readonly kind: 'worktree'; readonly path: string };

export interface HandoffOptions {
  readonly git: GitRunner;
  readonly locks: RepositoryLocks;
  readonly log: Log;
  readonly store: WorktreeStore;
  readonly catalog: WorktreeCatalog;
  readonly managed: ManagedWorktrees;
  readonly projects: WorktreeProjects;
  readonly threads: WorktreeThreads;
  readonly snapshots: WorktreeSnapshots;
}
interface Side {
  readonly place: RepositoryPlace;
  readonly head: string;
}
interface Plan {
  readonly row: ThreadSummary;
  readonly project: WorktreeProject;
  readonly source: Side;
  /** Null: a new worktree at the source's commit. */
  readonly target: Side | null;
}

/** Changes that have arrived. */
interface Brought {
  /** Of the source. */
  readonly snapshot: Snapshot;
  /** The target is as it was again. */
  readonly takeBack: () => Promise<void>;
}

/** A thread and its changes go to another working tree of the repository. */
export interface Handoff {
  preview(thread: ThreadRef, to: HandoffTarget): Answer<HandoffPreview>;
  perform(thread: ThreadRef, to: HandoffTarget): Answer<{ readonly path: string; readonly snapshotId: string }>;
}

export function createHandoff(options: HandoffOptions): Handoff {
  const { git, locks, log, store, catalog, managed, projects, threads, snapshots } = options;

  const sideOf = async (folder: string): Answer<Side> => {
    const place = await placeOf(git, folder);
    if (!place.ok) return place;
    const operation = await findOperation(git.files, place.value.gitDir);
    if (operation) return err({ code: 'git.in-progress', operation });
    const head = await commitOf(git, place.value.root, 'HEAD');
    if (head.ok) return ok({ place: place.value, head: head.value });
    return head.error.code === 'git.unknown-revision'
      ? err({ code: 'worktree.unsupported', reason: 'no-commit' })
      : head;
  };

  const targetOf = async (to: HandoffTarget, source: Side, all: readonly Worktree[]): Answer<Side | null> => {
    if (to.kind === 'newWorktree') return ok(null);
    const mine = all.filter(({ repository }) => repository === source.place.repository);
    const wanted = mine.find((one) => (to.kind === 'local' ? one.kind === 'main' : one.path === to.path));
    if (!wanted) {
      return to.kind === 'local'
        ? err({ code: 'worktree.unsupported', reason: 'bare' })
        : err({ code: 'worktree.unknown', path: to.path });
    }
    const target = await sideOf(wanted.path);
    if (!target.ok) return target;
    if (target.value.place.root === source.place.root) return err({ code: 'worktree.exists', path: wanted.path });
    // Commits go along only where they just follow what is there.
    const behind = await isAncestor(git, source.place.repository, source.head, target.value.head);
    if (!behind.ok) return behind;
    const follows = await isAncestor(git, source.place.repository, target.value.head, source.head);
    if (!follows.ok) return follows;
    const both = { from: source.place.root, to: wanted.path };
    return behind.value || follows.value ? target : err({ code: 'worktree.diverged', ...both });
  };

  const plan = async (thread: ThreadRef, to: HandoffTarget): Answer<Plan> => {
    const row = [...threads.rows(thread.serverId)].find(({ threadId }) => threadId === thread.threadId);
    if (!row) return err({ code: 'thread.not-found', threadId: thread.threadId });
    if (threads.isRunning(thread)) return err({ code: 'thread.running' });
    const source = await sideOf(row.cwd);
    if (!source.ok) return source;
    const dirty = await changesSubmodules(git, source.value.place.root);
    if (!dirty.ok) return dirty;
    if (dirty.value) return err({ code: 'worktree.unsupported', reason: 'submodules' });
    const all = await catalog.scan(thread.serverId);
    const target = await targetOf(to, source.value, all);
    if (!target.ok) return target;
    const owner = all.find(({ path }) => path === source.value.place.root)?.projectId;
    const project = owner ? projects.find(owner) : null;
    return project
      ? ok({ row, project, source: source.value, target: target.value })
      : err({ code: 'project.unknown' });
  };

  const preview: Handoff['preview'] = async (thread, to) => {
    const planned = await plan(thread, to);
    if (!planned.ok) return planned;
    const { source, target } = planned.value;
    const { repository, root } = source.place;
    const theirs = await snapshots.capture(root);
    if (!theirs.ok) return theirs;
    const base =
      target && source.head !== target.head
        ? await olderOf(git, repository, source.head, target.head)
        : ok(source.head);
    if (!base.ok) return base;
    const files = await changedPaths(git, repository, base.value, theirs.value.worktree);
    if (!files.ok) return files;
    const shown = { from: root, to: target?.place.root ?? null, files: files.value };
    if (!target) return ok({ ...shown, verdict: 'clean', conflicts: [] });
    const ours = await snapshots.capture(target.place.root);
    if (!ours.ok) return ours;
    const trees = { base: base.value, ours: ours.value.worktree, theirs: theirs.value.worktree };
    const verdict = await dryMerge(git, repository, trees);
    if (!verdict.ok) return verdict;
    const { conflicts } = verdict.value;
    return ok({ ...shown, verdict: conflicts.length > 0 ? 'conflict' : 'clean', conflicts });
  };

  /** Puts the changes into the target and makes sure of it. After a failure the target is as it was. */
  const bringOver = async (
    { source, target }: Pick<Plan, 'source'> & { readonly target: Side },
    fresh: boolean,
    thread: ThreadRef,
    title: string,
  ): Answer<Brought> => {
    const { repository, root: from } = source.place;
    const { root } = target.place;
    const snapshot = await snapshots.take({ folder: from, reason: 'handoff', title, thread, locked: true });
    if (!snapshot.ok) return snapshot;
    const follows = await isAncestor(git, repository, source.head, target.head);
    if (!follows.ok) return follows;
    if (!follows.value) {
      // Refused by Git, with nothing changed, where it would overwrite what is not committed, ignored files among it.
      const args = ['merge', '--ff-only', '--no-overwrite-ignore', '--quiet', source.head];
      const moved = await git.raw(args, { cwd: root, env: NO_HOOKS });
      if (!moved.ok) return conflictOf(moved.error, git, repository, { source, target });
    }
    const commitsBack = async (): Promise<void> => {
      if (follows.value) return;
      const back = await git.raw(['reset', '--keep', '--quiet', target.head], { cwd: root });
      if (!back.ok) log.error('A handoff could not be taken back', { path: root, code: back.error.code });
    };
    // With the commits that came along: from here on only files are brought.
    const before = await snapshots.capture(root);
    if (!before.ok) {
      await commitsBack();
      return before;
    }
    const takeBack = async (): Promise<void> => {
      const now = await snapshots.capture(root);
      const back = now.ok ? await snapshots.takeBack(root, { now: now.value, before: before.value }) : now;
      if (back.ok) await commitsBack();
      else log.error('A handoff could not be taken back', { path: root, code: back.error.code });
    };
    const brought = await snapshots.bring(snapshot.value, root, fresh);
    const verified = brought.ok
      ? await verifyBrought(git, repository, {
          base: source.head,
          snapshot: snapshot.value.ref,
          before: before.value.worktree,
          after: () => snapshots.capture(root),
        })
      : brought;
    if (verified.ok) return ok({ snapshot: snapshot.value, takeBack });
    await (brought.ok ? takeBack() : commitsBack());
    const { error } = verified;
    return error.code === 'snapshot.conflict' ? err({ code: 'worktree.conflict', files: error.files }) : verified;
  };

  const perform: Handoff['perform'] = async (thread, to) => {
    const planned = await plan(thread, to);
    if (!planned.ok) return planned;
    const { row, project, source } = planned.value;
    const { repository } = source.place;
    const fresh = planned.value.target === null;
    const made = fresh
      ? await managed.make({ project, base: source.head, kind: 'managed', branch: null, path: null, environment: null })
      : ok(null);
    if (!made.ok) return made;
    const target = made.value ? await sideOf(made.value.path) : ok(planned.value.target);
    if (!target.ok) return target;
    const side = target.value;
    if (!side) return err({ code: 'worktree.unknown', path: '' });
    const undoMade = async () => {
      if (!made.value) return;
      const { path } = made.value;
      const root = store.find(path)?.root ?? path;
      if (await clearHalfMade(git, log, { repository, path, root })) store.remove(path);
    };
    const cwd = samePlaceIn(source.place.root, row.cwd, side.place.root, git.files.paths);
    const done = await locks.write(repository, async (): Answer<Snapshot> => {
      // It may have begun to work while others wrote.
      if (threads.isRunning(thread)) {
        await undoMade();
        return err({ code: 'thread.running' });
      }
      const brought = await bringOver({ source, target: side }, fresh, thread, row.title);
      if (!brought.ok) {
        await undoMade();
        return brought;
      }
      const moved = await moveThread(thread, cwd);
      if (!moved.ok) {
        // The source has not been touched: all of it stays there, and nothing of it in the target.
        if (fresh) await undoMade();
        else await brought.value.takeBack();
        return moved;
      }
      const { snapshot } = brought.value;
      const cleaned = await cleanSource(git, source.place.root, snapshot.ref, snapshots);
      if (!cleaned.ok)
        log.warn('A handoff left its source as it was', { path: source.place.root, code: cleaned.error.code });
      return ok(snapshot);
    });
    if (!done.ok) {
      await catalog.scan(thread.serverId);
      return done;
    }
    store.addFolder(project.id, cwd);
    const stored = store.find(side.place.root);
    if (stored) store.change(stored.path, { threads: [...new Set([...stored.threads, thread.threadId])] });
    await followHead(thread, side.place.root);
    catalog.touch(source.place.root);
    catalog.touch(side.place.root);
    await catalog.scan(thread.serverId);
    return ok({ path: side.place.root, snapshotId: done.value.id });
  };

  const moveThread = async (thread: ThreadRef, cwd: string): Answer<null> => {
    const before = store.movedTo(thread);
    // Written first: where the server does not keep it, this is the only place that says where the thread works.
    store.setMoved(thread, cwd);
    const written = await store.flush();
    const moved = written.ok ? await threads.move(thread, cwd) : written;
    if (!moved.ok) store.setMoved(thread, before);
    return moved;
  };

  const followHead = async (thread: ThreadRef, root: string): Promise<void> => {
    const head = await commitOf(git, root, 'HEAD');
    const branch = await git.raw(['symbolic-ref', '--quiet', '--short', 'HEAD'], { cwd: root, okCodes: [0, 1] });
    if (!head.ok || !branch.ok) return;
    const name = branch.value.stdout.toString('utf8').trim() || null;
    const set = await threads.setGitInfo(thread, { commit: head.value, branch: name });
    if (!set.ok) log.warn('The Git state of a thread was not stored', { code: set.error.code });
  };

  return { preview, perform };
}

/** Hooks after a merge are for merges that a person makes. */
const NO_HOOKS = {
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: 'core.hooksPath',
  GIT_CONFIG_VALUE_0: '/dev/null',
} as const;

async function olderOf(git: GitRunner, repository: string, one: string, other: string): Answer<string> {
  const older = await isAncestor(git, repository, one, other);
  return older.ok ? ok(older.value ? one : other) : older;
}

/** Git names the files it would overwrite, in words; what both sides change is the same and needs no reading of words. */
async function conflictOf(
  error: AppError,
  git: GitRunner,
  repository: string,
  { source, target }: { readonly source: Side; readonly target: Side },
): Answer<never> {
  if (error.code !== 'git.failed') return err(error);
  const files = await changedPaths(git, repository, target.head, source.head);
  if (!files.ok) return files;
  const args = ['status', '--porcelain', '-z', '--no-renames', '--untracked-files=all', '--ignored=traditional'];
  const status = await git.raw(args, { cwd: target.place.root });
  if (!status.ok) return status;
  const mine = new Set(
    status.value.stdout
      .toString('utf8')
      .split('\0')
      .map((entry) => entry.slice(3)),
  );
  const both = files.value.filter((file) => mine.has(file));
  return err(both.length > 0 ? { code: 'worktree.conflict', files: both } : error);
}

/** Submodules with work of their own: that would stay behind. */
async function changesSubmodules(git: GitRunner, root: string): Answer<boolean> {
  const args = ['status', '--porcelain=v2', '-z', '--untracked-files=no', '--ignore-submodules=none'];
  const status = await git.raw(args, { cwd: root });
  if (!status.ok) return status;
  return ok(
    status.value.stdout
      .toString('utf8')
      .split('\0')
      .some((entry) => /^[12u] \S+ S/.test(entry)),
  );
}
