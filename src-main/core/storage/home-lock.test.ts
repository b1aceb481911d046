import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { HomeLock } from './home-lock.ts';
import { lockHome } from './home-lock.ts';
import { identifyProcess } from './process-identity.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'skein-lock-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const take = async (): Promise<HomeLock> => {
  const taken = await lockHome(home);
  if (!taken.ok) throw new Error(taken.error.code);
  return taken.value;
};
const leave = (holder: Record<string, unknown>) =>
  writeFile(
    join(home, 'core.lock'),
    JSON.stringify({ startedAt: null, lockedAt: Date.now(), nonce: 'n', port: null, ...holder }),
  );
const deadPid = async (): Promise<number> => {
  const child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid ?? 0;
};

it('is held by one core, which a second one is told about', async () => {
  const lock = await take();
  await lock.setPort(4711);
  expect(await lockHome(home)).toEqual({
    ok: false,
    error: { code: 'storage.locked', pid: process.pid, port: 4711 },
  });
  await lock.release();
  await (await take()).release();
  expect(await readdir(home)).toEqual([]);
});

it('is given to exactly one of many who ask at once, also when a dead holder is in the way', async () => {
  for (const stale of [false, true]) {
    if (stale) await leave({ pid: await deadPid() });
    const taken = (await Promise.all(Array.from({ length: 8 }, () => lockHome(home)))).filter((result) => result.ok);
    expect(taken).toHaveLength(1);
    await taken[0]?.value.release();
  }
});

it('replaces a holder that died', async () => {
  await leave({ pid: await deadPid() });
  await (await take()).release();
});

it('replaces a lock that a crash cut off', async () => {
  await writeFile(join(home, 'core.lock'), '{"pid":');
  await (await take()).release();
});

it.runIf(process.platform === 'linux')('replaces a holder whose number another process has now', async () => {
  const now = await identifyProcess(process.pid);
  await leave({ pid: process.pid, startedAt: `${now?.startedAt ?? ''}0` });
  await (await take()).release();
});

it('replaces a holder from before the machine was started', async () => {
  await leave({ pid: process.pid, startedAt: null, lockedAt: 0 });
  await (await take()).release();
});

it('leaves alone what another core took over', async () => {
  const lock = await take();
  await leave({ pid: 1, nonce: 'another' });
  await lock.setPort(4711);
  await lock.release();
  expect(JSON.parse(await readFile(join(home, 'core.lock'), 'utf8'))).toMatchObject({ nonce: 'another', port: null });
});
