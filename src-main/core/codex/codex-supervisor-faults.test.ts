import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isAlive } from '../hosts/testing/is-alive.ts';
import { createManualClock, supervise } from './testing/supervised.ts';
import type { Supervised } from './testing/supervised.ts';

const SCRIPTED_PEER = resolve('e2e/faults/scripted-peer.mjs');
const open: Supervised[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((supervised) => supervised.dispose()));
});

/** A server that misbehaves as told, on a clock that the test moves. */
function faulty(fault: string, env: Record<string, string> = {}) {
  const { clock, advance } = createManualClock();
  const supervised = supervise({ binary: SCRIPTED_PEER, clock, env: { SKEIN_FAULT: fault, ...env } });
  open.push(supervised);
  return { ...supervised, advance, now: () => clock.now() };
}

describe('a server that cannot be started', () => {
  it('says where a missing binary was looked for, and refuses calls at once', async () => {
    const missing = supervise({ binary: join(tmpdir(), 'no-such-codex') });
    open.push(missing);
    const { failure } = await missing.untilPhase('stopped');
    expect(failure).toMatchObject({ kind: 'binary-missing', detail: join(tmpdir(), 'no-such-codex'), exitCode: null });
    const { phase } = await missing.until(({ phase }) => phase.kind === 'stopped' && !!phase.failure?.diagnosis);
    expect(phase).toMatchObject({ failure: { diagnosis: { advice: 'install-codex', binary: null, version: null } } });
    await expect(missing.server.call('thread/list', {})).resolves.toEqual({
      ok: false,
      error: { code: 'server.not-running' },
    });
  });

  it('tells a file that cannot be executed from a missing one', async () => {
    const broken = supervise({ binary: resolve('package.json') });
    open.push(broken);
    expect((await broken.untilPhase('stopped')).failure).toMatchObject({ kind: 'spawn-failed' });
  });

  it('gives up a handshake after 30 s, with a diagnosis and what it wrote last', async () => {
    const { untilPhase, until, advance, pids } = faulty('silent');
    await untilPhase('starting');
    advance(29_999);
    await vi.waitFor(() => expect(pids).toHaveLength(1));
    advance(1);
    const { failure } = await untilPhase('stopped');
    expect(failure?.kind).toBe('handshake-timeout');
    const { phase } = await until(({ phase }) => phase.kind === 'stopped' && !!phase.failure?.diagnosis);
    expect(phase).toMatchObject({
      failure: {
        diagnosis: {
          binary: SCRIPTED_PEER,
          version: '0.169.0',
          logDatabaseBytes: 0,
          sessionFiles: 0,
          advice: 'see-log',
        },
      },
    });
    expect(pids.map(isAlive)).toEqual([false]);
  });

  it.each([
    ['old', 'unsupported-version', 'skein/0.100.0 (test)', 'update-codex'],
    ['refuse', 'handshake-refused', 'no thanks', 'see-log'],
  ])('%s: stops with the reason %s', async (fault, kind, detail, advice) => {
    const { until, pids } = faulty(fault);
    const { phase } = await until(({ phase }) => phase.kind === 'stopped' && !!phase.failure?.diagnosis);
    expect(phase).toMatchObject({ failure: { kind, detail, diagnosis: { advice } } });
    expect(pids.map(isAlive)).toEqual([false]);
  });
});

/** A faulty server whose every wait for a restart is over at once; `waits` are their lengths. */
function crashing(fault: string) {
  const supervised = faulty(fault);
  const waits: number[] = [];
  const stopAdvancing = supervised.server.onState(({ phase }) => {
    if (phase.kind !== 'restarting' || waits.length === phase.attempt - 1) return;
    const waitMs = phase.nextAttemptAt - supervised.now();
    waits.push(waitMs);
    // Outside the call that tells of it, as a real timer would.
    queueMicrotask(() => supervised.advance(waitMs));
  });
  return { ...supervised, waits, stopAdvancing };
}

describe('a server that keeps crashing', () => {
  it.each(['crash', 'crash-when-ready'])('%s: comes back after growing waits, then stops for good', async (fault) => {
    const { server, untilPhase, pids, waits } = crashing(fault);
    const downs: string[] = [];
    server.onDown(({ kind }) => downs.push(kind));
    const { failure } = await untilPhase('stopped');
    expect(failure).toMatchObject({ kind: 'crash-loop', exitCode: 3, stderr: [`scripted peer, fault: ${fault}`] });
    expect(waits).toEqual([250, 1000, 2000, 5000]);
    expect(pids).toHaveLength(5);
    // Only a server that has been ready can go down.
    expect(downs).toHaveLength(fault === 'crash' ? 0 : 5);
  });

  it('starts again, with its failures forgotten, when the user says so', async () => {
    const { server, untilPhase, stopAdvancing, pids } = crashing('crash');
    await untilPhase('stopped');
    stopAdvancing();
    await server.restart();
    expect(server.state().phase).toMatchObject({ kind: 'restarting', attempt: 2 });
    expect(pids).toHaveLength(6);
  });
});

