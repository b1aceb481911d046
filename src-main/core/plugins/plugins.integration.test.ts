import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { HookShelf, SkillShelf } from '../../../src-shared/model/extension.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import type { McpBoard } from '../../../src-shared/model/mcp.ts';
import type { Marketplace, PluginDetail, PluginShelf } from '../../../src-shared/model/plugin.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { Core } from '../core.ts';
import { codexVersion } from '../demo-model/testing/codex-binary.ts';
import { connectTestClient, type TestClient, type TestStream } from '../rpc/testing/test-client.ts';
import { startTestCore } from '../testing/running-core.ts';
import { skillText, writeMarketplace, writeText } from './testing/market-folder.ts';

const isOld = codexVersion() === '0.124.0';
const TEA = {
  name: 'tea',
  title: 'Tea time',
  skills: ['brew'],
  mcpServers: { kettle: { command: process.execPath, args: ['-e', ''] } },
  hooks: ['echo steam'],
} as const;

let root: string;
let core: Core;
let client: TestClient;
let serverId: ServerId;
let project: string;
const at = (...parts: string[]) => join(root, ...parts);
const configText = () => readFileSync(at('codex', 'config.toml'), 'utf8');
const git = (cwd: string, ...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.test', ...args], { cwd, stdio: 'pipe' });

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'skein-plugins-'));
  project = at('project');
  for (const folder of ['tmp', 'codex', 'project/.git', 'empty']) mkdirSync(at(folder), { recursive: true });
  writeFileSync(at('codex', 'config.toml'), '# mine\nmodel = "gpt-5.5"\n');
  // An address that Git takes and that leads to a folder: nothing is fetched from outside.
  writeFileSync(at('.gitconfig'), `[url "file://${root}/"]\n\tinsteadOf = https://git.example.test/\n`);
  writeMarketplace(at('corner'), {
    name: 'corner',
    title: 'The corner',
    plugins: [TEA, { name: 'cake', broken: true }, { name: 'jam' }],
  });
  // The user's own, which cannot be read.
  writeText(at('.agents', 'plugins', 'marketplace.json'), '{ "name": ');
  writeMarketplace(project, { name: 'shop', plugins: [{ name: 'till', skills: ['count'] }] });
  const started = await startTestCore(root);
  if (!started.ok) throw new Error(started.error.code);
  core = started.value;
  client = connectTestClient(core, 'test');
  serverId = `local:${at('codex')}` as ServerId;
});
afterAll(async () => {
  await core.dispose();
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
});

const call = <T>(path: string, input: object) => client.call<T>(path, { serverId, ...input });
const errorOf = (result: Result<unknown, AppError>) => (result.ok ? null : result.error);
const add = (source: string, more: { ref?: string; sparsePaths?: string[] } = {}) =>
  call<{ name: string; alreadyAdded: boolean }>('plugins.addMarketplace', {
    source,
    ref: more.ref ?? null,
    sparsePaths: more.sparsePaths ?? [],
  });
const watchShelf = (cwd: string | null = null) => client.stream<PluginShelf>('plugins.watch', { serverId, cwd });
const named = ({ marketplaces }: PluginShelf, name: string): Marketplace | undefined =>
  marketplaces.find((one) => one.name === name);
/** The newest value, as soon as it is what is wanted: what was so before does not count. */
const latest = <T>(stream: TestStream<T>, wanted: (value: T) => boolean) =>
  stream.until((value) => value === stream.events().at(-1) && wanted(value));
const names = (market: Marketplace | undefined) => market?.plugins.map((plugin) => plugin.name).sort();

