import { existsSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RemovalOutcome } from '../../../src-shared/contract/worktrees.ts';
import type { Preparation, Worktree } from '../../../src-shared/model/worktree.ts';
import { gitIn, must, NO_CHOICES, put, type NewWorktreePlace } from './testing/demo-bench.ts';
import { createPlainBench, projectId, serverId, type PlainBench } from './testing/plain-bench.ts';
import type { WorktreeService } from './worktree-service.ts';

const context = { clientId: 'w' };
let bench: PlainBench;
let service: WorktreeService;
beforeEach(async () => {
  bench = createPlainBench();
  ({ service } = await bench.open());
});
afterEach(() => bench.close());

const begin = (place: Partial<NewWorktreePlace> = {}, text = 'hello\nmore') => {
  const all = { kind: 'newWorktree' as const, base: 'main', carryChanges: false, environment: null, ...place };
  return must(
    service.handlers.startThread(
      { projectId, parts: [{ kind: 'text', text }], choices: NO_CHOICES, place: all },
      context,
    ),
  );
};
const until = (wanted: (one: Preparation) => boolean, id: string) =>
  new Promise<Preparation>((resolve) => {
    const emit = (list: readonly Preparation[]) => {
      const found = list.find((one) => one.id === id && wanted(one));
      if (found) resolve(found);
    };
    service.handlers.watchPreparations({ serverId }, { emit, fail: () => undefined }, context);
  });
const settled = (id: string) => until((one) => one.state.kind !== 'running', id);
const start = async (place: Partial<NewWorktreePlace> = {}) => settled((await begin(place)).preparationId);
const made = async (place: Partial<NewWorktreePlace> = {}) => (await start(place)).path ?? '';
const worktreesUntil = (wanted: (list: readonly Worktree[]) => boolean) =>
  new Promise<readonly Worktree[]>((resolve) => {
    const emit = (list: readonly Worktree[]) => {
      if (!wanted(list)) return;
      resolve(list);
    };
    service.handlers.watch({ serverId }, { emit, fail: () => undefined }, context);
  });
const remove = (
  paths: readonly string[],
  agreed: string[] = [],
  runCleanup = true,
): Promise<readonly RemovalOutcome[]> =>
  must(service.handlers.remove({ serverId, paths: [...paths], agreed, runCleanup }, context));
const questionOf = (outcomes: readonly RemovalOutcome[]): string =>
  outcomes[0]?.kind === 'asks' ? outcomes[0].question : '';
const resolve = (preparationId: string, action: 'retry' | 'continue' | 'discard' | 'cancel') =>
  service.handlers.resolvePreparation({ preparationId, action }, context);
const environment = (setup: string, cleanup = '') =>
  put(bench.folder, {
    '.codex/environments/dev.toml': `[setup]\nscript = ${JSON.stringify(setup)}\n[cleanup]\nscript = ${JSON.stringify(cleanup)}\n`,
  });

