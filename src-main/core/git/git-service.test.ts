import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openGitRoom, type GitRoom } from './testing/git-room.ts';

let room: GitRoom;
beforeEach(() => {
  room = openGitRoom();
});
afterEach(() => room.close());

const ALL = { query: '', limit: 100 };
const COMMIT = { message: 'Second', amend: false, all: false, runHooks: true };

describe('branches', () => {
  it('are listed with where they are checked out, the current one first, remote ones and tags included', async () => {
    const work = room.repository();
    room.remote(work);
    room.shell(work, 'push', '--quiet', '-u', 'origin', 'main');
    room.shell(work, 'remote', 'set-head', 'origin', 'main');
    room.shell(work, 'tag', '-a', 'v1', '-m', 'Version one');
    room.shell(work, 'branch', 'größe/x');
    room.shell(work, 'worktree', 'add', '--quiet', join(room.root, 'linked'), 'größe/x');
    const commit = room.shell(work, 'rev-parse', 'HEAD');
    const listed = await room.service.branches(work, ALL);
    const common = { commit, subject: 'First', committedAt: expect.any(Number) as number };
    expect(listed).toEqual({
      ok: true,
      value: expect.arrayContaining([
        { ...common, name: 'main', kind: 'local', current: true, checkedOutAt: work, upstream: 'origin/main' },
        {
          ...common,
          name: 'größe/x',
          kind: 'local',
          current: false,
          checkedOutAt: join(room.root, 'linked'),
          upstream: null,
        },
        { ...common, name: 'origin/main', kind: 'remote', current: false, checkedOutAt: null, upstream: null },
        { ...common, name: 'v1', kind: 'tag', current: false, checkedOutAt: null, upstream: null },
      ]) as unknown,
    });
    expect(listed.ok && listed.value.length).toBe(4);
    expect(listed.ok && listed.value[0]?.name).toBe('main');
    const some = await room.service.branches(work, { query: 'GRÖ', limit: 1 });
    expect(some).toMatchObject({ value: [{ name: 'größe/x' }] });
  });

  it('are made, checked out, followed and refused', async () => {
    const work = room.repository();
    const { service } = room;
    const make = (branch: string, checkout = true, from: string | null = null) =>
      service.createBranch(work, { branch, from, checkout });
    expect(await make('topic')).toEqual({ ok: true, value: null });
    expect(room.shell(work, 'branch', '--show-current')).toBe('topic');
    expect(await make('topic')).toEqual({ ok: false, error: { code: 'git.branch-exists', branch: 'topic' } });
    for (const name of ['a..b', 'a b', 'HEAD~1', '@{-1}', 'x.lock']) {
      expect(await make(name)).toEqual({ ok: false, error: { code: 'git.bad-name', name } });
    }
    expect(await make('other', false, 'nowhere')).toEqual({
      ok: false,
      error: { code: 'git.unknown-revision', revision: 'nowhere' },
    });
    expect(await service.switchBranch(work, 'main')).toMatchObject({ ok: true });
    expect(await service.switchBranch(work, 'nowhere')).toEqual({
      ok: false,
      error: { code: 'git.unknown-revision', revision: 'nowhere' },
    });
    const linked = join(room.root, 'linked');
    room.shell(work, 'worktree', 'add', '--quiet', linked, 'topic');
    expect(await service.switchBranch(work, 'topic')).toEqual({
      ok: false,
      error: { code: 'git.branch-checked-out', branch: 'topic', path: linked },
    });
  });

  it('of a remote become local ones that follow, and tags a detached head that becomes a branch', async () => {
    const work = room.repository();
    room.remote(work);
    room.shell(work, 'push', '--quiet', 'origin', 'main:main', 'main:feature/deep');
    room.shell(work, 'tag', 'v1');
    expect(await room.service.switchBranch(work, 'origin/feature/deep')).toMatchObject({ ok: true });
    expect(room.shell(work, 'status', '-sb')).toBe('## feature/deep...origin/feature/deep');
    expect(await room.service.switchBranch(work, 'v1')).toMatchObject({ ok: true });
    expect(room.shell(work, 'branch', '--show-current')).toBe('');
    await room.service.createBranch(work, { branch: 'here', from: null, checkout: true });
    await room.service.createBranch(work, { branch: 'from-remote', from: 'origin/main', checkout: true });
    expect(room.shell(work, 'status', '-sb')).toBe('## from-remote');
    expect(await room.service.switchBranch(work, 'origin/feature/deep')).toMatchObject({ ok: true });
    expect(room.shell(work, 'branch', '--show-current')).toBe('feature/deep');
  });

  it('are switched to from commits that nothing else has only when told, and these are kept first', async () => {
    const work = room.repository();
    room.shell(work, 'switch', '--quiet', '--detach');
    for (const name of ['one', 'two']) room.shell(work, 'commit', '--quiet', '--allow-empty', '-m', name);
    const lonely = { ok: false, error: { code: 'git.leaves-commits', count: 2 } };
    expect(await room.service.switchBranch(work, 'main')).toEqual(lonely);
    expect(room.kept).toEqual([]);
    expect(await room.service.switchBranch(work, 'main', true)).toMatchObject({ ok: true });
    expect([room.shell(work, 'branch', '--show-current'), room.kept]).toEqual(['main', [`commits of ${work}`]]);
  });

  it('are not switched over changes, which are named', async () => {
    const work = room.repository();
    room.shell(work, 'switch', '--quiet', '-c', 'topic');
    room.write(join(work, 'file.txt'), 'topic\n');
    room.write(join(work, `new "file".txt`), 'topic\n');
    room.shell(work, 'add', '.');
    room.shell(work, 'commit', '--quiet', '-m', 'Topic');
    room.shell(work, 'switch', '--quiet', 'main');
    room.write(join(work, 'file.txt'), 'mine\n');
    expect(await room.service.switchBranch(work, 'topic')).toEqual({
      ok: false,
      error: { code: 'git.would-overwrite', files: ['file.txt'] },
    });
    room.shell(work, 'checkout', '--quiet', 'file.txt');
    room.write(join(work, `new "file".txt`), 'mine\n');
    expect(await room.service.switchBranch(work, 'topic')).toEqual({
      ok: false,
      error: { code: 'git.would-overwrite', files: [`new "file".txt`] },
    });
    expect(readFileSync(join(work, `new "file".txt`), 'utf8')).toBe('mine\n');
  });
});

