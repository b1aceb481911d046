import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { AppInfo } from '../../../src-shared/contract/app.ts';
import type { TerminalEvent } from '../../../src-shared/contract/terminals.ts';
import type { ServerState } from '../../../src-shared/model/server.ts';
import { SCROLLBACK_BYTES, type Terminal } from '../../../src-shared/model/terminal.ts';
import type { Core } from '../core.ts';
import { connectTestClient, type TestClient } from '../rpc/testing/test-client.ts';
import { startTestCore } from '../testing/running-core.ts';

let root: string;
let core: Core;
let client: TestClient;
let serverId: string;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'skein-terminals-'));
  mkdirSync(join(root, 'tmp'));
  mkdirSync(join(root, 'project'));
  const started = await startTestCore(root, {
    env: { ...process.env, HOME: root, TMPDIR: join(root, 'tmp'), SHELL: '/bin/bash', LC_ALL: '', LANG: '' },
  });
  if (!started.ok) throw new Error(started.error.code);
  core = started.value;
  client = connectTestClient(core, 'first');
  const info = await client.call<AppInfo>('app.info', {});
  serverId = info.ok ? info.value.firstServerId : '';
});
afterEach(async () => {
  await core.dispose();
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
});

/** One terminal as a window sees it: it draws everything at once, and says so. */
async function open(change: Record<string, unknown> = {}, window = client) {
  const opened = await window.call<{ terminalId: string }>('terminals.open', {
    serverId,
    thread: null,
    folder: join(root, 'project'),
    run: null,
    title: null,
    cols: 80,
    rows: 24,
    ...change,
  });
  if (!opened.ok) throw new Error(opened.error.code);
  return attach(opened.value.terminalId, window);
}

function attach(terminalId: string, window = client) {
  const stream = window.stream<TerminalEvent>('terminals.watch', { terminalId });
  const list = window.stream<readonly Terminal[]>('terminals.watchList', { serverId });
  let text = '';
  let taken = 0;
  let bytes = 0;
  let snapshots = 0;
  const drawn = () => {
    for (const event of stream.events().slice(taken)) {
      const chunk = Buffer.from(event.base64, 'base64');
      bytes += chunk.length;
      if (event.type === 'snapshot') {
        snapshots += 1;
        text = '';
      }
      text = (text + chunk.toString('utf8')).slice(-200_000);
      void window.call('terminals.seen', { terminalId, end: event.end });
      taken += 1;
    }
    return text;
  };
  const write = (typed: string) =>
    window.call('terminals.write', { terminalId, base64: Buffer.from(typed).toString('base64') });
  return {
    terminalId,
    stream,
    write,
    drawn,
    bytes: () => bytes,
    snapshots: () => snapshots,
    type: (line: string) => write(`${line}\r`),
    /** Resolves with the text as soon as it matches. */
    until: async (pattern: RegExp) => {
      await stream.until(() => pattern.test(drawn()));
      return text;
    },
    state: async (kind: Terminal['state']['kind']) => {
      const rows = await list.until((all) => all.some(({ id, state }) => id === terminalId && state.kind === kind));
      return rows.find(({ id }) => id === terminalId);
    },
  };
}

/** A process that nobody else started: `sleep` with a length of its own. */
const sleep = (number: number) => `sleep ${10_000_000 + process.pid * 10 + number}`;
/** Ids of running processes. */
const running = (wanted: string) =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
        return line === wanted ? [Number(pid)] : [];
      } catch {
        return [];
      }
    });
const untilGone = (wanted: string) => vi.waitUntil(() => running(wanted).length === 0, { timeout: 10_000 });

