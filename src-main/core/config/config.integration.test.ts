import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ConfigHealth, ConfigSetting, ConfigState, ExecRule } from '../../../src-shared/model/config.ts';
import type { ConfigKey } from '../../../src-shared/model/config-keys.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { Core } from '../core.ts';
import { codexVersion } from '../demo-model/testing/codex-binary.ts';
import { connectTestClient, type TestClient } from '../rpc/testing/test-client.ts';
import { startTestCore } from '../testing/running-core.ts';

const FIRST = `# These words are mine
# and these
model = "gpt-5.5" # the good one
unknown_to_codex = "kept"

# why: the tests need it
[sandbox_workspace_write]
network_access = true # for the tests

[future.table]
a = [1, 2] # and this
`;

let root: string;
let core: Core;
let client: TestClient;
let serverId: ServerId;
let project: string;
const file = () => join(root, 'codex', 'config.toml');
const text = () => readFileSync(file(), 'utf8');

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'skein-config-'));
  project = join(root, 'project');
  for (const folder of ['tmp', 'codex', 'project/.codex', 'project/.git'])
    mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(file(), `${FIRST}\n[projects."${project}"]\ntrust_level = "trusted"\n`);
  writeFileSync(join(project, '.codex', 'config.toml'), 'model_reasoning_effort = "low"\n');
  const started = await startTestCore(root);
  if (!started.ok) throw new Error(started.error.code);
  core = started.value;
  client = connectTestClient(core, 'test');
  serverId = `local:${join(root, 'codex')}` as ServerId;
});
afterAll(async () => {
  await core.dispose();
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
});

const watch = (cwd: string | null = null) => client.stream<ConfigState>('config.watch', { serverId, cwd });
const setting = (state: ConfigState, key: ConfigKey): ConfigSetting => {
  const found = state.settings.find((one) => one.key === key);
  if (!found) throw new Error(key);
  return found;
};
const write = (key: ConfigKey, value: unknown, seen: unknown, overwrite = false) =>
  client.call<{ readonly copy: string | null }>('config.write', { serverId, edits: [{ key, value, seen }], overwrite });
const errorOf = (result: Result<unknown, AppError>) => (result.ok ? null : result.error);

it('tells each setting with the layer it comes from, for a folder and without one', async () => {
  const everywhere = watch();
  const state = await everywhere.until(({ settings }) => settings.length > 0);
  expect(setting(state, 'model')).toEqual({
    key: 'model',
    value: 'gpt-5.5',
    layer: { kind: 'user', file: file() },
    own: 'gpt-5.5',
    lock: null,
  });
  expect(setting(state, 'model_reasoning_effort')).toMatchObject({ value: null, layer: null, own: null });
  expect(setting(state, 'sandbox_workspace_write.network_access')).toMatchObject({ value: true });
  expect(state.features.find(({ name }) => name === 'memories')).toMatchObject({ own: null, pinned: null });
  const here = watch(project);
  const inProject = await here.until(({ settings }) => settings.length > 0);
  expect(setting(inProject, 'model_reasoning_effort')).toMatchObject({
    value: 'low',
    layer: { kind: 'project', folder: join(project, '.codex') },
    own: null,
  });
  everywhere.close();
  here.close();
});

it('writes keys and leaves comments, order and unknown keys as they are', async () => {
  const config = watch();
  expect(await write('model_reasoning_effort', 'high', null)).toMatchObject({ ok: true, value: { copy: null } });
  expect(await write('model', 'gpt-5.4', 'gpt-5.5')).toMatchObject({ ok: true, value: { copy: null } });
  const granular = {
    granular: {
      sandbox_approval: true,
      rules: true,
      skill_approval: false,
      request_permissions: true,
      mcp_elicitations: false,
    },
  };
  expect(await write('approval_policy', granular, null)).toMatchObject({ ok: true });
  const told = await config.until(
    (state) => state.settings.length > 0 && setting(state, 'approval_policy').own !== null,
  );
  expect(setting(told, 'approval_policy').value).toEqual(granular);
  for (const line of FIRST.replace('"gpt-5.5"', '"gpt-5.4"').split('\n')) expect(text()).toContain(line);
  expect(text()).toContain('model_reasoning_effort = "high"');
  expect(await write('approval_policy', null, granular)).toMatchObject({ ok: true });
  expect(text()).not.toContain('granular');
  config.close();
});

it('keeps the file as it was when Codex takes comments out with a key', async () => {
  const before = text();
  const reset = await write('model', null, 'gpt-5.4');
  expect(text()).not.toContain('These words are mine');
  const copy = reset.ok ? reset.value.copy : null;
  expect(copy && readFileSync(copy, 'utf8')).toBe(before);
  writeFileSync(file(), before);
});

