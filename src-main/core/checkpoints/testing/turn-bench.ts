import { join } from 'node:path';
import type { ProjectId, ServerId, ThreadId, ThreadRef, TurnId } from '../../../../src-shared/model/ids.ts';
import type { CodexServer } from '../../codex/codex-supervisor.ts';
import { createGitRunner, type GitRunner } from '../../git/git-runner.ts';
import { createRepositoryLocks } from '../../git/repository-locks.ts';
import { localHost } from '../../hosts/local-host.ts';
import { systemClock } from '../../ports.ts';
import { createSnapshotService } from '../../snapshots/snapshot-service.ts';
import { createCheckpointService } from '../checkpoint-service.ts';
import { createReportedTurns } from '../reported-turns.ts';

export const SERVER = 'local' as ServerId;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
export const plainRunner = createGitRunner({
  env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' },
  host: localHost,
});

export const threadNumber = (n: number): ThreadRef => ({ serverId: SERVER, threadId: `thread-${n}` as ThreadId });

/**
 * Snapshots and checkpoints as after a start: nothing is left of an earlier one but what is on the disk. Turns are told as a server tells
 * them. `folder` holds what Skein writes, `root` is the working tree.
 */
export function startTurnBench(folder: string, root: string, git: GitRunner = plainRunner) {
  const locks = createRepositoryLocks();
  const snapshots = createSnapshotService({
    git,
    locks,
    projects: { list: () => [{ id: 'p' as ProjectId, serverId: SERVER, path: root }] },
    places: { add: () => Promise.reject(new Error('not asked for here')) },
    clock: systemClock,
    log: quiet,
  });
  const checkpoints = createCheckpointService({
    git,
    locks,
    threads: {
      cwd: () => root,
      title: () => 'thread',
      isRunning: () => false,
      forkBefore: () => Promise.reject(new Error('nobody forks')),
    },
    snapshots,
    reported: createReportedTurns({ skeinHome: join(folder, 'skein'), clock: systemClock, log: quiet }),
    clock: systemClock,
    log: quiet,
  });
  type Listener = Parameters<CodexServer['onNotification']>[0];
  let hear: Listener = () => undefined;
  const server: Pick<CodexServer, 'id' | 'onNotification' | 'onDown'> & { readonly state: () => unknown } = {
    id: SERVER,
    state: () => ({ phase: { kind: 'stopped' } }),
    onNotification: (listener) => {
      hear = listener;
      return () => undefined;
    },
    onDown: () => () => undefined,
  };
  checkpoints.addServer(server as unknown as CodexServer);
  const tell = (method: string, params: object) => hear({ method, params } as unknown as Parameters<Listener>[0]);

  /** A turn begins that runs a command: what changes from now on may be its doing. */
  const begin = async ({ threadId, ...rest }: ThreadRef, turnId: TurnId): Promise<void> => {
    await checkpoints.beforeTurn({ threadId, ...rest });
    tell('turn/started', { threadId, turn: { id: turnId } });
    const command = { type: 'commandExecution', id: 'c', command: 'x', cwd: root, status: 'inProgress' };
    tell('item/started', { threadId, turnId, item: { ...command, commandActions: [] } });
  };
  /** It ends, and what it changed is recorded. */
  const end = async ({ threadId }: ThreadRef, turnId: TurnId): Promise<void> => {
    tell('turn/completed', { threadId, turn: { id: turnId } });
    await checkpoints.idle();
  };
  return { snapshots, checkpoints, tell, begin, end };
}
