import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccountState, SignIn } from '../../../src-shared/model/account.ts';
import { createMemoryLog } from '../codex/testing/supervised.ts';
import { codexVersion } from '../demo-model/testing/codex-binary.ts';
import { openAccountRoom, type AccountRoom } from './testing/account-room.ts';

const { log, lines } = createMemoryLog();
let room: AccountRoom;
beforeEach(async () => {
  lines.length = 0;
  room = await openAccountRoom(log);
  await room.untilAccount('none');
});
afterEach(() => room.close());

/** The sign-in as soon as it is of this kind. */
const untilSignIn = async <K extends SignIn['kind']>(kind: K, after = 0) => {
  const { signIn } = await room.states.until(
    (state) => state.signIn.kind === kind && room.states.events().indexOf(state) >= after,
  );
  return signIn as Extract<SignIn, { kind: K }>;
};
/** Only what comes from now on counts. */
const now = () => room.states.events().length;
const last = (): AccountState | undefined => room.states.events().at(-1);

// 0.124 does not know the issuer's address in the environment and would ask the real one.
describe.skipIf(codexVersion() === '0.124.0')('signing in with a local issuer', () => {
  it('with a device code: the code is shown, entered elsewhere, and the account is there with its limits', async () => {
    const before = Date.now();
    expect(await room.call('signIn', { way: 'deviceCode' })).toEqual({ ok: true, value: null });
    const waiting = await untilSignIn('deviceCode');
    expect(waiting).toMatchObject({ code: 'DEMO-1234', address: `${room.model.url}/codex/device` });
    expect(waiting.expiresAtMs).toBeGreaterThanOrEqual(before + 15 * 60_000);
    expect(await room.untilAccount('chatgpt')).toEqual({
      kind: 'chatgpt',
      email: 'demo@example.test',
      plan: 'plus',
    });
    const read = await room.states.until(({ limits }) => limits.readAtMs !== null);
    expect(read.limits).toMatchObject({ allowed: true, problem: null });
    expect(read.limits.buckets).toMatchObject([
      {
        limitId: 'codex',
        primary: { usedPercent: 43, windowMinutes: 300 },
        secondary: { usedPercent: 7, windowMinutes: 10_080 },
        credits: { hasCredits: true, unlimited: false, balance: '12.50' },
        reached: null,
      },
    ]);
    expect(last()?.signIn).toEqual({ kind: 'none' });

    // A credit that empties the windows is spent, and what is left is read again.
    room.model.setUsage({ primaryPercent: 20, secondaryPercent: 7, resetCredits: 2 });
    const attemptId = randomUUID();
    expect(await room.call('useResetCredit', { attemptId })).toEqual({ ok: true, value: 'reset' });
    await room.states.until(
      ({ limits }) => limits.resetCredits === 2 && limits.buckets[0]?.primary?.usedPercent === 20,
    );
    room.model.setUsage({ primaryPercent: 20, secondaryPercent: 7, resetCredits: 0 });
    expect(await room.call('useResetCredit', { attemptId: randomUUID() })).toEqual({ ok: true, value: 'noCredit' });
  });

  it('with the browser: the page comes back by itself; a refusal is told, and the next try works', async () => {
    room.model.setAccount({ signIn: 'denies' });
    await room.call('signIn', { way: 'chatgpt' });
    await fetch((await untilSignIn('browser')).address);
    expect(await untilSignIn('failed')).toMatchObject({ way: 'chatgpt', reason: 'denied' });

    room.model.setAccount({ signIn: 'approves' });
    const from = now();
    await room.call('signIn', { way: 'chatgpt' });
    const page = await fetch((await untilSignIn('browser', from)).address);
    expect(page.ok).toBe(true);
    await room.untilAccount('chatgpt');
    await untilSignIn('none', from);
  });

  it('cancelled: nothing is left of it, and it is no failure', async () => {
    room.model.setAccount({ signIn: 'waits' });
    await room.call('signIn', { way: 'deviceCode' });
    await untilSignIn('deviceCode');
    const from = now();
    await room.call('cancelSignIn');
    await untilSignIn('none', from);
    // Another way right after; the end of the first is not taken for its own.
    await room.call('signIn', { way: 'chatgpt' });
    await untilSignIn('browser', from);
    await room.call('cancelSignIn');
    expect(last()?.signIn).toEqual({ kind: 'none' });
    expect(room.states.events().some(({ signIn }) => signIn.kind === 'failed')).toBe(false);
  });

  it('refused device codes and an issuer that is away are told in words', async () => {
    room.model.setAccount({ signIn: 'denies' });
    await room.call('signIn', { way: 'deviceCode' });
    expect(await untilSignIn('failed')).toMatchObject({ way: 'deviceCode', reason: 'denied' });
    await room.model.stop();
    const from = now();
    await room.call('signIn', { way: 'deviceCode' });
    expect(await untilSignIn('failed', from)).toMatchObject({ reason: 'network' });
    await room.call('cancelSignIn');
    expect(last()?.signIn).toEqual({ kind: 'none' });
  });

  it('shows usage, limits of every kind and why one is reached, and tells the owner; logged out, nothing of it is left', async () => {
    await room.call('signIn', { way: 'deviceCode' });
    await room.states.until(({ limits }) => limits.readAtMs !== null);
    const usage = await room.call<{ days: readonly unknown[] }>('usage');
    expect(usage).toMatchObject({ ok: true, value: { lifetimeTokens: 48_200_000, longestTurnSeconds: 1834 } });
    expect(usage.ok && usage.value.days).toHaveLength(6);
    expect(await room.call('threadUsage', { threadId: '019ab7f0-0000-7000-8000-000000000001' })).toEqual({
      ok: true,
      value: {
        ...{ creditsMicros: 1_250_000, usdMicros: 50_000 },
        groups: [{ model: 'gpt-5.4', effort: 'medium', creditsMicros: 1_250_000, totalTokens: 12_400 }],
      },
    });

    room.model.setUsage({
      ...{ primaryPercent: 80, secondaryPercent: 3, otherPercent: 20 },
      reached: 'workspace_member_credits_depleted',
    });
    // Read a moment ago: a window that gets the focus does not read again.
    const before = last();
    expect(await room.call('readLimits', { why: 'focus' })).toEqual({ ok: true, value: null });
    expect(last()).toBe(before);
    await room.call('readLimits', { why: 'asked' });
    expect(last()?.limits).toMatchObject({
      allowed: false,
      buckets: [
        { limitId: 'codex', reached: 'workspace_member_credits_depleted', primary: { usedPercent: 80 } },
        { limitId: 'demo_reviews', name: 'Demo reviews', primary: { usedPercent: 20, windowMinutes: 60 } },
      ],
    });

    expect(await room.call('notifyOwner', { about: 'credits' })).toEqual({ ok: true, value: 'sent' });
    room.model.setAccount({ ownerNotes: 'cooldown' });
    expect(await room.call('notifyOwner', { about: 'usage_limit' })).toEqual({ ok: true, value: 'cooldown' });
    room.model.setAccount({ ownerNotes: 'fails' });
    const failed = await room.call('notifyOwner', { about: 'credits' });
    expect(failed).toMatchObject({ ok: false, error: { code: 'account.service-failed' } });

    const from = now();
    await room.call('logOut');
    await room.states.until(
      (state) => room.states.events().indexOf(state) >= from && state.limits.buckets.length === 0,
    );
    expect(await room.call('readLimits', { why: 'asked' })).toEqual({
      ok: false,
      error: { code: 'account.chatgpt-needed' },
    });
  });
});

