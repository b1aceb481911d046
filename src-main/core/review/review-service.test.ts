import { chmodSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChangedFile } from '../../../src-shared/model/review.ts';
import { PNG } from '../files/testing/sample-images.ts';
import {
  createPlayground,
  createReview,
  must,
  reviewOf,
  serverId,
  type Playground,
  type Repository,
  type ReviewRig,
} from './testing/review-rig.ts';

let playground: Playground;
let repository: Repository;
let rig: ReviewRig;
beforeEach(async () => {
  playground = createPlayground();
  repository = playground.repository('r');
  rig = await createReview(playground);
});
afterEach(async () => {
  await rig.dispose();
  playground.remove();
});

const brief = ({ section, path, change, additions, deletions, kind }: ChangedFile) =>
  `${section} ${path} ${change} +${additions} -${deletions}${kind === 'text' ? '' : ` ${kind}`}`;
const listOf = async () => (await reviewOf(rig, repository.folder).state()).files.map(brief);

describe('uncommitted changes', () => {
  it('are listed by section, with what they are', async () => {
    const { init, write, commit, git, folder } = repository;
    init();
    write('kept.txt', 'a\nb\nc\n');
    write('moved.txt', 'one\ntwo\nthree\nfour\n');
    write('mode.sh', '#!/bin/sh\n');
    write('link', 'file that becomes a link\n');
    write('gone.txt', 'x\n');
    write('image.png', PNG);
    commit('one');
    write('kept.txt', 'a\nB\nc\n');
    git(['add', 'kept.txt']);
    write('kept.txt', 'a\nB\nc\nd\n');
    renameSync(join(folder, 'moved.txt'), join(folder, 'new name.txt'));
    git(['add', '-A', 'moved.txt', 'new name.txt']);
    chmodSync(join(folder, 'mode.sh'), 0o755);
    rmSync(join(folder, 'link'));
    symlinkSync('kept.txt', join(folder, 'link'));
    rmSync(join(folder, 'gone.txt'));
    write('image.png', Buffer.concat([PNG, Buffer.from([0])]));
    write('sub/größe "x".txt', 'new\nfile');
    write('data.bin', Buffer.from([0, 1, 2]));
    write('meant.txt', 'm\n');
    git(['add', '-N', 'meant.txt']);
    const state = await reviewOf(rig, folder).state();
    expect(state.files.map(brief)).toEqual([
      'staged kept.txt modified +1 -1',
      'staged new name.txt renamed +0 -0',
      'unstaged gone.txt deleted +0 -1',
      'unstaged image.png modified +null -null image',
      'unstaged kept.txt modified +1 -0',
      'unstaged link typeChanged +1 -1 symlink',
      'unstaged meant.txt added +1 -0',
      'unstaged mode.sh modified +0 -0',
      'untracked data.bin added +null -null binary',
      'untracked sub/größe "x".txt added +2 -0',
    ]);
    expect(state).toMatchObject({ root: folder, truncated: false, additions: 6, deletions: 3, empty: null });
    expect(state.files.find(({ path }) => path === 'mode.sh')?.modes).toEqual({ from: '100644', to: '100755' });
    expect(state.files.find(({ path }) => path === 'new name.txt')?.oldPath).toBe('moved.txt');
  });

  it('are shown before the first commit, and nothing is touched by looking', async () => {
    const { init, write, git, folder } = repository;
    init();
    write('a.txt', 'a\n');
    git(['add', 'a.txt']);
    write('b.txt', 'b\n');
    expect(await listOf()).toEqual(['staged a.txt added +1 -0', 'untracked b.txt added +1 -0']);
    const review = reviewOf(rig, folder);
    const [staged, untracked] = await review.diffs([
      { section: 'staged', path: 'a.txt' },
      { section: 'untracked', path: 'b.txt' },
    ]);
    expect([staged?.patch, untracked?.patch].map((patch) => patch?.slice(patch.indexOf('@@')))).toEqual([
      '@@ -0,0 +1 @@\n+a\n',
      '@@ -0,0 +1 @@\n+b\n',
    ]);
    expect(git(['status', '--porcelain'])).toBe('A  a.txt\n?? b.txt');
  });

  it('in a plain folder say that there is no Git', async () => {
    expect(await reviewOf(rig, repository.folder).state()).toMatchObject({ root: null, files: [], empty: 'no-git' });
  });

  it('of an unknown server are refused', async () => {
    const place = { serverId: 'other' as typeof serverId, folder: repository.folder };
    expect(await rig.service.stage(place, { kind: 'all' })).toEqual({
      ok: false,
      error: { code: 'server.unknown', serverId: 'other' },
    });
  });
});

