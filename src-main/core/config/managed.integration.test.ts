import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ConfigState } from '../../../src-shared/model/config.ts';
import { openAccountRoom, type AccountRoom } from '../accounts/testing/account-room.ts';
import { codexVersion } from '../demo-model/testing/codex-binary.ts';
import type { TestStream } from '../rpc/testing/test-client.ts';

const REQUIREMENTS = `allowed_approval_policies = ["on-request", "untrusted"]
allowed_sandbox_modes = ["read-only", "workspace-write"]
allowed_web_search_modes = ["disabled"]
[features]
memories = false
`;
let room: AccountRoom;
let config: TestStream<ConfigState>;
beforeAll(async () => {
  room = await openAccountRoom();
  await room.untilAccount('none');
  room.model.setAccount({ plan: 'enterprise', requirements: REQUIREMENTS });
  config = room.client.stream<ConfigState>('config.watch', { serverId: room.serverId, cwd: null });
});
afterAll(() => room.close());

// 0.124 does not know the issuer's address in the environment and would ask the real one.
it.skipIf(codexVersion() === '0.124.0')(
  'what an administrator requires comes with the account, locks settings and goes with it',
  async () => {
    const file = join(room.root, 'codex', 'config.toml');
    const text = readFileSync(file, 'utf8');
    const free = await config.until(({ settings }) => settings.length > 0);
    expect(free.managed).toBe(false);
    await room.call('signIn', { way: 'deviceCode' });
    const managed = await config.until((state) => state.managed);
    const locks = Object.fromEntries(managed.settings.map(({ key, lock }) => [key, lock]));
    expect(locks['approval_policy']).toEqual({ kind: 'allowed', values: ['on-request', 'untrusted'] });
    expect(locks['sandbox_mode']).toMatchObject({ values: ['read-only', 'workspace-write'] });
    expect(locks['web_search']).toEqual({ kind: 'allowed', values: ['disabled'] });
    expect(locks['model']).toBeNull();
    expect(managed.features.find(({ name }) => name === 'memories')).toMatchObject({ pinned: false, enabled: false });

    const write = (value: string) =>
      room.client.call('config.write', {
        ...{ serverId: room.serverId, overwrite: false },
        edits: [{ key: 'sandbox_mode', value, seen: 'workspace-write' }],
      });
    expect(await write('danger-full-access')).toEqual({
      ...{ ok: false, error: { code: 'config.not-allowed', keys: ['sandbox_mode'] } },
    });
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(
      await room.client.call('config.setFeature', { serverId: room.serverId, name: 'memories', enabled: true }),
    ).toMatchObject({ error: { code: 'config.not-allowed' } });
    expect(await write('read-only')).toMatchObject({ ok: true });

    const before = config.events().length;
    await room.call('logOut');
    await config.until((state) => !state.managed && config.events().indexOf(state) >= before);
  },
);
