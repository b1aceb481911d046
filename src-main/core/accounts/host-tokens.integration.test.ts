import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createMemoryLog } from '../codex/testing/supervised.ts';
import { unsignedToken } from '../demo-model/back-end.ts';
import { codexVersion } from '../demo-model/testing/codex-binary.ts';
import { localHost } from '../hosts/local-host.ts';
import { openAccountRoom, type AccountRoom } from './testing/account-room.ts';
import { createTokenCommand } from './token-command.ts';

const PROGRAM = join(import.meta.dirname, 'testing', 'token-program.mjs');
const TOKEN = unsignedToken();
const GOOD = JSON.stringify({ accessToken: TOKEN, chatgptAccountId: 'demo-account', chatgptPlanType: 'pro' });
const { log, lines } = createMemoryLog();
const folder = mkdtempSync(join(tmpdir(), 'skein-host-tokens-'));
const setting = JSON.stringify([process.execPath, PROGRAM, folder]);
let room: AccountRoom;

interface Plan {
  readonly print: string;
  readonly exitCode: number;
  readonly hangs: boolean;
}
const plan = (change: Partial<Plan>) =>
  writeFileSync(join(folder, 'plan.json'), JSON.stringify({ print: GOOD, exitCode: 0, hangs: false, ...change }));
const asked = () => readFileSync(join(folder, 'asked'), 'utf8').trim().split('\n');

beforeAll(async () => {
  plan({});
  room = await openAccountRoom(log, { tokenCommand: setting });
});
afterAll(async () => {
  await room.close();
  rmSync(folder, { recursive: true, force: true });
});

it('signs in by itself with what another program keeps, and asks it again when the tokens are refused', async () => {
  expect(await room.untilAccount('chatgpt')).toMatchObject({ email: 'demo@example.test', plan: 'pro' });
  await room.states.until(({ hostTokens, signIn }) => hostTokens === 'inUse' && signIn.kind === 'none');
  expect((await room.runTurn('unauth 1')).told).toContain('The new token is accepted.');
  expect(asked()).toEqual(['sign-in:', 'unauthorized:demo-account']);
  // Codex holds them in memory.
  expect(existsSync(join(room.root, 'codex', 'auth.json'))).toBe(false);
});

it('a program that fails is named as the reason, in the turn and where one signs in', async () => {
  plan({ exitCode: 3 });
  expect((await room.runTurn('unauth')).told).toContain('"unauthorized"');
  const { signIn } = await room.states.until(({ refused }) => refused?.kind === 'unauthorized');
  expect(signIn).toMatchObject({ kind: 'failed', reason: 'tokens-failed' });
  expect(lines).toContainEqual(expect.objectContaining({ message: 'No new tokens' }));
  await room.call('signIn', { way: 'hostTokens' });
  expect(room.states.events().at(-1)?.signIn).toEqual({
    ...{ kind: 'failed', way: 'hostTokens', reason: 'tokens-failed', detail: 'exit code 3' },
  });
  plan({});
  await room.call('signIn', { way: 'hostTokens' });
  expect(room.states.events().at(-1)?.signIn).toEqual({ kind: 'none' });
});

it('tokens that Codex or the account’s service does not take are a failure with its words', async () => {
  plan({ print: JSON.stringify({ accessToken: 'no-token-at-all', chatgptAccountId: 'demo-account' }) });
  await room.call('signIn', { way: 'hostTokens' });
  expect(room.states.events().at(-1)?.signIn).toMatchObject({ kind: 'failed', way: 'hostTokens', reason: 'other' });
  // It takes the token's account, whatever the other field says.
  if (codexVersion() === '0.124.0') return;
  plan({ print: JSON.stringify({ accessToken: TOKEN, chatgptAccountId: 'another-account' }) });
  await room.call('signIn', { way: 'hostTokens' });
  await room.states.until(({ signIn }) => signIn.kind === 'failed' && signIn.reason === 'not-allowed');
});

it('tokens are in no log and in no file of Skein', async () => {
  const shown = await room.client.call('servers.log', { serverId: room.serverId });
  const told = JSON.stringify([shown, room.states.events(), lines]);
  expect(told).not.toContain(TOKEN);
  expect(told).not.toContain('no-token-at-all');
});

it.each([
  ['is no JSON', 'tokens --print', 'bad-setting', ''],
  ['is no list of words', '["a", 1]', 'bad-setting', ''],
  ['is an empty list', '[]', 'bad-setting', ''],
  ['names what is not there', '["/no/such/program"]', 'not-started', '/no/such/program: ENOENT'],
])('a setting that %s', async (_, text, reason, detail) => {
  const command = createTokenCommand({ setting: text, host: localHost, env: process.env, cwd: folder });
  expect(await command.fetch('sign-in', null)).toEqual({ ok: false, error: { reason, detail } });
});

it.each<[string, Partial<Plan>, string, string]>([
  ['waits for ever', { hangs: true }, 'timeout', '1 s'],
  ['prints no JSON', { print: 'token: abc' }, 'bad-answer', 'no JSON object'],
  ['leaves a field out', { print: '{"accessToken":"abc"}' }, 'bad-answer', 'chatgptAccountId'],
  ['prints without an end', { print: 'x'.repeat(300 * 1024) }, 'bad-answer', 'more than 262144 bytes'],
])('a program that %s', async (_, change, reason, detail) => {
  plan(change);
  const command = createTokenCommand({ setting, host: localHost, env: process.env, cwd: folder, timeoutMs: 1000 });
  const runs = await Promise.all([command.fetch('sign-in', null), command.fetch('sign-in', null)]);
  expect(runs).toEqual([
    { ok: false, error: { reason, detail } },
    { ok: false, error: { reason, detail } },
  ]);
});
