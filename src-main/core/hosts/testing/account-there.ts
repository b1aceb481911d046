import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { SkillShelf } from '../../../../src-shared/model/extension.ts';
import type { ServerId } from '../../../../src-shared/model/ids.ts';
import type { PluginShelf } from '../../../../src-shared/model/plugin.ts';
import { writeMarketplace } from '../../plugins/testing/market-folder.ts';
import type { TestClient } from '../../rpc/testing/test-client.ts';

const KEY = `sk-${'far'.repeat(12)}`;

/** Signs in and out, and installs a plugin, on another machine: all of it is kept in Codex's home there. */
export async function useAccountAndPluginsThere(
  client: TestClient,
  { serverId, far, cwd }: { readonly serverId: ServerId; readonly far: string; readonly cwd: string },
): Promise<void> {
  const call = async <T>(path: string, input: object): Promise<T> => {
    const answer = await client.call<T>(path, { serverId, ...input });
    if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(answer.error)}`);
    return answer.value;
  };
  const auth = join(far, '.codex/auth.json');
  await call('accounts.signInWithKey', { apiKey: KEY });
  // Codex keeps it, and only there; the demo's provider asks for no account, so that its state says nothing of it.
  await expect.poll(() => existsSync(auth) && readFileSync(auth, 'utf8')).toContain(KEY);
  await call('accounts.logOut', {});
  await expect.poll(() => existsSync(auth)).toBe(false);

  const market = join(far, 'market');
  writeMarketplace(market, { name: 'corner', plugins: [{ name: 'tea', skills: ['brew'] }] });
  await call('plugins.addMarketplace', { source: market, ref: null, sparsePaths: [] });
  const shelf = client.stream<PluginShelf>('plugins.watch', { serverId, cwd: null });
  const plugin = ({ marketplaces }: PluginShelf) =>
    marketplaces.find(({ name }) => name === 'corner')?.plugins.find(({ name }) => name === 'tea');
  const found = plugin(await shelf.until((now) => plugin(now) !== undefined));
  await call('plugins.install', { cwd: null, pluginId: found?.id });
  await shelf.until((now) => plugin(now)?.installed === true);
  shelf.close();
  const skills = client.stream<SkillShelf>('skills.watch', { serverId, cwd });
  await skills.until((now) => JSON.stringify(now).includes('brew'));
  skills.close();
  await call('plugins.uninstall', { cwd: null, pluginId: found?.id });
  await call('plugins.removeMarketplace', { name: 'corner' });
  rmSync(market, { recursive: true });
}
