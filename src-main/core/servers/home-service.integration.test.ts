import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { DirectoryEvent } from '../../../src-shared/contract/threads.ts';
import type { AccountState } from '../../../src-shared/model/account.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import type { CodexHome, ServerState } from '../../../src-shared/model/server.ts';
import { openAccountRoom, type AccountRoom } from '../accounts/testing/account-room.ts';
import { prepareDemoHome } from '../demo-model/demo-home.ts';
import { codexVersion, knownModel } from '../demo-model/testing/codex-binary.ts';

let room: AccountRoom;
let work: ServerId;
beforeAll(async () => {
  room = await openAccountRoom();
  await room.untilAccount('none');
  mkdirSync(join(room.root, 'work-project'));
  await prepareDemoHome({
    ...{ dir: join(room.root, 'work-home'), url: room.model.url, model: knownModel() },
    extraToml: '[features]\nmemories = true\n[memories]\nuse_memories = true',
  });
  for (const folder of ['memories', 'memories_v2']) {
    mkdirSync(join(room.root, 'work-home', folder));
    writeFileSync(join(room.root, 'work-home', folder, 'memory_summary.md'), 'The kettle whistles.\n');
  }
});
afterAll(() => room.close());

const add = (label: string, path: string) =>
  room.client.call<{ readonly serverId: ServerId }>('homes.add', { label, path });
const titles = async (serverId: ServerId, count: number): Promise<readonly string[]> => {
  await room.client.call('threads.more', { serverId, scope: { kind: 'all' } });
  const threads = room.client.stream<DirectoryEvent>('threads.watchDirectory', { serverId });
  const seen = new Map<string, string>();
  await threads.until((event) => {
    const rows = event.type === 'snapshot' ? event.threads : event.changed;
    for (const { threadId, title } of rows) seen.set(threadId, title);
    return seen.size >= count;
  });
  threads.close();
  return [...seen.values()];
};

it('a home is one server, whatever name leads to its folder', async () => {
  const path = join(room.root, 'work-home');
  const added = await add('Work', path);
  if (!added.ok) throw new Error(added.error.code);
  work = added.value.serverId;
  symlinkSync(path, join(room.root, 'by-another-name'));
  writeFileSync(join(room.root, 'a-file'), '');
  expect(await add('Again', path)).toMatchObject({ error: { code: 'home.exists' } });
  expect(await add('Again', join(room.root, 'by-another-name'))).toMatchObject({ error: { code: 'home.exists' } });
  expect(await add('File', join(room.root, 'a-file'))).toMatchObject({ error: { code: 'path.not-a-folder' } });
  expect(await add('Here', 'relative')).toMatchObject({ error: { code: 'path.not-absolute' } });
});

it.skipIf(codexVersion() === '0.124.0')('each shows its own account, limits and threads', async () => {
  await room.call('signIn', { way: 'deviceCode' });
  await room.states.until(({ limits }) => limits.readAtMs !== null);
  const theirs = room.client.stream<AccountState>('accounts.watch', { serverId: work });
  expect((await theirs.until(() => true)).limits.buckets).toEqual([]);
  await room.runTurn('say: in my own home');
  const { threadId } = await room.runTurn('say: at work', { serverId: work, folder: 'work-project' });
  expect(await titles(room.serverId, 1)).toEqual(['say: in my own home']);
  expect(await titles(work, 1)).toEqual(['say: at work']);
  expect(room.states.events().at(-1)?.limits.buckets).toMatchObject([{ limitId: 'codex' }]);

  // What memories say is the home's, too.
  const memory = (method: string, input: object = {}) =>
    room.client.call(`config.${method}`, { serverId: work, threadId, ...input });
  expect(await memory('threadMemory')).toEqual({ ok: true, value: { summary: 'The kettle whistles.\n' } });
  expect(await memory('setThreadMemory', { remembered: false })).toEqual({ ok: true, value: null });
  expect(await room.client.call('config.threadMemory', { serverId: room.serverId, threadId })).toMatchObject({
    ok: false,
  });
});

it('is called something else, and taken out only when no project needs it', async () => {
  const homes = room.client.stream<readonly CodexHome[]>('homes.watch', {});
  expect(await room.client.call('homes.rename', { serverId: work, label: ' Office ' })).toEqual({
    ok: true,
    value: null,
  });
  await homes.until(([home]) => home?.label === 'Office');
  const servers = room.client.stream<readonly ServerState[]>('servers.watch', {});
  await servers.until((list) => list.some(({ id, label }) => id === work && label === 'Office'));
  const rename = (serverId: string, label: string) => room.client.call('homes.rename', { serverId, label });
  expect(await rename(work, ' ')).toMatchObject({ error: { code: 'rpc.bad-input' } });
  expect(await rename(room.serverId, 'Mine')).toEqual({ ok: false, error: { code: 'home.unknown' } });
  if (codexVersion() !== '0.124.0')
    expect(await room.client.call('homes.remove', { serverId: work })).toEqual({
      ...{ ok: false, error: { code: 'home.in-use', projects: 1 } },
    });
  const stored = () => readFileSync(join(room.root, 'skein', 'codex-homes.json'), 'utf8');
  // The file is written a little later.
  await vi.waitFor(() => expect(stored()).toContain('"Office"'), { timeout: 10_000 });
});
