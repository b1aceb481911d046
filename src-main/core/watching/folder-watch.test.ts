import { execFileSync } from 'node:child_process';
import { watch as watchFileSystem } from 'node:fs';
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryLog } from '../codex/testing/supervised.ts';
import { createGitRunner } from '../git/git-runner.ts';
import { localHost } from '../hosts/local-host.ts';
import { systemClock, type Clock } from '../ports.ts';
import type { WatchFolder } from './directory-tree.ts';
import { createFolderWatcher, POLL_MS, type FolderChange, type FolderWatcher } from './folder-watch.ts';

let root: string;
let watcher: FolderWatcher;
const git = createGitRunner({ env: process.env, host: localHost });
const { log } = createMemoryLog();
const shell = (cwd: string, ...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd, stdio: 'pipe' });
const write = (path: string, text = 'x') => writeFileSync(join(root, path), text);

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'skein-watch-')));
});
afterEach(() => {
  watcher.dispose();
  rmSync(root, { recursive: true, force: true });
});

/** Listens, and waits for what is to come. Changes gone by count until `clear`. */
async function listen(folder = root) {
  let seen: FolderChange[] = [];
  const lookers = new Set<() => void>();
  const stop = watcher.watch(folder, (change) => {
    seen.push(change);
    for (const look of lookers) look();
  });
  const until = (wanted: (change: FolderChange) => boolean): Promise<FolderChange> =>
    new Promise((resolve) => {
      const look = () => {
        const found = seen.find(wanted);
        if (!found) return;
        lookers.delete(look);
        resolve(found);
      };
      lookers.add(look);
      look();
    });
  await until(({ all }) => all);
  return {
    stop,
    until,
    path: (path: string) => until(({ paths }) => paths.includes(path)),
    seen: () => seen,
    clear: () => {
      seen = [];
    },
  };
}

/**
 * Waits until a new file is told by its name. One change of the rules may be told in several rounds, each of which says that anything may have
 * changed: only after the last of them are files named again.
 */
async function named(heard: Awaited<ReturnType<typeof listen>>, prefix: string): Promise<void> {
  for (let number = 1; ; number++) {
    const from = heard.seen().length;
    const path = `${prefix}${number}`;
    write(path);
    const isNews = ({ all, paths }: FolderChange) => all || paths.includes(path);
    if (!(await heard.until((change) => heard.seen().indexOf(change) >= from && isNews(change))).all) return;
  }
}

describe.each([
  ['one watch per folder', false],
  ['one recursive watch', true],
] as const)('%s', (_, recursive) => {
  beforeEach(() => {
    watcher = createFolderWatcher({ git, clock: systemClock, log, recursive });
  });

  it('tells of files at any depth, odd names and new folders with what is in them included', async () => {
    mkdirSync(join(root, `deep/a "b" 'ü' 🧶`), { recursive: true });
    const heard = await listen();
    write(`deep/a "b" 'ü' 🧶/file`);
    await heard.path(`deep/a "b" 'ü' 🧶/file`);
    mkdirSync(join(root, 'new/below'), { recursive: true });
    await heard.path('new');
    heard.clear();
    write('new/below/file');
    await heard.until(({ paths }) => paths.some((path) => 'new/below/file'.startsWith(path)));
    rmSync(join(root, 'deep'), { recursive: true });
    await heard.path('deep');
  });

  it('tells of Git, and keeps quiet about its objects, about Skein’s refs and about what is ignored', async () => {
    shell(root, 'init', '-q', '-b', 'main');
    write('.gitignore', 'target/\n*.log\n');
    mkdirSync(join(root, 'target'));
    mkdirSync(join(root, 'node_modules/a'), { recursive: true });
    shell(root, 'add', '.gitignore');
    shell(root, 'commit', '-qm', 'one');
    const heard = await listen();
    heard.clear();
    shell(root, 'update-ref', 'refs/skein/snapshots/x', 'HEAD');
    write('target/built');
    write('node_modules/a/file');
    write('seen');
    await heard.path('seen');
    expect(heard.seen().flatMap(({ paths }) => paths)).toEqual(['seen']);
    expect(heard.seen().some((change) => change.git)).toBe(false);
    shell(root, 'branch', 'feature/deep');
    await heard.until((change) => change.git);
    heard.clear();
    shell(root, 'add', 'seen');
    await heard.until((change) => change.git);
  });

  it('tells of the refs a linked worktree shares', async () => {
    mkdirSync(join(root, 'main'));
    shell(join(root, 'main'), 'init', '-q', '-b', 'main');
    shell(join(root, 'main'), 'commit', '-q', '--allow-empty', '-m', 'one');
    shell(join(root, 'main'), 'worktree', 'add', '-q', join(root, 'linked'));
    const heard = await listen(join(root, 'linked'));
    heard.clear();
    shell(join(root, 'main'), 'branch', 'other');
    await heard.until((change) => change.git);
    heard.clear();
    shell(join(root, 'linked'), 'commit', '-q', '--allow-empty', '-m', 'two');
    await heard.until((change) => change.git);
  });
});

