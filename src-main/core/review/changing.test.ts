import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChangeTarget } from '../../../src-shared/contract/review.ts';
import { parseDiff } from '../../../src-shared/model/hunks.ts';
import type { FileDiff, ReviewSection } from '../../../src-shared/model/review.ts';
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
  rig = await createReview(playground);
  review = reviewOf(rig, repository.folder);
});
afterEach(async () => {
  await rig.dispose();
  playground.remove();
});

/** Offsets of changed lines with these texts. */
const saying =
  (...texts: readonly string[]) =>
  ({ patch }: FileDiff): number[] =>
    parseDiff(patch).hunks.flatMap(({ lines }) =>
      lines.flatMap(({ kind, text, offset }) =>
        (kind === 'added' || kind === 'deleted') && texts.includes(text) ? [offset] : [],
      ),
    );
const everything = ({ patch }: FileDiff): number[] =>
  parseDiff(patch).hunks.flatMap(({ lines }) => lines.map(({ offset }) => offset));
const files = (section: ReviewSection, ...paths: readonly string[]): ChangeTarget => ({
  kind: 'files',
  files: paths.map((path) => ({ section, path })),
});
const stage = async (target: ChangeTarget) => must(rig.service.stage(review.place, target));
const unstage = async (target: ChangeTarget) => must(rig.service.unstage(review.place, target));
const revert = async (target: ChangeTarget) => must(rig.service.revert(review.place, target));
const status = () => repository.git(['status', '--porcelain', '-uall']).split('\n').filter(Boolean);
const onDisk = (path: string) => readFileSync(join(repository.folder, path), 'utf8');
const inIndex = (path: string) => repository.gitBytes(['cat-file', 'blob', `:${path}`]).toString('utf8');

describe('files', () => {
  it('are staged and unstaged by section, gone, moved, linked and executable ones as well', async () => {
    const { init, write, commit, git, folder } = repository;
    init();
    for (const name of ['a', 'b', 'c', 'd', 'mode', 'to-link']) write(`${name}.txt`, `${name}\n`.repeat(9));
    write('dir', 'a file\n');
    commit('one');
    write('a.txt', 'A\n');
    rmSync(join(folder, 'b.txt'));
    chmodSync(join(folder, 'mode.txt'), 0o755);
    rmSync(join(folder, 'to-link.txt'));
    symlinkSync('a.txt', join(folder, 'to-link.txt'));
    rmSync(join(folder, 'dir'));
    write('dir/inside.txt', 'now a folder\n');
    git(['mv', 'c.txt', 'moved.txt']);
    write('new ü.txt', 'n\n');
    const before = status();
    await stage({ kind: 'all' });
    const all = git(['diff', '--cached', '--raw', '-M']);
    git(['add', '-A']);
    expect(git(['diff', '--cached', '--raw', '-M'])).toBe(all);
    await unstage({ kind: 'all' });
    expect(git(['diff', '--cached', '--raw'])).toBe('');
    git(['add', '-A', 'c.txt', 'moved.txt']);
    expect(status()).toEqual(before);
    await stage(files('unstaged', 'b.txt', 'to-link.txt', 'mode.txt', 'a.txt'));
    await stage(files('untracked', 'new ü.txt', 'not there.txt'));
    expect(status()).toEqual([
      'M  a.txt',
      'D  b.txt',
      ' D dir',
      'M  mode.txt',
      'R  c.txt -> moved.txt',
      'A  "new \\303\\274.txt"',
      'T  to-link.txt',
      '?? dir/inside.txt',
    ]);
    await unstage(files('staged', 'moved.txt', 'a.txt'));
    expect(git(['diff', '--cached', '--name-status', '-M']).split('\n')).toEqual([
      'D\tb.txt',
      'M\tmode.txt',
      'A\t"new \\303\\274.txt"',
      'T\tto-link.txt',
    ]);
  });

  it('are unstaged before the first commit', async () => {
    const { init, write, git } = repository;
    init();
    write('a.txt', 'a\n');
    write('b.txt', 'b\n');
    await stage({ kind: 'all' });
    await unstage(files('staged', 'a.txt'));
    expect(git(['ls-files'])).toBe('b.txt');
    await unstage({ kind: 'all' });
    expect(status()).toEqual(['?? a.txt', '?? b.txt']);
  });

  it('keep what was meant to be added when others are unstaged', async () => {
    const { init, write, commit, git } = repository;
    init();
    write('a.txt', 'a\n');
    commit('one');
    write('a.txt', 'b\n');
    write('meant.txt', 'm\n');
    git(['add', 'a.txt']);
    git(['add', '-N', 'meant.txt']);
    await unstage({ kind: 'all' });
    expect(status()).toEqual([' M a.txt', ' A meant.txt']);
    await stage(files('unstaged', 'meant.txt'));
    expect(inIndex('meant.txt')).toBe('m\n');
  });

  it('in conflict are settled when they are named, and not with all others', async () => {
    const { init, write, commit, git } = repository;
    init();
    write('f.txt', 'a\n');
    commit('one');
    git(['switch', '-q', '-c', 'other']);
    write('f.txt', 'b\n');
    commit('two');
    git(['switch', '-q', 'main']);
    write('f.txt', 'c\n');
    commit('three');
    expect(() => git(['merge', 'other'])).toThrow();
    write('more.txt', 'm\n');
    expect((await review.state()).files).toMatchObject([
      { section: 'conflicted', path: 'f.txt', change: 'unmerged' },
      { section: 'untracked', path: 'more.txt' },
    ]);
    expect((await review.diff('conflicted', 'f.txt')).patch).toContain('+<<<<<<< HEAD');
    expect(await rig.service.revert(review.place, files('conflicted', 'f.txt'))).toMatchObject({
      error: { code: 'review.not-stageable', reason: 'unmerged' },
    });
    await stage({ kind: 'all' });
    expect(status()).toEqual(['UU f.txt', 'A  more.txt']);
    await unstage({ kind: 'all' });
    expect(status()).toEqual(['UU f.txt', '?? more.txt']);
    write('f.txt', 'settled\n');
    await stage(files('conflicted', 'f.txt'));
    expect(status()).toEqual(['M  f.txt', '?? more.txt']);
  });
});

