import { createHmac } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ThreadEvent, SendAnswer } from '../../../src-shared/contract/threads.ts';
import type { TextFile } from '../../../src-shared/model/files.ts';
import type { GitState } from '../../../src-shared/model/git.ts';
import type { Host } from '../../../src-shared/model/host.ts';
import type { ProjectId, ServerId } from '../../../src-shared/model/ids.ts';
import type { Project } from '../../../src-shared/model/project.ts';
import type { ServerState } from '../../../src-shared/model/server.ts';
import type { Core } from '../core.ts';
import { prepareDemoHome } from '../demo-model/demo-home.ts';
import { startDemoModel, type DemoModel } from '../demo-model/demo-model.ts';
import { codexVersion } from '../demo-model/testing/codex-binary.ts';
import { probeSandbox } from '../demo-model/testing/demo-server.ts';
import { systemClock, type Clock } from '../ports.ts';
import { connectTestClient, type TestClient } from '../rpc/testing/test-client.ts';
import { startTestCore } from '../testing/running-core.ts';
import { startListening, type ListeningServer } from './testing/listening-server.ts';

const TOKEN = 'a-token-of-forty-characters-0123456789ab';
const SECRET = 'a-shared-secret-of-more-than-32-characters';
/** 0.124 takes `--listen` without any authentication. */
const hasAuth = codexVersion() !== '0.124.0';

let root: string;
let far: string;
let model: DemoModel;
let core: Core;
let client: TestClient;
let servers: ListeningServer[];
const logged: string[] = [];
let wakeUp = () => {};
/** Waits of half a second and more that begin then do not end by themselves. */
let asleep = false;
const clock: Clock = {
  now: () => systemClock.now(),
  after: (ms, run) => (asleep && ms >= 500 ? () => undefined : systemClock.after(ms, run)),
};

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'skein-ws-'));
  for (const folder of ['tmp', 'far/home', 'far/tmp', 'far/shop']) mkdirSync(join(root, folder), { recursive: true });
  far = join(root, 'far');
  model = await startDemoModel({ wordsPerSecond: Number.POSITIVE_INFINITY });
  await prepareDemoHome({ dir: join(far, 'home'), url: model.url, sandboxMode: await probeSandbox() });
  writeFileSync(join(far, 'token'), TOKEN);
  writeFileSync(join(far, 'secret'), SECRET);
  writeFileSync(join(far, 'shop/till.txt'), 'one\r\ntwo\r\n');
  execFileSync('git', ['init', '-q', '-b', 'trunk', join(far, 'shop')]);
  servers = [];
  const note = (message: string, data?: unknown) => void logged.push(`${message} ${JSON.stringify(data ?? null)}`);
  const started = await startTestCore(root, {
    env: { ...process.env, HOME: root, TMPDIR: join(root, 'tmp'), FAR_TOKEN: TOKEN },
    clock,
    onResume: (listener) => {
      wakeUp = listener;
      return () => undefined;
    },
    log: { info: note, warn: note, error: note },
  });
  if (!started.ok) throw new Error(started.error.code);
  core = started.value;
  client = connectTestClient(core, 'one');
});
afterAll(async () => {
  await core.dispose();
  for (const server of servers) await server.kill();
  await model.stop();
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
});

const capability = () => ['--ws-auth', 'capability-token', '--ws-token-file', join(far, 'token')];
async function listen(auth: readonly string[] = [], port = 0): Promise<ListeningServer> {
  const server = await startListening({ codexHome: join(far, 'home'), tmp: join(far, 'tmp'), auth, port });
  servers.push(server);
  return server;
}
const place = (url: string, token: object = { kind: 'none' }) => ({ kind: 'websocket', url, token });
const stateOf = (serverId: ServerId, wanted: (state: ServerState) => boolean) =>
  client
    .stream<readonly ServerState[]>('servers.watch', {})
    .until((states) => states.some((state) => state.id === serverId && wanted(state)))
    .then((states) => states.find((state) => state.id === serverId && wanted(state)));
const typed = (token: string) => ({ kind: 'typed', token });

