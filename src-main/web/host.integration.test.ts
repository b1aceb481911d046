import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { ServerState } from '../../src-shared/model/server.ts';
import type { ToClient, ToHost } from '../../src-shared/contract/wire.ts';

const LOOK_EVERY_MS = 20;
const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const TSX = import.meta.resolve('tsx');

let root: string;
let started: ChildProcess[];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'skein-host-'));
  mkdirSync(join(root, 'tmp'));
  mkdirSync(join(root, 'project'));
  started = [];
});
afterEach(async () => {
  for (const child of started) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  if (process.platform === 'linux') await untilNoServers();
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
});

/** The browser host from source, with homes of its own. */
function startHost(args: readonly string[] = []) {
  const env = {
    ...process.env,
    HOME: root,
    TMPDIR: join(root, 'tmp'),
    SKEIN_HOME: join(root, 'skein'),
    CODEX_HOME: join(root, 'codex'),
  };
  const child = spawn(process.execPath, ['--import', TSX, MAIN, '--no-open', ...args], {
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  started.push(child);
  const lines = createInterface({ input: child.stdout });
  const first = once(lines, 'line').then(
    ([line]) => JSON.parse(line as string) as { event: string; url: string; pid?: number },
  );
  let stderr = '';
  child.stderr.on('data', (part: Buffer) => (stderr += part.toString('utf8')));
  const exited = once(child, 'exit').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as string | null,
  }));
  return { child, first, exited, stderr: () => stderr };
}

/** Opens a stream on a host and answers with the first event that satisfies `wanted`. */
async function firstEvent<T>(url: string, path: string, wanted: (event: T) => boolean): Promise<T> {
  const { host, origin, hash } = new URL(url);
  const socket = new WebSocket(`ws://${host}/rpc`, { origin });
  const send = (message: ToHost) => socket.send(JSON.stringify(message));
  await once(socket, 'open');
  send({ t: 'hello', token: hash.slice('#t='.length) });
  send({ t: 'open', id: 1, path, input: {} });
  const found = await new Promise<T>((resolve) => {
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString('utf8')) as ToClient;
      if (message.t !== 'events') return;
      for (const [, event] of message.events) if (wanted(event as T)) resolve(event as T);
    });
  });
  socket.terminate();
  return found;
}
const isReady = (states: readonly ServerState[]) => states.some((state) => state.phase.kind === 'ready');

/** App-servers of this test: they have its Codex home in their environment. */
function appServers(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const isServer = readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('app-server');
        return isServer && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`CODEX_HOME=${join(root, 'codex')}\0`);
      } catch {
        return false;
      }
    })
    .map(Number);
}
/** A process that is nobody's child can only be looked for; the test's own time-out is the limit. */
async function untilNoServers(): Promise<void> {
  while (appServers().length > 0) await setTimeout(LOOK_EVERY_MS);
}

it('serves a real app-server, opens the given folder, and ends in order on SIGTERM', async () => {
  const host = startHost([join(root, 'project')]);
  const { event, url } = await host.first;
  expect(event).toBe('ready');
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#t=[\w-]{43}$/);
  await firstEvent(url, 'servers.watch', isReady);
  const opened = await firstEvent<{ type: string }>(url, 'app.watch', ({ type }) => type === 'openProject');
  const projects = await firstEvent<readonly { id: string; path: string }[]>(
    url,
    'projects.watch',
    (list) => list.length > 0,
  );
  expect(projects).toMatchObject([{ path: join(root, 'project') }]);
  expect(opened).toMatchObject({ projectId: projects[0]?.id });
  expect(appServers()).toHaveLength(1);
  host.child.kill('SIGTERM');
  expect(await host.exited).toEqual({ code: 0, signal: null });
  expect(appServers()).toEqual([]);
  expect(existsSync(join(root, 'skein/core.lock'))).toBe(false);
  expect(host.stderr()).toBe('');
});

it('ends when whoever started it is gone', async () => {
  const host = startHost();
  await firstEvent((await host.first).url, 'servers.watch', isReady);
  host.child.stdin.end();
  expect(await host.exited).toEqual({ code: 0, signal: null });
  expect(appServers()).toEqual([]);
});

it.runIf(process.platform === 'linux')(
  'leaves no app-server behind when it is killed, and starts again after it',
  async () => {
    const host = startHost();
    await firstEvent((await host.first).url, 'servers.watch', isReady);
    expect(appServers()).toHaveLength(1);
    host.child.kill('SIGKILL');
    await host.exited;
    await untilNoServers();
    const again = startHost();
    expect((await again.first).event).toBe('ready');
  },
);

it('hands its folder to the one that runs already, and says where that is', async () => {
  const host = startHost();
  const { url } = await host.first;
  const second = startHost([join(root, 'project')]);
  expect(await second.first).toEqual({ event: 'already-running', url, pid: host.child.pid });
  expect(await second.exited).toEqual({ code: 0, signal: null });
  expect(second.stderr()).toContain('running already');
  const projects = await firstEvent<readonly { path: string }[]>(url, 'projects.watch', (list) => list.length > 0);
  expect(projects).toMatchObject([{ path: join(root, 'project') }]);
});

it('explains arguments and ports it cannot use', async () => {
  const wrong = startHost(['--nonsense']);
  expect((await wrong.exited).code).toBe(2);
  expect(wrong.stderr()).toContain('--nonsense');
  const host = startHost();
  const { port } = new URL((await host.first).url);
  host.child.kill('SIGTERM');
  await host.exited;
  const taken = createServer().listen(Number(port), '127.0.0.1');
  await once(taken, 'listening');
  const refused = startHost(['--port', port]);
  expect((await refused.exited).code).toBe(1);
  expect(refused.stderr()).toContain(`cannot listen on port ${port}`);
  taken.close();
});