describe('marketplaces', () => {
  it.each([
    ['a folder that is not there', '/nowhere/at/all', { code: 'marketplace.no-folder' }],
    ['a folder without one', 'empty', { code: 'marketplace.none-there' }],
    ['words that are no place', 'what is this', { code: 'marketplace.bad-source' }],
    ['a repository that is not there', 'https://git.example.test/missing.git', { code: 'marketplace.fetch-failed' }],
  ])('refuses %s', async (_what, source, error) => {
    expect(errorOf(await add(source === 'empty' ? at('empty') : source))).toMatchObject(error);
    expect(configText()).toBe('# mine\nmodel = "gpt-5.5"\n');
  });

  it('takes a local folder; a broken one beside it keeps nobody from working', async () => {
    const shelf = watchShelf();
    expect(await add(at('corner'))).toEqual({ ok: true, value: { name: 'corner', alreadyAdded: false } });
    const seen = await shelf.until((one) => named(one, 'corner') !== undefined && one.work === null);
    expect(named(seen, 'corner')).toMatchObject({
      title: 'The corner',
      kind: 'added',
      problem: null,
      origin: { type: 'local', source: at('corner') },
    });
    expect(names(named(seen, 'corner'))).toEqual(['cake', 'jam', 'tea']);
    if (!isOld) {
      const broken = seen.marketplaces.filter(({ problem }) => problem !== null);
      expect(broken).toMatchObject([{ kind: 'personal', problem: { kind: 'broken' }, plugins: [] }]);
    }
    expect(await add(at('corner'))).toMatchObject({ value: { name: 'corner', alreadyAdded: true } });
    expect(errorOf(await add(at('corner'), { ref: 'main' }))).toMatchObject({ code: 'marketplace.git-only' });
    shelf.close();
  });

  it('shows those of a repository in its folder alone', async () => {
    const [here, everywhere] = [watchShelf(project), watchShelf()];
    const inProject = await here.until((one) => named(one, 'shop') !== undefined);
    expect(named(inProject, 'shop')).toMatchObject({ kind: 'repo', origin: null });
    expect(named(await everywhere.until(() => true), 'shop')).toBeUndefined();
    here.close();
    everywhere.close();
  });

  it('fetches from Git: a ref, some folders, refreshed, removed', async () => {
    const source = at('lab', 'market');
    mkdirSync(source, { recursive: true });
    git(source, 'init', '-q', '-b', 'main');
    const commit = (plugins: readonly string[]) => {
      writeMarketplace(source, { name: 'lab-market', plugins: plugins.map((name) => ({ name, skills: [name] })) });
      git(source, 'add', '-A');
      git(source, 'commit', '-qm', plugins.join(' '));
    };
    commit(['one']);
    git(source, 'tag', 'first');
    commit(['one', 'two']);
    const url = 'https://git.example.test/lab/market';
    expect(errorOf(await add(url, { ref: 'no-such-branch' }))).toMatchObject({ code: 'marketplace.no-ref' });

    const shelf = watchShelf();
    const market = (wanted: readonly string[]) =>
      shelf.until((one) => one.work === null && names(named(one, 'lab-market'))?.join() === wanted.join());
    expect(await add(url, { ref: 'first', sparsePaths: ['.agents', 'plugins/one'] })).toMatchObject({ ok: true });
    expect(named(await market(['one']), 'lab-market')).toMatchObject({
      kind: 'added',
      origin: { type: 'git', source: url, ref: 'first', sparsePaths: ['.agents', 'plugins/one'] },
    });
    expect(await call('plugins.removeMarketplace', { name: 'lab-market' })).toEqual({ ok: true, value: null });
    await shelf.until((one) => one.work === null && named(one, 'lab-market') === undefined);

    expect(await add(url)).toMatchObject({ ok: true });
    await market(['one', 'two']);
    commit(['one', 'three', 'two']);
    const again = await call('plugins.refreshMarketplaces', { name: 'lab-market' });
    if (isOld) {
      expect(errorOf(again)).toMatchObject({ code: 'codex.unsupported', feature: 'marketplace/upgrade' });
      expect(await call('plugins.removeMarketplace', { name: 'lab-market' })).toEqual({ ok: true, value: null });
      shelf.close();
      return;
    }
    expect(again).toEqual({ ok: true, value: { refreshed: ['lab-market'], failed: [] } });
    await market(['one', 'three', 'two']);

    // Away from the network: it stays as it was, and the refusal says which one.
    renameSync(source, `${source}-away`);
    const refreshed = await call<{ failed: { name: string }[] }>('plugins.refreshMarketplaces', { name: null });
    expect(refreshed.ok && refreshed.value.failed.map(({ name }) => name)).toEqual(['lab-market']);
    expect(errorOf(await call('plugins.refreshMarketplaces', { name: 'corner' }))).toMatchObject({
      code: 'marketplace.git-only',
    });
    await call('plugins.removeMarketplace', { name: 'lab-market' });
    expect(errorOf(await call('plugins.removeMarketplace', { name: 'lab-market' }))).toMatchObject({
      code: 'marketplace.not-added',
    });
    shelf.close();
  });
});

