import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGitRunner } from '../git/git-runner.ts';
import { localFiles } from '../hosts/host-files.ts';
import { localHost } from '../hosts/local-host.ts';
import { folderSize } from './folder-size.ts';
import { parseWorktreeList } from './parse-worktree-list.ts';
import { gitIn, put } from './testing/demo-bench.ts';
import { commitOf, countUnreachable, listWorktrees, parseTreeState, placeOf } from './worktree-git.ts';
import { isWithin } from '../hosts/is-within.ts';
import { liesInside, newWorktreePath, samePlaceIn } from './worktree-path.ts';

let folder: string;
const git = createGitRunner({ env: process.env, host: localHost });
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'skein-worktree-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the list of worktrees', () => {
  it('is read with branches, detached heads, locks and odd paths', async () => {
    const main = join(folder, 'größe \n🧶');
    mkdirSync(main);
    gitIn(main, 'init', '-q', '-b', 'feature/x');
    expect(await listWorktrees(git, main)).toMatchObject({
      value: [{ head: { kind: 'branch', name: 'feature/x', commit: null } }],
    });
    gitIn(main, 'commit', '-q', '--allow-empty', '-m', 'one');
    const commit = gitIn(main, 'rev-parse', 'HEAD').trim();
    gitIn(main, 'worktree', 'add', '-q', '--detach', join(folder, 'a'));
    gitIn(main, 'worktree', 'add', '-q', '--detach', join(folder, 'gone'));
    gitIn(main, 'worktree', 'lock', '--reason', 'mine', join(folder, 'a'));
    rmSync(join(folder, 'gone'), { recursive: true });
    expect(await listWorktrees(git, main)).toEqual({
      ok: true,
      value: [
        {
          path: main,
          main: true,
          bare: false,
          head: { kind: 'branch', name: 'feature/x', commit },
          locked: null,
          prunable: null,
        },
        {
          path: join(folder, 'a'),
          main: false,
          bare: false,
          head: { kind: 'detached', commit },
          locked: 'mine',
          prunable: null,
        },
        expect.objectContaining({ path: join(folder, 'gone'), prunable: expect.any(String) as string }) as unknown,
      ],
    });
  });
  it('knows a bare repository', () => {
    expect(parseWorktreeList('worktree /b\0bare\0\0')).toMatchObject([{ path: '/b', bare: true, head: null }]);
  });
});

it('tells where a folder belongs, and that a bare repository has no folders', async () => {
  gitIn(folder, 'init', '-q', 'repo');
  gitIn(folder, 'init', '-q', '--bare', 'bare.git');
  mkdirSync(join(folder, 'repo/deep'));
  const root = join(folder, 'repo');
  expect(await placeOf(git, join(root, 'deep'))).toMatchObject({
    value: { root, repository: join(root, '.git'), name: 'repo' },
  });
  expect(await placeOf(git, join(folder, 'bare.git'))).toMatchObject({ error: { code: 'git.bare' } });
  expect(await placeOf(git, folder)).toMatchObject({ error: { code: 'git.no-repository' } });
  expect(await commitOf(git, root, 'HEAD')).toMatchObject({ error: { code: 'git.unknown-revision' } });
  expect(await commitOf(git, root, '--help')).toMatchObject({ error: { code: 'git.unknown-revision' } });
});

it('counts commits that nothing but a worktree has', async () => {
  gitIn(folder, 'init', '-q', '-b', 'main');
  gitIn(folder, 'commit', '-q', '--allow-empty', '-m', 'one');
  const known = gitIn(folder, 'rev-parse', 'HEAD').trim();
  gitIn(folder, 'checkout', '-q', '--detach');
  gitIn(folder, 'commit', '-q', '--allow-empty', '-m', 'two');
  gitIn(folder, 'commit', '-q', '--allow-empty', '-m', 'three');
  const lonely = gitIn(folder, 'rev-parse', 'HEAD').trim();
  const counts = await countUnreachable(git, folder, [known, lonely]);
  expect(counts.ok && [...counts.value]).toEqual([
    [known, 0],
    [lonely, 2],
  ]);
});

it('counts what a status says, renames and ignored files included', () => {
  const status = ['1 M. x', '1 .M x', '1 MM x', '2 R. x', 'old name', 'u UU x', '? new', '! logs/', '! .env', ''].join(
    '\0',
  );
  expect(parseTreeState(status)).toEqual({
    changes: { staged: 3, unstaged: 3, untracked: 1 },
    ignored: ['logs/', '.env'],
  });
});

describe('paths', () => {
  it('lie inside a root for real, or not at all', async () => {
    const root = join(folder, 'root');
    mkdirSync(join(root, 'x'), { recursive: true });
    mkdirSync(join(folder, 'rooted'));
    symlinkSync(folder, join(root, 'out'));
    symlinkSync(root, join(folder, 'in'));
    const inside = [join(root, 'x'), join(root, 'not there'), join(folder, 'in', 'x')];
    const outside = [
      root,
      folder,
      join(folder, 'rooted'),
      join(root, 'out', 'rooted'),
      join(root, '..', 'rooted'),
      join(root, 'no', 'way'),
    ];
    for (const path of inside) expect([path, await liesInside(localFiles, root, path)]).toEqual([path, true]);
    for (const path of outside) expect([path, await liesInside(localFiles, root, path)]).toEqual([path, false]);
  });
  it('are made and moved over', () => {
    expect(newWorktreePath('/r', '/home/shop')).toMatch(/^\/r\/[0-9a-f]{8}\/shop$/);
    expect([isWithin('/a', '/a/b'), isWithin('/a', '/ab'), isWithin('/a', '/a/..b'), isWithin('/a/b', '/a')]).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect(samePlaceIn('/repo', '/repo/packages/x', '/w')).toBe('/w/packages/x');
  });
});

it('measures folders without following links, and gives up when told to', async () => {
  put(folder, { 'a/b': 'x'.repeat(1000), c: 'y' });
  symlinkSync('/', join(folder, 'root'));
  expect(await folderSize(localFiles, folder)).toBe(1002);
  expect(await folderSize(localFiles, join(folder, 'c'))).toBe(1);
  expect(await folderSize(localFiles, folder, AbortSignal.abort())).toBeNull();
  writeFileSync(join(folder, 'c'), '');
  expect(await folderSize(localFiles, join(folder, 'nothing'))).toBe(0);
});
