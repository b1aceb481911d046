import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { HookShelf } from '../../../src-shared/model/extension.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import type { McpBoard, McpContent, McpDetail, McpServer, McpToolResult } from '../../../src-shared/model/mcp.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { Core } from '../core.ts';
import { prepareDemoHome } from '../demo-model/demo-home.ts';
import { startDemoModel, type DemoModel } from '../demo-model/demo-model.ts';
import { codexVersion, knownModel } from '../demo-model/testing/codex-binary.ts';
import { connectTestClient, type TestClient, type TestStream } from '../rpc/testing/test-client.ts';
import { startTestCore } from '../testing/running-core.ts';
import { startOauthMcpServer, type OauthMcpServer } from './testing/oauth-mcp-server.ts';

const isOld = codexVersion() === '0.124.0';
const SCRIPT = fileURLToPath(new URL('../../../e2e/faults/mcp-server.mjs', import.meta.url));
const FORM = {
  required: false,
  startupTimeoutSec: null,
  toolTimeoutSec: null,
  enabledTools: null,
  disabledTools: [],
} as const;
const program = (...args: string[]) => ({
  kind: 'stdio',
  command: process.execPath,
  args: [SCRIPT, ...args],
  cwd: null,
  env: [],
  envVars: [],
});

let root: string;
let core: Core;
let client: TestClient;
let serverId: ServerId;
let shop: OauthMcpServer;
let model: DemoModel;
let board: TestStream<McpBoard>;
const at = (...parts: string[]) => join(root, ...parts);
const file = () => at('codex', 'config.toml');
const text = () => readFileSync(file(), 'utf8');

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'skein-mcp-'));
  for (const folder of ['tmp', 'project']) mkdirSync(at(folder), { recursive: true });
  [model, shop] = await Promise.all([
    startDemoModel({ wordsPerSecond: Number.POSITIVE_INFINITY }),
    startOauthMcpServer(),
  ]);
  const hook = (command: string) => `[[hooks.UserPromptSubmit.hooks]]\ntype = "command"\ncommand = "${command}"\n`;
  await prepareDemoHome({
    dir: at('codex'),
    url: model.url,
    model: knownModel(),
    extraToml: `# the good one
[mcp_servers.good] # it works
command = ${JSON.stringify(process.execPath)}
args = [${JSON.stringify(SCRIPT)}, "good"]
env = { SHOP_KEY = "hush" } # a secret
[[hooks.UserPromptSubmit]]
${hook('echo steam rises')}`,
  });
  // Where sign-ins are kept: not in this machine's keyring.
  writeFileSync(file(), `${text().split('\n', 1)[0] ?? ''}\nmcp_oauth_credentials_store = "file"\n${text()}`);
  const started = await startTestCore(root, {
    env: { ...process.env, HOME: root, TMPDIR: at('tmp'), SHOP_TEAM: 'red' },
  });
  if (!started.ok) throw new Error(started.error.code);
  core = started.value;
  client = connectTestClient(core, 'test');
  serverId = `local:${at('codex')}` as ServerId;
  board = client.stream<McpBoard>('mcp.watch', { serverId, cwd: null });
});
afterAll(async () => {
  await core.dispose();
  await Promise.all([model.stop(), shop.stop()]);
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
});

const call = <T>(path: string, input: object) => client.call<T>(path, { serverId, ...input });
const errorOf = (result: Result<unknown, AppError>) => (result.ok ? null : result.error);
const find = ({ servers }: McpBoard, name: string) => servers.find((one) => one.name === name);
/** The newest news of a server, as soon as it is what is wanted. */
const until = async (name: string, wanted: (server: McpServer) => boolean): Promise<McpServer> => {
  const found = await board.until((one) => {
    const server = one === board.events().at(-1) ? find(one, name) : undefined;
    return server !== undefined && wanted(server);
  });
  return find(found, name) as McpServer;
};
const settled = (name: string) => until(name, ({ status }) => status.kind !== 'checking');
const save = (name: string, transport: object, more: object = {}) =>
  call('mcp.save', { ...FORM, name, isNew: true, seen: null, transport, ...more });
