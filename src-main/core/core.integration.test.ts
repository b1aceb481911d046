import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AppEvent, AppInfo } from '../../src-shared/contract/app.ts';
import type { DemoStart } from '../../src-shared/contract/servers.ts';
import type { Project } from '../../src-shared/model/project.ts';
import type { ServerState } from '../../src-shared/model/server.ts';
import type { Settings } from '../../src-shared/model/settings.ts';
import type { Core } from './core.ts';
import type { CoreConfig } from './ports.ts';
import { connectTestClient } from './rpc/testing/test-client.ts';
import { startTestCore } from './testing/running-core.ts';

let root: string;
let cores: Core[];
let quits: number;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'skein-core-'));
  mkdirSync(join(root, 'tmp'));
  mkdirSync(join(root, 'project'));
  cores = [];
  quits = 0;
});
afterEach(async () => {
  for (const core of cores) await core.dispose();
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
});

async function running(change: Partial<CoreConfig> = {}) {
  const core = await startTestCore(root, { quit: () => (quits += 1), ...change });
  if (!core.ok) throw new Error(core.error.code);
  cores.push(core.value);
  return core.value;
}

it('serves windows, keeps what they change, and starts again with it', async () => {
  const core = await running();
  const [first, second] = [connectTestClient(core, 'first'), connectTestClient(core, 'second')];
  const info = await first.call<AppInfo>('app.info', {});
  expect(info).toMatchObject({
    ok: true,
    value: {
      version: '1.2.3',
      shell: 'web',
      canPickFolder: false,
      firstServerId: `local:${join(root, 'codex')}`,
      startNotices: [],
    },
  });
  const seen = second.stream<Settings>('settings.watch', {});
  await first.call('settings.change', { theme: 'light' });
  expect(await seen.until(({ theme }) => theme === 'light')).toMatchObject({ theme: 'light', sendKey: 'enter' });
  const serverId = info.ok ? info.value.firstServerId : '';
  expect(await first.call('projects.add', { serverId, path: join(root, 'project') })).toMatchObject({ ok: true });
  await second.stream<readonly Project[]>('projects.watch', {}).until((list) => list.length === 1);
  await core.dispose();
  expect(existsSync(join(root, 'skein/core.lock'))).toBe(false);

  const again = connectTestClient(await running(), 'first');
  expect(await again.stream<Settings>('settings.watch', {}).until(() => true)).toMatchObject({ theme: 'light' });
  expect(await again.stream<readonly Project[]>('projects.watch', {}).until(() => true)).toMatchObject([
    { name: 'project' },
  ]);
});

it('is the only one on its data', async () => {
  const core = await running();
  await core.setPort(4711);
  expect(await startTestCore(root)).toEqual({
    ok: false,
    error: { code: 'storage.locked', pid: process.pid, port: 4711 },
  });
});

it('says what it had to set aside', async () => {
  mkdirSync(join(root, 'skein'));
  writeFileSync(join(root, 'skein/projects.json'), '{"version":1,"data":');
  const client = connectTestClient(await running(), 'first');
  const info = await client.call<AppInfo>('app.info', {});
  expect(info).toMatchObject({
    value: { startNotices: [{ code: 'storage.set-aside', file: join(root, 'skein/projects.json') }] },
  });
});

it('tells the first window of a path that came before it, and a file opens its folder', async () => {
  const core = await running();
  writeFileSync(join(root, 'project/file.txt'), '');
  const opened = await core.openPath(join(root, 'project/file.txt'));
  const events = connectTestClient(core, 'first').stream<AppEvent>('app.watch', {});
  const event = await events.until(({ type }) => type === 'openProject');
  expect(event).toMatchObject({ projectId: opened.ok ? opened.value : '' });
  expect(await core.openPath(join(root, 'nothing'))).toMatchObject({ ok: false, error: { code: 'path.missing' } });
});

