import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { localHost } from '../hosts/local-host.ts';
import { findGitPlace, hasDotGit, linkedWorktrees, readBranch } from './git-place.ts';
import { createGitRunner } from './git-runner.ts';

let folder: string;
const git = createGitRunner({
  env: { ...process.env, GIT_DIR: '/nowhere', GIT_ASKPASS: 'x', EDITOR: 'x', PAGER: 'x' },
  host: localHost,
});
const shell = (...args: string[]) => execFileSync('git', args, { cwd: folder, stdio: 'pipe' });
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'skein-git-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('finds the root and the branch of a repository from a folder inside it, odd names included', async () => {
  shell('init', '-q');
  shell('symbolic-ref', 'HEAD', 'refs/heads/feature/größe x'.replace(' ', '-'));
  const inside = join(folder, `a "quoted" 'näme' 🧶`);
  mkdirSync(inside);
  const place = await findGitPlace(git, inside);
  expect(place).toEqual({ ok: true, value: { root: folder, gitDir: join(folder, '.git') } });
  if (!place.ok || !place.value) throw new Error('no place');
  expect(await readBranch(place.value)).toBe('feature/größe-x');
  expect([await hasDotGit(folder), await hasDotGit(inside)]).toEqual([true, false]);
});

it('knows a detached head and a linked worktree', async () => {
  shell('init', '-q');
  shell('-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '-q', '--allow-empty', '-m', 'one');
  shell('worktree', 'add', '-q', '--detach', join(folder, 'tree'));
  const place = await findGitPlace(git, join(folder, 'tree'));
  expect(place).toEqual({
    ok: true,
    value: { root: join(folder, 'tree'), gitDir: join(folder, '.git/worktrees/tree') },
  });
  if (!place.ok || !place.value) throw new Error('no place');
  expect(await readBranch(place.value)).toBeNull();
  expect(await hasDotGit(join(folder, 'tree'))).toBe(true);
});

it('finds the linked worktrees of the main working tree, also when it is asked after one was moved away', async () => {
  shell('init', '-q');
  shell('-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '-q', '--allow-empty', '-m', 'one');
  const trees = [join(folder, 'one tree'), join(folder, 'two')];
  for (const tree of trees) shell('worktree', 'add', '-q', '--detach', tree);
  const main = await findGitPlace(git, folder);
  const linked = await findGitPlace(git, trees[0] ?? '');
  if (!main.ok || !main.value || !linked.ok || !linked.value) throw new Error('no place');
  expect(await linkedWorktrees(main.value)).toEqual(trees);
  expect(await linkedWorktrees(linked.value)).toEqual([]);
});

it('says that a plain folder has no repository, and that a missing one is missing', async () => {
  expect(await findGitPlace(git, folder)).toEqual({ ok: true, value: null });
  const missing = join(folder, 'gone');
  expect(await findGitPlace(git, missing)).toEqual({ ok: false, error: { code: 'path.missing', path: missing } });
});

it('says that Git is not installed', async () => {
  const none = createGitRunner({ env: { PATH: join(folder, 'empty') }, host: localHost });
  expect(await none.run(['--version'], { cwd: folder })).toEqual({ ok: false, error: { code: 'git.not-installed' } });
});

it('answers a refused command with what Git said', async () => {
  expect(await git.run(['no-such-verb'], { cwd: folder })).toMatchObject({
    ok: false,
    error: {
      code: 'git.failed',
      command: 'git no-such-verb',
      stderr: expect.stringContaining('no-such-verb') as string,
    },
  });
});

it('lets Windows’ Git go beyond 260 characters, and no other', async () => {
  const windows = createGitRunner({ env: process.env, host: { ...localHost, platform: 'win32' } });
  const { signal } = new AbortController();
  const ways = async (runner: typeof git) => {
    const args = ['config', '--get', '--default', 'unset', 'core.longpaths'];
    const run = await runner.run(args, { cwd: folder });
    const raw = await runner.raw(args, { cwd: folder });
    const follow = await runner.follow(args, { cwd: folder, onOutput: () => undefined, signal, killSignal: signal });
    return [run, raw, follow].map(
      (one) => one.ok && (typeof one.value === 'string' ? one.value : one.value.stdout.toString().trim()),
    );
  };
  expect(await ways(windows)).toEqual(['true', 'true', 'true']);
  expect(await ways(git)).toEqual(['unset', 'unset', 'unset']);
});
