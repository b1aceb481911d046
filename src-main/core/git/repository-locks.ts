import { createSerial } from '../scheduling/serial.ts';

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
  const writers = createSerial<string>();
  return {
    write: (repository, work) => writers.run(repository, work),
    isBusy: (repository) => writers.isBusy(repository),
  };
}