describe('lines', () => {
  it('of an untracked file are staged, the rest stays', async () => {
    const { init, write, git } = repository;
    init();
    git(['config', 'core.autocrlf', 'input']);
    write('new.txt', 'one\r\ntwo\r\nthree');
    await stage(await review.lines('untracked', 'new.txt', saying('one\r', 'three')));
    expect(inIndex('new.txt')).toBe('one\nthree');
    await stage(await review.lines('unstaged', 'new.txt', everything));
    expect(inIndex('new.txt')).toBe('one\ntwo\nthree');
    await unstage(await review.lines('staged', 'new.txt', everything));
    expect(status()).toEqual(['?? new.txt']);
    expect(onDisk('new.txt')).toBe('one\r\ntwo\r\nthree');
  });

  it('of a file only meant to be added are staged', async () => {
    const { init, write, git } = repository;
    init();
    write('new.txt', 'one\ntwo\n');
    git(['add', '-N', 'new.txt']);
    await stage(await review.lines('unstaged', 'new.txt', saying('two')));
    expect([inIndex('new.txt'), status()]).toEqual(['two\n', ['AM new.txt']]);
  });

  it('of a gone file are staged one by one, and the file goes with the last', async () => {
    const { init, write, commit, folder } = repository;
    init();
    write('f.txt', 'a\nb\n');
    commit('one');
    rmSync(join(folder, 'f.txt'));
    await stage(await review.lines('unstaged', 'f.txt', saying('a')));
    expect(inIndex('f.txt')).toBe('b\n');
    await stage(await review.lines('unstaged', 'f.txt', everything));
    expect(status()).toEqual(['D  f.txt']);
    await unstage(await review.lines('staged', 'f.txt', saying('b')));
    expect([inIndex('f.txt'), status()]).toEqual(['b\n', ['MD f.txt']]);
  });

  it('of a moved file are unstaged, and it stays moved', async () => {
    const { init, write, commit, git } = repository;
    init();
    write('old name.txt', 'a\nb\nc\nd\ne\nf\n');
    commit('one');
    git(['mv', 'old name.txt', 'new name.txt']);
    write('new name.txt', 'a\nB\nc\nd\ne\nf\ng\n');
    git(['add', '-A']);
    await unstage(await review.lines('staged', 'new name.txt', saying('b', 'B')));
    expect(git(['diff', '--cached', '--name-status', '-M'])).toBe('R085\told name.txt\tnew name.txt');
    expect(inIndex('new name.txt')).toBe('a\nb\nc\nd\ne\nf\ng\n');
  });

  it('leave a change of mode to the file', async () => {
    const { init, write, commit, git, folder } = repository;
    init();
    write('f.sh', 'a\n');
    commit('one');
    write('f.sh', 'a\nb\n');
    chmodSync(join(folder, 'f.sh'), 0o755);
    await stage(await review.lines('unstaged', 'f.sh', everything));
    expect([inIndex('f.sh'), git(['ls-files', '-s', 'f.sh']).slice(0, 6)]).toEqual(['a\nb\n', '100644']);
    await stage(files('unstaged', 'f.sh'));
    expect(status()).toEqual(['M  f.sh']);
  });

  it('are staged from a diff without white space, and without context', async () => {
    const { init, write, commit } = repository;
    init();
    write('f.txt', 'a\nb\nc\nd\ne\n');
    commit('one');
    write('f.txt', '  a\nB\n c\nd\nE\nf\n');
    const ignoring = { whitespace: 'ignore', context: 1 } as const;
    await stage(await review.lines('unstaged', 'f.txt', saying('b', 'B'), ignoring));
    expect(inIndex('f.txt')).toBe('a\nB\nc\nd\ne\n');
    await stage(await review.lines('unstaged', 'f.txt', saying('f'), { context: 0 }));
    expect(inIndex('f.txt')).toBe('a\nB\nc\nd\ne\nf\n');
    await unstage(await review.lines('staged', 'f.txt', saying('b', 'B'), { context: 0, whitespace: 'ignore' }));
    expect(inIndex('f.txt')).toBe('a\nb\nc\nd\ne\nf\n');
  });

  it('are refused when the diff is another one than the one that was looked at', async () => {
    const { init, write, commit } = repository;
    init();
    write('f.txt', 'a\nb\n');
    commit('one');
    write('f.txt', 'a\nc\n');
    const target = await review.lines('unstaged', 'f.txt', everything);
    write('f.txt', 'a\nd\n');
    const stale = { ok: false, error: { code: 'review.stale', path: 'f.txt' } };
    expect(await rig.service.stage(review.place, target)).toEqual(stale);
    expect(await rig.service.revert(review.place, target)).toEqual(stale);
    expect([onDisk('f.txt'), inIndex('f.txt'), rig.taken]).toEqual(['a\nd\n', 'a\nb\n', []]);
  });

  it('are no lines in binary files and submodules', async () => {
    const { init, write, commit } = repository;
    init();
    write('data', Buffer.from([0, 1]));
    commit('one');
    write('data', Buffer.from([0, 2]));
    const { fingerprint } = await review.find('unstaged', 'data');
    const target = {
      kind: 'lines',
      file: { section: 'unstaged', path: 'data' },
      fingerprint,
      whitespace: 'show',
      context: 3,
      lines: [0],
    } as const;
    expect(await rig.service.stage(review.place, { ...target, lines: [0] })).toMatchObject({
      error: { code: 'review.not-stageable', reason: 'binary' },
    });
  });
});