it('is a login shell of the user in the folder, with a terminal of the size it is shown in', async () => {
  const shell = await open();
  expect(await shell.state('running')).toMatchObject({ title: 'bash', folder: join(root, 'project'), thread: null });
  await vi.waitUntil(
    async () => {
      const told = await client.call<readonly string[]>('terminals.running', { terminalId: shell.terminalId });
      return told.ok && told.value.length === 0;
    },
    { timeout: 10_000 },
  );
  await shell.type('shopt login_shell; pwd; stty size; echo "$TERM $COLORTERM $LC_CTYPE"; echo "sum $((6*7))"');
  const text = await shell.until(/sum 42\r\n/);
  expect(text).not.toContain('skein;');
  expect(text).toMatch(/login_shell\s+on\r\n/);
  expect(text).toContain(`${join(root, 'project')}\r\n24 80\r\nxterm-256color truecolor C.UTF-8\r\n`);
  await client.call('terminals.resize', { terminalId: shell.terminalId, cols: 133, rows: 40 });
  await shell.type('stty size');
  await shell.until(/40 133\r\n/);
});

it('knows jobs, and Ctrl+C and Ctrl+Z reach them', async () => {
  const shell = await open();
  await shell.type(`echo "be""gun"; ${sleep(0)}`);
  await shell.until(/begun/);
  await vi.waitUntil(() => running(sleep(0)).length > 0, { timeout: 10_000 });
  await shell.write('\u001a');
  await shell.until(/\[1\]\+\s+Stopped\s+sleep \d+/);
  await shell.type('fg');
  await shell.until(/fg\r\n[^\n]*sleep \d+\r\n/);
  await shell.write('\u0003');
  await shell.type('echo "ca""me back $?"');
  await shell.until(/came back 130/);
  await untilGone(sleep(0));
});

it('says with which code the shell ended, and takes nothing more', async () => {
  const shell = await open();
  await shell.state('running');
  await shell.type('exit 7');
  expect(await shell.state('exited')).toMatchObject({ state: { kind: 'exited', exitCode: 7 } });
  expect(await shell.write('x')).toEqual({ ok: false, error: { code: 'terminal.gone' } });
  expect(await client.call('terminals.close', { terminalId: shell.terminalId })).toMatchObject({ ok: true });
  expect(await shell.stream.ended).toEqual({ code: 'terminal.gone' });
});

it('types a command line once the shell waits for one', async () => {
  const shell = await open({ run: 'echo "fi""rst"\necho "sec""ond"', title: 'Tests' });
  await shell.until(/first\r\n[^]*second\r\n/);
  expect(await shell.state('running')).toMatchObject({ title: 'Tests' });
  expect(shell.drawn().split('echo "fi""rst"')).toHaveLength(2);
});

it('is found again by another window, which draws what was there', async () => {
  const shell = await open();
  await shell.type('echo "be""fore the reload"');
  await shell.until(/before the reload/);
  client.close();
  const window = connectTestClient(core, 'second');
  const rows = await window.stream<readonly Terminal[]>('terminals.watchList', { serverId }).until(() => true);
  expect(rows).toMatchObject([{ id: shell.terminalId, state: { kind: 'running' } }]);
  const again = attach(shell.terminalId, window);
  await again.until(/before the reload/);
  expect(again.stream.events()[0]).toMatchObject({ type: 'snapshot', truncated: false });
  await again.type('echo "af""ter it"');
  await again.until(/after it/);
});

it('keeps nothing but the newest output of 50 MB, and answers meanwhile', async () => {
  const shell = await open();
  const idle = connectTestClient(core, 'sleeping');
  await shell.state('running');
  const sleeping = idle.stream<TerminalEvent>('terminals.watch', { terminalId: shell.terminalId });
  await sleeping.until(() => true);
  let slowest = 0;
  let last = performance.now();
  const pulse = setInterval(() => {
    slowest = Math.max(slowest, performance.now() - last);
    last = performance.now();
  }, 5);
  await shell.type('head -c 50000000 /dev/zero | tr "\\0" x | fold -w 99; echo; echo "do""ne"');
  await shell.until(/\ndone\r\n/);
  clearInterval(pulse);
  expect(slowest).toBeLessThan(500);
  const unseen = sleeping.events().reduce((sum, { base64 }) => sum + (base64.length * 3) / 4, 0);
  expect(unseen).toBeLessThan(1_100_000);
  const late = connectTestClient(core, 'late').stream<TerminalEvent>('terminals.watch', {
    terminalId: shell.terminalId,
  });
  const snapshot = await late.until(() => true);
  const bytes = Buffer.from(snapshot.base64, 'base64');
  expect(snapshot).toMatchObject({ type: 'snapshot', truncated: true });
  expect(bytes.length).toBeLessThanOrEqual(SCROLLBACK_BYTES);
  expect(bytes.length).toBeGreaterThan(SCROLLBACK_BYTES - 200);
  expect(bytes.toString('utf8')).toMatch(/^x{99}\r\n/);
  expect(bytes.toString('utf8')).toContain('\ndone\r\n');
});

