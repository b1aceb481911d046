import { readFileSync, rmSync } from 'node:fs';
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