describe('commits', () => {
  it('are made of what is staged, their message to the letter, and listed', async () => {
    const work = room.repository();
    room.write(join(work, 'file.txt'), 'one\n');
    room.write(join(work, 'other'), 'x\n');
    room.shell(work, 'add', 'other');
    const message = 'Größe 🧶\n\n# no comment\n"quoted" $HOME `x`';
    const made = await room.service.commit(work, { ...COMMIT, message });
    expect(made).toEqual({ ok: true, value: { commit: room.shell(work, 'rev-parse', 'HEAD') } });
    expect(await room.service.lastMessage(work)).toEqual({ ok: true, value: message });
    expect(room.shell(work, 'status', '--short')).toBe(' M file.txt');
    expect(await room.service.commits(work, { query: 'GRÖSSE', limit: 5 })).toEqual({ ok: true, value: [] });
    const listed = await room.service.commits(work, { query: '', limit: 5 });
    expect(listed).toMatchObject({ value: [{ subject: 'Größe 🧶', author: 'Ada' }, { subject: 'First' }] });
    expect(await room.service.commits(work, { query: 'first', limit: 5 })).toMatchObject({
      value: [{ subject: 'First' }],
    });
  });

  it('say what is missing: something staged, a message, somebody who commits', async () => {
    const work = room.repository();
    expect(await room.service.commit(work, COMMIT)).toEqual({ ok: false, error: { code: 'git.nothing-staged' } });
    room.write(join(work, 'file.txt'), 'one\n');
    expect(await room.service.commit(work, COMMIT)).toEqual({ ok: false, error: { code: 'git.nothing-staged' } });
    expect(await room.service.commit(work, { ...COMMIT, message: ' \n', all: true })).toEqual({
      ok: false,
      error: { code: 'input.empty' },
    });
    for (const config of ['[user]\n\tuseConfigOnly = true\n', '[user]\n\tname =\n\temail = a@b.c\n']) {
      writeFileSync(join(room.home, '.gitconfig'), config);
      expect(await room.service.commit(work, { ...COMMIT, all: true })).toEqual({
        ok: false,
        error: { code: 'git.no-identity' },
      });
    }
    expect(room.shell(work, 'status', '--short')).toBe(' M file.txt');
  });

  it('take everything along when asked, new and deleted files included, after the index was kept', async () => {
    const work = room.repository();
    room.write(join(work, 'file.txt'), 'staged\n');
    room.shell(work, 'add', '.');
    room.write(join(work, 'file.txt'), 'later\n');
    room.write(join(work, 'new'), 'x\n');
    const made = await room.service.commit(join(work), { ...COMMIT, all: true });
    expect(made).toMatchObject({ ok: true });
    expect(room.kept).toEqual([`index of ${work}`]);
    expect(room.shell(work, 'status', '--short')).toBe('');
    expect(room.shell(work, 'show', 'HEAD:file.txt')).toBe('later');
    rmSync(join(work, 'new'));
    const amended = await room.service.commit(work, { ...COMMIT, message: 'Amended', all: true, amend: true });
    expect(amended).toMatchObject({ ok: true });
    expect(room.shell(work, 'log', '--format=%s')).toBe('Amended\nFirst');
    expect(room.shell(work, 'ls-files')).toBe('file.txt');
  });

  it('take only what is staged, when something has been staged since the window looked', async () => {
    const work = room.repository();
    room.write(join(work, 'staged'), 'x\n');
    room.write(join(work, 'not staged'), 'x\n');
    room.shell(work, 'add', 'staged');
    const made = await room.service.commit(work, { ...COMMIT, all: true, unlessStaged: true });
    expect(made).toMatchObject({ ok: true });
    expect(room.shell(work, 'show', '--format=', '--name-only', 'HEAD')).toBe('staged');
    expect(room.shell(work, 'status', '--short')).toBe('?? "not staged"');
    expect(await room.service.commit(work, { ...COMMIT, all: true, unlessStaged: true })).toMatchObject({ ok: true });
    expect(room.shell(work, 'status', '--short')).toBe('');
  });

  it('work before the first commit', async () => {
    const work = room.repository('unborn', false);
    expect(await room.service.commits(work, ALL)).toEqual({ ok: true, value: [] });
    expect(await room.service.lastMessage(work)).toEqual({ ok: true, value: '' });
    room.write(join(work, 'a'), 'x');
    expect(await room.service.commit(work, { ...COMMIT, all: true })).toMatchObject({ ok: true });
    expect(room.shell(work, 'log', '--format=%s')).toBe('Second');
  });

  it('tell which hook refused and what it said, and leave the index as it was', async () => {
    const work = room.repository();
    room.hook(work, 'pre-commit', 'echo checking; echo "error: lint: bad – file.txt" >&2; exit 3');
    room.write(join(work, 'file.txt'), 'staged\n');
    room.shell(work, 'add', '.');
    room.write(join(work, 'file.txt'), 'later\n');
    room.write(join(work, 'new'), 'x\n');
    const refused = await room.service.commit(work, { ...COMMIT, all: true });
    expect(refused).toEqual({
      ok: false,
      error: { code: 'git.hook-failed', hook: 'pre-commit', output: 'checking\nerror: lint: bad – file.txt' },
    });
    expect(room.shell(work, 'status', '--short')).toBe('MM file.txt\n?? new');
    room.hook(work, 'pre-commit', 'exit 0');
    room.hook(work, 'commit-msg', 'echo "too short"; exit 1');
    expect(await room.service.commit(work, COMMIT)).toMatchObject({
      error: { code: 'git.hook-failed', hook: 'commit-msg', output: 'too short' },
    });
    expect(await room.service.commit(work, { ...COMMIT, runHooks: false })).toMatchObject({ ok: true });
  });

  it('do not hang on a hook that asks: there is no terminal and nothing to read', async () => {
    const work = room.repository();
    room.write(join(work, 'file.txt'), 'x\n');
    const asks = 'read answer && exit 0; (read answer < /dev/tty) 2>/dev/null && exit 0; echo "nobody answers"; exit 1';
    room.hook(work, 'pre-commit', asks);
    expect(await room.service.commit(work, { ...COMMIT, all: true })).toMatchObject({
      error: { code: 'git.hook-failed', output: 'nobody answers' },
    });
  });

  it('are refused over conflicts, which are named', async () => {
    const work = room.repository();
    conflict(work);
    const expected = { ok: false, error: { code: 'git.conflict', files: ['file.txt'] } };
    expect(await room.service.commit(work, COMMIT)).toEqual(expected);
    expect(await room.service.commit(work, { ...COMMIT, all: true })).toEqual(expected);
    expect(await room.service.commit(work, { ...COMMIT, amend: true })).toMatchObject({ ok: false });
    room.write(join(work, 'file.txt'), 'settled by hand\n');
    expect(await room.service.abortOperation(work)).toEqual({ ok: true, value: null });
    expect(room.shell(work, 'status', '--short')).toBe('');
    expect(room.kept).toEqual([`merge in ${work}: settled by hand\n`]);
    expect(room.wrote).toEqual([work]);
  });
});

