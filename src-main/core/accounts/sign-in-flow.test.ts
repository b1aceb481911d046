import { beforeEach, expect, it } from 'vitest';
import { createManualClock } from '../codex/testing/supervised.ts';
import { createSignInFlow, DEVICE_CODE_LIFE_MS, type SignInFlow } from './sign-in-flow.ts';
import { createScriptedGateway } from './testing/scripted-gateway.ts';

let scripted: ReturnType<typeof createScriptedGateway>;
let time: ReturnType<typeof createManualClock>;
let flow: SignInFlow;
let seen: string[];
beforeEach(() => {
  scripted = createScriptedGateway();
  time = createManualClock();
  seen = [];
  flow = createSignInFlow({
    tokens: null,
    gateway: scripted.gateway,
    clock: time.clock,
    onChange: () => seen.push(flow.current().kind),
  });
});

it('a device code ends with its time, and Codex is told to let go of it', async () => {
  await flow.begin('deviceCode');
  expect(flow.current()).toMatchObject({ kind: 'deviceCode', expiresAtMs: time.clock.now() + DEVICE_CODE_LIFE_MS });
  time.advance(DEVICE_CODE_LIFE_MS - 1);
  expect(flow.current().kind).toBe('deviceCode');
  time.advance(1);
  expect(flow.current()).toMatchObject({ kind: 'failed', way: 'deviceCode', reason: 'expired' });
  expect(scripted.cancelled).toEqual(['login-1']);
  // The end that Codex then tells is nothing new.
  flow.ended('login-1', 'Login was not completed');
  expect(flow.current()).toMatchObject({ reason: 'expired' });
});

it('an end that is told before the beginning is answered counts', async () => {
  const beginning = flow.begin('deviceCode');
  flow.ended('login-1', 'device auth failed with status 400');
  await beginning;
  expect(flow.current()).toMatchObject({ kind: 'failed', reason: 'denied' });
});

it('another way ends the first; its late end means nothing to the second', async () => {
  await flow.begin('deviceCode');
  await flow.begin('chatgpt');
  expect(scripted.cancelled).toEqual(['login-1']);
  flow.ended('login-1', 'Login was not completed');
  expect(flow.current().kind).toBe('browser');
  time.advance(2 * DEVICE_CODE_LIFE_MS);
  expect(flow.current().kind).toBe('browser');
  flow.ended('login-2', null);
  expect(seen).toEqual(['starting', 'deviceCode', 'starting', 'browser', 'none']);
});

it('cancelled while it begins: what begins late is cancelled as well', async () => {
  const beginning = flow.begin('chatgpt');
  await flow.cancel();
  await beginning;
  expect(flow.current()).toEqual({ kind: 'none' });
  expect(scripted.cancelled).toEqual(['login-1']);
});

it('a server that stops takes what waits along; nothing that waits, nothing to tell', async () => {
  flow.serverDown();
  expect(seen).toEqual([]);
  await flow.begin('chatgpt');
  flow.serverDown();
  expect(flow.current()).toMatchObject({ kind: 'failed', way: 'chatgpt', reason: 'interrupted' });
  await flow.cancel();
  expect(flow.current()).toEqual({ kind: 'none' });
});
