import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RemovalOutcome } from '../../../src-shared/contract/worktrees.ts';
import {
  gitIn,
  must,
  put,
  startDemoBench,
  startInWorktree,
  textOf,
  worktreesUntil,
  type DemoBench,
} from './testing/demo-bench.ts';

let bench: DemoBench;
beforeEach(() => {
  bench = startDemoBench();
});
afterEach(() => bench.close());

it('starts a thread in a new worktree with the changes, the included files and the set-up script', async () => {
  const open = await bench.open();
  const { folder, client, serverId } = open;
  put(folder, {
    '.gitignore': '*.secret\nbuilt/\n',
    '.worktreeinclude': '*.secret\n!not.secret\n',
    'env.secret': 'A=1\n',
    'not.secret': 'no',
    'new.txt': 'untracked\r\n',
    'staged.txt': 'staged\n',
    '.codex/environments/dev.toml':
      'version = 1\nname = "Dev"\n[setup]\nscript = """\necho from $CODEX_SOURCE_TREE_PATH\nmkdir -p built && pwd > built/where\n"""\n',
  });
  gitIn(folder, 'add', 'staged.txt', '.gitignore');
  put(folder, { 'staged.txt': 'staged\nand more\n' });
  const before = gitIn(folder, 'status', '--porcelain');

  const done = await startInWorktree(open, 'hello', { carryChanges: true, environment: 'dev' });
  expect(done.state).toMatchObject({ kind: 'done' });
  expect(done.steps.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
    'worktree done',
    'carry done',
    'include done',
    'setup done',
    'thread done',
  ]);
  const path = done.path ?? '';
  expect(done.output).toBe(`from ${folder}\n`);
  expect(path.startsWith(join(bench.root, 'skein/demo/codex-home/worktrees/'))).toBe(true);
  expect(gitIn(path, 'status', '--porcelain')).toBe(before);
  expect(gitIn(folder, 'status', '--porcelain')).toBe(before);
  expect(gitIn(path, 'diff', '--cached', '--name-only')).toBe('.gitignore\nstaged.txt\n');
  expect([textOf(path, 'new.txt'), textOf(path, 'staged.txt'), textOf(path, 'env.secret')]).toEqual([
    'untracked\r\n',
    'staged\nand more\n',
    'A=1\n',
  ]);
  expect(existsSync(join(path, 'not.secret'))).toBe(false);
  expect(textOf(path, 'built/where')).toBe(`${path}\n`);
  expect(() => gitIn(path, 'symbolic-ref', 'HEAD')).toThrow();

  const list = await worktreesUntil(open, (all) => all.some((one) => one.threads.length > 0 && one.sizeBytes !== null));
  expect(list.map(({ kind }) => kind)).toEqual(['main', 'managed']);
  expect(list[1]).toMatchObject({
    path,
    state: 'ready',
    head: { kind: 'detached' },
    threads: [{ serverId, threadId: done.state.kind === 'done' ? done.state.threadId : '' }],
    changes: { staged: 2, unstaged: 1 },
    unreachableCommits: 0,
  });

  const remove = (...agreed: string[]) =>
    client.call<readonly RemovalOutcome[]>('worktrees.remove', {
      serverId,
      paths: [path, folder],
      agreed,
      runCleanup: true,
    });
  const stream = client.stream<readonly { threads: readonly unknown[]; risks: readonly string[]; path: string }[]>(
    'worktrees.watch',
    { serverId },
  );
  await stream.until((all) => all.some((one) => one.path === path && !one.risks.includes('running')));
  const asked = await must(remove());
  expect(asked).toMatchObject([
    { path, kind: 'asks', ignoredCount: 2, ignored: [{ path: 'built/' }, { path: 'env.secret', bytes: 4 }] },
    { path: folder, kind: 'refused', reason: 'main' },
  ]);
  const question = asked[0]?.kind === 'asks' ? asked[0].question : '';
  expect(await must(remove(question))).toMatchObject([{ path, kind: 'removed' }, { kind: 'refused' }]);
  expect(existsSync(join(path, '..'))).toBe(false);
  expect(gitIn(folder, 'worktree', 'list').trim().split('\n')).toHaveLength(1);

  const thread = { serverId, threadId: done.state.kind === 'done' ? done.state.threadId : '' };
  expect(await client.call('worktrees.restoreFor', thread)).toEqual({ ok: true, value: { path } });
  expect(gitIn(path, 'status', '--porcelain')).toBe(before);
  expect(textOf(path, 'new.txt')).toBe('untracked\r\n');
});
