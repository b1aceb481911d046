import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err } from '../../../src-shared/result.ts';
import type { ReportedTurns } from '../checkpoints/reported-turns.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import { createServerHost } from '../codex/server-host.ts';
import { createGitRunner } from '../git/git-runner.ts';
import type { ProjectService } from '../projects/project-service.ts';
import { createGitBench, type GitBench, type GitBenchParts } from '../workbench-git.ts';
import { createPollingWatcher } from './polling-watcher.ts';

const NOT_HERE: AppError = { code: 'host.not-here' };

export interface AwayBench extends GitBench {
  /** Something was done there: who watches folders looks now. */
  readonly poke: () => void;
}

/**
 * Git, review, snapshots and undo on another machine: the same services as here, on the processes and files of the server's host. What
 * is kept lies in the repositories there.
 */
export function createAwayBench(
  server: CodexServer,
  { projects, ...parts }: GitBenchParts & { readonly projects: Pick<ProjectService, 'list'> },
): AwayBench {
  const host = createServerHost(server);
  // The environment is the server's own.
  const env = {};
  const watcher = createPollingWatcher(server, parts.clock);
  const bench = createGitBench({
    ...parts,
    ...{ host, env, git: createGitRunner({ env, host }), watcher },
    projects: { list: () => projects.list().filter(({ serverId }) => serverId === server.id) },
    places: { add: () => Promise.resolve(err(NOT_HERE)) },
    reported: NOTHING_REPORTED,
  });
  bench.checkpoints.addServer(server);
  // A turn has ended, or was undone.
  bench.checkpoints.onChange(watcher.poke);
  return { ...bench, poke: watcher.poke };
}

/** Copies of files without Git are kept on this machine, of this machine's files. */
const NOTHING_REPORTED: ReportedTurns = {
  add: () => undefined,
  list: () => Promise.resolve([]),
  preview: () => Promise.resolve(err({ code: 'checkpoint.none' })),
  apply: () => Promise.resolve(err({ code: 'checkpoint.none' })),
  copies: { list: () => Promise.resolve([]), remove: () => Promise.resolve(err(NOT_HERE)) },
  restoreCopy: () => Promise.resolve(err(NOT_HERE)),
  forget: () => Promise.resolve(),
  dispose: () => Promise.resolve(),
};