describe('the tree of watches', () => {
  beforeEach(() => {
    watcher = createFolderWatcher({ git, clock: systemClock, log, recursive: false });
  });

  it('follows the rules of ignoring when they change, and folders that are made ignored', async () => {
    shell(root, 'init', '-q');
    mkdirSync(join(root, 'out'));
    const heard = await listen();
    write('out/a');
    await heard.path('out/a');
    heard.clear();
    write('.gitignore', 'out/\nmade/\n');
    await heard.until(({ all }) => all);
    heard.clear();
    write('out/b');
    mkdirSync(join(root, 'made/below'), { recursive: true });
    write('made/below/c');
    await named(heard, 'last');
    expect(heard.seen().flatMap(({ paths }) => paths)).not.toContain('out/b');
    heard.clear();
    write('.gitignore', '');
    await heard.until(({ all }) => all);
    await named(heard, 'out/c');
  });

  it('notices a repository that is made, and a folder that another one replaces', async () => {
    mkdirSync(join(root, 'a'));
    const heard = await listen();
    heard.clear();
    shell(root, 'init', '-q');
    await heard.until(({ all }) => all);
    heard.clear();
    shell(root, 'commit', '-q', '--allow-empty', '-m', 'one');
    await heard.until((change) => change.git);
    renameSync(join(root, 'a'), join(root, 'b'));
    await heard.path('b');
    heard.clear();
    write('b/file');
    await heard.path('b/file');
  });

  it('is one for all who listen, and none when nobody does', async () => {
    const open = new Set<string>();
    const counting: WatchFolder = (path, options, listener) => {
      const made = watchFileSystem(path, options, listener);
      open.add(path);
      made.on('close', () => open.delete(path));
      return made;
    };
    watcher.dispose();
    watcher = createFolderWatcher({ git, clock: systemClock, log, recursive: false, watchFolder: counting });
    mkdirSync(join(root, 'below'));
    const [one, two] = await Promise.all([listen(), listen()]);
    expect(open.size).toBe(2);
    one.stop();
    one.stop();
    write('below/file');
    await two.path('below/file');
    two.stop();
    await new Promise((resolve) => setImmediate(resolve));
    expect(open.size).toBe(0);
  });

  it('says that anything may have changed when it is too much to name', async () => {
    const heard = await listen();
    heard.clear();
    for (let n = 0; n < 1_500; n++) write(`file-${n}`);
    expect((await heard.until(({ all }) => all)).paths).toEqual([]);
  });
});

/** The machine's clock, but a look after `POLL_MS` happens when the test says so. */
function patient() {
  const waits = new Set<() => void>();
  let wake = () => {};
  const clock: Clock = {
    now: () => systemClock.now(),
    after: (ms, run) => {
      if (ms !== POLL_MS) return systemClock.after(ms, run);
      waits.add(run);
      wake();
      return () => void waits.delete(run);
    },
  };
  const pass = async () => {
    if (waits.size === 0) await new Promise<void>((resolve) => (wake = resolve));
    for (const run of [...waits]) if (waits.delete(run)) run();
  };
  return { clock, pass };
}

it('looks every few seconds where the system gives no more watches', async () => {
  const { clock, pass } = patient();
  let left = 1;
  const scarce: WatchFolder = (path, options, listener) => {
    if (left-- <= 0) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
    return watchFileSystem(path, options, listener);
  };
  watcher = createFolderWatcher({ git, clock, log, recursive: false, watchFolder: scarce });
  mkdirSync(join(root, 'below'));
  const started = listen();
  await pass();
  const heard = await started;
  expect(watcher.mode(root)).toBe('polling');
  heard.clear();
  await pass();
  await heard.until(({ all }) => all);
  expect(watcher.mode(root)).toBe('polling');
});

it('listens again when a folder that was gone is back', async () => {
  const { clock, pass } = patient();
  watcher = createFolderWatcher({ git, clock, log, recursive: false });
  mkdirSync(join(root, 'folder'));
  const heard = await listen(join(root, 'folder'));
  heard.clear();
  rmSync(join(root, 'folder'), { recursive: true });
  await heard.until(({ all }) => all);
  expect(watcher.mode(join(root, 'folder'))).toBe('polling');
  mkdirSync(join(root, 'folder'));
  await pass();
  heard.clear();
  await heard.until(({ all }) => all);
  write('folder/file');
  await heard.until(({ paths, all }) => all || paths.includes('file'));
  expect(watcher.mode(join(root, 'folder'))).toBe('live');
});