it('stops a flood at Ctrl+C at once', async () => {
  const shell = await open();
  await shell.state('running');
  await shell.type('yes');
  await shell.until(/(y\r\n){1000}/);
  await vi.waitUntil(() => (shell.drawn(), shell.bytes() > 500_000), { timeout: 10_000, interval: 5 });
  await shell.write('\u0003');
  await shell.type('echo "sto""pped"');
  await shell.until(/stopped\r\n/);
});

it('is lost with the app-server that carried it, and a new shell works', async () => {
  const shell = await open();
  await shell.type(`echo "as""long as it lasts"; ${sleep(1)} & ${sleep(2)}`);
  await shell.until(/aslong as it lasts/);
  await vi.waitUntil(() => running(sleep(2)).length > 0, { timeout: 10_000 });
  // The app-server is the one whose home is this test's.
  const server = Number(
    execFileSync('sh', ['-c', 'ps -o ppid= -p "$(ps -o ppid= -p "$1" | tr -d " ")"', 'sh', `${running(sleep(2))[0]}`]),
  );
  process.kill(server, 'SIGKILL');
  expect(await shell.state('lost')).toMatchObject({ state: { kind: 'lost' } });
  await untilGone(sleep(2));
  await untilGone(sleep(1));
  expect(await shell.write('x')).toMatchObject({ error: { code: 'terminal.gone' } });
  expect(shell.drawn()).toContain('aslong as it lasts');
  await client.stream<readonly ServerState[]>('servers.watch', {}).until(([state]) => state?.phase.kind === 'ready');
  const next = await open();
  await next.type('echo "al""ive"');
  await next.until(/alive/);
});

it('takes along what it started when it is closed, also what ignores a hang-up', async () => {
  const shell = await open();
  await shell.state('running');
  await shell.type(`nohup ${sleep(3)} > /dev/null 2>&1 & ${sleep(4)} & (${sleep(5)}; true)`);
  await vi.waitUntil(() => [3, 4, 5].every((number) => running(sleep(number)).length > 0), {
    timeout: 10_000,
  });
  const told = await client.call<readonly string[]>('terminals.running', { terminalId: shell.terminalId });
  expect(told.ok && [...told.value].sort()).toEqual(['bash', 'sleep']);
  const closed = client.call('terminals.close', { terminalId: shell.terminalId });
  expect(await shell.stream.ended).toEqual({ code: 'terminal.gone' });
  expect(await closed).toMatchObject({ ok: true });
  await Promise.all([3, 4, 5].map((number) => untilGone(sleep(number))));
  const rows = await connectTestClient(core, 'other')
    .stream<readonly Terminal[]>('terminals.watchList', { serverId })
    .until(() => true);
  expect(rows).toEqual([]);
});

it('leaves nothing behind when Skein ends', async () => {
  const [one, two] = [await open(), await open()];
  await Promise.all([one.state('running'), two.state('running')]);
  await one.type(`nohup ${sleep(6)} &`);
  await two.type(sleep(7));
  await vi.waitUntil(() => running(sleep(6)).length > 0 && running(sleep(7)).length > 0, { timeout: 10_000 });
  await core.dispose();
  await untilGone(sleep(6));
  await untilGone(sleep(7));
});

it('says when the folder is gone or the server unknown', async () => {
  const shell = await open({ folder: join(root, 'gone') });
  expect(await shell.state('failed')).toMatchObject({ state: { kind: 'failed', reason: 'folder-missing' } });
  expect(
    await client.call('terminals.open', {
      serverId: 'x',
      thread: null,
      folder: root,
      run: null,
      title: null,
      cols: 80,
      rows: 24,
    }),
  ).toEqual({
    ok: false,
    error: { code: 'server.unknown', serverId: 'x' },
  });
});