describe('a preparation whose set-up script fails', () => {
  beforeEach(() =>
    environment('echo trying; test -e go', 'echo $CODEX_WORKTREE_PATH > "$CODEX_SOURCE_TREE_PATH/cleaned.log"'),
  );

  it('is tried again, and goes on where it stopped', async () => {
    const failed = await start({ environment: 'dev' });
    expect(failed).toMatchObject({
      title: 'hello',
      state: { kind: 'failed', step: 'setup', error: { code: 'worktree.setup-failed', exitCode: 1 } },
    });
    put(failed.path ?? '', { go: '' });
    await must(resolve(failed.id, 'retry'));
    const done = await until((one) => one.state.kind === 'done', failed.id);
    expect([done.output, done.path]).toEqual(['trying\ntrying\n', failed.path]);
  });
  it('goes on without it', async () => {
    const failed = await start({ environment: 'dev' });
    await must(resolve(failed.id, 'continue'));
    const done = await until((one) => one.state.kind === 'done', failed.id);
    expect(done.steps.map(({ state }) => state)).toEqual(['done', 'skipped', 'skipped', 'skipped', 'done']);
  });
  it('is discarded with the commits that were made there in a snapshot', async () => {
    const failed = await start({ environment: 'dev' });
    const path = failed.path ?? '';
    put(path, { 'mine.txt': 'committed' });
    gitIn(path, 'add', '.');
    gitIn(path, 'commit', '-qm', 'on no branch');
    await must(resolve(failed.id, 'discard'));
    const ref = gitIn(bench.folder, 'for-each-ref', '--format=%(refname)', 'refs/skein/snapshots').trim();
    expect(gitIn(bench.folder, 'log', '-1', '--format=%s', `${ref}^1`)).toBe('on no branch\n');
  });
  it('is discarded: the message is a draft again, what was written there is in a snapshot, and the clean-up ran', async () => {
    const failed = await start({ environment: 'dev' });
    const path = failed.path ?? '';
    put(path, { 'mine.txt': 'written meanwhile' });
    await must(resolve(failed.id, 'discard'));
    expect(existsSync(path)).toBe(false);
    expect(bench.drafts).toEqual([[{ kind: 'text', text: 'hello\nmore' }]]);
    const ref = gitIn(bench.folder, 'for-each-ref', '--format=%(refname)', 'refs/skein/snapshots').trim();
    expect(gitIn(bench.folder, 'show', `${ref}:mine.txt`)).toBe('written meanwhile');
    expect(readFileSync(join(bench.folder, 'cleaned.log'), 'utf8')).toBe(`${path}\n`);
    expect(await resolve(failed.id, 'retry')).toEqual({ ok: false, error: { code: 'preparation.gone' } });
  });
});

it('is cancelled while its script runs: nothing of it stays', async () => {
  environment('echo begun; sleep 600');
  const { preparationId } = await begin({ environment: 'dev' });
  const running = await until((one) => one.output === 'begun\n', preparationId);
  await must(resolve(preparationId, 'cancel'));
  expect([existsSync(running.path ?? ''), bench.drafts.length]).toEqual([false, 1]);
  expect(gitIn(bench.folder, 'worktree', 'list').trim().split('\n')).toHaveLength(1);
});

it('waits over the end of the core: interrupted, with its message, and goes on', async () => {
  environment('echo begun; test -e go || sleep 600');
  const { preparationId } = await begin({ environment: 'dev' });
  const running = await until((one) => one.output === 'begun\n', preparationId);
  await service.dispose();
  put(running.path ?? '', { go: '' });
  ({ service } = await bench.open());
  expect(await settled(preparationId)).toMatchObject({ state: { kind: 'interrupted' }, path: running.path });
  await must(resolve(preparationId, 'retry'));
  const done = await until((one) => one.state.kind === 'done', preparationId);
  expect([bench.rows.size, done.path]).toEqual([1, running.path]);
});

it('refuses what it cannot do, and leaves nothing behind', async () => {
  expect((await start({ base: 'nowhere' })).state).toMatchObject({
    kind: 'failed',
    step: 'worktree',
    error: { code: 'git.unknown-revision' },
  });
  bench.setSettings({ root: join(bench.folder, 'inside') });
  expect((await start()).state).toMatchObject({ error: { code: 'worktree.unsupported', reason: 'nested' } });
  bench.setSettings({ root: null });
  put(bench.folder, { 'a.txt': 'mine\n' });
  gitIn(bench.folder, 'branch', 'other');
  gitIn(bench.folder, 'checkout', '-q', 'other');
  put(bench.folder, { 'a.txt': 'theirs\n' });
  gitIn(bench.folder, 'commit', '-qam', 'other');
  put(bench.folder, { 'a.txt': 'and on\n' });
  const conflict = await start({ base: 'main', carryChanges: true });
  expect(conflict.state).toMatchObject({
    kind: 'failed',
    step: 'carry',
    error: { code: 'worktree.conflict', files: ['a.txt'] },
  });
  expect(readFileSync(join(conflict.path ?? '', 'a.txt'), 'utf8')).toBe('one\n');
  await must(resolve(conflict.id, 'discard'));
  expect(gitIn(bench.folder, 'worktree', 'list').trim().split('\n')).toHaveLength(1);
});

