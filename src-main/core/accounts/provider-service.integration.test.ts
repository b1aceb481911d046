import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ModelProviders } from '../../../src-shared/model/provider.ts';
import type { Result } from '../../../src-shared/result.ts';
import { codexVersion } from '../demo-model/testing/codex-binary.ts';
import { findLocalModels, listModels } from './model-server.ts';
import { openAccountRoom, type AccountRoom } from './testing/account-room.ts';

const CHANGED = { code: 'config.changed-elsewhere' };
let room: AccountRoom;
beforeAll(async () => {
  room = await openAccountRoom();
  await room.untilAccount('none');
});
afterAll(() => room.close());

const call = <T>(method: string, input: object = {}): Promise<Result<T, AppError>> =>
  room.client.call(`providers.${method}`, { serverId: room.serverId, ...input });
const list = async (): Promise<ModelProviders> => {
  const known = await call<ModelProviders>('list');
  if (!known.ok) throw new Error(known.error.code);
  return known.value;
};

it('writes a provider into the configuration, uses it, and takes it out again', async () => {
  const before = await list();
  const made = await call<{ providerId: string }>('save', {
    ...{ providerId: null, name: 'My box', baseUrl: 'http://127.0.0.1:9/v1', keyVariable: 'PATH', seen: null },
  });
  expect(made).toEqual({ ok: true, value: { providerId: 'my-box' } });
  expect(await call('use', { providerId: 'my-box', model: 'llama', seen: before.own })).toEqual({
    ok: true,
    value: null,
  });
  const after = await list();
  expect(after).toMatchObject({ currentId: 'my-box', model: 'llama', own: { providerId: 'my-box', model: 'llama' } });
  if (codexVersion() === '0.124.0') expect(after.tools).toBeNull();
  else
    expect(after.tools).toEqual({ webSearch: expect.any(Boolean) as boolean, images: expect.any(Boolean) as boolean });
  expect(after.list.find(({ id }) => id === 'my-box')).toEqual({
    ...{ id: 'my-box', name: 'My box', baseUrl: 'http://127.0.0.1:9/v1', editable: true },
    key: { variable: 'PATH', found: true },
  });
  const shown = { name: 'My box', baseUrl: 'http://127.0.0.1:9/v1', keyVariable: 'PATH' };
  expect(
    await call('save', {
      ...{ providerId: 'my-box', name: 'Other', baseUrl: 'http://127.0.0.1:9/v2', keyVariable: 'SKEIN_NO_SUCH_KEY' },
      seen: shown,
    }),
  ).toMatchObject({ ok: true });
  expect((await list()).list.find(({ id }) => id === 'my-box')).toMatchObject({
    ...{ name: 'Other', baseUrl: 'http://127.0.0.1:9/v2', key: { found: false } },
  });
  const config = readFileSync(join(room.root, 'codex', 'config.toml'), 'utf8');
  expect(config).toContain('wire_api = "responses"');
  expect(await call('remove', { providerId: 'my-box', seen: shown })).toMatchObject({ error: CHANGED });
  expect(await call('remove', { providerId: 'my-box', seen: null })).toEqual({ ok: true, value: null });
  const gone = await list();
  expect(gone).toMatchObject({ currentId: 'openai', model: null });
  expect(gone.list.map(({ id }) => id)).toEqual(before.list.map(({ id }) => id));
});

it('does not write over what another program wrote meanwhile, until told to', async () => {
  const file = join(room.root, 'codex', 'config.toml');
  const text = () => readFileSync(file, 'utf8');
  const fields = { name: 'Box', baseUrl: 'http://127.0.0.1:9/v1', keyVariable: null };
  await call('save', { providerId: null, ...fields, seen: null });
  const { own } = await list();
  writeFileSync(
    file,
    text().replace('127.0.0.1:9/v1', '127.0.0.1:9/v3').replace('name = "Box"', 'name = "Box" # mine'),
  );
  const change = { providerId: 'box', ...fields, name: 'Crate' };
  expect(await call('save', { ...change, seen: fields })).toEqual({
    ...{ ok: false, error: { ...CHANGED, keys: ['model_providers.box.base_url'] } },
  });
  expect(text()).toContain('127.0.0.1:9/v3');
  expect(await call('save', { ...change, seen: null })).toMatchObject({ ok: true });
  expect(text()).toMatch(/127\.0\.0\.1:9\/v1"\nname = "Crate" # mine/);

  writeFileSync(file, `model_provider = "box"\n${text()}`);
  expect(await call('use', { providerId: 'demo', model: null, seen: own })).toMatchObject({ error: CHANGED });
  expect((await list()).currentId).toBe('box');
  const now = (await list()).own;
  expect(await call('use', { providerId: 'demo', model: null, seen: now })).toMatchObject({ ok: true });
  await call('remove', { providerId: 'box', seen: null });
});

it.each([
  ['a key in place of a name', { name: 'x', baseUrl: 'http://x/v1', keyVariable: 'sk-123' }],
  ['a password in the address', { name: 'x', baseUrl: 'http://a:b@x/v1', keyVariable: null }],
  ['another protocol', { name: 'x', baseUrl: 'ftp://x', keyVariable: null }],
  ['no name', { name: ' ', baseUrl: 'http://x/v1', keyVariable: null }],
])('refuses %s', async (_, fields) => {
  expect(await call('save', { providerId: null, ...fields, seen: null })).toMatchObject({
    ...{ ok: false, error: { code: 'rpc.bad-input' } },
  });
});

it('lists what a provider offers, with its key and to nobody else', async () => {
  const seen: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers.authorization);
    if (request.url === '/moved/models') response.writeHead(302, { location: '/v1/models' }).end();
    else if (request.url === '/v1/models') response.end(JSON.stringify({ data: [{ id: 'a' }, {}, { id: 'b' }] }));
    else if (request.url === '/odd/models') response.end('[]');
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    expect(await listModels(`${base}/v1/`, 'secret')).toEqual({ ok: true, value: ['a', 'b'] });
    expect(seen).toEqual(['Bearer secret']);
    for (const path of ['moved', 'odd', 'none'])
      expect(await listModels(`${base}/${path}`, null)).toMatchObject({ error: { code: 'provider.unreachable' } });
    const found = await findLocalModels([
      { name: 'Here', baseUrl: `${base}/v1` },
      { name: 'Not here', baseUrl: `${base}/none` },
    ]);
    expect(found).toEqual([{ name: 'Here', baseUrl: `${base}/v1`, models: ['a', 'b'] }]);
  } finally {
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  }
  expect(await call('models', { baseUrl: `${base}/v1`, keyVariable: null })).toMatchObject({
    error: { code: 'provider.unreachable' },
  });
});