const tool = (name: string, given: object | string = {}, callId: string = crypto.randomUUID()) =>
  call<McpToolResult>('mcp.callTool', {
    ...{ name: 'good', tool: name, callId },
    arguments: typeof given === 'string' ? given : JSON.stringify(given),
  });

describe('a server that works', () => {
  it('is looked at: tools, resources, settings without secrets', async () => {
    const good = await settled('good');
    expect(good).toMatchObject({
      origin: 'user',
      status: { kind: 'ready', ...(isOld ? {} : { title: 'The shop', version: '2.0.0' }), tools: 5, resources: 4 },
      config: { enabled: true, transport: { kind: 'stdio', env: ['SHOP_KEY'] } },
    });
    expect(JSON.stringify(board.events())).not.toContain('hush');
    const detail = await call<McpDetail>('mcp.detail', { name: 'good' });
    expect(detail.ok && detail.value.tools.map(({ name }) => name)).toEqual(['crash', 'echo', 'fail', 'lines', 'wait']);
    expect(detail.ok && detail.value.tools[1]).toMatchObject({ readOnly: true, destructive: false });
    expect(detail.ok && detail.value.tools[1]?.schema).toContain('What to say');
    expect(detail.ok && detail.value.templates).toMatchObject([{ uri: 'shop://price/{thing}', name: 'Price' }]);
  });

  it('reads resources: text, a filled-in pattern, a picture; one that is not there', async () => {
    const read = async (uri: string) => {
      const answer = await call<readonly McpContent[]>('mcp.readResource', { name: 'good', uri });
      return answer.ok ? answer.value.flatMap(({ parts }) => parts) : answer.error;
    };
    expect(await read('shop://stock')).toEqual([{ kind: 'text', text: '3 cups' }]);
    expect(await read('shop://price/tea')).toEqual([{ kind: 'text', text: 'tea: 2 coins' }]);
    expect(await read('shop://sign')).toMatchObject([
      { kind: 'image', source: expect.stringMatching(/^\/file\//) as string },
    ]);
    expect(await read('shop://nothing')).toMatchObject({ code: 'mcp.failed', name: 'good' });
  });

  it('runs its tools: answers, refusals of its own, bad arguments, 5,000 lines', async () => {
    const said = await tool('echo', { words: 'good morning' });
    expect(said.ok && said.value).toMatchObject({ failed: false, parts: [{ text: 'echo: good morning' }] });
    const failed = await tool('fail');
    expect(failed.ok && failed.value).toMatchObject({ failed: true, parts: [{ text: 'No milk.' }] });
    const lines = await tool('lines', { count: 5000 });
    const [part] = lines.ok ? lines.value.parts : [];
    expect(part?.kind === 'text' && part.text.split('\n').length).toBe(5000);
    expect(errorOf(await tool('echo', '{ nope'))).toMatchObject({ code: 'mcp.bad-arguments' });
    expect(errorOf(await tool('echo', '[1]'))).toMatchObject({ code: 'mcp.bad-arguments' });
  });

  it('can be given up on while a tool never answers, and is there again after it crashed', async () => {
    const callId = crypto.randomUUID();
    const waiting = tool('wait', {}, callId);
    // Another one is answered meanwhile: nothing is held up.
    expect(await tool('echo', { words: 'meanwhile' })).toMatchObject({ ok: true });
    await call('mcp.cancelCall', { callId });
    expect(errorOf(await waiting)).toEqual({ code: 'mcp.cancelled' });
    expect(errorOf(await tool('crash'))).toMatchObject({ code: 'mcp.failed' });
    expect(await tool('echo', { words: 'again' })).toMatchObject({ ok: true });
  });
});

describe('servers that do not work', () => {
  it.each([
    ['ends at once', 'broken', program('crash'), {}],
    ['never answers', 'silent', program('silent'), { startupTimeoutSec: 1 }],
    ['is no program', 'missing', { ...program(), command: '/nowhere/at/all' }, {}],
    [
      'is not at its address',
      'nobody',
      { kind: 'http', url: 'http://127.0.0.1:9/mcp', tokenVar: null, headers: [], envHeaders: [] },
      {},
    ],
  ])('one that %s is told as failed, and the others stay as they are', async (_what, name, transport, more) => {
    expect(await save(name, transport, more)).toMatchObject({ ok: true });
    const failed = await settled(name);
    // 0.124 says nothing of why.
    if (!isOld)
      expect(failed.status).toMatchObject({ kind: 'failed', message: expect.stringMatching(/\w{4}/) as string });
    expect((await settled('good')).status.kind).toBe('ready');
    expect(await call('mcp.remove', { name })).toMatchObject({ ok: true });
    expect(text()).not.toContain(`mcp_servers.${name}`);
  });
});

describe('settings', () => {
  it('keeps secrets that were not typed again, hands variables on, and allows only some tools', async () => {
    const { stamp } = await settled('good');
    expect(errorOf(await save('good', program('good')))).toEqual({ code: 'mcp.exists', name: 'good' });
    const saved = await call('mcp.save', {
      ...{
        ...FORM,
        name: 'good',
        isNew: false,
        seen: stamp,
        enabledTools: ['echo', 'lines'],
        disabledTools: ['lines'],
      },
      transport: {
        ...program('good'),
        env: [
          { name: 'SHOP_KEY', value: null },
          { name: 'SHOP_OPEN', value: 'yes' },
        ],
        envVars: [{ name: 'SHOP_TEAM', source: isOld ? null : 'local' }],
      },
    });
    expect(saved).toMatchObject({ ok: true });
    expect(text()).toContain('# the good one');
    await until('good', ({ config, status }) => config?.disabledTools.length === 1 && status.kind === 'ready');
    const detail = await call<McpDetail>('mcp.detail', { name: 'good' });
    expect(detail.ok && detail.value.tools.map(({ name }) => name)).toEqual(['echo']);
    const seen = await call<readonly McpContent[]>('mcp.readResource', { name: 'good', uri: 'shop://environment' });
    expect(seen.ok && seen.value[0]?.parts[0]).toEqual({
      kind: 'text',
      text: 'SHOP_KEY=hush\nSHOP_OPEN=yes\nSHOP_TEAM=red',
    });
  });

  it('refuses a change of what another program has changed meanwhile, unless it is to be overwritten', async () => {
    const { stamp } = await settled('good');
    writeFileSync(file(), text().replace('SHOP_OPEN = "yes"', 'SHOP_OPEN = "no"'));
    const change = { ...FORM, name: 'good', isNew: false, transport: program('good', 'mine') };
    expect(errorOf(await call('mcp.save', { ...change, seen: stamp }))).toEqual({
      code: 'config.changed-elsewhere',
      keys: ['mcp_servers.good'],
    });
    expect(text()).toContain('SHOP_OPEN = "no"');
    const { stamp: now } = await until('good', (server) => server.stamp !== stamp);
    expect(await call('mcp.save', { ...change, seen: now })).toMatchObject({ ok: true });
    expect(text()).toContain('"mine"');
    expect(await call('mcp.save', { ...change, seen: stamp, toolTimeoutSec: 5 })).toMatchObject({ ok: false });
    expect(await call('mcp.save', { ...change, seen: null, toolTimeoutSec: 5 })).toMatchObject({ ok: true });
    expect(text()).toContain('tool_timeout_sec = 5');
  });

  it('switches one off and on; one of somebody else, and one that is gone, are refused', async () => {
    expect(await call('mcp.setEnabled', { name: 'good', enabled: false })).toEqual({ ok: true, value: null });
    await until('good', ({ status }) => status.kind === 'off');
    expect(await call('mcp.setEnabled', { name: 'good', enabled: true })).toEqual({ ok: true, value: null });
    await until('good', ({ status }) => status.kind === 'ready');
    expect(errorOf(await call('mcp.setEnabled', { name: 'gone', enabled: false }))).toEqual({
      code: 'mcp.unknown',
      name: 'gone',
    });
    expect(text()).not.toContain('gone');
  });

  it('writes nothing into a config.toml that is read-only, or that cannot be read', async () => {
    const before = text();
    chmodSync(file(), 0o444);
    expect(errorOf(await call('mcp.setEnabled', { name: 'good', enabled: false }))).toMatchObject({
      code: 'config.read-only',
    });
    chmodSync(file(), 0o644);
    writeFileSync(file(), `${before}\n[broken\n`);
    expect(errorOf(await call('mcp.setEnabled', { name: 'good', enabled: false }))).toMatchObject({
      code: 'config.unreadable',
    });
    expect(text()).toBe(`${before}\n[broken\n`);
    writeFileSync(file(), before);
    expect(await call('mcp.reload', {})).toEqual({ ok: true, value: null });
  });
});

it('signs in to a server on the web, and is sent its headers', async () => {
  const transport = {
    ...{ kind: 'http', url: shop.url, tokenVar: null },
    headers: [{ name: 'X-Shop', value: 'corner' }],
    envHeaders: [{ name: 'X-Team', variable: 'SHOP_TEAM' }],
  };
  expect(await save('signed', transport)).toMatchObject({ ok: true });
  expect(await until('signed', ({ status }) => status.kind !== 'checking')).toMatchObject({
    status: { kind: 'signIn' },
  });
  const begun = await call<{ url: string }>('mcp.signIn', { name: 'signed' });
  if (!begun.ok) throw new Error(begun.error.code);
  expect(begun.value.url).toContain(new URL(shop.url).origin);
  await until('signed', ({ signIn }) => signIn?.kind === 'waiting');
  await fetch(begun.value.url);
  await until('signed', ({ signIn }) => signIn?.kind === 'done');
  expect(await until('signed', ({ status }) => status.kind === 'ready')).toMatchObject({
    status: { kind: 'ready', tools: 1, auth: 'signedIn' },
    config: { transport: { headers: ['X-Shop'], envHeaders: [{ name: 'X-Team', variable: 'SHOP_TEAM' }] } },
  });
  expect(shop.headers()).toMatchObject({ 'x-shop': 'corner', 'x-team': 'red' });
  expect(errorOf(await call('mcp.signIn', { name: 'good' }))).toMatchObject({ code: 'mcp.failed' });
});

describe.skipIf(isOld)('hooks', () => {
  it('run only once they are trusted, and tell how they ran', async () => {
    const hooks = client.stream<HookShelf>('hooks.watch', { serverId, cwd: at('project') });
    const [hook] = (await hooks.until(() => true)).hooks;
    expect(hook).toMatchObject({
      ...{ event: 'userPromptSubmit', source: 'user', trust: 'untrusted', enabled: true },
      handler: { kind: 'command', command: 'echo steam rises' },
    });
    const { key, hash } = hook as { key: string; hash: string };
    expect(await call('hooks.trust', { key, hash })).toEqual({ ok: true, value: null });
    await hooks.until((one) => one.hooks[0]?.trust === 'trusted');

    const added = await call<{ projectId: string }>('projects.add', { path: at('project') });
    if (!added.ok) throw new Error(added.error.code);
    const { projectId } = added.value;
    await client.call('projects.trust', { projectId, trusted: true });
    const parts = [{ kind: 'text', text: 'say: hello' }];
    const choices = { model: null, effort: null, permissions: 'ask', mode: 'default' };
    expect(await client.call('threads.start', { projectId, parts, choices })).toMatchObject({ ok: true });
    const ran = await hooks.until(({ runs }) => runs[0]?.status === 'completed');
    expect(ran.runs).toMatchObject([{ event: 'userPromptSubmit', status: 'completed' }]);
    // The thread also told how the servers came up in it.
    await until('good', ({ starts }) => starts[0]?.state === 'ready');

    expect(await call('hooks.setEnabled', { key, enabled: false })).toEqual({ ok: true, value: null });
    await hooks.until((one) => one.hooks[0]?.enabled === false);
    writeFileSync(file(), text().replace('echo steam rises', 'echo something else'));
    await call('hooks.reload', {});
    await hooks.until((one) => one.hooks[0]?.trust === 'modified');
    hooks.close();
  });
});