it('sends a command of the menu to its window alone', async () => {
  const core = await running();
  const [one, two] = [connectTestClient(core, 'one'), connectTestClient(core, 'two')];
  const [heard, other] = [one.stream<AppEvent>('app.watch', {}), two.stream<AppEvent>('app.watch', {})];
  await Promise.all([one.call('app.info', {}), two.call('app.info', {})]);
  core.command('thread.new', 'one');
  core.command('app.palette');
  await other.until((event) => event.type === 'command');
  await heard.until((event) => event.type === 'command' && event.commandId === 'app.palette');
  expect(heard.events()).toEqual([
    { type: 'command', commandId: 'thread.new' },
    { type: 'command', commandId: 'app.palette' },
  ]);
  expect(other.events()).toEqual([{ type: 'command', commandId: 'app.palette' }]);
});

it('quits at once when nothing runs', async () => {
  const client = connectTestClient(await running(), 'first');
  await client.call('app.quit', { confirmed: false });
  expect(quits).toBe(1);
});

it('runs the offline demo beside the user’s own Codex, which it does not touch', async () => {
  const core = await running();
  const client = connectTestClient(core, 'first');
  const [demo, same] = await Promise.all([
    client.call<DemoStart>('servers.startDemo', {}),
    client.call<DemoStart>('servers.startDemo', {}),
  ]);
  expect(same).toEqual(demo);
  if (!demo.ok) throw new Error(JSON.stringify(demo.error));
  const { serverId, projectPath, prompts } = demo.value;
  expect(prompts.length).toBeGreaterThan(5);
  const states = await client
    .stream<readonly ServerState[]>('servers.watch', {})
    .until((list) => list.length === 2 && list.every((state) => state.phase.kind === 'ready'));
  expect(states.map((state) => [state.id, state.demo])).toEqual([
    [`local:${join(root, 'codex')}`, false],
    [serverId, true],
  ]);
  const projects = await client.stream<readonly Project[]>('projects.watch', {}).until((list) => list.length === 1);
  expect(projects).toMatchObject([{ serverId, path: projectPath, trusted: true, git: { branch: 'main' } }]);
  expect(existsSync(join(root, 'codex/config.toml'))).toBe(false);
  expect(readFileSync(join(root, 'skein/demo/codex-home/config.toml'), 'utf8')).toContain('127.0.0.1');
});

it('gives up a demo that starts while it ends, and the next one makes it whole', async () => {
  const core = await running();
  const starting = core.startDemo();
  await core.dispose();
  expect(await starting).toMatchObject({ ok: false, error: { code: 'demo.failed' } });
  expect(existsSync(join(root, 'skein/core.lock'))).toBe(false);

  const again = await running();
  const started = await again.startDemo();
  const events = connectTestClient(again, 'first');
  const shown = await events.stream<AppEvent>('app.watch', {}).until(({ type }) => type === 'openProject');
  expect(shown).toMatchObject({ serverId: started.ok ? started.value.serverId : '' });
  const projects = await events.stream<readonly Project[]>('projects.watch', {}).until((list) => list.length === 1);
  expect(projects).toMatchObject([{ trusted: true, git: { branch: 'main' } }]);
});

it('says why there is no server, and where none is known', async () => {
  const core = await running({ codexBinary: join(root, 'no-codex') });
  const client = connectTestClient(core, 'first');
  const stopped = await client
    .stream<readonly ServerState[]>('servers.watch', {})
    .until(([state]) => state?.phase.kind === 'stopped');
  expect(stopped).toMatchObject([{ phase: { failure: { kind: 'binary-missing' } } }]);
  expect(await client.call('servers.startDemo', {})).toMatchObject({ ok: false, error: { code: 'demo.failed' } });
  expect(await client.call('servers.startDemo', {})).toMatchObject({ ok: false, error: { code: 'demo.failed' } });
  expect(await client.call('servers.restart', { serverId: 'none' })).toEqual({
    ok: false,
    error: { code: 'server.unknown', serverId: 'none' },
  });
  const catalog = client.stream('servers.watchCatalog', { serverId: 'none', cwd: null });
  expect(await catalog.ended).toEqual({ code: 'server.unknown', serverId: 'none' });
});