describe('diffs', () => {
  it('are what git diff prints, odd names included, in the order asked for', async () => {
    const { init, write, commit, git, folder } = repository;
    init();
    const names = [
      'plain.txt',
      'with blank.txt',
      'größe.txt',
      'quote"d.txt',
      'tab\there.txt',
      'line\nbreak.txt',
      'b/a b/x',
    ];
    for (const name of names) write(name, 'a\nb\n');
    commit('one');
    for (const name of names) write(name, 'a\nc\n');
    const asked = names.toReversed().map((path) => ({ section: 'unstaged' as const, path }));
    const diffs = await reviewOf(rig, folder).diffs(asked);
    expect(diffs.map(({ path }) => path)).toEqual(names.toReversed());
    for (const { path, patch } of diffs) {
      expect(patch.trimEnd()).toBe(git(['diff', '--full-index', '--', path]));
    }
  });

  it('of an untracked file are what git diff --no-index prints', async () => {
    const { init, write, folder, git } = repository;
    init();
    const contents = { 'a b.txt': 'x\ny', 'ä"\t.txt': 'one\n', plain: 'a\r\nb\n', 'w/x.txt': '\n\n' };
    for (const [path, content] of Object.entries(contents)) write(path, content);
    const paths = Object.keys(contents);
    const diffs = await reviewOf(rig, folder).diffs(paths.map((path) => ({ section: 'untracked', path })));
    const expected = paths.map((path) => {
      git(['add', '-N', path]);
      return git(['diff', '--', path])
        .split('\n')
        .filter((line) => !line.startsWith('index '));
    });
    expect(diffs.map(({ patch }) => patch.trimEnd().split('\n'))).toEqual(expected);
  });

  it('show lines that are no UTF-8 as Windows-1252', async () => {
    const { init, write, commit, folder } = repository;
    init();
    write('latin.txt', Buffer.from('gr\xfc\xdfe\n', 'latin1'));
    commit('one');
    write('latin.txt', Buffer.from('größe\n', 'utf8'));
    const { patch } = await reviewOf(rig, folder).diff('unstaged', 'latin.txt');
    expect(patch.slice(patch.indexOf('@@'))).toBe('@@ -1 +1 @@\n-grüße\n+größe\n');
    const file = { section: 'unstaged', path: 'latin.txt' } as const;
    const contents = await must(rig.service.contents({ serverId, folder, scope: { kind: 'uncommitted' } }, file));
    expect([contents.old, contents.new]).toEqual(['grüße\n', 'größe\n']);
  });

  it('that are too large wait until they are asked for', async () => {
    const { init, write, commit, folder } = repository;
    init();
    write('many.txt', '');
    commit('one');
    write('many.txt', 'x\n'.repeat(20_001));
    const review = reviewOf(rig, folder);
    expect(await review.diff('unstaged', 'many.txt')).toMatchObject({
      patch: '',
      tooLarge: { bytes: 40_002, lines: 20_001 },
    });
    const whole = await review.diff('unstaged', 'many.txt', { whole: true });
    expect([whole.tooLarge, whole.patch.split('\n').length]).toEqual([null, 20_001 + 6]);
  });

  it('leave out what only white space tells apart, when asked to', async () => {
    const { init, write, commit, folder } = repository;
    init();
    write('a.txt', 'a\nb\nc\n');
    commit('one');
    write('a.txt', '  a\nb\nC\n');
    const { patch } = await reviewOf(rig, folder).diff('unstaged', 'a.txt', { whitespace: 'ignore' });
    expect(patch.slice(patch.indexOf('@@'))).toBe('@@ -1,3 +1,3 @@\n   a\n b\n-c\n+C\n');
  });
});