it('copies what .worktreeinclude names, links as links, over nothing and through nothing', async () => {
  put(bench.folder, {
    '.gitignore': '*.log\n*.env\nsecrets/\n',
    '.worktreeinclude': '*.env\nsecrets/*\n!secrets/no\n',
  });
  gitIn(bench.folder, 'add', '.gitignore');
  gitIn(bench.folder, 'commit', '-qm', 'ignore');
  put(bench.folder, {
    'x.env': '1',
    'deep/y.env': '2',
    'secrets/key': 'k',
    'secrets/no': 'n',
    'big.log': 'l',
    'plain.txt': 'untracked',
  });
  symlinkSync('/etc/passwd', join(bench.folder, 'link.env'));
  const path = await made();
  const there = ['x.env', 'deep/y.env', 'secrets/key', 'secrets/no', 'big.log', 'plain.txt'].filter((name) =>
    existsSync(join(path, name)),
  );
  expect(there).toEqual(['x.env', 'deep/y.env', 'secrets/key']);
  expect(gitIn(path, 'status', '--porcelain')).toBe('');
});

describe('removal', () => {
  it('refuses what runs, is pinned, locked, the main one or not below the root, and what is not known', async () => {
    const [pinned, locked, busy] = [await made(), await made(), await made()];
    await must(service.handlers.pin({ serverId, path: pinned, pinned: true }, context));
    gitIn(bench.folder, 'worktree', 'lock', locked);
    for (const row of bench.rows.values()) if (row.cwd === busy) bench.running.add(row.threadId);
    const outside = join(bench.root, 'outside');
    gitIn(bench.folder, 'worktree', 'add', '-q', '--detach', outside);
    const outcomes = await remove([pinned, locked, busy, bench.folder, outside, '/nowhere']);
    expect(outcomes.map((one) => ('reason' in one ? one.reason : one.kind))).toEqual([
      'pinned',
      'locked',
      'running',
      'main',
      'outside',
      'failed',
    ]);
    for (const path of [pinned, locked, busy, outside]) expect(existsSync(path)).toBe(true);
  });

  it('does not follow a link out of the root', async () => {
    const path = await made();
    const elsewhere = join(bench.root, 'elsewhere');
    gitIn(bench.folder, 'worktree', 'move', path, elsewhere);
    symlinkSync(elsewhere, path);
    const [outcome] = await remove([path]);
    expect(outcome?.kind).not.toBe('removed');
    expect(existsSync(join(elsewhere, 'a.txt'))).toBe(true);
  });

  it('keeps what its clean-up script writes, and what was there before the script', async () => {
    environment('true', 'echo by the script > report.txt; echo changed >> a.txt; git add a.txt; rm mine.txt');
    const path = await made({ environment: 'dev' });
    put(path, { 'mine.txt': 'of the user' });
    expect(await remove([path])).toMatchObject([{ kind: 'removed' }]);
    const refs = gitIn(bench.folder, 'for-each-ref', '--format=%(refname)', 'refs/skein/snapshots').trim().split('\n');
    const held = refs.flatMap((ref) => gitIn(bench.folder, 'ls-tree', '--name-only', ref).trim().split('\n'));
    expect(held).toEqual(expect.arrayContaining(['mine.txt', 'report.txt']));
  });

  it('asks again for what came after the question, in the same folder as well, and takes what is gone for agreed', async () => {
    const path = await made();
    put(path, { '.gitignore': 'out/\n*.log\n', 'out/a.js': '1', 'old.log': 'old' });
    const first = await remove([path]);
    expect(first).toMatchObject([{ kind: 'asks', ignoredCount: 2, cleanedUp: false }]);
    put(path, { 'out/late.js': '2' });
    const second = await remove([path], [questionOf(first)]);
    expect(second).toMatchObject([{ kind: 'asks', ignoredCount: 2 }]);
    expect(existsSync(join(path, 'out/late.js'))).toBe(true);
    put(path, { 'out/a.js': 'another text' });
    const third = await remove([path], [questionOf(second)]);
    expect(third).toMatchObject([{ kind: 'asks' }]);
    rmSync(join(path, 'old.log'));
    expect(await remove([path], [questionOf(third)])).toMatchObject([{ kind: 'removed' }]);
  });

  it('asks again for ignored files that its clean-up script made, and does not run that a second time', async () => {
    environment('true', 'echo once >> "$CODEX_SOURCE_TREE_PATH/../cleaned"; echo report > report.log');
    const path = await made({ environment: 'dev' });
    const asked = await remove([path]);
    expect(asked).toMatchObject([{ kind: 'asks', cleanedUp: true, ignored: [{ path: 'report.log' }] }]);
    expect(await remove([path], [questionOf(asked)], false)).toMatchObject([{ kind: 'removed' }]);
    expect(readFileSync(join(bench.root, 'cleaned'), 'utf8')).toBe('once\n');
  });

  it('asks about shells and unsaved files, retention passes them over, and shells are ended on a yes', async () => {
    const [path, shelled, typed] = [await made(), await made(), await made()];
    for (const one of [path, shelled]) bench.shells.set(one, ['bash']);
    for (const one of [path, typed]) bench.unsaved.set(one, ['a.txt']);
    const asked = await remove([path]);
    expect(asked).toMatchObject([{ kind: 'asks', ignoredCount: 0, terminals: ['bash'], drafts: ['a.txt'] }]);
    bench.shells.set(path, ['bash', 'zsh']);
    const again = await remove([path], [questionOf(asked)]);
    expect(again).toMatchObject([{ kind: 'asks', terminals: ['bash', 'zsh'] }]);
    expect(await remove([path], [questionOf(again)])).toMatchObject([{ kind: 'removed' }]);
    expect(bench.shells.has(path)).toBe(false);
    bench.setSettings({ keep: 0 });
    const other = await made();
    await service.dispose();
    expect([shelled, typed, other].map((one) => existsSync(one))).toEqual([true, true, false]);
  });

  it('names repositories inside before they go, and retention keeps what holds work in one', async () => {
    const [removed, surplus] = [await made(), await made()];
    for (const path of [removed, surplus]) {
      put(path, { 'vendor/tool/x.txt': 'x\n' });
      gitIn(join(path, 'vendor/tool'), 'init', '-q');
      gitIn(join(path, 'vendor/tool'), 'add', '.');
      gitIn(join(path, 'vendor/tool'), 'commit', '-qm', 'only here');
    }
    const asked = await remove([removed]);
    expect(asked).toMatchObject([{ kind: 'asks', ignored: [{ path: 'vendor/tool/' }] }]);
    expect(await remove([removed], [questionOf(asked)])).toMatchObject([{ kind: 'removed' }]);
    bench.setSettings({ keep: 0 });
    const other = await made();
    await service.dispose();
    expect([existsSync(surplus), existsSync(other)]).toEqual([true, false]);
  });

  it('forgets one whose folder is gone, and repairs one that was moved by hand', async () => {
    const [gone, moved] = [await made(), await made()];
    rmSync(gone, { recursive: true });
    const list = await worktreesUntil((all) => all.length === 3);
    expect(list.find(({ path }) => path === gone)?.state).toBe('missing');
    expect(await remove([gone])).toEqual([{ path: gone, kind: 'removed', snapshotId: null }]);
    renameSync(moved, `${moved}-2`);
    renameSync(`${moved}-2`, moved);
    await must(service.handlers.refresh({ serverId }, context));
    expect(gitIn(moved, 'status', '--porcelain')).toBe('');
    expect(gitIn(bench.folder, 'worktree', 'list')).not.toContain(gone);
  });
});

