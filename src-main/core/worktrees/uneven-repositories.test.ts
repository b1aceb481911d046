import { existsSync, lstatSync, readFileSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RemovalOutcome } from '../../../src-shared/contract/worktrees.ts';
import type { ThreadId } from '../../../src-shared/model/ids.ts';
import type { Preparation, Worktree } from '../../../src-shared/model/worktree.ts';
import { addSubmodule, commitAll, fetchSubmodules, useLargeFiles } from '../git/testing/uneven-repositories.ts';
import type { GitRunner } from '../git/git-runner.ts';
import { gitIn, must, NO_CHOICES, put, textOf } from './testing/demo-bench.ts';
import { createPlainBench, projectId, serverId, type PlainBench } from './testing/plain-bench.ts';
import type { WorktreeService } from './worktree-service.ts';

const context = { clientId: 'w' };
let bench: PlainBench;
let service: WorktreeService;
let folder: string;
beforeEach(async () => {
  bench = createPlainBench();
  ({ folder } = bench);
  ({ service } = await bench.open());
});
afterEach(() => bench.close());

async function start(carryChanges = false): Promise<Preparation> {
  const place = { kind: 'newWorktree' as const, base: 'main', carryChanges, environment: null };
  const input = { projectId, parts: [{ kind: 'text' as const, text: 'hello' }], choices: NO_CHOICES, place };
  const { preparationId } = await must(service.handlers.startThread(input, context));
  return new Promise((resolve) => {
    const emit = (list: readonly Preparation[]) => {
      const found = list.find((one) => one.id === preparationId && one.state.kind !== 'running');
      if (found) resolve(found);
    };
    service.handlers.watchPreparations({ serverId }, { emit, fail: () => undefined }, context);
  });
}
async function made(carryChanges = false): Promise<string> {
  const { state, path } = await start(carryChanges);
  expect(state.kind === 'failed' ? state : state.kind).toBe('done');
  return path ?? '';
}
const lastThread = () => ({ serverId, threadId: [...bench.rows.keys()].at(-1) as ThreadId });
const handOff = (to: { kind: 'local' } | { kind: 'worktree'; path: string }) =>
  service.handlers.handoff({ ...lastThread(), to }, context);
const remove = (path: string, agreed: readonly RemovalOutcome[] = []): Promise<readonly RemovalOutcome[]> =>
  must(
    service.handlers.remove(
      {
        serverId,
        paths: [path],
        agreed: agreed.flatMap((one) => (one.kind === 'asks' ? [one.question] : [])),
        runCleanup: true,
      },
      context,
    ),
  );
const status = (at: string) => gitIn(at, 'status', '--porcelain', '--untracked-files=all');

describe('a worktree with submodules', () => {
  beforeEach(() => addSubmodule(gitIn, put, folder, join(bench.root, 'origin')));

  it('asks before work in one goes, and retention keeps it', async () => {
    const path = await made();
    fetchSubmodules(gitIn, path);
    put(path, { 'sub/inner.txt': 'changed\n', 'sub/new.txt': 'untracked\n' });
    const asked = await remove(path);
    expect(asked).toMatchObject([{ kind: 'asks', ignored: [{ path: 'sub/', kind: 'repository' }] }]);
    expect([textOf(path, 'sub/inner.txt'), textOf(path, 'sub/new.txt')]).toEqual(['changed\n', 'untracked\n']);
    bench.setSettings({ keep: 0 });
    await made();
    await service.dispose();
    expect(textOf(path, 'sub/new.txt')).toBe('untracked\n');
  });

  it('is not handed off while a submodule holds work that would stay behind, a new file as well', async () => {
    const path = await made();
    fetchSubmodules(gitIn, path);
    put(path, { 'a.txt': 'of the thread\n' });
    for (const work of [{ 'sub/new.txt': 'untracked\n' }, { 'sub/inner.txt': 'changed\n' }]) {
      put(path, work);
      expect(await handOff({ kind: 'local' })).toMatchObject({
        error: { code: 'worktree.unsupported', reason: 'submodules' },
      });
      gitIn(join(path, 'sub'), 'checkout', '-q', '.');
      gitIn(join(path, 'sub'), 'clean', '-qfd');
    }
    await must(handOff({ kind: 'local' }));
    expect([status(folder), status(path)]).toEqual([' M a.txt\n', '']);
    expect(textOf(path, 'sub/inner.txt')).toBe('inner\n');
  });
});

