import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ThreadId } from '../../../src-shared/model/ids.ts';
import { captureTree } from '../snapshots/capture-tree.ts';
import { findWorkingTree } from '../snapshots/working-tree.ts';
import { anyInfo } from '../threads/testing/tracked-thread.ts';
import { cleanSource } from './handoff-steps.ts';
import { gitIn, must, put, textOf } from './testing/demo-bench.ts';
import { createPlainBench, serverId, type PlainBench } from './testing/plain-bench.ts';

let bench: PlainBench;
beforeEach(() => {
  bench = createPlainBench();
});
afterEach(() => bench.close());

const threadId = 't1' as ThreadId;
/** A thread that works in the main working tree, and a worktree beside it. */
async function openPair() {
  const { folder, root, rows } = bench;
  const side = join(root, 'side');
  gitIn(folder, 'worktree', 'add', '-q', '--detach', side);
  const { handlers } = await bench.open();
  const handOff = (from: string, to: string) => {
    rows.set(threadId, { ...anyInfo, serverId, threadId, cwd: from });
    return handlers.handoff(
      { serverId, threadId, to: to === folder ? { kind: 'local' } : { kind: 'worktree', path: to } },
      { clientId: '' },
    );
  };
  return { folder, side, handOff };
}

it('leaves a file alone that is ignored now and was tracked once', async () => {
  const { folder, side, handOff } = await openPair();
  // Taken out of Git, and kept.
  gitIn(folder, 'rm', '-q', '--cached', 'b.txt');
  put(folder, { 'b.txt': 'only here\n', '.gitignore': '*.log\nb.txt\n' });
  const done = await handOff(folder, side);
  expect(textOf(folder, 'b.txt')).toBe('only here\n');
  expect(done).toMatchObject({ ok: true });
});

it('leaves a folder of ignored files alone where a tracked file was', async () => {
  const { folder, side, handOff } = await openPair();
  gitIn(folder, 'rm', '-q', 'b.txt');
  put(folder, { 'b.txt/run.log': 'only here\n' });
  await handOff(folder, side);
  expect(textOf(folder, 'b.txt/run.log')).toBe('only here\n');
});

it('cleans all else up around what it leaves alone', async () => {
  const { folder, side, handOff } = await openPair();
  gitIn(folder, 'rm', '-q', '--cached', 'b.txt');
  gitIn(folder, 'rm', '-q', 'dir/c.txt');
  put(folder, { 'b.txt': 'only here\n', '.gitignore': '*.log\nb.txt\n', 'a.txt': 'changed\n', dir: 'a file now\n' });
  expect(await handOff(folder, side)).toMatchObject({ ok: true });
  expect(gitIn(folder, 'status', '--porcelain')).toBe(' M b.txt\n');
  expect(textOf(folder, 'dir/c.txt')).toBe('three\n');
  expect([textOf(side, 'a.txt'), textOf(side, 'dir')]).toEqual(['changed\n', 'a file now\n']);
});

it('does not bring commits over an ignored file of the target', async () => {
  const { folder, side, handOff } = await openPair();
  put(folder, { 'notes.log': 'only here\n' });
  put(side, { 'notes.log': 'committed\n' });
  gitIn(side, 'add', '--force', 'notes.log');
  gitIn(side, 'commit', '-qm', 'notes');
  expect(await handOff(side, folder)).toEqual({
    ok: false,
    error: { code: 'worktree.conflict', files: ['notes.log'] },
  });
  expect(textOf(folder, 'notes.log')).toBe('only here\n');
  expect(existsSync(join(folder, 'notes.log'))).toBe(true);
});

it('leaves a source as it is in which something was staged since its snapshot', async () => {
  const { folder, plainGit } = bench;
  const { snapshots } = await bench.open();
  put(folder, { 'a.txt': 'changed\n' });
  const taken = await must(snapshots.take({ folder, reason: 'handoff', title: 't', thread: null }));
  put(folder, { 'b.txt': 'staged alone\n' });
  gitIn(folder, 'add', 'b.txt');
  put(folder, { 'b.txt': 'two\n' });
  const capture = async () => {
    const tree = await must(findWorkingTree(plainGit, folder));
    return captureTree(plainGit, tree);
  };
  expect(await cleanSource(plainGit, folder, taken.ref, { capture })).toEqual({
    ok: false,
    error: { code: 'worktree.conflict', files: ['b.txt'] },
  });
  expect(gitIn(folder, 'show', ':b.txt')).toBe('staged alone\n');
});
