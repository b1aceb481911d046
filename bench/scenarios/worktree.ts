import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProjectId, ServerId } from '../../src-shared/model/ids.ts';
import { ok } from '../../src-shared/result.ts';
import { createGitRunner } from '../../src-main/core/git/git-runner.ts';
import { createRepositoryLocks } from '../../src-main/core/git/repository-locks.ts';
import { localHost } from '../../src-main/core/hosts/local-host.ts';
import { systemClock } from '../../src-main/core/ports.ts';
import { createManagedWorktrees } from '../../src-main/core/worktrees/managed-worktrees.ts';
import { openWorktreeStore, partOf } from '../../src-main/core/worktrees/worktree-store.ts';
import { atMost, type Row } from '../report.ts';
import { median } from '../stats.ts';

const SCENARIO = 'worktree';
const FILES_IN_A_FOLDER = 250;
const project = { id: 'p' as ProjectId, serverId: 's' as ServerId, trusted: true };
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** How long until a thread could begin in a new worktree, against a plain `git worktree add` of the same commit. */
export async function worktree(files: number, rounds: number): Promise<Row[]> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'skein-bench-worktree-')));
  const repository = join(root, 'shop');
  const clock = systemClock;
  const store = await openWorktreeStore({ skeinHome: join(root, 'skein'), clock, log, report: () => undefined });
  try {
    plant(repository, files);
    const managed = createManagedWorktrees({
      git: createGitRunner({ env: process.env, host: localHost }),
      locks: createRepositoryLocks(),
      store: partOf(store, () => true),
      clock,
      log,
      rootOf: () => join(root, 'worktrees'),
      secure: () => Promise.resolve(ok(null)),
    });
    const make = async () => {
      const wanted = { project: { ...project, path: repository }, base: 'main', kind: 'managed' } as const;
      const made = await managed.make({ ...wanted, branch: null, path: null, environment: null });
      if (!made.ok) throw new Error(JSON.stringify(made.error));
    };
    const plain: number[] = [];
    const own: number[] = [];
    // In turns, so that both meet the same caches; the first round of each warms them.
    for (let round = 0; round <= rounds; round++) {
      const path = join(root, `plain-${round}`);
      const floor = await timed(() => run(repository, 'worktree', 'add', '--detach', '-q', path, 'main'));
      const measured = await timed(make);
      if (round > 0) plain.push(floor);
      if (round > 0) own.push(measured);
    }
    const floor = median(plain);
    return [
      {
        scenario: SCENARIO,
        what: `thread-ready worktree, ${files} files, median of ${rounds}`,
        measured: median(own),
        floor,
        unit: 'ms',
        target: atMost(floor * 1.5, '1.5 × git worktree add'),
      },
    ];
  } finally {
    await store.dispose();
    rmSync(root, { recursive: true, force: true });
  }
}

function run(cwd: string, ...args: string[]): void {
  execFileSync('git', args, { cwd, stdio: 'ignore' });
}

function plant(root: string, files: number): void {
  for (let n = 0; n < files; n++) {
    const folder = join(root, `folder-${Math.floor(n / FILES_IN_A_FOLDER)}`);
    if (n % FILES_IN_A_FOLDER === 0) mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `file-${n}.ts`), `export const value${n} = ${n};\n`.repeat(10));
  }
  run(root, 'init', '-q', '-b', 'main');
  run(root, 'config', 'gc.auto', '0');
  run(root, 'add', '-A');
  run(root, '-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '-q', '-m', 'all');
}

async function timed(work: () => unknown): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
