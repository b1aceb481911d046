import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ThreadId, TurnId } from '../../../src-shared/model/ids.ts';
import type { ChangedFile, ReviewScope } from '../../../src-shared/model/review.ts';
import { PNG } from '../files/testing/sample-images.ts';
import {
  createPlayground,
  createReview,
  must,
  reviewOf,
  type Playground,
  type Repository,
  type ReviewRig,
} from './testing/review-rig.ts';

let playground: Playground;
let repository: Repository;
let rig: ReviewRig;
let review: ReturnType<typeof reviewOf>;
beforeEach(async () => {
  playground = createPlayground();
  repository = playground.repository('r');
  repository.init();
  rig = await createReview(playground);
  review = reviewOf(rig, repository.folder);
});
afterEach(async () => {
  await rig.dispose();
  playground.remove();
});

const threadId = 'thread' as ThreadId;
const brief = ({ path, change, additions, deletions }: ChangedFile) => `${path} ${change} +${additions} -${deletions}`;
const list = async (scope: ReviewScope) => {
  const { files, base, empty } = await review.state(scope);
  return { files: files.map(brief), base, empty };
};
const changed = (path: string) => [{ section: 'changed' as const, path }];

describe('a branch', () => {
  it('is compared with where it left the default branch, uncommitted work included', async () => {
    const { write, commit, git, folder } = repository;
    write('a.txt', 'a\nb\nc\nd\ne\n');
    write('b.txt', 'b\n');
    commit('one');
    git(['switch', '-q', '-c', 'feature']);
    git(['mv', 'a.txt', 'z.txt']);
    commit('moved');
    git(['switch', '-q', 'main']);
    write('main.txt', 'not of the branch\n');
    commit('meanwhile');
    git(['switch', '-q', 'feature']);
    write('z.txt', 'a\nb\nc\nd\ne\nf\n');
    rmSync(join(folder, 'b.txt'));
    write('new.txt', 'n\n');
    expect(await list({ kind: 'branch', base: null })).toEqual({
      files: ['b.txt deleted +0 -1', 'new.txt added +1 -0', 'z.txt renamed +1 -0'],
      base: 'main',
      empty: null,
    });
    const scope: ReviewScope = { kind: 'branch', base: 'main' };
    const diffs = await review.diffs([...changed('z.txt'), ...changed('new.txt')], {}, scope);
    expect(diffs.map(({ patch }) => patch.slice(patch.indexOf('@@')))).toEqual([
      '@@ -3,3 +3,4 @@ b\n c\n d\n e\n+f\n',
      '@@ -0,0 +1 @@\n+n\n',
    ]);
    expect(
      await must(rig.service.contents({ ...review.place, scope }, { section: 'changed', path: 'z.txt' })),
    ).toMatchObject({
      old: 'a\nb\nc\nd\ne\n',
      new: 'a\nb\nc\nd\ne\nf\n',
    });
  });

  it('that is not there is said so', async () => {
    const { write, commit } = repository;
    write('a.txt', 'a\n');
    commit('one');
    await expect(review.state({ kind: 'branch', base: 'nope' })).rejects.toThrow(
      JSON.stringify({ code: 'git.unknown-revision', revision: 'nope' }),
    );
  });
});

describe('a commit', () => {
  it('is compared with its first parent, the first one with nothing', async () => {
    const { write, commit, git } = repository;
    write('a.txt', 'a\n');
    commit('one');
    write('a.txt', 'b\n');
    commit('two: größer');
    write('a.txt', 'uncommitted\n');
    const [second = '', first = ''] = git(['log', '--format=%H']).split('\n');
    expect(await list({ kind: 'commit', commit: second })).toEqual({
      files: ['a.txt modified +1 -1'],
      base: 'two: größer',
      empty: null,
    });
    expect(await list({ kind: 'commit', commit: first.slice(0, 10) })).toMatchObject({ files: ['a.txt added +1 -0'] });
  });
});

describe('a turn', () => {
  it('is what its trees tell, and the last one is found', async () => {
    const { write, git } = repository;
    const trees = ['one\n', 'two\n', 'two\nthree\n'].map((text) => {
      write('a.txt', text);
      git(['add', 'a.txt']);
      return git(['write-tree']);
    });
    expect((await list({ kind: 'lastTurn', threadId })).empty).toBe('no-turn');
    const turnId = 't1' as TurnId;
    expect((await list({ kind: 'turn', threadId, turnId })).empty).toBe('not-recorded');
    rig.turns.set(turnId, { before: trees[0] ?? '', after: trees[1] ?? '' });
    rig.turns.set('t2' as TurnId, { before: trees[1] ?? '', after: trees[2] ?? '' });
    expect((await list({ kind: 'turn', threadId, turnId })).files).toEqual(['a.txt modified +1 -1']);
    expect((await list({ kind: 'lastTurn', threadId })).files).toEqual(['a.txt modified +1 -0']);
  });
});

