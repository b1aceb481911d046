import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { TurnCheckpoint } from '../../../src-shared/model/checkpoint.ts';
import type { TurnId } from '../../../src-shared/model/ids.ts';
import { startTurnBench, threadNumber } from './testing/turn-bench.ts';

const thread = threadNumber(0);
const turnId = 'turn' as TurnId;
const turn = { ...thread, turnId };
let folder: string;
let root: string;
let bench: ReturnType<typeof startTurnBench>;
beforeEach(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'skein-races-')));
  root = join(folder, 'repo');
  mkdirSync(root);
  git('init', '-q');
  bench = startTurnBench(folder, root);
  await bench.begin(thread, turnId);
  for (const name of ['a', 'b']) writeFileSync(join(root, name), `${name}\n`);
  await bench.end(thread, turnId);
});
afterEach(async () => {
  await bench.checkpoints.dispose();
  rmSync(folder, { recursive: true, force: true });
});
const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' });

/** What a window is told first. */
const told = () =>
  new Promise<readonly TurnCheckpoint[] | string>((resolve) => {
    const stop = bench.checkpoints.watch(thread, {
      emit: (list) => {
        resolve(list);
        setImmediate(() => stop());
      },
      fail: (error) => resolve(error.code),
    });
  });

it('notes each of two undos that were asked for at once', async () => {
  const { checkpoints } = bench;
  const undo = (path: string) => checkpoints.apply(turn, 'undo', [path], false);
  expect(await Promise.all([undo('a'), undo('b')])).toMatchObject([{ ok: true }, { ok: true }]);
  expect(await checkpoints.apply(turn, 'redo', ['b'], false)).toMatchObject({ ok: true });
  // `a` is undone still.
  expect(await told()).toMatchObject([{ turnId, state: 'undone' }]);
  expect(await checkpoints.apply(turn, 'redo', ['a'], false)).toMatchObject({ ok: true });
  expect(await told()).toMatchObject([{ turnId, state: 'ready' }]);
  expect(['a', 'b'].map((name) => readFileSync(join(root, name), 'utf8'))).toEqual(['a\n', 'b\n']);
});

it('passes over a list of pruned turns that cannot be read', async () => {
  const [ref = ''] = git('for-each-ref', '--format=%(refname)', 'refs/skein/checkpoints').trim().split('\n');
  const blob = execFileSync('git', ['hash-object', '-w', '--stdin'], { cwd: root, input: '[' }).toString().trim();
  const entries = `${git('ls-tree', ref)}100644 blob ${blob}\tpruned.json\n`;
  const tree = execFileSync('git', ['mktree'], { cwd: root, input: entries }).toString().trim();
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@b.c'];
  git('update-ref', ref, git(...identity, 'commit-tree', '-m', 'broken', tree).trim());
  expect(await told()).toMatchObject([{ turnId, state: 'ready' }]);
});
