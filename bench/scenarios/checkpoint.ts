import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGitRunner } from '../../src-main/core/git/git-runner.ts';
import { localHost } from '../../src-main/core/hosts/local-host.ts';
import { captureTree } from '../../src-main/core/snapshots/capture-tree.ts';
import { findWorkingTree } from '../../src-main/core/snapshots/working-tree.ts';
import { atMost, type Row } from '../report.ts';
import { median } from '../stats.ts';

const SCENARIO = 'checkpoint';
const FILES_IN_A_FOLDER = 250;
const CHANGED = 20;
const git = createGitRunner({ env: process.env, host: localHost });

/** What a turn's start waits for: the whole state of a large working tree, against a plain `git status` of it. */
export async function checkpoint(files: number, rounds: number): Promise<Row[]> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'skein-bench-tree-')));
  try {
    plant(root, files);
    const rows = [await measure(root, `${files} files, ${CHANGED} changed each time`, rounds)];
    // Git may convert line endings now: what it stores is not known to be what is on the disk.
    writeFileSync(join(root, '.gitattributes'), '* text=auto\n');
    rows.push(await measure(root, `${files} files, with attributes that convert`, rounds));
    return rows;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const fileAt = (n: number): string => join(`folder-${Math.floor(n / FILES_IN_A_FOLDER)}`, `file-${n}.ts`);

function plant(root: string, files: number): void {
  for (let n = 0; n < files; n++) {
    if (n % FILES_IN_A_FOLDER === 0) mkdirSync(join(root, `folder-${n / FILES_IN_A_FOLDER}`));
    writeFileSync(join(root, fileAt(n)), `export const value${n} = ${n};\n`.repeat(10));
  }
  const run = (...args: string[]) => execFileSync('git', args, { cwd: root, stdio: 'ignore' });
  run('init', '-q');
  // By itself, Git would tidy up in the background.
  run('config', 'gc.auto', '0');
  run('add', '-A');
  run('-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '-q', '-m', 'all');
  run('gc', '-q');
}

async function measure(root: string, what: string, rounds: number): Promise<Row> {
  const tree = await findWorkingTree(git, root);
  if (!tree.ok) throw new Error(tree.error.code);
  const statuses: number[] = [];
  const captures: number[] = [];
  // The first round warms the file system's caches, and the view without conversions hashes everything once.
  for (let round = 0; round <= rounds; round++) {
    for (let n = 0; n < CHANGED; n++) appendFileSync(join(root, fileAt(n * 7)), `// ${round}\n`);
    const status = await timed(() => git.raw(['status', '--porcelain', '--untracked-files=all'], { cwd: root }));
    const capture = await timed(() => captureTree(git, tree.value));
    if (round === 0) continue;
    statuses.push(status);
    captures.push(capture);
  }
  const floor = median(statuses);
  return {
    scenario: SCENARIO,
    what: `${what}, median of ${rounds}`,
    measured: median(captures),
    floor,
    unit: 'ms',
    target: atMost(floor * 2, '2 × git status'),
  };
}

async function timed(work: () => Promise<{ readonly ok: boolean }>): Promise<number> {
  const startedAt = performance.now();
  const done = await work();
  if (!done.ok) throw new Error(JSON.stringify(done));
  return performance.now() - startedAt;
}