it('a linked worktree and a folder inside it show that worktree', async () => {
  const { write, commit, git } = repository;
  write('sub/a.txt', 'a\n');
  commit('one');
  git(['worktree', 'add', '-q', '--detach', '../linked']);
  repository.write('../linked/sub/a.txt', 'b\n');
  const linked = join(playground.base, 'linked');
  const state = await reviewOf(rig, join(linked, 'sub')).state();
  expect(state).toMatchObject({ root: linked, files: [{ path: 'sub/a.txt', additions: 1 }] });
  await must(rig.service.stage(reviewOf(rig, join(linked, 'sub')).place, { kind: 'all' }));
  expect(git(['-C', linked, 'status', '--porcelain'])).toBe('M  sub/a.txt');
});

it('submodules tell where they moved, images are served, and large files of LFS are known', async () => {
  const { write, commit, git } = repository;
  const inner = playground.repository('inner');
  inner.init();
  inner.write('x', 'x\n');
  inner.commit('inner one');
  git(['-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.folder, 'sub']);
  write('.gitattributes', '*.big filter=lfs diff=lfs -text\n');
  write('p.png', PNG);
  commit('one');
  const from = git(['-C', 'sub', 'rev-parse', 'HEAD']);
  repository.write('sub/x', 'y\n');
  git(['-C', 'sub', 'commit', '-q', '-a', '-m', 'inner two']);
  const to = git(['-C', 'sub', 'rev-parse', 'HEAD']);
  write('m.big', 'version https://git-lfs.github.com/spec/v1\n');
  const other = Buffer.concat([PNG, Buffer.from([1])]);
  write('p.png', other);
  const { files } = await review.state();
  expect(files.map(({ path, kind }) => [path, kind])).toEqual([
    ['p.png', 'image'],
    ['sub', 'submodule'],
    ['m.big', 'lfs'],
  ]);
  const diff = await review.diff('unstaged', 'sub');
  expect(diff).toMatchObject({ patch: '', submodule: { from, to } });
  expect(diff.submodule?.log).toEqual([`> ${to.slice(0, 7)} inner two`]);
  const image = (side: 'old' | 'new') =>
    must(
      rig.service.image(
        { ...review.place, scope: { kind: 'uncommitted' } },
        { section: 'unstaged', path: 'p.png' },
        side,
      ),
    );
  const [old, now] = [await image('old'), await image('new')];
  expect([old?.bytes, now?.bytes, old?.url === now?.url]).toEqual([PNG.length, other.length, false]);
  repository.write('sub/x', 'dirty\n');
  expect((await review.find('unstaged', 'sub')).fingerprint).not.toBe(diff.fingerprint);
});

it('the fingerprint changes with the diff and not with the times of the file, and staging keeps it', async () => {
  const { write, commit } = repository;
  write('a.txt', 'a\n');
  commit('one');
  write('a.txt', 'b\n');
  const first = await review.find('unstaged', 'a.txt');
  write('a.txt', 'c\n');
  const second = await review.find('unstaged', 'a.txt');
  write('a.txt', 'b\n');
  const third = await review.find('unstaged', 'a.txt');
  expect([second.fingerprint === first.fingerprint, third.fingerprint === first.fingerprint]).toEqual([false, true]);
  const scope = { kind: 'uncommitted' } as const;
  await must(
    rig.service.setViewed({ ...review.place, scope }, { section: 'unstaged', path: 'a.txt' }, third.fingerprint, true),
  );
  expect((await review.find('unstaged', 'a.txt')).viewed).toBe(true);
  await must(rig.service.stage(review.place, { kind: 'all' }));
  expect(await review.find('staged', 'a.txt')).toMatchObject({ viewed: true, fingerprint: third.fingerprint });
  write('a.txt', 'd\n');
  expect((await review.find('unstaged', 'a.txt')).viewed).toBe(false);
  const reopened = await createReview(playground);
  // Kept on the disk.
  expect((await reviewOf(reopened, repository.folder).find('staged', 'a.txt')).viewed).toBe(true);
  await reopened.dispose();
});

it('no more files are listed than anybody reads, and the rest is counted', async () => {
  for (let n = 0; n < 5_100; n++) repository.write(`many/${String(n).padStart(5, '0')}.txt`, 'x\n');
  const state = await review.state();
  expect([state.files.length, state.truncated, state.files[0]?.path]).toEqual([5_000, true, 'many/00000.txt']);
  await must(rig.service.stage(review.place, { kind: 'all' }));
  expect(repository.git(['ls-files']).split('\n')).toHaveLength(5_100);
  await must(rig.service.unstage(review.place, { kind: 'all' }));
  expect(repository.git(['ls-files'])).toBe('');
}, 120_000);