it('writes beside what others wrote meanwhile, refuses over it, and overwrites one key when told to', async () => {
  writeFileSync(file(), text().replace('unknown_to_codex = "kept"', 'unknown_to_codex = "kept"\nweb_search = "live"'));
  expect(await write('model_verbosity', 'low', null)).toMatchObject({ ok: true });
  expect(errorOf(await write('web_search', 'disabled', null))).toEqual({
    code: 'config.changed-elsewhere',
    keys: ['web_search'],
  });
  expect(text()).toContain('web_search = "live"');
  expect(await write('web_search', 'disabled', null, true)).toMatchObject({ ok: true });
  expect(text()).toContain('web_search = "disabled"');
});

it('takes no value that is none of the setting, and none that Codex refuses', async () => {
  const before = text();
  expect(errorOf(await write('sandbox_mode', 'no such mode', null))).toMatchObject({ code: 'rpc.bad-input' });
  expect(errorOf(await write('project_doc_max_bytes', -1, null))).toMatchObject({ code: 'rpc.bad-input' });
  expect(
    errorOf(
      await client.call('config.write', {
        serverId,
        edits: [{ key: 'mcp_servers', value: {}, seen: null }],
        overwrite: true,
      }),
    ),
  ).toMatchObject({ code: 'rpc.bad-input' });
  expect(text()).toBe(before);
});

it('does not write over a file that is protected', async () => {
  const config = watch();
  chmodSync(file(), 0o444);
  expect(errorOf(await write('model_verbosity', 'high', 'low'))).toEqual({ code: 'config.read-only', file: file() });
  chmodSync(file(), 0o644);
  config.close();
});

it('says where the file is broken, writes nothing into it, and is whole again when it is repaired', async () => {
  const health = client.stream<ConfigHealth>('config.watchHealth', { serverId });
  expect(await health.until(() => true)).toEqual({ problem: null, startedWithDefaults: false });
  const whole = text();
  const broken = whole.replace('[future.table]', '[future.table');
  writeFileSync(file(), broken);
  const line = broken.split('\n').indexOf('[future.table') + 1;
  const { problem } = await health.until((told) => told.problem !== null);
  expect(problem).toMatchObject({ kind: 'broken', file: file(), line });
  expect(errorOf(await write('model_verbosity', 'high', 'low'))).toMatchObject({ code: 'config.unreadable' });
  expect(text()).toBe(broken);
  const read = await client.call<{ readonly text: string; readonly version: string }>('config.readText', {
    serverId,
    which: 'config',
  });
  if (!read.ok) throw new Error(read.error.code);
  const save = (expected: string) =>
    client.call('config.writeText', { serverId, which: 'config', text: whole, expected });
  expect(errorOf(await save('another version'))).toMatchObject({ code: 'file.changed' });
  expect(await save(read.value.version)).toMatchObject({ ok: true });
  const after = health.events().length;
  await health.until((told) => told.problem === null && health.events().indexOf(told) >= Math.min(after, 2));
  health.close();
});

it.each<[string, string, (at: string) => void]>([
  ['bytes that are no text', 'unreadable', (at) => writeFileSync(at, Buffer.from([0x6d, 0xff, 0xfe, 0x0a]))],
  ['a folder in its place', 'unreadable', (at) => mkdirSync(at)],
  ['a value that Codex does not take', 'invalid', (at) => writeFileSync(at, 'approval_policy = "sometimes"\n')],
])('%s: the page says so, nothing is written, and it is whole again afterwards', async (_, kind, spoil) => {
  const health = client.stream<ConfigHealth>('config.watchHealth', { serverId });
  await health.until(({ problem }) => problem === null);
  const kept = join(root, 'kept.toml');
  renameSync(file(), kept);
  spoil(file());
  await health.until(({ problem }) => problem?.kind === kind);
  const page = watch();
  expect((await page.until(() => true)).problem).toMatchObject({ kind });
  expect(errorOf(await write('model_verbosity', 'high', 'low'))).toMatchObject({ code: 'config.unreadable' });
  rmSync(file(), { recursive: true });
  renameSync(kept, file());
  await page.until(({ problem, settings }) => problem === null && settings.length > 0);
  page.close();
  health.close();
});

it('keeps instructions for every agent in AGENTS.md', async () => {
  const call = <T>(method: string, input: object) =>
    client.call<T>(`config.${method}`, { serverId, which: 'instructions', ...input });
  expect(await call('readText', {})).toMatchObject({ ok: true, value: { text: '', version: null } });
  expect(await call('writeText', { text: 'Be kind.\n', expected: null })).toMatchObject({ ok: true });
  expect(readFileSync(join(root, 'codex', 'AGENTS.md'), 'utf8')).toBe('Be kind.\n');
  expect(errorOf(await call('writeText', { text: 'Be rude.\n', expected: null }))).toMatchObject({
    code: 'file.changed',
  });
});