describe('a server that sends nonsense', () => {
  it('is listened to all the same, line by line', async () => {
    const { server, until } = faulty('malformed');
    const { notices } = await until(({ notices }) => notices.length > 0);
    expect(notices[0]).toMatchObject({ code: 'warning', message: 'still here: åäö 🧵' });
    await expect(server.call('model/list', {})).resolves.toMatchObject({ ok: true });
    expect(server.logText()).toContain('unreadable line of 8 characters: not json');
  });

  it('may send a line of 12 MB', async () => {
    const { server } = faulty('huge');
    const answer = await server.call('fs/readFile', { path: '/any' });
    expect(answer.ok && answer.value.dataBase64.length).toBe(12 * 1024 * 1024);
  });

  it('gets an answer to each request, and its unknown notifications are logged once', async () => {
    const { server, until, logLines } = faulty('requests');
    server.handleRequests(({ method }, respond) => {
      respond.result({ decision: 'accept', method });
      respond.error(-1, 'only the first answer counts');
    });
    const { notices } = await until(({ notices }) => notices.length === 2);
    expect(notices.map(({ message }) => JSON.parse(message) as unknown)).toEqual([
      { id: 0, error: { code: -32601, message: 'Method not found: nobody/knows' } },
      { id: 1, result: { decision: 'accept', method: 'item/fileChange/requestApproval' } },
    ]);
    expect(logLines.filter(({ message }) => message.startsWith('Unknown notification'))).toHaveLength(1);
  });

  it.each([
    ['nobody handles it', null, -32601],
    ['the handler fails', () => expect.fail('broken'), -32603],
  ])('gets an error when %s', async (_when, handler, code) => {
    const { server, until } = faulty('requests');
    if (handler) server.handleRequests(handler);
    const { notices } = await until(({ notices }) => notices.length === 2);
    expect(JSON.parse(notices[1]?.message ?? '')).toMatchObject({ id: 1, error: { code } });
  });

  it('has its open requests refused before it is stopped', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'skein-record-'));
    const record = join(folder, 'sent');
    const { server } = faulty('requests', { SKEIN_FAULT_RECORD: record });
    const asked = new Promise<void>((done) => server.handleRequests(() => done()));
    await asked;
    await server.stop();
    expect(readFileSync(record, 'utf8').trim().split('\n').at(-1)).toBe(
      '{"id":1,"error":{"code":-32000,"message":"Skein is shutting down"}}',
    );
    rmSync(folder, { recursive: true });
  });
});

describe('a server under load', () => {
  it('is asked again, later each time, while it says it is overloaded', async () => {
    const { server, untilPhase, advance } = faulty('overloaded');
    await untilPhase('ready');
    const answer = server.call('model/list', {});
    const ticks = setInterval(() => advance(50), 1);
    await expect(answer).resolves.toEqual({ ok: true, value: { data: [], nextCursor: null } });
    clearInterval(ticks);
  });

  it('that reads slowly gets every message in the end', async () => {
    const { server } = faulty('slow-reader');
    const cwd = 'x'.repeat(100_000);
    const answers = await Promise.all(Array.from({ length: 100 }, () => server.call('thread/list', { cwd })));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(100);
  });

  it('that never reads again leaves no call pending', async () => {
    const { server, untilPhase, advance } = faulty('deaf');
    await untilPhase('ready');
    const cwd = 'x'.repeat(100_000);
    const answers = Array.from({ length: 50 }, () => server.call('thread/list', { cwd }, { timeoutMs: 1000 }));
    advance(1000);
    const timedOut = { ok: false, error: { code: 'server.timeout', method: 'thread/list', afterMs: 1000 } };
    expect(await Promise.all(answers)).toEqual(answers.map(() => timedOut));
  });
});

describe('stopping', () => {
  it('ends a server that ignores the end of its input and SIGTERM', async () => {
    const { server, untilPhase, advance, pids } = faulty('stubborn');
    await untilPhase('ready');
    const stopped = server.stop();
    const ticks = setInterval(() => advance(1000), 5);
    await stopped;
    clearInterval(ticks);
    expect(pids.map(isAlive)).toEqual([false]);
    expect(server.state().phase).toEqual({ kind: 'stopped', failure: null });
  });

  it('answers calls that wait for a start', async () => {
    const { server } = faulty('silent');
    const waiting = server.call('thread/list', {});
    await server.stop();
    await expect(waiting).resolves.toEqual({ ok: false, error: { code: 'server.not-running' } });
  });
});
