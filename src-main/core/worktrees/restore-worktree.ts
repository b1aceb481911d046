import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ThreadRef } from '../../../src-shared/model/ids.ts';
import type { Snapshot, Worktree } from '../../../src-shared/model/worktree.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';
import type { WorktreeCatalog } from './worktree-catalog.ts';
import { isWithin } from '../hosts/is-within.ts';
import { lookInto } from './worktree-path.ts';
import type { WorktreeSnapshots, WorktreeThreads } from './worktree-ports.ts';

type Answer<T> = Promise<Result<T, AppError>>;

export interface RestoreOptions {
  readonly git: GitRunner;
  readonly catalog: WorktreeCatalog;
  readonly threads: WorktreeThreads;
  readonly snapshots: WorktreeSnapshots;
  /** Makes the working tree again and brings the snapshot into it. */
  readonly restore: (serverId: ThreadRef['serverId'], snapshot: Snapshot) => Answer<{ readonly path: string }>;
}

/** Brings back the folder a thread worked in, from its newest snapshot. One that is there is answered as it is. */
export async function restoreFor(options: RestoreOptions, thread: ThreadRef): Answer<{ readonly path: string }> {
  const { git, catalog, threads } = options;
  const row = [...threads.rows(thread.serverId)].find(({ threadId }) => threadId === thread.threadId);
  if (!row) return err({ code: 'thread.not-found', threadId: thread.threadId });
  if ((await lookInto(git.files, row.cwd))?.isDirectory()) return ok({ path: row.cwd });
  const found = await newestFor(options, await catalog.scan(thread.serverId), row.cwd);
  if (!found.ok) return found;
  const restored = await options.restore(thread.serverId, found.value);
  if (!restored.ok) return restored;
  await catalog.scan(thread.serverId);
  return ok({ path: restored.value.path });
}

async function newestFor(
  { git, snapshots }: Pick<RestoreOptions, 'git' | 'snapshots'>,
  worktrees: readonly Worktree[],
  cwd: string,
): Answer<Snapshot> {
  for (const repository of new Set(worktrees.map((worktree) => worktree.repository))) {
    const listed = await snapshots.list(repository);
    if (!listed.ok) return listed;
    // Newest first; a thread may work in a folder below the one that was removed.
    const mine = listed.value.find(({ path }) => isWithin(path, cwd, git.files.paths));
    if (mine) return ok(mine);
  }
  return err({ code: 'snapshot.unknown' });
}
