import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import { commit } from '../git/commit.ts';
import { createGitRunner, type GitRunner } from '../git/git-runner.ts';
import type { JobHandle } from '../git/git-jobs.ts';
import { UNREACHABLE } from '../hosts/host-files.ts';
import { localHost } from '../hosts/local-host.ts';
import { captureTree } from './capture-tree.ts';
import { findWorkingTree } from './working-tree.ts';
import { takeSnapshot } from './write-snapshot.ts';

const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
const runner = createGitRunner({ env, host: localHost });
const identity = ['-c', 'user.name=a', '-c', 'user.email=a@b.c'];
const words = { reason: 'manual', title: 't', thread: null, createdAt: 0 } as const;
/** Every so many-th look finds the host away. */
const STRIDE = process.env['SKEIN_LONG'] === '1' ? 1 : 5;
let folder: string;
let root: string;
const git = (args: readonly string[], cwd = root) =>
  execFileSync('git', [...identity, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    .toString()
    .trim();
const write = (path: string, text: string) => writeFileSync(join(root, path), text);
async function must<T>(asked: Promise<Result<T, AppError>>): Promise<T> {
  const result = await asked;
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'skein-capture-')));
  root = join(folder, 'repo');
  mkdirSync(root);
  git(['init', '-q', '-b', 'main']);
  write('a.txt', 'a\n');
  write('b.txt', 'b\n');
  git(['add', '-A']);
  git(['commit', '-q', '-m', 'one']);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('knows an index that it read a moment ago, and reads it again when Git let go of its trees', async () => {
  const tree = await must(findWorkingTree(runner, root));
  write('b.txt', 'staged\n');
  git(['add', 'b.txt']);
  write('b.txt', 'later\n');
  const asked: string[] = [];
  const counting: GitRunner = {
    ...runner,
    raw: (args, options) => {
      asked.push(args.find((word) => !word.startsWith('-') && !word.includes('=')) ?? '');
      return runner.raw(args, options);
    },
  };
  const first = await must(captureTree(counting, tree));
  expect(asked).toContain('ls-files');
  asked.length = 0;
  write('c.txt', 'new\n');
  const second = await must(captureTree(counting, tree));
  expect(asked).not.toContain('ls-files');
  expect(second.index).toBe(first.index);
  expect(git(['show', `${second.worktree}:c.txt`])).toBe('new');
  git(['prune', '--expire=now']);
  expect(await must(captureTree(counting, tree))).toEqual(second);
  expect(git(['show', `${second.index}:b.txt`])).toBe('staged');
  // Another index is another one at once.
  git(['add', 'b.txt']);
  expect(git(['show', `${(await must(captureTree(counting, tree))).index}:b.txt`])).toBe('later');
});

/** The runner, whose `at`th look at a file finds the host away. */
function away(at: number): { readonly git: GitRunner; readonly looks: () => number } {
  let looks = 0;
  const files = { ...localHost.files };
  const names = ['stat', 'lstat', 'readFile', 'readStart', 'readEnd', 'readlink', 'readdir', 'copyAged'] as const;
  for (const name of names) {
    const real = files[name] as (...args: readonly unknown[]) => Promise<unknown>;
    const failing = (...args: readonly unknown[]) =>
      ++looks === at
        ? Promise.reject(Object.assign(new Error('the line is dead'), { code: UNREACHABLE }))
        : real(...args);
    Object.assign(files, { [name]: failing });
  }
  return { git: { ...runner, files }, looks: () => looks };
}

it('takes no host that is away for files that are gone: a snapshot is whole, or there is none', async () => {
  const inner = join(root, 'inner');
  mkdirSync(inner);
  git(['init', '-q', '-b', 'main'], inner);
  writeFileSync(join(inner, 'x'), 'x\n');
  git(['add', '-A'], inner);
  git(['commit', '-q', '-m', 'inner'], inner);
  writeFileSync(join(inner, 'x'), 'changed\n');
  write('.gitattributes', '*.txt text eol=crlf\n');
  git(['update-index', '--skip-worktree', 'b.txt']);
  write('b.txt', 'hidden\n');
  write('a.txt', 'a\r\nchanged\r\n');
  git(['update-ref', 'MERGE_HEAD', 'HEAD']);
  const tree = await must(findWorkingTree(runner, root));
  const whole = await must(takeSnapshot(runner, tree, words));
  expect(whole.record.nested).toHaveLength(1);
  expect(whole.record.operation).toHaveLength(1);
  let refused = 0;
  for (let at = 1; ; at += STRIDE) {
    const { git: failing, looks } = away(at);
    const taken = await takeSnapshot(failing, tree, words).catch(() => null);
    if (looks() < at) break;
    if (!taken?.ok) {
      refused += 1;
      continue;
    }
    const { index, stages, operation, nested } = taken.value.record;
    expect([at, taken.value.tree, index, stages, operation]).toEqual([
      ...[at, whole.tree, whole.record.index, whole.record.stages, whole.record.operation],
    ]);
    expect(nested.map(({ path }) => path)).toEqual(['inner']);
  }
  expect(refused).toBeGreaterThan(2);
});

it('keeps the index when it cannot be copied before everything is staged', async () => {
  write('b.txt', 'staged\n');
  git(['add', 'b.txt']);
  const before = readFileSync(join(root, '.git', 'index'));
  const place = await must(findWorkingTree(runner, root));
  const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  const failing: GitRunner = { ...runner, files: { ...localHost.files, copyFile: () => Promise.reject(full) } };
  const request = { message: 'x', amend: false, all: true, runHooks: false };
  const done = commit(failing, {} as JobHandle, { ...place, linked: false }, request, () => Promise.resolve(ok(null)));
  expect(await done).toMatchObject({ ok: false, error: { code: 'snapshot.failed' } });
  expect(existsSync(join(root, '.git', 'index'))).toBe(true);
  expect(readFileSync(join(root, '.git', 'index'))).toEqual(before);
});

it('has what is tracked in spite of an ignore rule, where files are converted: changed, gone, back and only intended', async () => {
  write('.gitattributes', '* text=auto\n');
  write('.gitignore', '*.log\n');
  write('kept.log', 'one\r\n');
  write('other.log', 'ignored\n');
  git(['add', '-f', '.gitattributes', '.gitignore', 'kept.log']);
  git(['commit', '-q', '-m', 'two']);
  const tree = await must(findWorkingTree(runner, root));
  const captured = async () => {
    const { worktree } = await must(captureTree(runner, tree));
    const names = git(['ls-tree', '-r', '--name-only', worktree]).split('\n');
    return names
      .filter((name) => name.endsWith('.log'))
      .map((name) => `${name} ${git(['show', `${worktree}:${name}`])}`);
  };
  expect(await captured()).toEqual(['kept.log one']);
  write('kept.log', 'two\n');
  expect(await captured()).toEqual(['kept.log two']);
  rmSync(join(root, 'kept.log'));
  expect(await captured()).toEqual([]);
  write('kept.log', 'three\n');
  write('intended.log', 'i\n');
  git(['add', '-f', '-N', 'intended.log']);
  expect(await captured()).toEqual(['intended.log i', 'kept.log three']);
});