describe('the stash', () => {
  it('takes changes away and brings them back, staged ones staged, by what it is and not where it stands', async () => {
    const work = room.repository();
    room.write(join(work, 'file.txt'), 'staged\n');
    room.shell(work, 'add', '.');
    room.write(join(work, 'new'), 'x\n');
    expect(await room.service.stash(work, { message: 'Half done', untracked: true })).toEqual({
      ok: true,
      value: null,
    });
    expect(room.shell(work, 'status', '--short')).toBe('');
    expect(await room.service.stash(work, { message: '', untracked: true })).toEqual({
      ok: false,
      error: { code: 'git.nothing-to-stash' },
    });
    const listed = await room.service.stashes(work);
    expect(listed).toMatchObject({ value: [{ index: 0, message: 'On main: Half done' }] });
    const first = listed.ok ? (listed.value[0]?.commit ?? '') : '';
    room.write(join(work, 'file.txt'), 'another\n');
    await room.service.stash(work, { message: 'Another', untracked: false });
    expect(await room.service.applyStash(work, first, true)).toEqual({ ok: true, value: null });
    expect(room.shell(work, 'status', '--short')).toBe('M  file.txt\n?? new');
    expect(readFileSync(join(work, 'file.txt'), 'utf8')).toBe('staged\n');
    expect(await room.service.stashes(work)).toMatchObject({ value: [{ message: 'On main: Another' }] });
    expect(room.kept).toEqual([`stash ${first}`]);
    expect(await room.service.dropStash(work, first)).toEqual({
      ok: false,
      error: { code: 'git.unknown-revision', revision: first },
    });
  });

  it('keeps a stash that does not go in, and overwrites nothing', async () => {
    const work = room.repository();
    room.write(join(work, 'file.txt'), 'stashed\n');
    room.write(join(work, 'new'), 'stashed\n');
    await room.service.stash(work, { message: '', untracked: true });
    const listed = await room.service.stashes(work);
    const commit = listed.ok ? (listed.value[0]?.commit ?? '') : '';
    room.write(join(work, 'file.txt'), 'mine\n');
    expect(await room.service.applyStash(work, commit, true)).toEqual({
      ok: false,
      error: { code: 'git.would-overwrite', files: ['file.txt'] },
    });
    room.shell(work, 'commit', '--quiet', '-am', 'Mine');
    room.write(join(work, 'new'), 'mine\n');
    expect(await room.service.applyStash(work, commit, true)).toMatchObject({ ok: false });
    expect(readFileSync(join(work, 'new'), 'utf8')).toBe('mine\n');
    rmSync(join(work, 'new'));
    room.shell(work, 'reset', '--quiet', '--hard');
    expect(await room.service.applyStash(work, commit, true)).toEqual({
      ok: false,
      error: { code: 'git.conflict', files: ['file.txt'] },
    });
    expect(await room.service.stashes(work)).toMatchObject({ value: [{ commit }] });
    expect(room.kept).toEqual([]);
  });
});

