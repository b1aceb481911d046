import { rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GitState } from '../../../src-shared/model/git.ts';
import { openGitRoom, type GitRoom } from './testing/git-room.ts';

let room: GitRoom;
beforeEach(() => {
  room = openGitRoom();
});
afterEach(() => room.close());

const isNone = (state: GitState): state is Extract<GitState, { kind: 'none' }> => state.kind === 'none';

it('tells all there is to know of a working tree, from any folder in it', async () => {
  const work = room.repository();
  const bare = room.remote(work);
  room.shell(work, 'push', '--quiet', '-u', 'origin', 'main');
  room.shell(work, 'remote', 'add', 'secret', 'https://ada:token@example.com/a/b.git');
  room.write(join(work, 'stashed'), 'x');
  room.shell(work, 'stash', '--quiet', '--include-untracked');
  room.shell(work, 'commit', '--quiet', '--allow-empty', '-m', 'Ahead');
  room.write(join(work, 'staged'), 'x');
  room.shell(work, 'add', 'staged');
  room.write(join(work, 'file.txt'), 'x');
  room.write(join(work, 'deep/er/untracked 1'), 'x');
  room.write(join(work, 'deep/er/untracked\n2'), 'x');
  const state = await room.watch(join(work, 'deep')).until(() => true);
  expect(state).toEqual({
    kind: 'repository',
    root: work,
    repository: join(work, '.git'),
    linked: false,
    head: { kind: 'branch', name: 'main', commit: room.shell(work, 'rev-parse', 'HEAD') },
    upstream: { name: 'origin/main', ahead: 1, behind: 0, gone: false },
    defaultBranch: 'main',
    operation: null,
    counts: { staged: 1, unstaged: 1, untracked: 2, conflicted: 0 },
    stashes: 1,
    remotes: [
      { name: 'origin', url: bare },
      { name: 'secret', url: 'https://example.com/a/b.git' },
    ],
    lock: null,
    pullRequest: null,
    canOpenPullRequests: false,
    job: null,
    watching: 'live',
  });
});

it('follows files, the index, branches, remotes and the stash, whoever changes them', async () => {
  const work = room.repository();
  const state = room.watch(work);
  await state.until(({ counts }) => counts.unstaged === 0);
  room.write(join(work, 'file.txt'), 'x');
  await state.until(({ counts }) => counts.unstaged === 1);
  room.shell(work, 'add', '.');
  await state.until(({ counts }) => counts.staged === 1 && counts.unstaged === 0);
  room.shell(work, 'switch', '--quiet', '-c', 'größe/x');
  await state.until(({ head }) => head.kind === 'branch' && head.name === 'größe/x');
  room.shell(work, 'stash', '--quiet');
  await state.until(({ stashes, counts }) => stashes === 1 && counts.staged === 0);
  const bare = room.remote(work);
  await state.until(({ remotes }) => remotes.length === 1);
  room.shell(work, 'push', '--quiet', '-u', 'origin', 'HEAD');
  await state.until(({ upstream }) => upstream?.name === 'origin/größe/x');
  room.shell(bare, 'update-ref', '-d', 'refs/heads/größe/x');
  room.shell(work, 'fetch', '--quiet', '--prune');
  await state.until(({ upstream }) => upstream?.gone === true);
  room.shell(work, 'switch', '--quiet', '--detach');
  await state.until(({ head }) => head.kind === 'detached');
  room.shell(work, 'worktree', 'add', '--quiet', join(room.root, 'linked'), '-b', 'linked');
  const linked = room.watch(join(room.root, 'linked'));
  await linked.until((now) => now.linked && now.repository === join(work, '.git'));
  room.write(join(room.root, 'linked/file.txt'), 'y');
  await linked.until(({ counts }) => counts.unstaged === 1);
});

it('tells of a folder without a repository, and follows it when one is made and when it goes', async () => {
  const folder = room.folder('plain');
  const state = room.watch(folder);
  expect(await state.any(isNone)).toEqual({ kind: 'none', reason: 'no-repository' });
  await room.service.init(folder);
  const unborn = await state.until(({ head }) => head.kind === 'branch' && head.commit === null);
  expect(unborn).toMatchObject({ defaultBranch: null, upstream: null });
  rmSync(join(folder, '.git'), { recursive: true });
  expect(await state.any(isNone)).toEqual({ kind: 'none', reason: 'no-repository' });
  room.shell(folder, 'init', '--quiet');
  await state.until(() => true);
  rmSync(folder, { recursive: true });
  expect(await state.any(isNone)).toEqual({ kind: 'none', reason: 'missing' });
  const bare = room.folder('bare.git');
  room.shell(bare, 'init', '--quiet', '--bare');
  expect(await room.watch(bare).any(isNone)).toEqual({ kind: 'none', reason: 'bare' });
});

