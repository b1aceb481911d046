import type { ServerId } from '../../../src-shared/model/ids.ts';
import type { GitRunner } from '../git/git-runner.ts';
import type { Log } from '../ports.ts';
import { changedCopies } from './changed-copies.ts';
import { innerRepositories, withOwnWork } from './inner-repositories.ts';
import { lookAtRisk } from './removal-risk.ts';
import { removeWorktree, type RemovalOptions } from './remove-worktree.ts';
import { chooseSurplus, newlyIgnored } from './retention.ts';
import type { WorktreeCatalog } from './worktree-catalog.ts';
import { placeOf } from './worktree-git.ts';
import type { WorktreeThreads } from './worktree-ports.ts';
import type { WorktreeStore } from './worktree-store.ts';

/** Keeps the number of managed worktrees within what the user wants. */
export interface Housekeeping {
  /** Removes what is too much, one after the other. Runs once at a time. */
  run(serverId: ServerId): Promise<void>;
  settled(): Promise<void>;
}

export function createHousekeeping(options: {
  readonly git: GitRunner;
  readonly log: Log;
  readonly catalog: WorktreeCatalog;
  readonly store: WorktreeStore;
  readonly removal: RemovalOptions;
  readonly threads: WorktreeThreads;
  readonly keep: () => number;
}): Housekeeping {
  const { git, log, catalog, store, removal, threads, keep } = options;
  let last: Promise<void> = Promise.resolve();

  const copiesAtRisk = async (path: string): Promise<readonly string[]> => {
    const stored = store.find(path);
    if (!stored || stored.included.length === 0) return [];
    const source = await placeOf(git, stored.source);
    return source.ok ? changedCopies(git.files, source.value.root, path, stored.included) : stored.included;
  };

  const runOnce = async (serverId: ServerId): Promise<void> => {
    const count = store.all().filter((one) => one.serverId === serverId && one.kind === 'managed').length;
    if (count <= keep()) return;
    const worktrees = await catalog.scan(serverId);
    const isShown = ({ threads: users }: { readonly threads: readonly Parameters<WorktreeThreads['isShown']>[0][] }) =>
      users.some((thread) => threads.isShown(thread));
    let removed = 0;
    for (const worktree of chooseSurplus(worktrees, keep(), isShown)) {
      const { path } = worktree;
      const risk = await lookAtRisk(git, removal.use, path);
      if (!risk.ok) continue;
      const names = risk.value.entries.map((entry) => entry.path);
      const inner = await innerRepositories(git, path);
      if (!inner.ok) continue;
      const lost = [
        ...(await withOwnWork(git, path, inner.value)),
        ...newlyIgnored(names, [...(store.find(path)?.ignored ?? []), ...inner.value]),
        ...(await copiesAtRisk(path)),
        ...risk.value.terminals.map(({ title }) => title),
        ...risk.value.drafts,
      ];
      if (lost.length > 0) {
        log.info('A worktree stays for what no snapshot holds', { path, files: lost.length });
        continue;
      }
      const ask = { serverId, worktree, agreed: risk.value, runCleanup: true, reason: 'worktreeRemoved' } as const;
      const outcome = await removeWorktree(removal, ask);
      log.info('Retention', { ...outcome });
      if (outcome.kind === 'removed') removed++;
    }
    if (removed > 0) await catalog.scan(serverId);
  };

  return {
    run: (serverId) => {
      last = last
        .then(() => runOnce(serverId))
        .catch((error: unknown) => log.error('Retention failed', { error: String(error) }));
      return last;
    },
    settled: () => last,
  };
}