it('makes a repository, on the branch the user’s configuration names, else on main', async () => {
  const [plain, own] = [room.folder('plain'), room.folder('own')];
  expect(await room.service.branches(plain, ALL)).toEqual({
    ok: false,
    error: { code: 'git.no-repository', path: plain },
  });
  writeFileSync(join(room.home, '.gitconfig'), '');
  await room.service.init(plain);
  writeFileSync(join(room.home, '.gitconfig'), '[init]\n\tdefaultBranch = trunk\n');
  await room.service.init(own);
  expect([plain, own].map((path) => room.shell(path, 'symbolic-ref', 'HEAD'))).toEqual([
    'refs/heads/main',
    'refs/heads/trunk',
  ]);
  expect(await room.service.switchBranch(join(room.root, 'none'), 'x')).toMatchObject({
    error: { code: 'path.missing' },
  });
  const bare = room.folder('bare.git');
  room.shell(bare, 'init', '--quiet', '--bare');
  expect(await room.service.stashes(bare)).toEqual({ ok: false, error: { code: 'git.bare', path: bare } });
});

/** Leaves a merge in progress that conflicts in `file.txt`. */
function conflict(work: string): void {
  room.shell(work, 'switch', '--quiet', '-c', 'theirs');
  room.write(join(work, 'file.txt'), 'theirs\n');
  room.shell(work, 'commit', '--quiet', '-am', 'Theirs');
  room.shell(work, 'switch', '--quiet', 'main');
  room.write(join(work, 'file.txt'), 'ours\n');
  room.shell(work, 'commit', '--quiet', '-am', 'Ours');
  expect(() => room.shell(work, 'merge', 'theirs')).toThrow();
}
