import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProjectId, ServerId } from '../../../src-shared/model/ids.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import { createGitRunner } from '../git/git-runner.ts';
import { createRepositoryLocks } from '../git/repository-locks.ts';
import { localHost } from '../hosts/local-host.ts';
import { systemClock } from '../ports.ts';
import { createSnapshotService } from './snapshot-service.ts';

const SERVER = 'local' as ServerId;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' };
const runner = createGitRunner({ env, host: localHost });
let folder: string;
let root: string;

const identity = {
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@b.c',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@b.c',
};
const shell = (args: readonly string[], cwd = root) =>
  execFileSync('git', args, { cwd, env: { ...env, ...identity }, stdio: ['ignore', 'pipe', 'pipe'] }).toString();
const write = (path: string, text: string | Buffer, at = root) => {
  mkdirSync(dirname(join(at, path)), { recursive: true });
  writeFileSync(join(at, path), text);
};
const read = (path: string, at = root) => readFileSync(join(at, path)).toString('latin1');
const must = <T>(result: Result<T, unknown>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const createService = () =>
  createSnapshotService({
    git: runner,
    locks: createRepositoryLocks(),
    projects: {
      list: () => [...broken, root].map((path) => ({ id: 'p' as ProjectId, serverId: SERVER, path })),
    },
    places: {
      add: async ({ repository, commit, path }) => {
        const at = path ?? join(folder, `new-${commit.slice(0, 7)}`);
        must(await runner.raw(['worktree', 'add', '--detach', at, commit], { cwd: repository }));
        return ok(at);
      },
    },
    clock: systemClock,
    log: quiet,
  });
/** Other projects, whose repositories cannot be read. */
let broken: string[] = [];
let service = createService();
const take = (title = 'state', at = root) =>
  service.take({ folder: at, reason: 'manual', title, thread: null }).then((taken) => must(taken));

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'skein-snap-')));
  root = join(folder, 'repo');
  mkdirSync(root);
  shell(['init', '-q', '-b', 'main']);
  [broken, service] = [[], createService()];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Everything Git and the disk say about the working tree. */
const state = (at = root) => ({
  status: shell(['status', '--porcelain=v2', '-z', '--untracked-files=all'], at),
  index: shell(['ls-files', '-s'], at),
});
const commitAll = (message = 'one') => {
  shell(['add', '-A']);
  shell(['commit', '-q', '-m', message]);
};

it('changes nothing at all while another Git holds the index', async () => {
  write('a.txt', 'staged and back\n');
  shell(['add', 'a.txt']);
  const { id } = await take();
  shell(['reset', '-q', '--hard']);
  const before = existsSync(join(root, 'a.txt')) ? read('a.txt') : null;
  write('.git/index.lock', '');
  expect(await service.restore(SERVER, id, 'place')).toMatchObject({ ok: false });
  expect(existsSync(join(root, 'a.txt')) ? read('a.txt') : null).toBe(before);
  rmSync(join(root, '.git/index.lock'));
  must(await service.restore(SERVER, id, 'place'));
  expect([read('a.txt'), shell(['status', '--porcelain']).includes('a.txt')]).toEqual(['staged and back\n', true]);
});

