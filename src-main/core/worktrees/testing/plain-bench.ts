import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InputPart } from '../../../../src-shared/model/composer.ts';
import type { ProjectId, ServerId, ThreadId, ThreadRef } from '../../../../src-shared/model/ids.ts';
import type { ThreadSummary } from '../../../../src-shared/model/thread.ts';
import { err, ok } from '../../../../src-shared/result.ts';
import { createEnvironmentService } from '../../environments/environment-service.ts';
import { createGitRunner, type GitRunner } from '../../git/git-runner.ts';
import { createRepositoryLocks } from '../../git/repository-locks.ts';
import type { Host } from '../../hosts/host.ts';
import { localHost } from '../../hosts/local-host.ts';
import { systemClock } from '../../ports.ts';
import { captureTree } from '../../snapshots/capture-tree.ts';
import { takeBack } from '../../snapshots/restore-snapshot.ts';
import { createSnapshotService, type SnapshotService } from '../../snapshots/snapshot-service.ts';
import { findWorkingTree } from '../../snapshots/working-tree.ts';
import { anyInfo } from '../../threads/testing/tracked-thread.ts';
import { openWorktrees } from '../open-worktrees.ts';
import type { WorktreeService } from '../worktree-service.ts';
import { gitIn, put } from './demo-bench.ts';

export const serverId = 's' as ServerId;
export const projectId = 'p' as ProjectId;

/** Git that stops answering for ever before its n-th command: what a killed core has seen of it. */
export function dyingGit(git: GitRunner, dyesAt: number): { readonly git: GitRunner; readonly died: Promise<void> } {
  let count = 0;
  let die = () => {};
  const died = new Promise<void>((resolve) => (die = resolve));
  const alive = <T>(run: () => Promise<T>): Promise<T> => {
    count += 1;
    if (count < dyesAt) return run();
    die();
    return new Promise<T>(() => undefined);
  };
  return {
    died,
    git: { ...git, run: (...args) => alive(() => git.run(...args)), raw: (...args) => alive(() => git.raw(...args)) },
  };
}

/** A repository, and worktrees of it with everything real but the app-server: threads are rows of this bench. `host` runs everything. */
export function createPlainBench(host: Host = localHost) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'skein-worktree-')));
  const folder = join(root, 'shop');
  mkdirSync(folder);
  gitIn(folder, 'init', '-q', '-b', 'main');
  put(folder, { 'a.txt': 'one\n', 'b.txt': 'two\n', 'dir/c.txt': 'three\n', '.gitignore': '*.log\n' });
  gitIn(folder, 'add', '.');
  gitIn(folder, 'commit', '-qm', 'first');
  const plainGit = createGitRunner({ env: process.env, host });
  const rows = new Map<ThreadId, ThreadSummary>();
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const drafts: (readonly InputPart[])[] = [];
  const added: string[] = [];
  const services: { readonly service: WorktreeService; readonly mayHang: boolean }[] = [];
  const running = new Set<ThreadId>();
  /** Who else works in the worktrees: by folder. */
  const shells = new Map<string, readonly string[]>();
  const unsaved = new Map<string, readonly string[]>();
  let refusesMoves = false;
  let settings: { root: string | null; keep: number } = { root: null, keep: 15 };

  /** A core that starts now, on what is on the disk. */
  const open = async (git: GitRunner = plainGit) => {
    const clock = systemClock;
    const files = { skeinHome: join(root, 'skein'), clock, log, report: () => undefined };
    const opened = await openWorktrees(files);
    const locks = createRepositoryLocks();
    const project = { id: projectId, serverId, path: folder, trusted: true };
    const change = (thread: ThreadRef, row: Partial<ThreadSummary>) => {
      const before = rows.get(thread.threadId);
      if (before) rows.set(thread.threadId, { ...before, ...row });
      return Promise.resolve(ok(null));
    };
    const service = opened.create({
      ...{ git, locks, host, clock, log, env: process.env, serves: () => true },
      resets: { block: () => null, add: () => () => undefined, dispose: () => undefined },
      projects: {
        list: () => [project],
        find: (id) => (id === projectId ? project : null),
        add: (_server, path) => {
          added.push(path);
          return Promise.resolve(ok({ projectId: 'q' as ProjectId }));
        },
        watch: () => () => undefined,
      },
      threads: {
        rows: () => rows.values(),
        onRows: () => () => undefined,
        isRunning: ({ threadId }) => running.has(threadId),
        isShown: () => false,
        startIn: (_project, cwd) => {
          const threadId = `t${rows.size + 1}` as ThreadId;
          rows.set(threadId, { ...anyInfo, serverId, threadId, cwd });
          return Promise.resolve(ok(threadId));
        },
        startedIn: (_server, cwd) =>
          Promise.resolve(ok([...rows.values()].filter((row) => row.cwd === cwd).map(({ threadId }) => threadId))),
        move: (thread, cwd) => {
          const refused = err({ code: 'worktree.cannot-move-thread', reason: 'test' } as const);
          return refusesMoves ? Promise.resolve(refused) : change(thread, { cwd });
        },
        setGitInfo: (thread, { branch }) => change(thread, { branch }),
        onSettled: () => () => undefined,
      },
      snapshots: {
        take: (request) => snapshots.take(request),
        capture: async (place) => {
          const tree = await findWorkingTree(git, place);
          return tree.ok ? captureTree(git, tree.value) : tree;
        },
        list: (repository) => snapshots.list(repository),
        bring: (snapshot, place, fresh) => snapshots.restoreInto(snapshot.id, place, { locked: true, fresh }),
        takeBack: async (place, states) => {
          const tree = await findWorkingTree(git, place);
          return tree.ok ? takeBack(git, tree.value, states, () => Promise.resolve(ok(null))) : tree;
        },
        restore: (id, snapshot) => snapshots.restore(id, snapshot.id, 'place'),
      },
      use: {
        terminalsIn: (place) => (shells.get(place) ?? []).map((title) => ({ id: title, title })),
        closeTerminals: (place) => Promise.resolve(void shells.delete(place)),
        draftsIn: (place) => Promise.resolve(unsaved.get(place) ?? []),
      },
      environments: createEnvironmentService(host.files),
      settings: () => settings,
      codexHome: (id) => (id === serverId ? join(root, 'codex') : null),
      restoreDraft: (_project, parts) => void drafts.push(parts),
    });
    const snapshots: SnapshotService = createSnapshotService({
      ...{ git, locks, clock, log },
      projects: { list: () => [project] },
      places: { add: (request) => service.addPlace(request) },
    });
    services.push({ service, mayHang: git !== plainGit });
    await service.start();
    return { service, handlers: service.handlers, snapshots };
  };

  return {
    root,
    folder,
    plainGit,
    rows,
    drafts,
    added,
    running,
    shells,
    unsaved,
    open,
    refuseMoves: (refuses: boolean) => (refusesMoves = refuses),
    setSettings: (change: Partial<typeof settings>) => {
      settings = { ...settings, ...change };
    },
    close: async () => {
      // A core whose Git has died never ends; the others do, and write until then.
      const ends = services.map(({ service, mayHang }) => {
        const end = service.dispose();
        return mayHang ? Promise.race([end, new Promise(setImmediate)]) : end;
      });
      await Promise.all(ends);
      rmSync(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
export type PlainBench = ReturnType<typeof createPlainBench>;
