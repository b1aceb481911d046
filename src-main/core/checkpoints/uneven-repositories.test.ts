import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { TurnId } from '../../../src-shared/model/ids.ts';
import { addSubmodule, commitAll, useLargeFiles } from '../git/testing/uneven-repositories.ts';
import { gitIn, must, put } from '../worktrees/testing/demo-bench.ts';
import { startTurnBench, threadNumber } from './testing/turn-bench.ts';

let folder: string;
let root: string;
let bench: ReturnType<typeof startTurnBench>;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'skein-uneven-')));
  root = join(folder, 'repo');
  mkdirSync(root);
  gitIn(root, 'init', '-q', '-b', 'main');
  put(root, { 'a.txt': 'one\n' });
  commitAll(gitIn, root, 'first');
  bench = startTurnBench(folder, root);
});
afterEach(async () => {
  await bench.checkpoints.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const thread = threadNumber(1);
const turn = { ...thread, turnId: 'turn' as TurnId };
/** A turn that does `work`; answers the paths that undoing it would concern. */
async function aTurn(work: () => void): Promise<readonly string[]> {
  await bench.begin(thread, turn.turnId);
  work();
  await bench.end(thread, turn.turnId);
  return (await must(bench.checkpoints.preview(turn, 'undo'))).paths.map(({ path }) => path);
}
const apply = (direction: 'undo' | 'redo', paths: readonly string[]) =>
  bench.checkpoints.apply(turn, direction, paths, false);
const read = (name: string) => readFileSync(join(root, name), 'utf8');

it('leaves submodules alone, and the work in them', async () => {
  addSubmodule(gitIn, put, root, join(folder, 'origin'));
  const paths = await aTurn(() => put(root, { 'a.txt': 'two\n', 'sub/inner.txt': 'changed\n', 'sub/new.txt': 'n\n' }));
  expect(paths).toEqual(['a.txt']);
  await must(apply('undo', paths));
  expect([read('a.txt'), read('sub/inner.txt'), read('sub/new.txt')]).toEqual(['one\n', 'changed\n', 'n\n']);
  // The work there is in the submodule's own snapshot, of the same moment.
  expect(gitIn(join(root, 'sub'), 'for-each-ref', 'refs/skein/snapshots')).not.toBe('');
});

it('says that a submodule moved, and does not lose where it was', async () => {
  addSubmodule(gitIn, put, root, join(folder, 'origin'));
  const sub = join(root, 'sub');
  const paths = await aTurn(() => {
    put(sub, { 'inner.txt': 'committed\n' });
    commitAll(gitIn, sub, 'by the turn');
  });
  expect(paths).toEqual(['sub']);
  const tip = gitIn(sub, 'rev-parse', 'HEAD');
  const undone = await apply('undo', paths);
  // Whatever it answers, the commit is still there and its file is where Git says.
  expect(gitIn(sub, 'cat-file', '-t', tip.trim())).toBe('commit\n');
  expect([undone.ok, existsSync(join(sub, 'inner.txt'))]).toEqual([false, true]);
});

it('does not take what a sparse checkout leaves out for deleted', async () => {
  put(root, { 'in/a.txt': 'in\n', 'out/b.txt': 'out\n' });
  commitAll(gitIn, root, 'two folders');
  gitIn(root, 'sparse-checkout', 'set', 'in');
  const paths = await aTurn(() => put(root, { 'in/a.txt': 'changed\n', 'out/new.txt': 'outside\n' }));
  expect([...paths].sort()).toEqual(['in/a.txt', 'out/new.txt']);
  await must(apply('undo', paths));
  expect([read('in/a.txt'), existsSync(join(root, 'out/new.txt')), existsSync(join(root, 'out/b.txt'))]).toEqual([
    'in\n',
    false,
    false,
  ]);
  await must(apply('redo', paths));
  expect([read('in/a.txt'), read('out/new.txt')]).toEqual(['changed\n', 'outside\n']);
  expect(gitIn(root, 'status', '--porcelain')).not.toContain('out/b.txt');
});

it('brings large files of LFS back by their bytes', async () => {
  useLargeFiles(gitIn, put, root, join(folder, 'store'), true);
  put(root, { 'one.big': 'before', 'three.big': 'kept' });
  commitAll(gitIn, root, 'large');
  const paths = await aTurn(() => put(root, { 'one.big': 'after', 'two.big': 'new' }));
  expect([...paths].sort()).toEqual(['one.big', 'two.big']);
  await must(apply('undo', paths));
  expect([read('one.big'), existsSync(join(root, 'two.big')), gitIn(root, 'status', '--porcelain')]).toEqual([
    'before',
    false,
    '',
  ]);
  await must(apply('redo', paths));
  expect([read('one.big'), read('two.big')]).toEqual(['after', 'new']);
});

it('takes links for what they are, and never writes through one', async () => {
  put(root, { 'dir/x.txt': 'x\n' });
  put(folder, { 'outside/x.txt': 'not ours\n' });
  commitAll(gitIn, root, 'a folder');
  const paths = await aTurn(() => {
    rmSync(join(root, 'dir'), { recursive: true });
    symlinkSync(join(folder, 'outside'), join(root, 'dir'));
  });
  await must(apply('undo', paths));
  expect([lstatSync(join(root, 'dir')).isDirectory(), read('dir/x.txt')]).toEqual([true, 'x\n']);
  await must(apply('redo', paths));
  expect(lstatSync(join(root, 'dir')).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, 'outside/x.txt'), 'utf8')).toBe('not ours\n');
});

it('changes nothing while another program holds the index, and says so', async () => {
  const paths = await aTurn(() => {
    put(root, { 'a.txt': 'two\n' });
    gitIn(root, 'add', '.');
  });
  put(root, { '.git/index.lock': '' });
  const lock = join(root, '.git/index.lock');
  expect(await apply('undo', paths)).toEqual({ ok: false, error: { code: 'git.locked', path: lock, ageMs: 0 } });
  expect(read('a.txt')).toBe('two\n');
  rmSync(lock);
  await must(apply('undo', paths));
  expect([read('a.txt'), gitIn(root, 'status', '--porcelain')]).toEqual(['one\n', '']);
});
