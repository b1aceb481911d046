import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { SendAnswer, ThreadEvent } from '../../../src-shared/contract/threads.ts';
import type { HostInstall, HostPlace } from '../../../src-shared/model/host.ts';
import type { ProjectId, ServerId } from '../../../src-shared/model/ids.ts';
import type { Project } from '../../../src-shared/model/project.ts';
import type { ServerState } from '../../../src-shared/model/server.ts';
import type { Core } from '../core.ts';
import { codexBinary } from '../demo-model/testing/codex-binary.ts';
import { CODEX_VERSION } from './codex-packages.ts';
import { prepareDemoHome } from '../demo-model/demo-home.ts';
import { startDemoModel, type DemoModel } from '../demo-model/demo-model.ts';
import { probeSandbox } from '../demo-model/testing/demo-server.ts';
import { connectTestClient, type TestClient } from '../rpc/testing/test-client.ts';
import { startTestCore } from '../testing/running-core.ts';
import { useAccountAndPluginsThere } from './testing/account-there.ts';
import { changeFilesThere } from './testing/files-there.ts';
import { makeRepository, workOnGitThere } from './testing/git-there.ts';
import { isAlive } from './testing/is-alive.ts';
import { writeStandIns, type StandIns } from './testing/stand-ins.ts';
import { workInWorktreesThere } from './testing/worktrees-there.ts';

let root: string;
let far: string;
let model: DemoModel;
let core: Core;
let client: TestClient;
let standIns: StandIns;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'skein-far-'));
  far = join(root, 'far');
  mkdirSync(join(root, 'tmp'));
  standIns = writeStandIns(root, far);
  model = await startDemoModel({ wordsPerSecond: Number.POSITIVE_INFINITY });
  await prepareDemoHome({ dir: join(far, '.codex'), url: model.url, sandboxMode: await probeSandbox() });
  mkdirSync(join(root, '.ssh'));
  writeFileSync(join(root, '.ssh/config'), 'Host build\n  HostName build.example.com\n');
  const path = [standIns.folder, process.env['PATH']].join(':');
  const env = { ...process.env, HOME: root, TMPDIR: join(root, 'tmp'), PATH: path };
  // A package as the bundle has it, without its hundreds of megabytes.
  const bundled = join(root, 'bundled/vendor/any/bin');
  mkdirSync(bundled, { recursive: true });
  writeFileSync(join(bundled, 'codex'), `#!/bin/sh\nexec '${codexBinary()}' "$@"\n`);
  chmodSync(join(bundled, 'codex'), 0o755);
  const started = await startTestCore(root, { env, codexDir: join(root, 'bundled') });
  if (!started.ok) throw new Error(started.error.code);
  core = started.value;
  client = connectTestClient(core, 'one');
});
afterAll(async () => {
  await core.dispose();
  await model.stop();
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
});

const untilServer = async (serverId: ServerId, wanted: (state: ServerState) => boolean) => {
  const watch = client.stream<readonly ServerState[]>('servers.watch', {});
  const fits = (state: ServerState) => state.id === serverId && wanted(state);
  const states = await watch.until((all) => all.some(fits));
  watch.close();
  return states.find(fits);
};
const add = async (place: HostPlace) => {
  const added = await client.call<{ hostId: string; serverId: ServerId }>('hosts.add', { label: 'Far', place });
  if (!added.ok) throw new Error(added.error.code);
  return added.value;
};
const calls = () =>
  readFileSync(standIns.calls, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split('\x1f').slice(0, -1));
const pids = () => readFileSync(join(root, 'pids'), 'utf8').trim().split('\n').map(Number);

it('offers the distributions and the hosts that are there', async () => {
  expect(await client.call('hosts.choices', {})).toEqual({
    ok: true,
    value: {
      wsl: [
        { name: 'Ubuntu', version: 2, isDefault: true },
        { name: 'Debian', version: 2, isDefault: false },
      ],
      ssh: [{ alias: 'build', hostName: 'build.example.com', user: null }],
    },
  });
});

