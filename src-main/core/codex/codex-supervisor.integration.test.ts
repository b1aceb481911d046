import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SpawnCommand } from '../hosts/host.ts';
import { isAlive } from '../hosts/testing/is-alive.ts';
import type { ServerReady } from './codex-supervisor.ts';
import { supervise } from './testing/supervised.ts';
import type { SuperviseOptions, Supervised } from './testing/supervised.ts';

const open: Supervised[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((supervised) => supervised.dispose()));
});
const start = (options: SuperviseOptions = {}) => {
  const supervised = supervise(options);
  open.push(supervised);
  return supervised;
};
/**
 * Starts the server where no process may make a namespace, as in many containers: in a user namespace of its own that allows no
 * further one, without any capability.
 */
const withoutNamespaces = ({ program, args, ...rest }: SpawnCommand): SpawnCommand => ({
  ...rest,
  program: 'unshare',
  args: ['-U', '-r', 'sh', '-c', DROP_RIGHTS, 'sh', program, ...args],
});
const DROP_RIGHTS =
  'echo 0 > /proc/sys/user/max_user_namespaces && exec setpriv --bounding-set=-all --inh-caps=-all "$@"';
const canDropRights = spawnSync('unshare', ['-U', '-r', 'sh', '-c', DROP_RIGHTS, 'sh', 'true']).status === 0;

/** A call that the server is still working on. */
const longCall = ({ server }: Supervised) =>
  server.call('command/exec', {
    command: ['sleep', '600'],
    disableTimeout: true,
    sandboxPolicy: { type: 'dangerFullAccess' },
  });

describe('the real app-server', () => {
  it('introduces itself, and tells its version, its account and whether it can sandbox', async () => {
    const { until, untilPhase } = start();
    const { version } = await untilPhase('ready');
    expect(version).toMatch(/^0\.\d+\.\d+/);
    const state = await until(({ account, sandbox }) => account.kind !== 'unknown' && sandbox !== 'unknown');
    expect(state).toMatchObject({
      account: { kind: 'none', required: true },
      capabilities: { collaborationModes: true },
    });
  });

  it.runIf(canDropRights)('says so where the operating system cannot sandbox', async () => {
    const { until } = start({ instead: withoutNamespaces });
    const state = await until(({ sandbox }) => sandbox !== 'unknown');
    expect(state.sandbox).toBe('unavailable');
  });

  it('answers calls that were made before it was ready', async () => {
    const { server } = start();
    const answer = await server.call('thread/list', { modelProviders: [] });
    expect(answer).toMatchObject({ ok: true, value: { data: [] } });
  });

  it('has its refusals told apart', async () => {
    const { server } = start();
    const threadId = '01a20720-0000-7000-8000-000000000000';
    await expect(server.call('thread/resume', { threadId })).resolves.toEqual({
      ok: false,
      error: { code: 'thread.not-found', threadId },
    });
    await expect(server.call('thread/list', { cursor: 'zzz' })).resolves.toMatchObject({
      ok: false,
      error: { code: 'codex.rejected', method: 'thread/list', rpcCode: -32600, message: 'invalid cursor: zzz' },
    });
    await expect(server.call('no/such' as 'thread/list', {})).resolves.toMatchObject({
      ok: false,
      error: { code: 'codex.unsupported', feature: 'no/such' },
    });
  });

  it('takes and gives lines of 12 MB', async () => {
    const { server, codexHome } = start();
    const path = join(dirname(codexHome), 'large');
    const dataBase64 = Buffer.alloc(9 * 1024 * 1024, 'skein ').toString('base64');
    await expect(server.call('fs/writeFile', { path, dataBase64 })).resolves.toEqual({ ok: true, value: {} });
    const read = await server.call('fs/readFile', { path });
    expect(read.ok && read.value.dataBase64 === dataBase64).toBe(true);
  });

  it('comes back after kill -9: pending calls fail, listeners hear of it, the generation rises', async () => {
    const supervised = start();
    const { server, pids, untilPhase, phases } = supervised;
    const readies: ServerReady[] = [];
    const order: string[] = [];
    server.onReady((ready) => {
      readies.push(ready);
      order.push('ready');
    });
    server.onDown(({ kind, signal }) => order.push(`${kind} ${String(signal)}`));
    await untilPhase('ready');
    const pending = longCall(supervised);
    await server.call('model/list', {});
    process.kill(pids[0] ?? 0, 'SIGKILL');
    await expect(pending).resolves.toEqual({ ok: false, error: { code: 'server.died' } });
    expect(server.state().phase).toMatchObject({ kind: 'restarting', failure: { kind: 'exited', signal: 'SIGKILL' } });
    // Made while there is no server: waits for the next one.
    await expect(server.call('thread/list', {})).resolves.toMatchObject({ ok: true });
    expect(order).toEqual(['ready', 'exited SIGKILL', 'ready']);
    expect(readies.map(({ generation }) => generation)).toEqual([1, 2]);
    expect(phases.map(({ kind }) => kind)).toEqual(['starting', 'ready', 'restarting', 'starting', 'ready']);
  });

  it('is restarted on request, with nothing of the old run left', async () => {
    const supervised = start();
    const { server, pids, untilPhase } = supervised;
    await untilPhase('ready');
    const pending = longCall(supervised);
    await server.call('model/list', {});
    await server.restart();
    await expect(pending).resolves.toMatchObject({ ok: false, error: { code: 'server.died' } });
    expect(server.state().phase.kind).toBe('ready');
    expect(pids.map(isAlive)).toEqual([false, true]);
  });

  it('ends, with what it started, when it is stopped', async () => {
    const supervised = start();
    const { server, pids, untilPhase } = supervised;
    await untilPhase('ready');
    const pending = longCall(supervised);
    await server.call('model/list', {});
    await server.stop();
    await pending;
    expect(pids.map(isAlive)).toEqual([false]);
    expect(server.state().phase).toEqual({ kind: 'stopped', failure: null });
  });

  it('does not outlive Skein when Skein is killed', async () => {
    const script = fileURLToPath(new URL('testing/supervising-process.ts', import.meta.url));
    const parent = spawn(process.execPath, ['--import', 'tsx', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
    const { pids, codexHome } = JSON.parse(line) as { pids: number[]; codexHome: string };
    expect(pids.map(isAlive)).toEqual([true]);
    parent.kill('SIGKILL');
    await vi.waitFor(() => expect(pids.map(isAlive)).toEqual([false]), { timeout: 10_000 });
    rmSync(dirname(codexHome), { recursive: true, force: true, maxRetries: 5 });
  });
});