describe('a revert', () => {
  it('takes chosen lines out of the working tree after a snapshot, and leaves the index', async () => {
    const { init, write, commit, git } = repository;
    init();
    write('f.txt', 'a\nb\nc\n');
    commit('one');
    write('f.txt', 'a\nS\nc\n');
    git(['add', 'f.txt']);
    write('f.txt', 'a\nS\nc\nU\nV\n');
    const { snapshotId } = await revert(await review.lines('unstaged', 'f.txt', saying('U')));
    expect([onDisk('f.txt'), inIndex('f.txt'), snapshotId, rig.taken]).toEqual([
      'a\nS\nc\nV\n',
      'a\nS\nc\n',
      's1',
      ['f.txt'],
    ]);
  });

  it('keeps the line ends that the working tree has', async () => {
    const { init, write, commit, git } = repository;
    init();
    git(['config', 'core.autocrlf', 'true']);
    write('f.txt', 'a\r\nb\r\nc\r\n');
    commit('one');
    write('f.txt', 'a\r\nB\r\nc\r\nd\r\n');
    await revert(await review.lines('unstaged', 'f.txt', saying('b', 'B')));
    expect(onDisk('f.txt')).toBe('a\r\nb\r\nc\r\nd\r\n');
  });

  it('brings files back, removes new ones and their empty folders, and leaves what is staged', async () => {
    const { init, write, commit, git, folder } = repository;
    init();
    for (const name of ['changed', 'gone', 'mode', 'staged']) write(`${name}.txt`, `${name}\n`);
    commit('one');
    write('staged.txt', 'S\n');
    git(['add', 'staged.txt']);
    write('changed.txt', 'x\n');
    rmSync(join(folder, 'gone.txt'));
    chmodSync(join(folder, 'mode.txt'), 0o755);
    write('deep/er/new.txt', 'n\n');
    write('deep/meant.txt', 'm\n');
    git(['add', '-N', 'deep/meant.txt']);
    mkdirSync(join(folder, 'nested'));
    playground.repository('r/nested/inner').init();
    repository.write('nested/inner/x', 'x\n');
    await revert({ kind: 'all' });
    expect([status(), existsSync(join(folder, 'deep')), existsSync(join(folder, 'nested/inner/x'))]).toEqual([
      ['M  staged.txt', '?? nested/inner/'],
      false,
      true,
    ]);
    expect([onDisk('changed.txt'), onDisk('gone.txt'), statSync(join(folder, 'mode.txt')).mode & 0o111]).toEqual([
      'changed\n',
      'gone\n',
      0,
    ]);
    expect(rig.taken).toHaveLength(1);
  });

  it('of lines of an untracked file leaves the others, and of all of them none', async () => {
    const { init, write, folder } = repository;
    init();
    write('new.txt', 'one\r\ntwo\nthree');
    await revert(await review.lines('untracked', 'new.txt', saying('two')));
    expect(onDisk('new.txt')).toBe('one\r\nthree');
    await revert(await review.lines('untracked', 'new.txt', everything));
    expect(existsSync(join(folder, 'new.txt'))).toBe(false);
  });

  it('of a staged change takes it out of both, or refuses when it was changed again', async () => {
    const { init, write, commit, git } = repository;
    init();
    const text = Array.from({ length: 30 }, (_, line) => `${line}\n`);
    const with_ = (changes: Readonly<Record<number, string>>) => text.map((line, at) => changes[at] ?? line).join('');
    write('f.txt', with_({}));
    write('data', Buffer.from([0, 1]));
    commit('one');
    write('f.txt', with_({ 5: 'staged\n', 10: 'too\n' }));
    write('data', Buffer.from([0, 2]));
    write('new.txt', 'n\n');
    git(['add', '-A']);
    write('f.txt', with_({ 5: 'staged\n', 10: 'too\n', 25: 'unstaged\n' }));
    await revert(await review.lines('staged', 'f.txt', saying('staged', '5')));
    expect([onDisk('f.txt'), inIndex('f.txt')]).toEqual([
      with_({ 10: 'too\n', 25: 'unstaged\n' }),
      with_({ 10: 'too\n' }),
    ]);
    write('f.txt', with_({ 10: 'again\n', 25: 'unstaged\n' }));
    expect(await rig.service.revert(review.place, files('staged', 'f.txt', 'data'))).toEqual({
      ok: false,
      error: { code: 'git.conflict', files: ['f.txt'] },
    });
    expect([status(), rig.taken]).toEqual([['M  data', 'MM f.txt', 'A  new.txt'], ['f.txt']]);
    await revert(files('staged', 'data', 'new.txt'));
    expect(status()).toEqual(['MM f.txt']);
    await revert({
      kind: 'files',
      files: [
        { section: 'staged', path: 'f.txt' },
        { section: 'unstaged', path: 'f.txt' },
      ],
    });
    expect([status(), onDisk('f.txt')]).toEqual([[], with_({})]);
  });

  it('happens only when the snapshot could be taken', async () => {
    const { init, write, commit } = repository;
    init();
    write('f.txt', 'a\n');
    commit('one');
    write('f.txt', 'b\n');
    const error = { code: 'snapshot.failed', path: repository.folder, reason: 'disk full' } as const;
    rig.refuseSnapshots(error);
    expect(await rig.service.revert(review.place, { kind: 'all' })).toEqual({ ok: false, error });
    expect(onDisk('f.txt')).toBe('b\n');
  });

  it('is for uncommitted changes only', async () => {
    const { init } = repository;
    init();
    expect(await rig.service.revert(review.place, files('changed', 'f.txt'))).toEqual({
      ok: false,
      error: { code: 'review.not-stageable', path: 'f.txt', reason: 'scope' },
    });
  });
});
