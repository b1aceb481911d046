import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { SendAnswer, ThreadEvent } from '../../../src-shared/contract/threads.ts';
import type { TurnCheckpoint, UndoPreview } from '../../../src-shared/model/checkpoint.ts';
import type { ProjectId, ServerId, ThreadRef } from '../../../src-shared/model/ids.ts';
import type { SnapshotList } from '../../../src-shared/contract/worktrees.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { Core } from '../core.ts';
import { prepareDemoHome } from '../demo-model/demo-home.ts';
import { startDemoModel, type DemoModel } from '../demo-model/demo-model.ts';
import { connectTestClient, type TestClient } from '../rpc/testing/test-client.ts';
import { startTestCore } from '../testing/running-core.ts';

let root: string;
let project: string;
let model: DemoModel;
let core: Core;
let client: TestClient;
let serverId: ServerId;
let projectId: ProjectId;

beforeEach(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'skein-turns-')));
  project = join(root, 'project');
  mkdirSync(join(root, 'tmp'));
  mkdirSync(project);
  model = await startDemoModel({ wordsPerSecond: Number.POSITIVE_INFINITY });
  await prepareDemoHome({ dir: join(root, 'codex'), url: model.url });
  core = must(await startTestCore(root));
  client = connectTestClient(core, 'one');
  serverId = `local:${join(root, 'codex')}` as ServerId;
});
afterEach(async () => {
  await core.dispose();
  await model.stop();
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
});