it.each([
  [
    'a WSL distribution',
    { kind: 'wsl', distribution: 'Ubuntu' } as const,
    ['--distribution', 'Ubuntu', '--cd', '~', '--exec', 'sh', '-c', 'eval $SKEIN_START'],
  ],
  ['an SSH host', { kind: 'ssh', destination: 'build' } as const, ['--', 'build']],
])('%s: Codex is found there, a project worked on, and nothing stays behind', async (_name, place, args) => {
  const shop = join(far, `${place.kind} shop`);
  makeRepository(shop);
  const { serverId, hostId } = await add(place);
  expect(await untilServer(serverId, ({ phase }) => phase.kind === 'ready')).toMatchObject({
    codexHome: join(far, '.codex'),
    platform: 'linux',
  });
  expect(calls().at(-1)).toEqual(expect.arrayContaining(args));
  // On Windows a folder that is dropped comes with its name of the share.
  const path = place.kind === 'wsl' ? `\\\\wsl.localhost\\Ubuntu${shop.replaceAll('/', '\\')}` : '~/ssh shop';
  const added = await client.call<{ projectId: ProjectId }>('projects.add', { serverId, path });
  if (!added.ok) throw new Error(added.error.code);
  const { projectId } = added.value;
  const projects = await client.stream<readonly Project[]>('projects.watch', {}).until((list) => list.length > 0);
  expect(projects).toMatchObject([{ path: shop, git: { branch: 'trunk' } }]);
  await client.call('projects.trust', { projectId, trusted: true });
  const started = await client.call<SendAnswer>('threads.start', {
    projectId,
    parts: [{ kind: 'text', text: 'run: pwd > where.txt' }],
    choices: { model: null, effort: null, permissions: 'fullAccess', mode: 'default' },
  });
  if (!started.ok) throw new Error(JSON.stringify(started.error));
  const thread = client.stream<ThreadEvent>('threads.watch', { serverId, threadId: started.value.threadId });
  await thread.until((event) => JSON.stringify(event).includes('"status":"completed"'));
  const { threadId } = started.value;
  // The other way there differs in how the server starts, and in nothing after that.
  if (place.kind === 'wsl') await workOnGitThere(client, { serverId, folder: shop, threadId, made: 'where.txt' });
  else await useAccountAndPluginsThere(client, { serverId, far, cwd: shop });
  if (place.kind === 'wsl') await changeFilesThere(client, { serverId, folder: shop, home: far });
  if (place.kind === 'ssh') await workInWorktreesThere(client, { serverId, projectId, folder: shop, home: far });

  // Killed over there: it is brought back by itself.
  process.kill(pids().at(-1) ?? 0, 'SIGKILL');
  await untilServer(serverId, ({ phase }) => phase.kind !== 'ready');
  await untilServer(serverId, ({ phase }) => phase.kind === 'ready');
  await client.call('projects.remove', { projectId });
  expect(await client.call('hosts.remove', { hostId })).toMatchObject({ ok: true });
  await vi.waitFor(() => expect(pids().filter(isAlive)).toEqual([]));
});

it('says what keeps it from connecting: a host key, no Codex', async () => {
  writeFileSync(join(root, 'locked'), '');
  const place = { kind: 'ssh', destination: 'mira@build.example.com' };
  const attempt = () => client.call('hosts.test', { hostId: null, place });
  expect(await attempt()).toEqual({
    ok: false,
    error: { code: 'host.refused', detail: 'Host key verification failed.' },
  });
  rmSync(join(root, 'locked'));
  rmSync(join(far, '.local'), { recursive: true });
  expect(await attempt()).toEqual({ ok: false, error: { code: 'host.no-codex' } });
});

it.each([
  ['a WSL distribution', { kind: 'wsl', distribution: 'Ubuntu' } as const],
  ['an SSH host', { kind: 'ssh', destination: 'build' } as const],
])('%s: puts Codex there, checked, beside what is there; what goes wrong leaves nothing', async (_name, place) => {
  const [local, own] = [join(far, '.local'), join(far, '.skein/codex')];
  rmSync(local, { recursive: true, force: true });
  rmSync(own, { recursive: true, force: true });
  const install = () => {
    const seen: HostInstall[] = [];
    return new Promise<{ readonly seen: readonly HostInstall[]; readonly error: AppError | null }>((resolve) => {
      const stream = client.stream<HostInstall>('hosts.install', { place });
      const finish = (error: AppError | null) => resolve({ seen, error });
      stream.until((event) => seen.push(event) > 0 && event.kind === 'done').then(() => finish(null), finish);
    });
  };
  expect((await install()).seen.at(-1)).toEqual({
    kind: 'done',
    version: CODEX_VERSION,
    path: join(own, CODEX_VERSION),
  });
  expect(readdirSync(own)).toEqual([CODEX_VERSION]);
  expect(await client.call('hosts.test', { hostId: null, place })).toMatchObject({ ok: true });
  // A second time takes the place of its own copy, and of nothing else.
  writeFileSync(join(own, 'mine'), '');
  await install();
  expect(readdirSync(own).sort()).toEqual([CODEX_VERSION, 'mine']);
  expect(existsSync(local)).toBe(false);
});

it('takes nothing for an SSH destination that is more than one', async () => {
  const bad = ['-oProxyCommand=touch x', 'a b', 'x;y', "it's", '$(id)', ''];
  const tried = bad.map((destination) =>
    client.call('hosts.test', { hostId: null, place: { kind: 'ssh', destination } }),
  );
  for (const answer of await Promise.all(tried)) expect(answer).toMatchObject({ error: { code: 'rpc.bad-input' } });
});
