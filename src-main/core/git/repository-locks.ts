/**
 * One writer per repository: index, refs and worktree list are shared by all worktrees of a repository, and Git answers two
 * writers at once with a lock file for one of them. Reading needs no lock.
 */
export interface RepositoryLocks {
  /** Runs `work` when nobody else writes to the repository (`--git-common-dir`, the key). Not re-entrant. */
  write<T>(repository: string, work: () => Promise<T>): Promise<T>;
  /** Somebody writes or waits to. */
  isBusy(repository: string): boolean;
}

export function createRepositoryLocks(): RepositoryLocks {
  const last = new Map<string, Promise<unknown>>();
  return {
    write: (repository, work) => {
      const before = last.get(repository) ?? Promise.resolve();
      const mine = before.then(work, work);
      const done: Promise<unknown> = mine
        .catch(() => undefined)
        .finally(() => {
          if (last.get(repository) === done) last.delete(repository);
        });
      last.set(repository, done);
      return mine;
    },
    isBusy: (repository) => last.has(repository),
  };
}
