import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parseDiff } from '../../../src-shared/model/hunks.ts';
import {
  createPlayground,
  createReview,
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
  rig = await createReview(playground);
  review = reviewOf(rig, repository.folder);
});
afterEach(async () => {
  await rig.dispose();
  playground.remove();
});

it('stops on its way and tells which snapshot has all of it', async () => {
  const { init, write, commit, folder } = repository;
  init();
  write('f.txt', 'a\n');
  commit('one');
  write('f.txt', 'b\n');
  rig.whileTaking(() => write('.git/index.lock', ''));
  const half = { code: 'review.half-reverted', snapshotId: 's1' };
  expect(
    await rig.service.revert(review.place, {
      kind: 'files',
      files: [{ section: 'unstaged', path: 'f.txt' }],
    }),
  ).toMatchObject({ error: half });
  rmSync(join(folder, '.git/index.lock'));
});

it('does not write over what came to a file meanwhile', async () => {
  const { init, write } = repository;
  init();
  write('new.txt', 'one\ntwo\n');
  rig.whileTaking(() => write('new.txt', 'one\ntwo\nthree\n'));
  const target = await review.lines('untracked', 'new.txt', ({ patch }) =>
    parseDiff(patch).hunks.flatMap(({ lines }) =>
      lines.flatMap(({ text, offset }) => (text === 'two' ? [offset] : [])),
    ),
  );
  expect(await rig.service.revert(review.place, target)).toEqual({
    ok: false,
    error: { code: 'review.stale', path: 'new.txt' },
  });
  expect(readFileSync(join(repository.folder, 'new.txt'), 'utf8')).toBe('one\ntwo\nthree\n');
});

it('keeps lines in a snapshot that only the index has when whole files are staged or unstaged, and no others', async () => {
  const { init, write, commit, git } = repository;
  init();
  write('f.txt', 'a\n');
  commit('one');
  const target = (section: 'staged' | 'unstaged') => ({ kind: 'files' as const, files: [{ section, path: 'f.txt' }] });
  write('f.txt', 'a\nb\n');
  git(['add', 'f.txt']);
  write('f.txt', 'a\nb\nc\n');
  expect(await rig.service.unstage(review.place, target('staged'))).toMatchObject({ ok: true });
  expect(await rig.service.stage(review.place, target('unstaged'))).toMatchObject({ ok: true });
  expect(rig.taken).toEqual([]);
  write('f.txt', 'a\nd\n');
  expect(await rig.service.unstage(review.place, target('staged'))).toMatchObject({ ok: true });
  git(['add', 'f.txt']);
  write('f.txt', 'a\ne\n');
  expect(await rig.service.stage(review.place, target('unstaged'))).toMatchObject({ ok: true });
  expect(rig.taken).toEqual(['Staged: f.txt', 'Staged: f.txt']);
});

it('does not take a folder of ignored files away for the file that was there', async () => {
  const { init, write, commit, git } = repository;
  init();
  write('.gitignore', '*.log\n');
  write('out', 'tracked\n');
  commit('one');
  rmSync(join(repository.folder, 'out'));
  write('out/run.log', 'only here\n');
  const reverted = await rig.service.revert(review.place, {
    kind: 'files',
    files: [{ section: 'unstaged', path: 'out' }],
  });
  expect(readFileSync(join(repository.folder, 'out/run.log'), 'utf8')).toBe('only here\n');
  expect(reverted).toEqual({ ok: false, error: { code: 'git.would-overwrite', files: ['out/run.log'] } });
  expect([git(['status', '--porcelain']), rig.taken]).toEqual([' D out', []]);
});

it('sees ignored files whose names are no UTF-8', async () => {
  const { init, write, commit, folder } = repository;
  init();
  write('.gitignore', '*.log\n');
  write('out', 'tracked\n');
  commit('one');
  rmSync(join(folder, 'out'));
  const odd = Buffer.concat([Buffer.from(join(folder, 'out/')), Buffer.from([0xff]), Buffer.from('.log')]);
  mkdirSync(join(folder, 'out'));
  writeFileSync(odd, 'only here\n');
  expect(await rig.service.revert(review.place, { kind: 'all' })).toMatchObject({
    error: { code: 'git.would-overwrite' },
  });
  expect(readFileSync(odd, 'utf8')).toBe('only here\n');
});

it('makes a file of a folder again, and a folder of a file, where all that is in the way goes with it', async () => {
  const { init, write, commit, folder, git } = repository;
  init();
  write('out', 'tracked\n');
  write('dir/f.txt', 'tracked\n');
  commit('one');
  rmSync(join(folder, 'out'));
  rmSync(join(folder, 'dir'), { recursive: true });
  write('out/new.txt', 'new\n');
  write('dir', 'new\n');
  expect(await rig.service.revert(review.place, { kind: 'all' })).toMatchObject({ ok: true });
  expect(git(['status', '--porcelain'])).toBe('');
  expect([readFileSync(join(folder, 'out'), 'utf8'), readFileSync(join(folder, 'dir/f.txt'), 'utf8')]).toEqual([
    'tracked\n',
    'tracked\n',
  ]);
});

it('does not write over what came to whole files meanwhile', async () => {
  const { init, write, commit } = repository;
  init();
  write('f.txt', 'a\n');
  commit('one');
  write('f.txt', 'b\n');
  write('new.txt', 'one\n');
  rig.whileTaking(() => {
    write('f.txt', 'b\nlater\n');
    write('new.txt', 'one\nlater\n');
  });
  for (const file of [
    { section: 'unstaged', path: 'f.txt' },
    { section: 'untracked', path: 'new.txt' },
  ] as const) {
    expect(await rig.service.revert(review.place, { kind: 'files', files: [file] })).toEqual({
      ok: false,
      error: { code: 'review.stale', path: file.path },
    });
    expect(readFileSync(join(repository.folder, file.path), 'utf8')).toContain('later');
  }
});