describe('an API key', () => {
  const KEY = 'sk-skein-test-0123456789abcdefghij';

  it('signs in and is found nowhere but in Codex’s own home', async () => {
    const answers: unknown[] = [];
    answers.push(await room.call('signInWithKey', { apiKey: `  ${KEY}\n` }));
    expect(await room.untilAccount('apiKey')).toEqual({ kind: 'apiKey' });
    // Bad input does not come back either.
    answers.push(await room.call('signInWithKey', { apiKey: `${KEY}${'x'.repeat(1000)}` }));
    answers.push(await room.client.call('servers.log', { serverId: room.serverId }));
    expect(answers[0]).toEqual({ ok: true, value: null });
    expect(answers[1]).toMatchObject({ ok: false, error: { code: 'rpc.bad-input' } });
    const told = JSON.stringify([answers, room.states.events(), lines]);
    expect(told).not.toContain(KEY);
    const skeinHome = join(room.root, 'skein');
    const files = readdirSync(skeinHome, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    for (const file of files) expect(readFileSync(join(file.parentPath, file.name), 'utf8')).not.toContain(KEY);
    expect(readFileSync(join(room.root, 'codex', 'auth.json'), 'utf8')).toContain(KEY);
    expect(await room.call('usage')).toMatchObject({ ok: false });
    expect(await room.call('logOut')).toEqual({ ok: true, value: null });
  });
});

it('a key that the service does not take is told as such, without the key', async () => {
  const wrong = 'sk-skein-wrong-0123456789abcdefghij';
  await room.call('signInWithKey', { apiKey: wrong });
  await room.untilAccount('apiKey');
  const { threadId, told } = await room.runTurn('unauth');
  const { refused } = await room.states.until((state) => state.refused !== null);
  expect(refused).toMatchObject({ kind: 'unauthorized', threadId });
  expect(told).toContain('"code":"unauthorized"');
  expect(told + JSON.stringify(room.states.events())).not.toContain(wrong);
  // The next key, and a turn that works, end it.
  await room.call('signInWithKey', { apiKey: `${wrong}-right` });
  await room.runTurn('say: better');
  expect(last()?.refused).toBeNull();
});

it('a server that nobody knows is refused', async () => {
  const unknown = { ok: false, error: { code: 'server.unknown', serverId: 'nowhere' } };
  expect(await room.client.call('accounts.logOut', { serverId: 'nowhere' })).toEqual(unknown);
  const stream = room.client.stream('accounts.watch', { serverId: 'nowhere' });
  expect(await stream.ended).toMatchObject({ code: 'server.unknown' });
});