it('sets variables for commands and never tells their values', async () => {
  const config = watch();
  expect(await client.call('config.setVariable', { serverId, name: 'API_TOKEN', value: 'hush-hush' })).toMatchObject({
    ok: true,
  });
  const state = await config.until(({ variables }) => variables.length > 0);
  expect(state.variables).toEqual(['API_TOKEN']);
  expect(JSON.stringify(config.events())).not.toContain('hush-hush');
  expect(text()).toContain('API_TOKEN = "hush-hush"');
  expect(await client.call('config.setVariable', { serverId, name: 'API_TOKEN', value: null })).toMatchObject({
    ok: true,
  });
  expect(text()).not.toContain('API_TOKEN');
  config.close();
});

it('switches a feature on, and leaves it to Codex again', async () => {
  const config = watch();
  const set = (enabled: boolean | null) => client.call('config.setFeature', { serverId, name: 'memories', enabled });
  const own = (state: ConfigState) => state.features.find(({ name }) => name === 'memories')?.own;
  expect(await set(true)).toMatchObject({ ok: true });
  await config.until((state) => own(state) === true);
  expect(await set(null)).toMatchObject({ ok: true });
  expect(text()).not.toContain('memories');
  config.close();
});

describe.skipIf(codexVersion() === '0.124.0')('permission profiles', () => {
  it('are made with patterns that are never read, changed without touching the rest, and deleted', async () => {
    const config = watch();
    const profile = { id: 'careful', description: 'No secrets', base: ':workspace', globDepth: 3, network: null };
    const save = (isNew: boolean, denyRead: readonly string[]) =>
      client.call('config.saveProfile', { serverId, ...profile, isNew, denyRead });
    expect(await save(true, ['**/*.env'])).toMatchObject({ ok: true });
    const made = await config.until(({ profiles }) => profiles.some(({ own }) => own));
    expect(made.profiles).toEqual([{ ...profile, denyRead: ['**/*.env'], others: [], own: true, allowed: true }]);
    // Codex refuses to read profiles where none is the default.
    expect(setting(made, 'default_permissions')).toMatchObject({ value: ':workspace' });
    expect(errorOf(await save(true, []))).toEqual({ code: 'config.name-taken', name: 'careful' });
    writeFileSync(file(), text().replace('"**/*.env" = "none"', '"**/*.env" = "none" # secrets'));
    expect(await save(false, ['**/*.env', '*.pem'])).toMatchObject({ ok: true });
    expect(text()).toContain('# secrets');
    const changed = await config.until(({ profiles }) => profiles[0]?.denyRead.length === 2);
    expect([...(changed.profiles[0]?.denyRead ?? [])].sort()).toEqual(['**/*.env', '*.pem']);
    expect(await client.call('config.removeProfile', { serverId, id: 'careful' })).toMatchObject({ ok: true });
    expect(text()).not.toContain('careful');
    config.close();
  });
});

it('lists rules, revokes one as it was shown, and puts it back', async () => {
  const rules = client.stream<readonly ExecRule[]>('config.watchRules', { serverId, cwd: project });
  expect(await rules.until(() => true)).toEqual([]);
  const folder = join(root, 'codex', 'rules');
  mkdirSync(folder);
  const kept = '# Written by hand\nprefix_rule(\n  pattern = ["git", ["status", "log"]],\n  decision = "prompt",\n)\n';
  const granted = 'prefix_rule(pattern=["mkdir", "-p"], decision="allow")';
  writeFileSync(join(folder, 'default.rules'), `${kept}${granted}\n`);
  const shown = { serverId, cwd: project, file: join(folder, 'default.rules'), text: granted };
  expect(await client.call('config.revokeRule', { ...shown, file: join(root, 'other.rules') })).toMatchObject({
    ok: false,
  });
  expect(await client.call('config.revokeRule', shown)).toMatchObject({ ok: true });
  expect(readFileSync(shown.file, 'utf8')).toBe(kept);
  expect(errorOf(await client.call('config.revokeRule', shown))).toEqual({
    code: 'config.rule-gone',
    file: shown.file,
  });
  expect(await rules.until((list) => list.length === 1)).toMatchObject([
    { line: 2, scope: 'user', rule: { kind: 'prefix', pattern: [['git'], ['status', 'log']], decision: 'prompt' } },
  ]);
  expect(await client.call('config.restoreRule', shown)).toMatchObject({ ok: true });
  expect(readFileSync(shown.file, 'utf8')).toBe(`${kept}${granted}\n`);
  expect(readdirSync(folder)).toEqual(['default.rules']);
  rules.close();
});