describe('a worktree of a sparse checkout', () => {
  beforeEach(() => {
    put(folder, { 'in/a.txt': 'in\n', 'out/b.txt': 'out\n' });
    commitAll(gitIn, folder, 'two folders');
    gitIn(folder, 'sparse-checkout', 'set', 'in');
  });

  it('holds what the project holds, changes go over and back, and nothing outside counts as deleted', async () => {
    put(folder, { 'in/a.txt': 'changed\n', 'in/new.txt': 'new\n' });
    const path = await made(true);
    const before = status(folder);
    expect([status(path), existsSync(join(path, 'out'))]).toEqual([before, existsSync(join(folder, 'out'))]);
    gitIn(folder, 'checkout', '-q', '.');
    rmSync(join(folder, 'in/new.txt'));
    await must(handOff({ kind: 'local' }));
    expect([status(folder), status(path)]).toEqual([before, '']);
    await must(handOff({ kind: 'worktree', path }));
    expect([status(folder), status(path)]).toEqual(['', before]);
    expect(await remove(path)).toMatchObject([{ kind: 'removed' }]);
    expect(await must(service.handlers.restoreFor(lastThread(), context))).toEqual({ path });
    expect([status(path), existsSync(join(path, 'out'))]).toEqual([before, existsSync(join(folder, 'out'))]);
  });
});

it('carries and hands off large files of LFS by their bytes', async () => {
  useLargeFiles(gitIn, put, folder, join(bench.root, 'store'));
  put(folder, { 'same.big': 'S'.repeat(200_000), 'other.big': 'O'.repeat(1000) });
  commitAll(gitIn, folder, 'large files');
  put(folder, { 'other.big': 'changed', 'new.big': 'new and large' });
  // Staged, it is known to Git by its pointer alone.
  gitIn(folder, 'add', 'new.big');
  const before = status(folder);
  const path = await made(true);
  const large = (at: string) => ['same.big', 'other.big', 'new.big'].map((name) => textOf(at, name).slice(0, 20));
  const contents = ['S'.repeat(20), 'changed', 'new and large'];
  expect([status(path), large(path)]).toEqual([before, contents]);
  gitIn(folder, 'reset', '-q', '--hard');
  await must(handOff({ kind: 'local' }));
  expect([large(folder), status(folder), status(path)]).toEqual([contents, before, '']);
});

it('takes links for what they are, on every way', async () => {
  const outside = join(bench.root, 'outside');
  put(outside, { 'secret.txt': 'not ours\n' });
  symlinkSync('dir', join(folder, 'to-dir'));
  symlinkSync(outside, join(folder, 'to-outside'));
  commitAll(gitIn, folder, 'links');
  const path = await made();
  // A folder turned into a link, and a link into a folder.
  rmSync(join(path, 'dir'), { recursive: true });
  symlinkSync(outside, join(path, 'dir'));
  rmSync(join(path, 'to-dir'));
  put(path, { 'to-dir/mine.txt': 'mine\n' });
  const before = status(path);
  await must(handOff({ kind: 'local' }));
  expect([status(folder), status(path)]).toEqual([before, '']);
  expect([readlinkSync(join(folder, 'dir')), lstatSync(join(folder, 'to-dir')).isDirectory()]).toEqual([outside, true]);
  await must(handOff({ kind: 'worktree', path }));
  expect(await remove(path)).toMatchObject([{ kind: 'removed' }]);
  expect(readFileSync(join(outside, 'secret.txt'), 'utf8')).toBe('not ours\n');
  expect(await must(service.handlers.restoreFor(lastThread(), context))).toEqual({ path });
  expect([status(path), readlinkSync(join(path, 'dir'))]).toEqual([before, outside]);
});