/** A signed bearer token as `--ws-auth signed-bearer-token` takes it (RFC 7519, HS256). */
function signed(expiresAtS: number): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const body = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ exp: expiresAtS, iss: 'skein-test' })}`;
  return `${body}.${createHmac('sha256', SECRET).update(body).digest('base64url')}`;
}

describe.runIf(hasAuth)('who is let in', () => {
  it('tries a host without keeping it: right and wrong tokens of both kinds, and nobody there', async () => {
    const withToken = await listen(capability());
    const withSecret = await listen([
      '--ws-auth',
      'signed-bearer-token',
      '--ws-shared-secret-file',
      join(far, 'secret'),
    ]);
    const nowS = Math.floor(Date.now() / 1000);
    const attempt = async (url: string, token?: object) => {
      const answer = await client.call('hosts.test', { hostId: null, place: place(url, token) });
      return answer.ok ? answer.value : answer.error.code;
    };
    const fine = { version: codexVersion(), codexHome: join(far, 'home'), platform: 'linux' };
    expect([
      await attempt(withToken.url, typed(TOKEN)),
      await attempt(withToken.url, { kind: 'environment', name: 'FAR_TOKEN' }),
      await attempt(withToken.url, typed('another')),
      await attempt(withToken.url),
      await attempt(withToken.url, { kind: 'environment', name: 'NOT_SET' }),
      await attempt(withSecret.url, typed(signed(nowS + 600))),
      await attempt(withSecret.url, typed(signed(nowS - 600))),
      await attempt('ws://127.0.0.1:1', typed(TOKEN)),
      await attempt('ws://10.0.0.1:4500'),
    ]).toEqual([
      ...[fine, fine, 'host.refused', 'host.refused', 'host.token-missing', fine, 'host.refused'],
      ...['host.unreachable', 'host.token-needed'],
    ]);
    expect(await client.stream<readonly Host[]>('hosts.watch', {}).until(() => true)).toEqual([]);
    await Promise.all([withToken.kill(), withSecret.kill()]);
  });
});

it('works there: folders, a turn, files, Git, and what only this machine can do is refused', async () => {
  const server = await listen(hasAuth ? capability() : []);
  const token = hasAuth ? typed(TOKEN) : { kind: 'none' };
  const added = await client.call<{ hostId: string; serverId: ServerId }>('hosts.add', {
    label: 'Build machine',
    place: place(server.url, token),
  });
  if (!added.ok) throw new Error(added.error.code);
  const { serverId, hostId } = added.value;
  expect(await stateOf(serverId, ({ phase }) => phase.kind === 'ready')).toMatchObject({
    ...{ label: 'Build machine', hostId, codexHome: join(far, 'home'), platform: 'linux' },
  });

  const listed = await client.call('hosts.listFolder', { serverId, path: null });
  expect(listed).toMatchObject({
    value: { path: far, entries: [{ name: 'home' }, { name: 'shop', isGit: true }, {}] },
  });
  expect(await client.call('projects.add', { serverId, path: join(far, 'nowhere') })).toEqual({
    ok: false,
    error: { code: 'path.missing', path: join(far, 'nowhere') },
  });
  const project = await client.call<{ projectId: ProjectId }>('projects.add', { serverId, path: join(far, 'shop') });
  if (!project.ok) throw new Error(project.error.code);
  const { projectId } = project.value;
  expect(await client.stream<readonly Project[]>('projects.watch', {}).until(() => true)).toMatchObject([
    { name: 'shop', state: 'ok', git: { branch: 'trunk', root: join(far, 'shop') } },
  ]);

  await client.call('projects.trust', { projectId, trusted: true });
  const started = await client.call<SendAnswer>('threads.start', {
    projectId,
    parts: [{ kind: 'text', text: '[[say]] Hello from afar.' }],
    choices: { model: null, effort: null, permissions: 'ask', mode: 'default' },
  });
  if (!started.ok) throw new Error(JSON.stringify(started.error));
  const { threadId } = started.value;
  const thread = client.stream<ThreadEvent>('threads.watch', { serverId, threadId });
  await thread.until((event) => JSON.stringify(event).includes('"status":"completed"'));

  const root2 = join(far, 'shop');
  const read = await client.call<TextFile>('files.readText', { serverId, root: root2, path: 'till.txt' });
  if (!read.ok) throw new Error(read.error.code);
  expect(read.value).toMatchObject({ text: 'one\r\ntwo\r\n', readOnly: null });
  const write = (expected: string) =>
    client.call('files.writeText', { serverId, root: root2, path: 'till.txt', text: 'one\nthree\n', expected });
  expect(await write('another')).toMatchObject({ error: { code: 'file.changed' } });
  expect(await write(read.value.version)).toMatchObject({ ok: true });
  expect(readFileSync(join(far, 'shop/till.txt'), 'utf8')).toBe('one\r\nthree\r\n');
  expect(await client.call('files.readText', { serverId, root: root2, path: '../token' })).toMatchObject({
    error: { code: 'path.outside' },
  });
  const git = client.stream<GitState>('git.watch', { serverId, folder: root2 });
  expect(await git.until((state) => state.kind === 'repository')).toMatchObject({ counts: { untracked: 1 } });
  git.close();
  // The path is there on this machine too: it must not be taken for the same folder.
  expect(await client.call('files.preview', { serverId, root: root2, path: 'till.txt' })).toEqual({
    ok: false,
    error: { code: 'host.not-here' },
  });

  // It goes away while this machine sleeps, and is there again when that wakes up, whatever wait was left.
  asleep = true;
  await server.kill();
  const lost = await stateOf(serverId, ({ phase }) => phase.kind === 'restarting');
  expect(lost?.phase.kind === 'restarting' && lost.phase.failure.kind).toMatch(/^host-(lost|unreachable)$/);
  await listen(hasAuth ? capability() : [], server.port);
  const back = client.stream<readonly ServerState[]>('servers.watch', {});
  wakeUp();
  await back.until((states) => states.some(({ id, phase }) => id === serverId && phase.kind === 'ready'));
  asleep = false;
  const again = await client.call<SendAnswer>('threads.send', {
    ...{ serverId, threadId, mode: 'auto', choices: null },
    parts: [{ kind: 'text', text: '[[say]] Once more.' }],
  });
  expect(again).toMatchObject({ ok: true, value: { outcome: 'started' } });

  expect(await client.call('hosts.remove', { hostId })).toEqual({
    ok: false,
    error: { code: 'host.in-use', projects: 1 },
  });
  await client.call('projects.remove', { projectId });
  expect(await client.call('hosts.remove', { hostId })).toEqual({ ok: true, value: null });
  expect(await client.call('servers.log', { serverId })).toMatchObject({ error: { code: 'server.unknown' } });
  // Neither the log, nor any file of Skein's, nor a window ever has the token.
  const kept = readFileSync(join(root, 'skein/hosts.json'), 'utf8');
  const hosts = client.stream('hosts.watch', {}).events();
  expect([logged.join('\n'), kept, JSON.stringify(hosts)].filter((text) => text.includes(TOKEN))).toEqual([]);
});
