import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ServerId, ThreadId, ThreadRef, TurnId } from '../../../src-shared/model/ids.ts';
import { systemClock } from '../ports.ts';
import { createReportedTurns, type ReportedTurns } from './reported-turns.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const thread: ThreadRef = { serverId: 's' as ServerId, threadId: 't' as ThreadId };
const turnId = 'turn' as TurnId;
let root: string;
let folder: string;
let turns: ReportedTurns;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'skein-reported-'));
  folder = join(root, 'work');
  mkdirSync(folder);
  turns = createReportedTurns({ skeinHome: join(root, 'skein'), clock: systemClock, log: quiet });
});
afterEach(async () => {
  await turns.dispose();
  rmSync(root, { recursive: true });
});

/** The turn wrote `b` where `a` stood. */
function changed(path: string, truncated = false): void {
  const change = {
    path,
    kind: 'update' as const,
    movedTo: null,
    diff: '@@ -1 +1 @@\n-a\n+b\n',
    truncated,
    additions: 1,
    deletions: 1,
  };
  turns.add({
    ...{ thread, turnId, cwd: folder, startedAt: 0, endedAt: 1, tree: null, before: null, after: null, late: false },
    ...{ named: new Set([path]), ran: false, changes: [change], others: [], user: new Set<string>() },
  });
}

it('keeps the permissions of a file', async () => {
  changed('run.sh');
  writeFileSync(join(folder, 'run.sh'), 'b\n');
  chmodSync(join(folder, 'run.sh'), 0o755);
  expect(await turns.apply(thread, turnId, 'undo', ['run.sh'])).toMatchObject({ ok: true });
  expect(readFileSync(join(folder, 'run.sh'), 'utf8')).toBe('a\n');
  expect(statSync(join(folder, 'run.sh')).mode & 0o777).toBe(0o755);
});

it.each(['link.txt', 'out/inside.txt'])('does not write over or through a link: %s', async (path) => {
  mkdirSync(join(root, 'elsewhere'));
  writeFileSync(join(root, 'elsewhere/inside.txt'), 'b\n');
  symlinkSync(join(root, 'elsewhere/inside.txt'), join(folder, 'link.txt'));
  symlinkSync(join(root, 'elsewhere'), join(folder, 'out'));
  changed(path);
  expect(await turns.apply(thread, turnId, 'undo', [path])).toEqual({
    ok: false,
    error: { code: 'checkpoint.conflict', files: [path] },
  });
  expect(readFileSync(join(root, 'elsewhere/inside.txt'), 'utf8')).toBe('b\n');
  expect(lstatSync(join(folder, 'link.txt')).isSymbolicLink()).toBe(true);
});

it('refuses to undo by half a diff', async () => {
  writeFileSync(join(folder, 'large.txt'), 'b\n');
  changed('large.txt', true);
  expect(await turns.apply(thread, turnId, 'undo', ['large.txt'])).toMatchObject({
    error: { code: 'checkpoint.conflict' },
  });
  expect(readFileSync(join(folder, 'large.txt'), 'utf8')).toBe('b\n');
});

it('lists what it has overwritten, and brings it back with what came meanwhile copied first', async () => {
  changed('a.txt');
  const file = join(folder, 'a.txt');
  writeFileSync(file, 'b\n');
  const undone = await turns.apply(thread, turnId, 'undo', ['a.txt']);
  const id = undone.ok ? undone.value.snapshotId : '';
  const [copy] = await turns.copies.list();
  expect(copy).toMatchObject({ id, kind: 'overwritten', root: folder, paths: ['a.txt'], thread });
  writeFileSync(file, 'mine\n');
  expect(await turns.restoreCopy(id)).toMatchObject({ ok: true });
  expect(readFileSync(file, 'utf8')).toBe('b\n');
  const meanwhile = (await turns.copies.list()).find((one) => one.id !== id);
  expect(await turns.restoreCopy(meanwhile?.id ?? '')).toMatchObject({ ok: true });
  expect(readFileSync(file, 'utf8')).toBe('mine\n');
  expect(await turns.copies.remove(id)).toMatchObject({ ok: true });
  expect(await turns.restoreCopy(id)).toMatchObject({ error: { code: 'file.expired' } });
});

it('undoes a turn that made a file and took it away again', async () => {
  const change = { movedTo: null, truncated: false, additions: 1, deletions: 1 };
  turns.add({
    ...{ thread, turnId, cwd: folder, startedAt: 0, endedAt: 1, tree: null, before: null, after: null, late: false },
    ...{ named: new Set<string>(), ran: false, others: [], user: new Set<string>() },
    changes: [
      { ...change, path: 'for-now.txt', kind: 'add', diff: '@@ -0,0 +1 @@\n+x\n' },
      { ...change, path: 'a.txt', kind: 'update', diff: '@@ -1 +1 @@\n-a\n+b\n' },
      { ...change, path: 'for-now.txt', kind: 'delete', diff: '@@ -1 +0,0 @@\n-x\n' },
    ],
  });
  writeFileSync(join(folder, 'a.txt'), 'b\n');
  const paths = ['for-now.txt', 'a.txt'];
  expect(await turns.apply(thread, turnId, 'undo', paths)).toMatchObject({ ok: true });
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('a\n');
  expect(await turns.apply(thread, turnId, 'redo', paths)).toMatchObject({ ok: true });
  expect(readdirSync(folder)).toEqual(['a.txt']);
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('b\n');
});

it('undoes what was done to a file with a name as long as names can be', async () => {
  const path = `${'n'.repeat(240)}.txt`;
  changed(path);
  writeFileSync(join(folder, path), 'b\n');
  expect(await turns.apply(thread, turnId, 'undo', [path])).toMatchObject({ ok: true });
  expect(readdirSync(folder)).toEqual([path]);
  expect(readFileSync(join(folder, path), 'utf8')).toBe('a\n');
});