const must = <T>(result: Result<T, AppError>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const git = (...args: string[]) => execFileSync('git', args, { cwd: project, stdio: 'pipe' }).toString();
const say = (text: string) => [{ kind: 'text', text }];
const choices = { model: null, effort: null, permissions: 'fullAccess', mode: 'default' };
const read = (name: string) => readFileSync(join(project, name), 'utf8');
const call = async <T>(path: string, input: unknown) => must(await client.call<T>(path, input));

async function openProject(): Promise<void> {
  ({ projectId } = await call<{ readonly projectId: ProjectId }>('projects.add', { serverId, path: project }));
  await call('projects.trust', { projectId, trusted: true });
}
async function startThread(text: string): Promise<ThreadRef> {
  const { threadId } = await call<SendAnswer>('threads.start', { projectId, parts: say(text), choices });
  return { serverId, threadId };
}
/** What is told about the thread's turns as soon as so many are dealt with. */
async function settled(thread: ThreadRef, count: number): Promise<readonly TurnCheckpoint[]> {
  const watch = client.stream<readonly TurnCheckpoint[]>('checkpoints.watch', thread);
  const list = await watch.until((turns) => turns.length >= count && turns.every(({ state }) => state !== 'open'));
  watch.close();
  return list;
}
/** Settles when the conversation has so many turns; a cut is told by the server a moment after it was made. */
async function hasTurns(thread: ThreadRef, count: number): Promise<void> {
  const watch = client.stream<ThreadEvent>('threads.watch', thread);
  const first = await watch.until(({ type }) => type === 'snapshot');
  const isThere = first.type === 'snapshot' && first.snapshot.turnOrder.length === count;
  if (!isThere) await watch.until((event) => event !== first);
  watch.close();
  if (!isThere) await hasTurns(thread, count);
}

it('undoes and redoes what a turn did, and nothing else', async () => {
  git('init', '-q');
  writeFileSync(join(project, 'mine.txt'), 'mine\n');
  await openProject();
  const thread = await startThread('patch: notes.txt|from the turn');
  const [turn] = await settled(thread, 1);
  if (!turn) throw new Error('no turn');
  expect(turn).toMatchObject({ state: 'ready', files: 1, additions: 1, deletions: 0 });
  const written = read('notes.txt');
  writeFileSync(join(project, 'mine.txt'), 'changed since\n');

  const ref = { ...thread, turnId: turn.turnId };
  const preview = await call<UndoPreview>('checkpoints.preview', { ...ref, direction: 'undo' });
  expect(preview).toEqual({
    direction: 'undo',
    source: 'git',
    history: process.env['SKEIN_CODEX_BIN'] ? (expect.any(String) as string) : 'revert',
    paths: [{ path: 'notes.txt', change: 'added', certainty: 'certain', others: [], later: 'none', binary: false }],
  });
  const request = { ...ref, paths: ['notes.txt'], rewindHistory: false };
  const undone = await call<{ snapshotId: string }>('checkpoints.apply', { ...request, direction: 'undo' });
  expect([existsSync(join(project, 'notes.txt')), read('mine.txt')]).toEqual([false, 'changed since\n']);
  expect(await settled(thread, 1)).toMatchObject([{ state: 'undone' }]);
  await call('checkpoints.apply', { ...request, direction: 'redo' });
  expect(read('notes.txt')).toBe(written);
  expect(await settled(thread, 1)).toMatchObject([{ state: 'ready' }]);

  writeFileSync(join(project, 'notes.txt'), 'something else\n');
  expect(await client.call('checkpoints.apply', { ...request, direction: 'undo' })).toEqual({
    ok: false,
    error: { code: 'checkpoint.conflict', files: ['notes.txt'] },
  });
  const kept = await call<SnapshotList>('recover.list', { serverId });
  expect(kept.snapshots.map(({ id, reason }) => [id === undone.snapshotId, reason])).toEqual([
    [false, 'redo'],
    [true, 'undo'],
  ]);
});

it('takes the turn and what follows out of the conversation when asked', async () => {
  git('init', '-q');
  await openProject();
  const thread = await startThread('patch: one.txt|1');
  await settled(thread, 1);
  await call('threads.send', { ...thread, parts: say('run: echo two > two.txt'), mode: 'auto', choices: null });
  const turns = await settled(thread, 2);
  expect(turns.map(({ state, files }) => [state, files])).toEqual([
    ['ready', 1],
    ['ready', 1],
  ]);
  await hasTurns(thread, 2);
  const turnId = turns[1]?.turnId;
  const request = { ...thread, turnId, direction: 'undo', paths: ['two.txt'], rewindHistory: true };
  await call('checkpoints.apply', request);
  expect([existsSync(join(project, 'two.txt')), existsSync(join(project, 'one.txt'))]).toEqual([false, true]);
  await hasTurns(thread, 1);
});

it('works without Git from what the server reported', async () => {
  await openProject();
  const thread = await startThread('patch: notes.txt|from the turn');
  const [turn] = await settled(thread, 1);
  expect(turn).toMatchObject({ state: 'recorded', files: 1, additions: 1 });
  const ref = { ...thread, turnId: turn?.turnId };
  const preview = await call<UndoPreview>('checkpoints.preview', { ...ref, direction: 'undo' });
  expect(preview).toMatchObject({ source: 'reported', paths: [{ path: 'notes.txt', later: 'none' }] });
  const request = { ...ref, paths: ['notes.txt'], rewindHistory: false };
  await call('checkpoints.apply', { ...request, direction: 'undo' });
  expect(existsSync(join(project, 'notes.txt'))).toBe(false);
  expect(await settled(thread, 1)).toMatchObject([{ state: 'undone' }]);
  await call('checkpoints.apply', { ...request, direction: 'redo' });
  expect(read('notes.txt')).toBe('from the turn\n');
});

it('keeps the work of another thread in the same folder', async () => {
  git('init', '-q');
  writeFileSync(join(project, 'shared.txt'), '1\n2\n3\n4\n5\n6\n7\n8\n');
  await openProject();
  const first = await startThread('patchupd: shared.txt|1|first');
  const [turn] = await settled(first, 1);
  const second = await startThread('patchupd: shared.txt|8|second');
  await settled(second, 1);
  const ref = { ...first, turnId: turn?.turnId, direction: 'undo' };
  const preview = await call<UndoPreview>('checkpoints.preview', ref);
  expect(preview.paths).toMatchObject([{ path: 'shared.txt', later: 'merges', certainty: 'certain' }]);
  await call('checkpoints.apply', { ...ref, paths: ['shared.txt'], rewindHistory: false });
  expect(read('shared.txt')).toBe('1\n2\n3\n4\n5\n6\n7\nsecond\n');
});
