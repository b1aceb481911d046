import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sweepLeftovers } from './sweep-leftovers.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const HOUR_S = 60 * 60;

it('removes folders of its own that nobody has touched for a day, and nothing else', async () => {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'skein-sweep-')));
  try {
    const [root, temporary, linked] = [join(base, 'repo'), join(base, 'tmp'), join(base, 'linked')];
    [root, temporary].forEach((folder) => mkdirSync(folder));
    const git = (...args: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd: root, stdio: 'ignore' });
    git('init', '-q');
    git('commit', '-q', '--allow-empty', '-m', 'one');
    git('worktree', 'add', '-q', linked);
    const now = Date.now();
    const places = [temporary, join(root, '.git'), join(root, '.git', 'worktrees', 'linked')];
    const plant = (folder: string, name: string, hours: number) => {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'index'), 'x');
      const at = now / 1000 - hours * HOUR_S;
      utimesSync(join(folder, name), at, at);
    };
    const before = places.map((place) => readdirSync(place));
    for (const place of places) {
      const own = ['index-AAAAAA', 'staged-b0b0b0', 'trace-zzzzzz', 'merge-MMMMMM', 'codex-CCCCCC', 'key-KKKKKK'];
      own.forEach((name) => plant(place, `skein-${name}`, 25));
      plant(place, 'skein-index-BBBBBB', 20);
      plant(place, 'skein-raw', 100);
      plant(place, 'skein-index-of-mine', 100);
      symlinkSync(base, join(place, 'skein-index-LLLLLL'));
    }
    await sweepLeftovers({ temporary, roots: [join(root, 'packages/shop'), linked, join(base, 'gone')] }, now, quiet);
    const left = ['skein-index-BBBBBB', 'skein-raw', 'skein-index-of-mine', 'skein-index-LLLLLL'];
    expect(places.map((place) => readdirSync(place).sort())).toEqual(before.map((names) => [...names, ...left].sort()));
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
});
