import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err } from '../../../src-shared/result.ts';
import type { ReportedTurns } from '../checkpoints/reported-turns.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import { createServerHost } from '../codex/server-host.ts';
import { createTrash, type Trash } from '../files/trash.ts';
import { createGitRunner } from '../git/git-runner.ts';
import { createRepositoryLocks } from '../git/repository-locks.ts';
import type { HostFiles } from '../hosts/host-files.ts';
import type { ProjectService } from '../projects/project-service.ts';
import { projectsOf } from '../projects/projects-of.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import { createGitBench, type GitBench, type GitBenchParts } from '../workbench-git.ts';
import { buildWorktrees, type SharedWorktreeParts } from '../workbench-worktrees.ts';
import type { WorktreeService } from '../worktrees/worktree-service.ts';
import { createPollingWatcher } from './polling-watcher.ts';
import { createRemoteWatch, type RemoteWatch } from './remote-watch.ts';

const NOT_HERE: AppError = { code: 'host.not-here' };

export interface AwayBenchParts extends GitBenchParts {
  readonly projects: ProjectService;
  readonly forWorktrees: SharedWorktreeParts;
}

export interface AwayBench extends GitBench {
  readonly worktrees: WorktreeService;
  /** What was deleted there, kept there. */
  readonly trash: Trash;
  /** The files there. */
  readonly files: HostFiles;
  /** Tells of what is looked at in the Files tab. */
  readonly watching: RemoteWatch;
  /** Something was done there: who watches folders looks now. */
  readonly poke: () => void;
}

/**
 * Git, review, snapshots, undo and worktrees on another machine: the same services as here, on the processes and files of the server's
 * host. What is kept of files lies in the repositories there; worktrees are made below Codex's home there.
 */
export function createAwayBench(
  server: CodexServer,
  { projects: all, forWorktrees, ...parts }: AwayBenchParts,
): AwayBench {
  const host = createServerHost(server);
  // The environment is the server's own.
  const env = {};
  const watcher = createPollingWatcher(server, parts.clock);
  const git = createGitRunner({ env, host });
  const locks = createRepositoryLocks();
  const serves = (serverId: ServerId) => serverId === server.id;
  const projects = projectsOf(all, serves);
  const { threads, clock, log } = parts;
  const worktrees = buildWorktrees({
    ...{ ...forWorktrees, serves, host, env, git, locks, projects, threads, clock, log },
    // A folder that the user chose for worktrees is one of this machine.
    settings: () => ({ ...forWorktrees.settings(), root: null }),
    snapshots: () => bench.snapshots,
  });
  const bench: GitBench = createGitBench({
    ...parts,
    ...{ host, env, git, watcher, locks, projects },
    places: { add: (request) => worktrees.addPlace(request) },
    reported: NOTHING_REPORTED,
  });
  server.onReady(() => {
    if (host.platform !== 'win32') void worktrees.start();
  });
  bench.checkpoints.addServer(server);
  // A turn has ended, or was undone.
  bench.checkpoints.onChange(watcher.poke);
  const watching = createRemoteWatch(server, {
    clock: parts.clock,
    gitFolder: async (root) => {
      const answer = await git.raw(['rev-parse', '--absolute-git-dir'], { cwd: root });
      return answer.ok ? answer.value.stdout.toString('utf8').trimEnd() : null;
    },
    look: watcher.poke,
  });
  return {
    ...bench,
    worktrees,
    trash: createTrash({
      home: () => host.files.paths.join(server.state().codexHome, 'skein', 'trash'),
      ...{ files: host.files, clock, log },
    }),
    files: host.files,
    watching,
    poke: watcher.poke,
    dispose: async () => {
      watching.dispose();
      await bench.dispose();
    },
  };
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