describe('plugins', () => {
  const tea = { cwd: null, pluginId: 'tea@corner' };

  it('tells what one holds, and that a broken one is broken', async () => {
    const read = await call<PluginDetail>('plugins.read', tea);
    expect(read.ok && read.value).toMatchObject({
      skills: [{ name: 'tea:brew', description: 'Knows how to brew' }],
      mcpServers: ['kettle'],
      ...(isOld ? {} : { hooks: [{ event: 'userPromptSubmit' }] }),
    });
    expect(errorOf(await call('plugins.read', { cwd: null, pluginId: 'cake@corner' }))).toMatchObject({
      code: 'plugin.broken',
    });
    expect(errorOf(await call('plugins.install', { cwd: null, pluginId: 'cake@corner' }))).toMatchObject({
      code: 'plugin.broken',
    });
    expect(errorOf(await call('plugins.read', { cwd: null, pluginId: 'gone@corner' }))).toEqual({
      code: 'plugin.not-found',
      pluginId: 'gone@corner',
    });
    const parts = await call('plugins.parts', { cwd: null, pluginIds: ['tea@corner', 'cake@corner', 'jam@corner'] });
    expect(parts.ok && parts.value).toMatchObject({
      'tea@corner': { skills: 1, apps: 0, mcpServers: 1, hooks: isOld ? 0 : 1 },
      'jam@corner': { skills: 0 },
    });
  });

  it('installs, switches and uninstalls; what it brings comes and goes at once, in every list', async () => {
    const shelf = watchShelf();
    const skills = client.stream<SkillShelf>('skills.watch', { serverId, cwd: null });
    const hasSkill = (wanted: boolean) =>
      latest(skills, (one) => one.skills.some(({ name, enabled }) => name === 'tea:brew' && enabled) === wanted);
    const card = (installed: boolean, enabled: boolean) =>
      latest(shelf, (one) => {
        const found = named(one, 'corner')?.plugins.find(({ name }) => name === 'tea');
        return found?.installed === installed && found.enabled === enabled && found.work === null;
      });

    const [first, second] = await Promise.all([call('plugins.install', tea), call('plugins.install', tea)]);
    expect(first).toEqual({ ok: true, value: { signIn: [] } });
    expect(errorOf(second)).toMatchObject({ code: 'plugin.busy' });
    await card(true, true);
    expect((await hasSkill(true)).skills.find(({ name }) => name === 'tea:brew')).toMatchObject({
      ...(isOld ? {} : { pluginId: 'tea@corner' }),
      scope: 'user',
    });
    if (!isOld) {
      const hooks = client.stream<HookShelf>('hooks.watch', { serverId, cwd: null });
      expect((await hooks.until(() => true)).hooks).toMatchObject([
        { event: 'userPromptSubmit', pluginId: 'tea@corner', trust: 'untrusted' },
      ]);
      hooks.close();
      const mcp = client.stream<McpBoard>('mcp.watch', { serverId, cwd: null });
      // Its program ends at once.
      const kettle = await mcp.until(({ servers }) => servers.some(({ status }) => status.kind === 'failed'));
      expect(kettle.servers).toMatchObject([{ name: 'kettle', origin: 'plugin', pluginId: 'tea@corner', stamp: null }]);
      mcp.close();
    }
    expect(await call('plugins.setEnabled', { ...tea, enabled: false })).toEqual({ ok: true, value: null });
    await card(true, false);
    await hasSkill(false);
    expect(configText()).toContain('# mine');
    expect(await call('plugins.setEnabled', { ...tea, enabled: true })).toEqual({ ok: true, value: null });
    await hasSkill(true);

    // Another program takes it out meanwhile: switching it must not bring half of it back.
    writeFileSync(at('codex', 'config.toml'), configText().replace(/\[plugins\."tea@corner"\]\nenabled = true\n/, ''));
    expect(errorOf(await call('plugins.setEnabled', { ...tea, enabled: false }))).toMatchObject({
      code: 'config.changed-elsewhere',
    });
    expect(configText()).not.toContain('[plugins');

    expect(await call('plugins.install', tea)).toMatchObject({ ok: true });
    await hasSkill(true);
    expect(await call('plugins.uninstall', tea)).toEqual({ ok: true, value: null });
    await card(false, false);
    await hasSkill(false);
    skills.close();
    shelf.close();
  });

  it('says that an added folder is gone, while the others stay', async () => {
    renameSync(at('corner'), at('corner-away'));
    await call('plugins.reload', { cwd: null });
    const shelf = watchShelf();
    const seen = await shelf.until((one) => named(one, 'corner')?.problem !== null);
    expect(named(seen, 'corner')).toMatchObject({ problem: { kind: 'gone' }, plugins: [] });
    shelf.close();
    renameSync(at('corner-away'), at('corner'));
  });
});

