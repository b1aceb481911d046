import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { HandoffPreview } from '../../../src-shared/contract/worktrees.ts';
import type { DirectoryEvent } from '../../../src-shared/contract/threads.ts';
import type { ThreadId } from '../../../src-shared/model/ids.ts';
import {
  gitIn,
  must,
  NO_CHOICES,
  put,
  startDemoBench,
  startInWorktree,
  textOf,
  type DemoBench,
  type OpenBench,
} from './testing/demo-bench.ts';

let bench: DemoBench;
beforeEach(() => {
  bench = startDemoBench();
});
afterEach(() => bench.close());

/** The thread of a finished preparation, idle. */
async function idleThread(open: OpenBench, threadId: ThreadId) {
  const { client, serverId } = open;
  const rows = new Map<string, { cwd: string; status: string; branch: string | null }>();
  const stream = client.stream<DirectoryEvent>('threads.watchDirectory', { serverId });
  let taken = 0;
  /** Each wait goes on where the one before it ended. */
  const rowWhen = async (wanted: (row: { cwd: string; status: string; branch: string | null }) => boolean) => {
    let at = 0;
    await stream.until((event) => {
      if (at++ < taken) return false;
      taken = at;
      const changed = event.type === 'snapshot' ? event.threads : event.changed;
      for (const row of changed) rows.set(row.threadId, { cwd: row.cwd, status: row.status.kind, branch: row.branch });
      const mine = rows.get(threadId);
      return mine !== undefined && wanted(mine);
    });
    return rows.get(threadId);
  };
  await rowWhen(({ status }) => status === 'idle');
  return { ref: { serverId, threadId }, rowWhen };
}

it('hands a thread and its changes off to Local and back, and the agent works where it is', async () => {
  const open = await bench.open();
  const { client, folder } = open;
  const done = await startInWorktree(open, 'hello');
  if (done.state.kind !== 'done' || !done.path) throw new Error(JSON.stringify(done.state));
  const { path } = done;
  const { ref, rowWhen } = await idleThread(open, done.state.threadId);
  put(path, {
    'README.md': `${textOf(path, 'README.md')}from the worktree\n`,
    'added.txt': 'untracked\r\n',
    'staged.txt': 's\n',
  });
  gitIn(path, 'add', 'staged.txt');
  put(folder, { 'mine.txt': 'of the user\n' });

  const preview = await must(
    client.call<HandoffPreview>('worktrees.handoffPreview', { ...ref, to: { kind: 'local' } }),
  );
  expect(preview).toEqual({
    from: path,
    to: folder,
    files: ['README.md', 'added.txt', 'staged.txt'],
    verdict: 'clean',
    conflicts: [],
  });
  await must(client.call('worktrees.handoff', { ...ref, to: { kind: 'local' } }));
  expect(gitIn(path, 'status', '--porcelain')).toBe('');
  expect(gitIn(folder, 'status', '--porcelain').trim().split('\n').sort()).toEqual([
    '?? added.txt',
    '?? mine.txt',
    'A  staged.txt',
    'M README.md',
  ]);
  expect([textOf(folder, 'added.txt'), textOf(folder, 'mine.txt')]).toEqual(['untracked\r\n', 'of the user\n']);
  expect(await rowWhen(({ cwd, branch }) => cwd === folder && branch === 'main')).toMatchObject({ cwd: folder });

  const send = { ...ref, parts: [{ kind: 'text', text: 'run: pwd > where.txt' }], mode: 'auto', choices: NO_CHOICES };
  await must(client.call('threads.send', send));
  await rowWhen(({ status }) => status === 'running');
  await rowWhen(({ status }) => status === 'idle');
  expect(textOf(folder, 'where.txt')).toBe(`${folder}\n`);

  const back = await must(
    client.call<{ path: string }>('worktrees.handoff', { ...ref, to: { kind: 'worktree', path } }),
  );
  expect(back.path).toBe(path);
  expect(gitIn(folder, 'status', '--porcelain')).toBe('');
  expect([textOf(path, 'mine.txt'), textOf(path, 'added.txt'), textOf(path, 'where.txt')]).toEqual([
    'of the user\n',
    'untracked\r\n',
    `${folder}\n`,
  ]);
  expect(gitIn(path, 'diff', '--cached', '--name-only')).toBe('staged.txt\n');
});

it('changes nothing where the changes contradict, and takes commits along that just follow', async () => {
  const open = await bench.open();
  const { client, folder } = open;
  const done = await startInWorktree(open, 'hello');
  if (done.state.kind !== 'done' || !done.path) throw new Error(JSON.stringify(done.state));
  const { path } = done;
  const { ref } = await idleThread(open, done.state.threadId);
  put(path, { 'README.md': 'the one\n' });
  put(folder, { 'README.md': 'the other\n' });
  const local = { ...ref, to: { kind: 'local' } };
  expect(await must(client.call('worktrees.handoffPreview', local))).toMatchObject({
    verdict: 'conflict',
    conflicts: ['README.md'],
  });
  expect(await client.call('worktrees.handoff', local)).toEqual({
    ok: false,
    error: { code: 'worktree.conflict', files: ['README.md'] },
  });
  expect([textOf(path, 'README.md'), textOf(folder, 'README.md')]).toEqual(['the one\n', 'the other\n']);

  gitIn(path, 'commit', '-qam', 'the one');
  put(path, { 'later.txt': 'not committed\n' });
  const before = gitIn(folder, 'rev-parse', 'HEAD');
  expect(await client.call('worktrees.handoff', local)).toMatchObject({
    ok: false,
    error: { code: 'worktree.conflict', files: ['README.md'] },
  });
  expect(gitIn(folder, 'rev-parse', 'HEAD')).toBe(before);
  gitIn(folder, 'checkout', '-q', 'README.md');
  await must(client.call('worktrees.handoff', local));
  expect(gitIn(folder, 'log', '-1', '--format=%s')).toBe('the one\n');
  expect([textOf(folder, 'README.md'), textOf(folder, 'later.txt')]).toEqual(['the one\n', 'not committed\n']);
  expect(existsSync(join(path, 'later.txt'))).toBe(false);

  const fresh = await must(client.call<{ path: string }>('worktrees.handoff', { ...ref, to: { kind: 'newWorktree' } }));
  expect(textOf(fresh.path, 'later.txt')).toBe('not committed\n');
  expect(gitIn(folder, 'status', '--porcelain')).toBe('');
});