describe('taking', () => {
  it('touches nothing and keeps staged, unstaged, untracked, deleted, modes and links', async () => {
    write('a.txt', 'one\n');
    write('gone.txt', 'gone\n');
    write('run.sh', '#!/bin/sh\n');
    write('.gitignore', 'ignored/\n');
    commitAll();
    write('a.txt', 'two\n');
    shell(['add', 'a.txt']);
    write('a.txt', 'three\n');
    write('deep/new "name" é.bin', Buffer.from([0, 255, 13, 10]));
    write('ignored/secret', 'x');
    rmSync(join(root, 'gone.txt'));
    chmodSync(join(root, 'run.sh'), 0o755);
    symlinkSync('a.txt', join(root, 'link'));
    const before = state();
    const taken = await take('three things');
    expect(state()).toEqual(before);
    expect(taken).toMatchObject({ reason: 'manual', title: 'three things', branch: 'main', files: 5, path: root });
    expect(shell(['ls-tree', '-r', '--name-only', '-z', taken.ref]).split('\0')).toEqual([
      '.gitignore',
      'a.txt',
      'deep/new "name" é.bin',
      'link',
      'run.sh',
      '',
    ]);
    expect(shell(['show', `${taken.ref}:a.txt`])).toBe('three\n');
    expect(shell(['show', `${taken.ref}^2:a.txt`])).toBe('two\n');
    expect(await service.listAll(SERVER)).toEqual({ snapshots: [taken], failed: [] });
    expect(must(await createService().list(root))).toMatchObject([{ id: taken.id, title: 'three things' }]);
  });

  it('works before the first commit, and in an empty repository', async () => {
    expect(await take()).toMatchObject({ head: null, files: 0, branch: 'main' });
    write('a', '1');
    expect(await take()).toMatchObject({ head: null, files: 1 });
  });

  it('keeps the versions of unmerged paths', async () => {
    write('a', 'base\n');
    commitAll();
    shell(['checkout', '-q', '-b', 'other']);
    write('a', 'theirs\n');
    commitAll('two');
    shell(['checkout', '-q', 'main']);
    write('a', 'ours\n');
    commitAll('three');
    expect(() => shell(['merge', 'other'])).toThrow();
    const before = state();
    const taken = await take();
    expect(state()).toEqual(before);
    expect([1, 2, 3].map((stage) => shell(['show', `${taken.ref}^3:${stage}/a`]))).toEqual([
      'base\n',
      'ours\n',
      'theirs\n',
    ]);
    expect(shell(['show', `${taken.ref}:a`])).toContain('<<<<<<<');
  });

  it('keeps bytes that Git would convert', async () => {
    write('.gitattributes', '*.txt text\n*.up filter=up\n*.id ident\n');
    shell(['config', 'filter.up.clean', 'tr a-z A-Z']);
    write('a.txt', 'one\r\ntwo\n');
    write('b.up', 'lower');
    write('c.id', '$Id: mine $');
    commitAll();
    write('new.txt', 'x\r\n');
    const taken = await take();
    expect(
      ['a.txt', 'b.up', 'c.id', 'new.txt'].map((path) => shell(['cat-file', 'blob', `${taken.ref}:${path}`])),
    ).toEqual(['one\r\ntwo\n', 'lower', '$Id: mine $', 'x\r\n']);
    expect(shell(['status', '--porcelain'])).toBe('?? new.txt\n');
    write('a.txt', 'changed\r\n');
    expect(shell(['cat-file', 'blob', `${(await take()).ref}:a.txt`])).toBe('changed\r\n');
  });

  it('sees files that Git was told not to look at', async () => {
    write('a', '1\n');
    write('b', '1\n');
    commitAll();
    shell(['update-index', '--assume-unchanged', 'a']);
    shell(['update-index', '--skip-worktree', 'b']);
    write('a', 'hidden a\n');
    write('b', 'hidden b\n');
    const { ref } = await take();
    expect([shell(['show', `${ref}:a`]), shell(['show', `${ref}:b`])]).toEqual(['hidden a\n', 'hidden b\n']);
    expect(shell(['ls-files', '-v'])).toBe('h a\nS b\n');
  });

  it('keeps sparse entries that are not on the disk', async () => {
    write('in/a', '1\n');
    write('out/b', '1\n');
    commitAll();
    shell(['sparse-checkout', 'set', 'in']);
    write('in/c', 'new\n');
    const { ref } = await take();
    expect(shell(['ls-tree', '-r', '--name-only', ref])).toBe('in/a\nin/c\nout/b\n');
    write('.gitattributes', '* text=auto\n');
    expect(shell(['ls-tree', '-r', '--name-only', (await take()).ref])).toBe('.gitattributes\nin/a\nin/c\nout/b\n');
  });

  it('keeps LFS pointers where nothing changed, and the bytes where something did', async () => {
    write('.gitattributes', '*.big filter=lfs -text\n');
    shell(['config', 'filter.lfs.clean', 'md5sum']);
    write('same.big', 'huge content');
    write('other.big', 'huge content');
    commitAll();
    write('other.big', 'huge changed');
    write('new.big', 'huge new');
    const { ref } = await take();
    const show = (path: string) => shell(['cat-file', 'blob', `${ref}:${path}`]);
    expect([show('same.big'), show('other.big'), show('new.big')]).toEqual([
      shell(['show', 'HEAD:same.big']),
      'huge changed',
      'huge new',
    ]);
    expect(show('same.big')).toMatch(/^[0-9a-f]{32}/);
  });

  it('takes repositories inside the tree in their own repository', async () => {
    write('a', '1\n');
    commitAll();
    for (const name of ['nested', 'unborn']) {
      mkdirSync(join(root, name));
      shell(['init', '-q'], join(root, name));
      write(`${name}/file`, 'work\n');
    }
    shell(['add', 'file'], join(root, 'nested'));
    shell(['commit', '-q', '-m', 'n'], join(root, 'nested'));
    write('nested/more', 'uncommitted\n');
    await take();
    const inner = (name: string) => snapshotRefs(join(root, name));
    expect(inner('nested')).toHaveLength(1);
    expect(inner('unborn')).toHaveLength(1);
    expect(shell(['show', `${inner('nested')[0] ?? ''}:more`], join(root, 'nested'))).toBe('uncommitted\n');
    expect(shell(['show', `${inner('unborn')[0] ?? ''}:file`], join(root, 'unborn'))).toBe('work\n');
  });

  it('refuses a folder without a repository, and a bare one', async () => {
    const request = { reason: 'manual', title: 'x', thread: null } as const;
    expect(await service.take({ folder, ...request })).toEqual({
      ok: false,
      error: { code: 'git.no-repository', path: folder },
    });
    const bare = join(folder, 'bare');
    shell(['init', '-q', '--bare', bare], folder);
    expect(await service.take({ folder: bare, ...request })).toEqual({
      ok: false,
      error: { code: 'git.bare', path: bare },
    });
  });
});