it('says what Git says where it refuses to look, and looks again', async () => {
  const work = room.repository();
  writeFileSync(join(work, '.git/index'), 'no index');
  const state = room.watch(work);
  const failed = await state.any((now): now is Extract<GitState, { kind: 'failed' }> => now.kind === 'failed');
  expect(failed.stderr).toContain('index');
  rmSync(join(work, '.git/index'));
  await state.until(({ counts }) => counts.staged === 1);
});

it('looks again after a look that broke, and the log says why', async () => {
  const work = room.repository();
  const raw = room.git.raw.bind(room.git);
  let broken = 0;
  const broke = new Promise<void>((resolve) => {
    room.git.raw = (args, options) => {
      if (args[0] !== 'status' || broken > 0) return raw(args, options);
      broken++;
      setImmediate(resolve);
      return Promise.reject(new Error('a bug'));
    };
  });
  const state = room.watch(work);
  await broke;
  expect(state.seen.at(-1)).toEqual({ kind: 'loading' });
  await room.service.createBranch(work, { branch: 'next', from: null, checkout: true });
  await state.until(({ head }) => head.kind === 'branch' && head.name === 'next');
  expect(room.logLines).toMatchObject([{ level: 'error', message: 'A look at a working tree broke' }]);
});

it('counts submodules and five thousand changed files, odd names included', async () => {
  const inner = room.repository('inner');
  const work = room.repository();
  room.shell(work, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner, 'sub');
  room.shell(work, 'commit', '--quiet', '-m', 'Sub');
  room.write(join(work, 'sub/file.txt'), 'changed');
  room.write(join(work, 'a\r\nb'), 'x');
  for (let n = 0; n < 5_000; n++) room.write(join(work, `many/${n % 50}/file ${n}`), 'x');
  const state = await room.watch(work).until(({ counts }) => counts.untracked > 0);
  expect(state.counts).toEqual({ staged: 0, unstaged: 1, untracked: 5_001, conflicted: 0 });
});

it('runs nothing while nobody watches, and one look at a time while files pour in', async () => {
  const work = room.repository();
  let running = 0;
  let most = 0;
  let looks = 0;
  const raw = room.git.raw.bind(room.git);
  room.git.raw = async (args, options) => {
    if (args[0] !== 'status') return raw(args, options);
    looks++;
    most = Math.max(most, ++running);
    try {
      return await raw(args, options);
    } finally {
      running--;
    }
  };
  const [one, two] = [room.watch(work), room.watch(work)];
  await Promise.all([one.until(() => true), two.until(() => true)]);
  for (let n = 0; n < 300; n++) room.write(join(work, `file-${n}`), 'x');
  await Promise.all([one, two].map((state) => state.until(({ counts }) => counts.untracked === 300)));
  expect(most).toBe(1);
  expect(looks).toBeLessThan(20);
  one.stop();
  two.stop();
  const before = looks;
  room.write(join(work, 'late'), 'x');
  const other = room.watch(room.repository('elsewhere'));
  await other.until(() => true);
  room.write(join(room.root, 'elsewhere/x'), 'x');
  await other.until(({ counts }) => counts.untracked === 1);
  expect(looks - before).toBeLessThan(4);
});

describe('a lock that was left behind', () => {
  it('is told with its age, and removed when no Git holds it', async () => {
    const work = room.repository();
    const lock = join(work, '.git/index.lock');
    writeFileSync(lock, '');
    utimesSync(lock, new Date(Date.now() - 60_000), new Date(Date.now() - 60_000));
    room.write(join(work, 'file.txt'), 'x');
    const state = room.watch(work);
    const found = await state.until((now) => now.lock !== null);
    expect(found.lock).toMatchObject({ path: lock });
    expect(found.lock?.ageMs).toBeGreaterThan(59_000);
    expect(await room.service.stash(work, { message: '', untracked: false })).toMatchObject({
      error: { code: 'git.locked', path: lock, ageMs: expect.any(Number) as number },
    });
    expect(await room.service.removeLock(work)).toEqual({ ok: true, value: null });
    await state.until((now) => now.lock === null);
    expect(await room.service.stash(work, { message: '', untracked: false })).toMatchObject({ ok: true });
  });

  it.runIf(process.platform === 'linux')('stays while a Git is at work in the folder', async () => {
    const work = room.repository();
    room.write(join(work, 'file.txt'), 'x');
    room.hook(work, 'pre-commit', 'echo waiting; sleep 60');
    const controller = new AbortController();
    const printed: string[] = [];
    const committing = new Promise<void>((heard) => {
      void room.git.follow(['commit', '-a', '-m', 'x'], {
        cwd: work,
        onOutput: (text) => {
          printed.push(text);
          if (printed.join('').includes('waiting')) heard();
        },
        signal: controller.signal,
        killSignal: controller.signal,
      });
    });
    await committing;
    expect(await room.service.removeLock(work)).toMatchObject({ error: { code: 'git.locked' } });
    controller.abort();
  });
});