it('works beside a bare repository, which has no Local to hand off to', async () => {
  const bare = join(bench.root, 'shop.git');
  gitIn(bench.root, 'clone', '-q', '--bare', folder, bare);
  rmSync(folder, { recursive: true });
  gitIn(bare, 'worktree', 'add', '-q', folder, 'main');
  const path = await made();
  put(path, { 'a.txt': 'of the thread\n' });
  expect(await handOff({ kind: 'local' })).toMatchObject({ error: { code: 'worktree.unsupported', reason: 'bare' } });
  await must(handOff({ kind: 'worktree', path: folder }));
  expect([status(folder), status(path)]).toEqual([' M a.txt\n', '']);
  expect(await remove(path)).toMatchObject([{ kind: 'removed' }]);
  expect(gitIn(bare, 'worktree', 'list').trim().split('\n')).toHaveLength(2);
});

it('leaves everything as it was while another program holds the index of either side', async () => {
  const path = await made();
  put(path, { 'a.txt': 'staged\n', 'new.txt': 'new\n' });
  gitIn(path, 'add', 'a.txt');
  const before = [status(path), status(folder)];
  for (const gitDir of [join(folder, '.git'), gitIn(path, 'rev-parse', '--absolute-git-dir').trim()]) {
    put(gitDir, { 'index.lock': '' });
    const handed = await handOff({ kind: 'local' });
    rmSync(join(gitDir, 'index.lock'));
    if (handed.ok) {
      // The source is cleaned last: it keeps a second copy.
      expect([status(path), status(folder)]).toEqual([before[0], before[0]]);
    } else {
      expect([handed.error, status(path), status(folder)]).toEqual([
        { code: 'git.locked', path: join(gitDir, 'index.lock'), ageMs: 0 },
        ...before,
      ]);
    }
  }
});

it('shows two hundred worktrees at once and looks at them a few at a time', async () => {
  const admin = join(folder, '.git/worktrees');
  const head = gitIn(folder, 'rev-parse', 'HEAD');
  const away = join(bench.root, 'many');
  for (let n = 0; n < 200; n++) {
    // What `git worktree add --no-checkout` writes, without two hundred processes.
    const path = join(away, `w${n}`);
    put(path, { '.git': `gitdir: ${admin}/w${n}\n`, 'a.txt': `${n}\n` });
    put(join(admin, `w${n}`), { gitdir: `${path}/.git\n`, commondir: '../..\n', HEAD: head });
  }
  await service.dispose();
  let [now, most, count] = [0, 0, 0];
  const counted = async <T>(run: () => Promise<T>): Promise<T> => {
    count++;
    most = Math.max(most, ++now);
    return run().finally(() => now--);
  };
  const git: GitRunner = {
    files: bench.plainGit.files,
    run: (...args) => counted(() => bench.plainGit.run(...args)),
    raw: (...args) => counted(() => bench.plainGit.raw(...args)),
    follow: (...args) => counted(() => bench.plainGit.follow(...args)),
  };
  ({ service } = await bench.open(git));
  let stop = () => {};
  const first = await new Promise<readonly Worktree[]>((emit) => {
    stop = service.handlers.watch({ serverId }, { emit, fail: () => undefined }, context);
  });
  expect([first.length, count <= 5]).toEqual([201, true]);
  stop();
  await new Promise<void>((resolve) => {
    const emit = (list: readonly Worktree[]) => {
      if (list.filter(({ sizeBytes }) => sizeBytes !== null).length >= 20) resolve();
    };
    stop = service.handlers.watch({ serverId }, { emit, fail: () => undefined }, context);
  });
  stop();
  expect(most).toBeLessThanOrEqual(8);
});
