import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localHost } from '../hosts/local-host.ts';
import { createGitRunner } from './git-runner.ts';
import { createRepositoryLocks } from './repository-locks.ts';
import { createSlots } from '../scheduling/slots.ts';

let folder: string;
const git = createGitRunner({ env: { ...process.env, GIT_DIR: '/nowhere' }, host: localHost });
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'skein-git-')));
  execFileSync('git', ['init', '-q'], { cwd: folder });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a raw command', () => {
  it('takes an input and an index of its own, and answers bytes', async () => {
    const index = join(folder, 'other-index');
    const bytes = Buffer.from([0, 255, 10, 13]);
    const blob = await git.raw(['hash-object', '-w', '--stdin'], { cwd: folder, stdin: bytes });
    if (!blob.ok) throw new Error(blob.error.code);
    const id = blob.value.stdout.toString().trim();
    const line = `100644 ${id}\tdata.bin\n`;
    const added = await git.raw(['update-index', '--index-info'], {
      cwd: folder,
      stdin: line,
      env: { GIT_INDEX_FILE: index },
    });
    expect(added).toMatchObject({ ok: true, value: { code: 0 } });
    const shown = await git.raw(['cat-file', 'blob', ':data.bin'], { cwd: folder, env: { GIT_INDEX_FILE: index } });
    expect(shown).toMatchObject({ ok: true, value: { stdout: bytes } });
    expect(await git.raw(['ls-files'], { cwd: folder })).toMatchObject({ value: { stdout: Buffer.alloc(0) } });
  });

  it('answers exit codes that are expected, and refuses others with what Git said', async () => {
    writeFileSync(join(folder, 'a'), '1\n');
    writeFileSync(join(folder, 'b'), '2\n');
    const args = ['diff', '--no-index', '--exit-code', 'a', 'b'];
    expect(await git.raw(args, { cwd: folder, okCodes: [0, 1] })).toMatchObject({ ok: true, value: { code: 1 } });
    expect(await git.raw(['cat-file', 'blob', 'nope'], { cwd: folder })).toMatchObject({
      ok: false,
      error: { code: 'git.failed', stderr: expect.stringContaining('nope') as string },
    });
  });

  it('is cancelled and ends in time', async () => {
    const controller = new AbortController();
    const waits = git.raw(['cat-file', '--batch'], { cwd: folder, signal: controller.signal, stdin: '' });
    expect(await waits).toMatchObject({ ok: true });
    const sleeping = ['-c', 'alias.nap=!sleep 60', 'nap'];
    const napping = git.raw(sleeping, { cwd: folder, signal: controller.signal });
    controller.abort();
    expect(await napping).toMatchObject({ ok: false, error: { code: 'git.cancelled' } });
    expect(await git.raw(sleeping, { cwd: folder, timeoutMs: 50 })).toMatchObject({ error: { code: 'git.timeout' } });
  });

  it('tells a missing folder and a missing Git', async () => {
    const missing = join(folder, 'gone');
    expect(await git.raw(['status'], { cwd: missing })).toEqual({
      ok: false,
      error: { code: 'path.missing', path: missing },
    });
    const none = createGitRunner({ env: { PATH: missing }, host: localHost });
    expect(await none.raw(['status'], { cwd: folder })).toEqual({ ok: false, error: { code: 'git.not-installed' } });
  });
});

/** Work that ends when it is told to. */
function gate() {
  const open: (() => void)[] = [];
  let running = 0;
  let most = 0;
  return {
    work: () => {
      running++;
      most = Math.max(most, running);
      return new Promise<void>((resolve) => open.push(resolve)).finally(() => running--);
    },
    next: async () => {
      open.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
    most: () => most,
  };
}

it('runs no more at once than there are slots, and all of it in the end', async () => {
  const slots = createSlots(2);
  const { work, next, most } = gate();
  const all = Promise.all(Array.from({ length: 5 }, () => slots.run(work)));
  for (let n = 0; n < 5; n++) await next();
  await all;
  expect(most()).toBe(2);
});

it('gives a slot back after a failure', async () => {
  const slots = createSlots(1);
  await expect(slots.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await slots.run(() => Promise.resolve(1))).toBe(1);
});

it('lets one write to a repository at a time, and others to other repositories', async () => {
  const locks = createRepositoryLocks();
  const order: string[] = [];
  const { work, next } = gate();
  const step = (name: string) => async () => {
    order.push(`${name} begins`);
    await work();
    order.push(`${name} ends`);
  };
  const all = Promise.all([locks.write('a', step('a1')), locks.write('a', step('a2')), locks.write('b', step('b1'))]);
  await new Promise((resolve) => setImmediate(resolve));
  expect([order, locks.isBusy('a'), locks.isBusy('c')]).toEqual([['a1 begins', 'b1 begins'], true, false]);
  for (let n = 0; n < 3; n++) await next();
  await all;
  expect(order.indexOf('a2 begins')).toBeGreaterThan(order.indexOf('a1 ends'));
});