const snapshotRefs = (at: string): string[] =>
  shell(['for-each-ref', '--format=%(refname)', 'refs/skein/snapshots'], at).split('\n').filter(Boolean);

describe('restoring', () => {
  const messUp = () => {
    write('a.txt', 'one\n');
    write('gone.txt', 'gone\n');
    write('run.sh', '#!/bin/sh\n');
    commitAll();
    write('a.txt', 'two\n');
    shell(['add', 'a.txt']);
    write('a.txt', 'three\n');
    write('deep/new.bin', Buffer.from([0, 255, 13, 10]));
    write('meant.txt', 'meant\n');
    shell(['add', '-N', 'meant.txt']);
    rmSync(join(root, 'gone.txt'));
    chmodSync(join(root, 'run.sh'), 0o755);
    symlinkSync('a.txt', join(root, 'link'));
  };

  it('brings everything back into the folder after a hard reset', async () => {
    messUp();
    const before = state();
    const taken = await take();
    shell(['reset', '-q', '--hard']);
    shell(['clean', '-fdq']);
    expect(must(await service.restore(SERVER, taken.id, 'place'))).toEqual({ path: root, threadId: null, redo: null });
    expect(state()).toEqual(before);
    expect(read('deep/new.bin')).toBe('\0ÿ\r\n');
    expect([readlinkSync(join(root, 'link')), lstatSync(join(root, 'run.sh')).mode & 0o777]).toEqual(['a.txt', 0o755]);
    expect(must(await service.list(root)).map(({ reason }) => reason)).toEqual(['reverted', 'manual']);
  });

  it('brings everything back into a new worktree, and into a worktree that was removed', async () => {
    messUp();
    const before = state();
    const taken = await take();
    const { path } = must(await service.restore(SERVER, taken.id, 'newWorktree'));
    expect(state(path)).toEqual(before);
    const inTree = await take('in the tree', path);
    shell(['worktree', 'remove', '--force', path]);
    shell(['gc', '-q', '--prune=now']);
    expect(must(await service.restore(SERVER, inTree.id, 'place'))).toEqual({ path, threadId: null, redo: null });
    expect(state(path)).toEqual(before);
  });

  it('merges with later changes and refuses what contradicts, changing nothing', async () => {
    write('a.txt', '1\n2\n3\n4\n5\n6\n7\n');
    write('b.txt', 'b\n');
    commitAll();
    write('a.txt', 'first\n2\n3\n4\n5\n6\n7\n');
    const taken = await take();
    write('a.txt', '1\n2\n3\n4\n5\n6\nlast\n');
    must(await service.restore(SERVER, taken.id, 'place'));
    expect(read('a.txt')).toBe('first\n2\n3\n4\n5\n6\nlast\n');
    write('a.txt', 'other\n2\n');
    const before = state();
    expect(await service.restore(SERVER, taken.id, 'place')).toEqual({
      ok: false,
      error: { code: 'snapshot.conflict', files: ['a.txt'] },
    });
    expect(state()).toEqual(before);
  });

  it('brings back bytes that Git would convert', async () => {
    write('.gitattributes', '*.txt text eol=crlf\n');
    write('a.txt', 'one\ntwo\r\n');
    write('b.txt', 'same\r\n');
    commitAll();
    write('a.txt', 'mixed\nends\r\n');
    const taken = await take();
    shell(['checkout', '-q', '--', '.']);
    must(await service.restore(SERVER, taken.id, 'place'));
    expect([read('a.txt'), read('b.txt')]).toEqual(['mixed\nends\r\n', 'same\r\n']);
  });

  it('brings unmerged paths back', async () => {
    write('a', 'base\n');
    commitAll();
    shell(['checkout', '-q', '-b', 'other']);
    write('a', 'theirs\n');
    commitAll('two');
    shell(['checkout', '-q', 'main']);
    write('a', 'ours\n');
    commitAll('three');
    expect(() => shell(['merge', 'other'])).toThrow();
    const before = state();
    const taken = await take();
    shell(['reset', '-q', '--hard']);
    must(await service.restore(SERVER, taken.id, 'place'));
    expect(shell(['rev-parse', 'MERGE_HEAD'])).toBe(shell(['rev-parse', 'other']));
    expect(state()).toEqual(before);
  });

  it('never writes through a symbolic link, nor over a folder with files of others', async () => {
    write('folder/a', '1\n');
    write('file', '1\n');
    commitAll();
    write('folder/a', '2\n');
    write('file', '2\n');
    const taken = await take();
    shell(['checkout', '-q', '--', '.']);
    const outside = join(folder, 'outside');
    mkdirSync(outside);
    rmSync(join(root, 'folder'), { recursive: true });
    symlinkSync(outside, join(root, 'folder'));
    rmSync(join(root, 'file'));
    write('file/mine', 'mine\n');
    expect(await service.restore(SERVER, taken.id, 'place')).toMatchObject({ error: { code: 'snapshot.conflict' } });
    expect(existsSync(join(outside, 'a'))).toBe(false);
    expect(read('file/mine')).toBe('mine\n');
  });
});

