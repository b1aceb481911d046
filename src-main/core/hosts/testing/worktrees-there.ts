import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { HandoffPreview, RemovalOutcome } from '../../../../src-shared/contract/worktrees.ts';
import type { DirectoryEvent } from '../../../../src-shared/contract/threads.ts';
import type { ProjectId, ServerId } from '../../../../src-shared/model/ids.ts';
import type { Environment, Preparation, Worktree } from '../../../../src-shared/model/worktree.ts';
import type { TestClient } from '../../rpc/testing/test-client.ts';
import { gitIn, put, textOf } from '../../worktrees/testing/demo-bench.ts';

const NO_SCRIPT = { script: '', darwin: null, linux: null, win32: null };
const FULL_ACCESS = { model: null, effort: null, permissions: 'fullAccess', mode: 'default' };

/** Walks a worktree's life on another machine: made with an environment, worked in, handed off, removed, brought back. */
export async function workInWorktreesThere(
  client: TestClient,
  place: { readonly serverId: ServerId; readonly projectId: ProjectId; readonly folder: string; readonly home: string },
): Promise<void> {
  const { serverId, projectId, folder, home } = place;
  const call = async <T>(path: string, input: object): Promise<T> => {
    const answer = await client.call<T>(path, input);
    if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(answer.error)}`);
    return answer.value;
  };
  put(folder, {
    '.gitignore': '*.secret\n.codex/\nwhere.txt\n',
    '.worktreeinclude': '*.secret\n',
    'deep/a b.secret': 'A=1\n',
  });
  gitIn(folder, 'add', '.');
  gitIn(folder, 'commit', '-qm', 'ignores');
  const setup = { ...NO_SCRIPT, script: 'echo from $CODEX_SOURCE_TREE_PATH; pwd > made.secret' };
  await call('worktrees.saveEnvironment', {
    ...{ projectId, id: 'dev', name: 'Dev', setup, cleanup: NO_SCRIPT, actions: [] },
  });
  const environments = await call<readonly Environment[]>('worktrees.environments', { projectId });
  expect(environments.map(({ id, name, problem }) => [id, name, problem])).toEqual([['dev', 'Dev', null]]);
  put(folder, { 'carried.txt': 'not committed\n' });

  // Made over there, with what the project has, what it names and what its script makes.
  const started = await call<{ preparationId: string }>('worktrees.startThread', {
    projectId,
    parts: [{ kind: 'text', text: 'run: pwd > there.txt' }],
    choices: FULL_ACCESS,
    place: { kind: 'newWorktree', base: 'HEAD', carryChanges: true, environment: 'dev' },
  });
  const preparations = client.stream<readonly Preparation[]>('worktrees.watchPreparations', { serverId });
  const isMine = ({ id, state }: Preparation) => id === started.preparationId && state.kind !== 'running';
  const done = (await preparations.until((list) => list.some(isMine))).find(isMine);
  preparations.close();
  expect(done?.steps.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
    ...['worktree done', 'carry done', 'include done', 'setup done', 'thread done'],
  ]);
  if (done?.state.kind !== 'done' || done.path === null) throw new Error(JSON.stringify(done));
  const { path } = done;
  const thread = { serverId, threadId: done.state.threadId };
  expect(path.startsWith(join(home, '.codex/worktrees/'))).toBe(true);
  expect(done.output).toBe(`from ${folder}\n`);
  expect([textOf(path, 'carried.txt'), textOf(path, 'deep/a b.secret'), textOf(path, 'made.secret')]).toEqual([
    ...['not committed\n', 'A=1\n', `${path}\n`],
  ]);
  const directory = client.stream<DirectoryEvent>('threads.watchDirectory', { serverId });
  await directory.until((event) => {
    const rows = event.type === 'snapshot' ? event.threads : event.changed;
    return rows.some((row) => row.threadId === thread.threadId && row.status.kind === 'idle');
  });
  directory.close();
  expect(textOf(path, 'there.txt')).toBe(`${path}\n`);

  // The thread and its changes go to the project's own folder there.
  gitIn(folder, 'clean', '-fq', 'carried.txt');
  const local = { ...thread, to: { kind: 'local' } };
  expect(await call<HandoffPreview>('worktrees.handoffPreview', local)).toEqual({
    ...{ from: path, to: folder, files: ['carried.txt', 'there.txt'], verdict: 'clean', conflicts: [] },
  });
  await call('worktrees.handoff', local);
  expect([textOf(folder, 'there.txt'), gitIn(path, 'status', '--porcelain')]).toEqual([`${path}\n`, '']);

  // Removed with a question about what no snapshot holds, and brought back with what one does.
  put(path, { 'kept.txt': 'only here\n' });
  const worktrees = client.stream<readonly Worktree[]>('worktrees.watch', { serverId });
  const isKnown = (one: Worktree) => one.path === path && (one.sizeBytes ?? 0) > 0;
  expect((await worktrees.until((list) => list.some(isKnown))).map(({ kind }) => kind)).toEqual(['main', 'managed']);
  worktrees.close();
  const remove = (...agreed: string[]) =>
    call<readonly RemovalOutcome[]>('worktrees.remove', { serverId, paths: [path], agreed, runCleanup: true });
  const [asked] = await remove();
  expect(asked).toMatchObject({ kind: 'asks', ignored: [{ path: 'made.secret' }, { path: 'deep/', bytes: 4 }] });
  const [removed] = await remove(asked?.kind === 'asks' ? asked.question : '');
  expect(existsSync(path)).toBe(false);
  const id = removed?.kind === 'removed' ? removed.snapshotId : null;
  const restored = await call<{ path: string }>('recover.restore', { serverId, id, to: 'newWorktree' });
  expect(textOf(restored.path, 'kept.txt')).toBe('only here\n');
}