it('keeps as many as the user wants, never one with work that no snapshot holds', async () => {
  put(bench.folder, { '.worktreeinclude': '*.log\n', 'copied.log': 'as it was' });
  const [first, second, third] = [await made(), await made(), await made()];
  writeFileSync(join(second, 'own.log'), 'ignored, and made there');
  writeFileSync(join(third, 'copied.log'), 'changed there');
  writeFileSync(join(first, 'work.txt'), 'not committed');
  bench.setSettings({ keep: 1 });
  await made();
  await service.dispose();
  expect([first, second, third].map((path) => existsSync(path))).toEqual([false, true, true]);
  const refs = gitIn(bench.folder, 'for-each-ref', '--format=%(refname)', 'refs/skein/snapshots').trim();
  expect(gitIn(bench.folder, 'show', `${refs}:work.txt`)).toBe('not committed');
});

it('leaves both sides of a handoff as they were when the server refuses to move the thread', async () => {
  const path = await made();
  const [row] = bench.rows.values();
  if (!row) throw new Error('no thread');
  put(path, { 'a.txt': 'of the thread\n', 'new/x.txt': 'untracked\n', 'staged.txt': 's\n' });
  gitIn(path, 'add', 'staged.txt');
  put(bench.folder, { 'b.txt': 'of the user\n' });
  gitIn(path, 'commit', '-qm', 'committed there');
  const state = (folder: string) => [gitIn(folder, 'status', '--porcelain'), gitIn(folder, 'rev-parse', 'HEAD')];
  const before = [state(path), state(bench.folder)];
  const local = { serverId, threadId: row.threadId, to: { kind: 'local' as const } };
  bench.refuseMoves(true);
  expect(await service.handlers.handoff(local, context)).toMatchObject({
    error: { code: 'worktree.cannot-move-thread' },
  });
  expect([state(path), state(bench.folder)]).toEqual(before);
  bench.refuseMoves(false);
  await must(service.handlers.handoff(local, context));
  expect(state(path)[0]).toBe('');
  expect(existsSync(join(path, 'new'))).toBe(false);
  expect(state(bench.folder)[0]).toBe(' M a.txt\n M b.txt\n?? new/\n');
});