it('lists what can be read, and says which repository cannot', async () => {
  write('a', '1');
  const taken = await take();
  const other = join(folder, 'other');
  mkdirSync(other);
  shell(['init', '-q'], other);
  writeFileSync(join(other, '.git/config'), '[core\n');
  broken = [other, join(folder, 'gone')];
  const failed = [{ repository: other, error: { code: 'git.failed' } }];
  expect(await service.listAll(SERVER)).toMatchObject({ snapshots: [taken], failed });
  expect(await service.restore(SERVER, 'nowhere', 'place')).toMatchObject({ error: { code: 'git.failed' } });
  expect(must(await service.remove(SERVER, [taken.id]))).toBeNull();
});

it('removes snapshots only when told, all or none', async () => {
  write('a', '1');
  const heard: string[] = [];
  const stop = service.onChange((repository) => heard.push(repository));
  const one = await take('one');
  const two = await take('two');
  expect(await service.remove(SERVER, [one.id, 'nothing'])).toEqual({ ok: false, error: { code: 'snapshot.unknown' } });
  expect(must(await service.list(root))).toHaveLength(2);
  must(await service.remove(SERVER, [one.id]));
  expect(must(await service.list(root)).map(({ id }) => id)).toEqual([two.id]);
  expect(heard).toEqual(Array.from({ length: 3 }, () => join(root, '.git')));
  stop();
});
