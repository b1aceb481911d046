import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { RemovalOutcome } from '../../../src-shared/contract/worktrees.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import type { Snapshot, Worktree } from '../../../src-shared/model/worktree.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';
import type { RepositoryLocks } from '../git/repository-locks.ts';
import type { Log } from '../ports.ts';
import { removeIfEmpty } from './create-worktree.ts';
import type { RemovalQuestions } from './removal-questions.ts';
import { askAbout, covers, isAtRisk, lookAtRisk, type RemovalRisk } from './removal-risk.ts';
import { secureAsItIs } from './secure-worktree.ts';
import { commitOf, pruneWorktrees, removeByForce } from './worktree-git.ts';
import { liesInside, lookAt } from './worktree-path.ts';
import type { WorktreeSnapshots, WorktreeThreads, WorktreeUse } from './worktree-ports.ts';
import type { WorktreeStore } from './worktree-store.ts';

type Answer<T> = Promise<Result<T, AppError>>;

export interface RemovalOptions {
  readonly git: GitRunner;
  readonly locks: RepositoryLocks;
  readonly store: WorktreeStore;
  readonly threads: WorktreeThreads;
  readonly snapshots: WorktreeSnapshots;
  readonly use: WorktreeUse;
  readonly questions: RemovalQuestions;
  readonly log: Log;
  /** Folder below which worktrees are made for a server. */
  readonly rootOf: (serverId: ServerId) => string | null;
  /** Runs the clean-up script of the worktree's environment; its failure is logged and stops nothing. */
  readonly cleanUp: (worktree: Worktree) => Promise<void>;
  /** Something is being made or decided there. */
  readonly isPreparing: (path: string) => boolean;
}
export interface Removal {
  readonly serverId: ServerId;
  readonly worktree: Worktree;
  /** What somebody agreed to lose: of what no snapshot holds, and of who works there. */
  readonly agreed: RemovalRisk | null;
  readonly runCleanup: boolean;
  readonly reason: Snapshot['reason'];
}

/**
 * Removes a working tree after a snapshot of all it holds. What cannot be removed is refused with the reason, and what no snapshot holds
 * is asked about first; in both cases nothing has changed. What came since the question, or by the clean-up script, is asked about again.
 */
export async function removeWorktree(options: RemovalOptions, removal: Removal): Promise<RemovalOutcome> {
  const { git, locks, store, snapshots, use, questions } = options;
  const { worktree, serverId, runCleanup, agreed } = removal;
  const { path, repository } = worktree;
  const refusal = await refusalOf(options, removal);
  if (refusal) return { path, kind: 'refused', reason: refusal };
  const failed = (error: AppError): RemovalOutcome => ({ path, kind: 'failed', message: wordsOf(error) });

  if (worktree.state === 'missing') {
    const pruned = await locks.write(repository, () => pruneWorktrees(git, repository));
    if (!pruned.ok) return failed(pruned.error);
    store.remove(path);
    return { path, kind: 'removed', snapshotId: null };
  }
  const ask = (risk: RemovalRisk, cleanedUp: boolean) =>
    askAbout(path, risk, { question: questions.ask(path, risk), cleanedUp });
  const found = await lookAtRisk(git, use, path);
  if (!found.ok) return failed(found.error);
  if (isAtRisk(found.value) && !(agreed && covers(agreed, found.value))) return ask(found.value, false);

  const thread = worktree.threads[0] ?? null;
  const title = (thread && titleOf(options.threads, thread.serverId, thread.threadId)) ?? path;
  const request = { folder: path, reason: removal.reason, title, thread };
  const snapshot = await snapshots.take(request);
  if (!snapshot.ok) return failed(snapshot.error);
  await use.closeTerminals(path);
  if (runCleanup) await options.cleanUp(worktree);
  const removed = await locks.write(repository, async (): Answer<RemovalOutcome> => {
    // A thread may have begun to work there meanwhile.
    const late = await refusalOf(options, removal);
    if (late) return ok({ path, kind: 'refused', reason: late });
    const last = await secureAsItIs(git, snapshots, snapshot.value, request);
    if (!last.ok) return last;
    const held = await commitOf(git, repository, last.value.ref);
    if (!held.ok) return err({ code: 'snapshot.failed', path, reason: last.value.ref });
    // The script may have taken the folder itself away.
    const now = (await lookAt(git.files, path)) ? await lookAtRisk(git, use, path) : null;
    if (now && !now.ok) return now;
    if (now && !covers(found.value, now.value)) return ok(ask(now.value, runCleanup));
    remember(options, serverId, worktree, last.value.ref);
    const written = await store.flush();
    if (!written.ok) return written;
    const done = await finishRemoval(options, { path, repository, root: rootFor(options, serverId, path) });
    return done.ok ? ok({ path, kind: 'removed', snapshotId: last.value.id }) : done;
  });
  if (!removed.ok) return failed(removed.error);
  if (removed.value.kind === 'removed') {
    questions.forget(path);
    store.remove(path);
  }
  return removed.value;
}