describe('skills', () => {
  it('lists them by scope, tells of those that cannot be read, and switches one', async () => {
    writeText(join(project, '.agents', 'skills', 'sweep', 'SKILL.md'), skillText('sweep', 'Sweeps the floor'));
    writeText(join(project, '.agents', 'skills', 'nameless', 'SKILL.md'), 'No block at its top.\n');
    writeText(at('codex', 'skills', 'mine', 'SKILL.md'), skillText('mine', 'My own'));
    const skills = client.stream<SkillShelf>('skills.watch', { serverId, cwd: project });
    const seen = await skills.until((one) => one.skills.length > 1);
    const scopes = Object.fromEntries(seen.skills.map(({ name, scope }) => [name, scope]));
    expect(scopes).toMatchObject({ sweep: 'repo', mine: 'user' });
    expect(seen.problems).toMatchObject([{ path: join(project, '.agents', 'skills', 'nameless', 'SKILL.md') }]);

    const sweep = join(project, '.agents', 'skills', 'sweep', 'SKILL.md');
    expect(await call('skills.setEnabled', { path: sweep, enabled: false })).toEqual({ ok: true, value: null });
    await skills.until((one) => one.skills.some(({ name, enabled }) => name === 'sweep' && !enabled));
    rmSync(join(project, '.agents', 'skills', 'nameless'), { recursive: true });
    expect(await call('skills.reload', {})).toEqual({ ok: true, value: null });
    expect((await skills.until(({ problems }) => problems.length === 0)).skills.length).toBe(seen.skills.length);
    skills.close();
  });
});

it.skipIf(isOld)('has the skills of folders that the user chose, and again after a restart of Codex', async () => {
  const skills = client.stream<SkillShelf>('skills.watch', { serverId, cwd: null });
  const setFolders = (folders: readonly string[]) => call('skills.setFolders', { folders });
  writeText(at('extra', 'skim', 'SKILL.md'), skillText('skim', 'Skims the milk'));
  expect(errorOf(await setFolders([at('nowhere')]))).toMatchObject({ code: 'path.missing' });
  expect(errorOf(await setFolders(['extra']))).toMatchObject({ code: 'path.not-absolute' });
  expect(await setFolders([at('extra')])).toEqual({ ok: true, value: null });
  const hasSkim = (one: SkillShelf) => one.skills.some(({ name }) => name === 'skim');
  expect((await latest(skills, hasSkim)).folders).toEqual([at('extra')]);
  const before = skills.events().length;
  expect(await call('servers.restart', {})).toEqual({ ok: true, value: null });
  await skills.until((one) => skills.events().indexOf(one) >= before && hasSkim(one));
  expect(await setFolders([])).toEqual({ ok: true, value: null });
  await latest(skills, (one) => !hasSkim(one) && one.folders.length === 0);
  skills.close();
});

it('says that apps need an account of ChatGPT', async () => {
  const apps = client.stream('apps.watch', { serverId });
  expect(await apps.until(() => true)).toEqual({ apps: [], needsChatgpt: true });
  apps.close();
});