it('marks worktrees that change the same files, with what a merge would say', async () => {
  const [one, two, three] = [await made(), await made(), await made()];
  put(one, { 'a.txt': 'of the one\n', 'n.txt': 'n\n' });
  put(two, { 'a.txt': 'of the other\n' });
  put(three, { 'n.txt': 'n\n' });
  const list = await worktreesUntil((all) => all.filter(({ overlaps }) => overlaps.length > 0).length === 3);
  const of = (path: string) =>
    list
      .find((worktree) => worktree.path === path)
      ?.overlaps.map(({ otherPath, files, verdict }) => [otherPath, files, verdict]);
  expect(of(two)).toEqual([[one, ['a.txt'], 'conflict']]);
  expect(of(three)).toEqual([[one, ['n.txt'], 'clean']]);
}, 30_000);

it('makes permanent ones with a branch, and existing ones projects of their own', async () => {
  const input = { projectId, base: 'main', branch: 'feature/x', path: join(bench.root, 'beside') };
  expect(await must(service.handlers.createPermanent(input, context))).toEqual({ projectId: 'q' });
  expect(gitIn(input.path, 'symbolic-ref', '--short', 'HEAD')).toBe('feature/x\n');
  expect(await service.handlers.createPermanent({ ...input, path: null }, context)).toMatchObject({
    error: { code: 'git.branch-exists' },
  });
  expect(await service.handlers.createPermanent({ ...input, branch: 'y' }, context)).toMatchObject({
    error: { code: 'worktree.exists' },
  });
  // One on a disk that is not plugged in: its entry holds what is checked out there.
  const away = join(bench.root, 'away');
  gitIn(bench.folder, 'worktree', 'add', '-q', '--detach', '--lock', away);
  rmSync(away, { recursive: true });
  expect(await service.handlers.createPermanent({ ...input, branch: 'z', path: away }, context)).toMatchObject({
    error: { code: 'worktree.exists' },
  });
  expect(gitIn(bench.folder, 'worktree', 'list', '--porcelain')).toContain(`${away}\n`);
  gitIn(bench.folder, 'worktree', 'remove', '--force', '--force', away);
  const path = await made();
  await must(service.handlers.keep({ serverId, path }, context));
  const list = await worktreesUntil((all) => all.length === 3);
  expect(list.map((one) => one.kind).sort()).toEqual(['main', 'permanent', 'permanent']);
  expect(bench.added).toEqual([input.path, path]);
});