const rootFor = ({ store, rootOf }: RemovalOptions, serverId: ServerId, path: string): string =>
  store.find(path)?.root ?? rootOf(serverId) ?? path;

async function refusalOf(
  options: RemovalOptions,
  { serverId, worktree }: Removal,
): Promise<Extract<RemovalOutcome, { kind: 'refused' }>['reason'] | null> {
  const { path, kind, state, threads } = worktree;
  if (kind === 'main') return 'main';
  if (options.store.find(path)?.pinned) return 'pinned';
  if (state === 'locked') return 'locked';
  if (state === 'preparing' || options.isPreparing(path)) return 'running';
  if (threads.some((thread) => options.threads.isRunning(thread)) || worktree.risks.includes('running'))
    return 'running';
  if (!(await liesInside(options.git.files, rootFor(options, serverId, path), path)))
    return state === 'missing' ? null : 'outside';
  const entry = await lookAt(options.git.files, path);
  return entry !== null && !entry.isDirectory() ? 'outside' : null;
}

function remember({ git, store }: RemovalOptions, serverId: ServerId, worktree: Worktree, ref: string): void {
  if (store.find(worktree.path)) {
    store.change(worktree.path, { state: 'removing', removal: ref });
  } else {
    store.put({
      path: worktree.path,
      serverId,
      repository: worktree.repository,
      projectId: worktree.projectId,
      kind: 'attached',
      state: 'removing',
      pinned: false,
      createdAt: worktree.createdAt ?? 0,
      usedAt: worktree.usedAt ?? 0,
      threads: worktree.threads.map(({ threadId }) => threadId),
      environment: null,
      source: worktree.path,
      root: git.files.paths.dirname(git.files.paths.dirname(worktree.path)),
      removal: ref,
      ignored: [],
      included: [],
    });
  }
}

/**
 * The last step, also the one a next start takes up: what the folder held is in a snapshot. The caller holds the lock. Git removes the
 * folder first and its own entry afterwards, so what a crash has left of both is cleared away.
 */
export async function finishRemoval(
  { git, log }: Pick<RemovalOptions, 'git' | 'log'>,
  { path, repository, root }: { readonly path: string; readonly repository: string; readonly root: string },
): Answer<null> {
  if (!(await liesInside(git.files, root, path))) return err({ code: 'worktree.outside', path });
  const removed = await removeByForce(git, repository, path);
  if (!removed.ok) {
    log.warn('Git could not remove a worktree', { path, error: wordsOf(removed.error) });
    if (removed.error.code === 'git.cancelled' || removed.error.code === 'git.timeout') return removed;
    try {
      await git.files.rm(path, { recursive: true, force: true });
    } catch {
      return removed;
    }
    const pruned = await pruneWorktrees(git, repository);
    if (!pruned.ok) return pruned;
  }
  await removeIfEmpty(git.files, git.files.paths.dirname(path));
  return ok(null);
}

function titleOf(threads: WorktreeThreads, serverId: ServerId, threadId: string): string | null {
  for (const row of threads.rows(serverId)) if (row.threadId === threadId) return row.title;
  return null;
}

/** What a failure says; words for codes are the renderer's. */
function wordsOf(error: AppError): string {
  if ('stderr' in error && error.stderr !== '') return error.stderr;
  if ('reason' in error) return `${error.code}: ${error.reason}`;
  return error.code;
}
