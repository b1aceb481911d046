import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppShelf } from '../../../src-shared/model/extension.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import type { FoundPlugin, PluginDetail, PluginShelf } from '../../../src-shared/model/plugin.ts';
import type { Core } from '../core.ts';
import { codexVersion } from '../demo-model/testing/codex-binary.ts';
import { connectTestClient, type TestClient, type TestStream } from '../rpc/testing/test-client.ts';
import { startTestCore } from '../testing/running-core.ts';
import { signedInAuth, startFakeCatalog, type FakeCatalog } from './testing/fake-catalog.ts';

describe.skipIf(codexVersion() === '0.124.0')('the directories of an account', () => {
  let root: string;
  let core: Core;
  let client: TestClient;
  let serverId: ServerId;
  let catalog: FakeCatalog;
  let shelf: TestStream<PluginShelf>;
  const call = <T>(path: string, input: object) => client.call<T>(path, { serverId, ...input });
  const tea = { cwd: null, pluginId: 'tea@openai-curated-remote' };
  const asked = (request: string) => catalog.asked().filter((one) => one === request).length;

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'skein-catalog-'));
    for (const folder of ['tmp', 'codex']) mkdirSync(join(root, folder));
    catalog = await startFakeCatalog();
    writeFileSync(
      join(root, 'codex', 'config.toml'),
      `chatgpt_base_url = "${catalog.url}"\ncheck_for_update_on_startup = false\n[analytics]\nenabled = false\n`,
    );
    writeFileSync(join(root, 'codex', 'auth.json'), signedInAuth());
    const started = await startTestCore(root);
    if (!started.ok) throw new Error(started.error.code);
    core = started.value;
    client = connectTestClient(core, 'test');
    serverId = `local:${join(root, 'codex')}` as ServerId;
    shelf = client.stream<PluginShelf>('plugins.watch', { serverId, cwd: null });
  });
  afterAll(async () => {
    await core.dispose();
    await catalog.stop();
    rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  });

  it('are on the shelf and searched; pages tell what lies far away', async () => {
    const seen = await shelf.until(({ marketplaces }) => marketplaces.length > 0);
    expect(seen.marketplaces).toMatchObject([
      {
        ...{ name: 'openai-curated-remote', kind: 'remote', path: null },
        plugins: [{ id: tea.pluginId, title: 'Tea from afar', version: '1.2.0', source: { kind: 'remote' } }],
      },
    ]);
    const read = await call<PluginDetail>('plugins.read', tea);
    expect(read.ok && read.value).toMatchObject({ skills: [{ path: null, description: 'Brews from afar' }] });
    expect(await call('plugins.skillText', { ...tea, skill: 'brew' })).toEqual({
      ok: true,
      value: { text: '# Brew\nBoil.' },
    });

    const found = await call<readonly FoundPlugin[]>('plugins.search', { cwd: null, term: 'tea' });
    expect(found.ok && found.value).toMatchObject([
      { plugin: { id: 'rare@openai-curated-remote', title: 'Rare tea' }, marketplace: 'openai-curated-remote' },
    ]);
    // What no marketplace lists has its page all the same.
    const rare = await call<PluginDetail>('plugins.read', { cwd: null, pluginId: 'rare@openai-curated-remote' });
    expect(rare.ok && rare.value.id).toBe('rare@openai-curated-remote');
  });

  it('are asked for a plugin by the id that they know', async () => {
    // There is nothing to download: what matters is what was asked for.
    expect(await call('plugins.install', tea)).toMatchObject({ ok: false, error: { code: 'plugin.failed' } });
    expect(asked('GET /ps/plugins/plugin_tea')).toBeGreaterThan(0);
    expect(await call('plugins.uninstall', tea)).toMatchObject({ ok: false });
    expect(asked('POST /ps/plugins/plugin_tea/uninstall')).toBe(1);
    expect(asked('GET /ps/plugins/tea')).toBe(0);
  });

  it('tell which apps are connected and can be called', async () => {
    const apps = client.stream<AppShelf>('apps.watch', { serverId });
    await apps.until(() => true);
    expect(await call('apps.reload', {})).toEqual({ ok: true, value: null });
    const seen = await apps.until((one) => one.apps.some(({ callable }) => callable === true));
    const facts = seen.apps.map(({ id, connected, callable }) => [id, connected, callable]);
    expect(facts.sort()).toEqual([
      ['app_ink', false, false],
      ['app_tea', true, true],
    ]);
    // This back end tells nothing of what it can do.
    expect(await call('apps.tools', { appId: 'app_tea' })).toEqual({ ok: true, value: [] });
    expect(await call('apps.setEnabled', { appId: 'app_tea', enabled: false })).toEqual({ ok: true, value: null });
    await apps.until((one) => one.apps.some(({ id, enabled, callable }) => id === 'app_tea' && !enabled && !callable));
    apps.close();
  });

  it('that fail are told in words, and what was known stays', async () => {
    catalog.fail();
    expect(await call('plugins.search', { cwd: null, term: 'tea' })).toMatchObject({
      ok: false,
      error: { code: 'plugin.failed' },
    });
    const refreshed = await call<{ failed: readonly { name: string }[] }>('plugins.refreshMarketplaces', {
      name: null,
    });
    expect(refreshed.ok && refreshed.value.failed).toMatchObject([{ name: 'ChatGPT' }]);
  });
});
