import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { ServerState } from '../../src-shared/model/server.ts';
import type { ToClient, ToHost } from '../../src-shared/contract/wire.ts';
import { bundleHost } from './testing/bundle-host.ts';

const LOOK_EVERY_MS = 20;

let bundle: Awaited<ReturnType<typeof bundleHost>>;
beforeAll(async () => {
  bundle = await bundleHost();
});
afterAll(() => bundle.remove());

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

interface HostEvent {
  readonly event: string;
  readonly url: string;
  readonly openUrl: string;
}
/** The browser host from source, with homes of its own. */
function startHost(args: readonly string[] = [], change: Readonly<Record<string, string>> = {}) {
  const env = {
    ...process.env,
    HOME: root,
    TMPDIR: join(root, 'tmp'),
    SKEIN_HOME: join(root, 'skein'),
    CODEX_HOME: join(root, 'codex'),
    ...change,
  };
  const child = spawn(process.execPath, [bundle.file, '--no-open', ...args], {
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  started.push(child);
  const lines = createInterface({ input: child.stdout });
  const events: HostEvent[] = [];
  const printed = new Set<() => void>();
  lines.on('line', (line) => {
    events.push(JSON.parse(line) as HostEvent);
    for (const look of printed) look();
  });
  /** The first line of this kind, printed or to come. */
  const event = (name: string): Promise<HostEvent> =>
    new Promise((resolve) => {
      const look = () => {
        const found = events.find((each) => each.event === name);
        if (found) resolve(found);
      };
      printed.add(look);
      look();
    });
  let stderr = '';
  child.stderr.on('data', (part: Buffer) => (stderr += part.toString('utf8')));
  const exited = once(child, 'exit').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as string | null,
  }));
  return { child, events, event, ready: event('ready'), exited, stderr: () => stderr };
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
const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
/** Without those that one of them is just starting: until it becomes another program, a child looks like its parent. */
function ownAppServers(): number[] {
  const all = appServers();
  return all.filter((pid) => !all.includes(parentOf(pid)));
}
function parentOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    // It ended in this moment.
    return 0;
  }
}
/** A process that is nobody's child can only be looked for; the test's own time-out is the limit. */
async function untilNoServers(): Promise<void> {
  while (appServers().length > 0) await setTimeout(LOOK_EVERY_MS);
}

it('serves a real app-server, opens the given folder, and ends in order on SIGTERM', async () => {
  const host = startHost([join(root, 'project')]);
  const { event, url } = await host.ready;
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
  expect(ownAppServers()).toHaveLength(1);
  host.child.kill('SIGTERM');
  expect(await host.exited).toEqual({ code: 0, signal: null });
  expect(appServers()).toEqual([]);
  expect(existsSync(join(root, 'skein/core.lock'))).toBe(false);
  expect(host.stderr()).toBe('');
});

it('ends when whoever started it is gone', async () => {
  const host = startHost();
  await firstEvent((await host.ready).url, 'servers.watch', isReady);
  host.child.stdin.end();
  expect(await host.exited).toEqual({ code: 0, signal: null });
  expect(appServers()).toEqual([]);
});

it.runIf(process.platform === 'linux')(
  'leaves no app-server behind when it is killed, and starts again after it',
  async () => {
    const host = startHost([], { SKEIN_WEB_TOKEN: 'agreed-on' });
    const { url } = await host.ready;
    expect(url).toMatch(/#t=agreed-on$/);
    await firstEvent(url, 'servers.watch', isReady);
    expect(ownAppServers()).toHaveLength(1);
    // What agents run inherits this.
    expect(readFileSync(`/proc/${ownAppServers()[0]}/environ`, 'utf8')).not.toContain('agreed-on');
    host.child.kill('SIGKILL');
    await host.exited;
    await untilNoServers();
    const again = startHost();
    expect((await again.ready).event).toBe('ready');
  },
);

it('asks the one that runs already to open its folder and to show itself, and learns no secret', async () => {
  const host = startHost();
  const { url } = await host.ready;
  const second = startHost([join(root, 'project')]);
  expect(await second.event('already-running')).toEqual({
    event: 'already-running',
    pid: host.child.pid,
    window: 'printed',
  });
  expect(await second.exited).toEqual({ code: 0, signal: null });
  expect(second.stderr()).toContain('running already');
  const shown = await host.event('show');
  expect(shown.url).toBe(url);
  const projects = await firstEvent<readonly { path: string }[]>(
    shown.openUrl,
    'projects.watch',
    (list) => list.length > 0,
  );
  expect(projects).toMatchObject([{ path: join(root, 'project') }]);

  const third = startHost([join(root, 'nothing')]);
  expect((await third.exited).code).toBe(1);
  expect(third.stderr()).toContain('path.missing');

  const token = new URL(url).hash.slice('#t='.length);
  for (const file of filesBelow(join(root, 'skein'))) expect(readFileSync(file, 'latin1'), file).not.toContain(token);
});

it.each([
  ['a file is in the place of its folder', () => writeFileSync(join(root, 'skein'), ''), ''],
  ['its folder lies in a file', () => writeFileSync(join(root, 'file'), ''), 'file/skein'],
  ['its lock is a folder', () => mkdirSync(join(root, 'skein/core.lock'), { recursive: true }), ''],
])('ends with an error when %s', async (_name, spoil, home) => {
  spoil();
  const host = startHost([], home === '' ? {} : { SKEIN_HOME: join(root, home) });
  expect(await host.exited).toEqual({ code: 1, signal: null });
  expect(host.stderr()).toMatch(/^skein: cannot use /m);
  expect(host.events).toEqual([]);
});

it('ends with an error when the one that runs cannot be asked', async () => {
  mkdirSync(join(root, 'skein'));
  const holder = { pid: process.pid, startedAt: null, lockedAt: Date.now(), nonce: 'n', port: null };
  writeFileSync(join(root, 'skein/core.lock'), JSON.stringify(holder));
  const host = startHost();
  expect(await host.exited).toEqual({ code: 1, signal: null });
  expect(host.stderr()).toContain(`process ${process.pid}`);
});

it('is ready before the demo is, shows it when it is there, and ends while it starts', async () => {
  const host = startHost(['--demo']);
  const { url } = await host.ready;
  const opened = await firstEvent<{ type: string; serverId?: string }>(
    url,
    'app.watch',
    ({ type }) => type === 'openProject',
  );
  expect(opened.serverId).toContain(join('demo', 'codex-home'));
  host.child.kill('SIGTERM');
  expect(await host.exited).toEqual({ code: 0, signal: null });

  const hurried = startHost(['--demo']);
  await hurried.ready;
  hurried.child.kill('SIGTERM');
  expect(await hurried.exited).toEqual({ code: 0, signal: null });
  expect(hurried.stderr()).toMatch(/^$|the demo did not start/);
});

it('explains arguments and ports it cannot use', async () => {
  const wrong = startHost(['--nonsense']);
  expect((await wrong.exited).code).toBe(2);
  expect(wrong.stderr()).toContain('--nonsense');
  const host = startHost();
  const { port } = new URL((await host.ready).url);
  host.child.kill('SIGTERM');
  await host.exited;
  const taken = createServer().listen(Number(port), '127.0.0.1');
  await once(taken, 'listening');
  const refused = startHost(['--port', port]);
  expect((await refused.exited).code).toBe(1);
  expect(refused.stderr()).toContain(`cannot listen on port ${port}`);
  taken.close();
});
