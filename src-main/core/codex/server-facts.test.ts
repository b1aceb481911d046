import { describe, expect, it } from 'vitest';
import { ok } from '../../../src-shared/result.ts';
import type { CodexClient } from './codex-client.ts';
import type { ServerNotification } from './protocol-types.ts';
import { createServerFacts, describeAccount, readNotice } from './server-facts.ts';

describe('notices', () => {
  const bubblewrap = 'Codex could not find bubblewrap on PATH. Codex will use the bundled bubblewrap in the meantime.';
  it.each<[ServerNotification, object | null]>([
    [
      { method: 'configWarning', params: { summary: bubblewrap, details: null } },
      { code: 'sandbox', level: 'info', message: bubblewrap, path: null, line: null },
    ],
    [
      {
        method: 'configWarning',
        params: {
          summary: 'Invalid configuration; using defaults.',
          details: 'expected `=`',
          path: '/home/me/.codex/config.toml',
          range: { start: { line: 3, column: 7 }, end: { line: 3, column: 8 } },
        },
      },
      {
        code: 'config-broken',
        level: 'warning',
        details: 'expected `=`',
        path: '/home/me/.codex/config.toml',
        line: 3,
      },
    ],
    [
      { method: 'deprecationNotice', params: { summary: 'old', details: 'use new' } },
      { code: 'deprecation', level: 'info', message: 'old', details: 'use new' },
    ],
    [
      { method: 'warning', params: { threadId: null, message: 'careful' } },
      { code: 'warning', message: 'careful' },
    ],
    [{ method: 'warning', params: { threadId: 't', message: 'belongs to a thread' } }, null],
    [
      { method: 'windows/worldWritableWarning', params: { samplePaths: ['C:\\a'], extraCount: 2, failedScan: false } },
      { code: 'sandbox', level: 'warning', details: 'C:\\a\n+2' },
    ],
    [
      { method: 'windows/worldWritableWarning', params: { samplePaths: [], extraCount: 0, failedScan: true } },
      { code: 'sandbox', level: 'warning', message: expect.stringContaining('could not be') as unknown, details: null },
    ],
    [{ method: 'thread/closed', params: { threadId: 't' } }, null],
  ])('%o', (notification, expected) => {
    const notice = readNotice(notification);
    if (expected) expect(notice).toMatchObject(expected);
    else expect(notice).toBeNull();
  });

  it('are kept once, dismissed for good, and bounded', () => {
    let changes = 0;
    const facts = createServerFacts(() => changes++);
    const warn = (message: string) => facts.receive({ method: 'warning', params: { threadId: null, message } }, null);
    warn('a');
    warn('b');
    warn('a');
    expect(facts.current().notices.map(({ message }) => message)).toEqual(['b', 'a']);
    facts.dismiss(facts.current().notices[1]?.id ?? '');
    warn('a');
    expect(facts.current().notices.map(({ message }) => message)).toEqual(['b']);
    expect(changes).toBe(4);
    for (let count = 0; count < 50; count++) warn(`${count}${'x'.repeat(10_000)}`);
    warn('y'.repeat(10_000));
    const { notices } = facts.current();
    expect(notices.length).toBeLessThanOrEqual(20);
    expect([notices.at(-1)?.id.length, notices.at(-1)?.message.length]).toEqual([300, 4000]);
  });
});

it('on Windows the sandbox is asked about, set up, and a failure said', async () => {
  const calls: unknown[] = [];
  let status = 'notConfigured';
  let started = true;
  const client = {
    call: (method: string, params: unknown) => {
      calls.push([method, params]);
      if (method === 'windowsSandbox/readiness') return Promise.resolve(ok({ status }));
      if (method === 'windowsSandbox/setupStart') return Promise.resolve(ok({ started }));
      return Promise.resolve(ok({ account: null, requiresOpenaiAuth: false }));
    },
  } as unknown as CodexClient;
  const facts = createServerFacts(() => undefined);
  const shown = () => [facts.current().sandbox, facts.current().notices.map(({ details }) => details)];
  const completed = (success: boolean, error: string | null): ServerNotification => ({
    method: 'windowsSandbox/setupCompleted',
    params: { mode: 'elevated', success, error },
  });
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  facts.refresh(client, 'C:\\Users\\mira\\.codex', 'windows');
  await settled();
  expect(shown()).toEqual(['notSetUp', []]);
  expect(await facts.setUpSandbox(client, 'elevated')).toEqual(ok(null));
  expect(shown()).toEqual(['settingUp', []]);
  facts.receive(completed(false, 'the consent was refused'), client);
  await settled();
  expect(shown()).toEqual(['notSetUp', ['the consent was refused']]);
  facts.dismiss(facts.current().notices[0]?.id ?? '');
  expect(await facts.setUpSandbox(client, 'unelevated')).toEqual(ok(null));
  facts.receive(completed(false, 'again'), client);
  await settled();
  expect(shown()).toEqual(['notSetUp', ['again']]);
  await facts.setUpSandbox(client, 'unelevated');
  status = 'ready';
  facts.receive(completed(true, null), client);
  await settled();
  expect(shown()).toEqual(['available', []]);
  status = 'updateRequired';
  started = false;
  expect(await facts.setUpSandbox(client, 'elevated')).toMatchObject({ error: { code: 'codex.rejected' } });
  await settled();
  expect(shown()).toEqual(['outdated', []]);
  expect(calls).not.toContainEqual(['command/exec', expect.anything()]);
});

it.each([
  ['box', { box: { base_url: 'http://127.0.0.1:9/v1' } }, false],
  ['box', { box: { requires_openai_auth: true } }, true],
  [null, {}, true],
  ['ollama', {}, true],
])('whether provider %s of %j needs an account, once another one was chosen: %s', async (id, tables, required) => {
  const client = {
    call: (method: string) =>
      Promise.resolve(
        method === 'config/read'
          ? ok({ config: { model_provider: id, model_providers: tables } })
          : ok({ account: null, requiresOpenaiAuth: true }),
      ),
  } as unknown as CodexClient;
  const facts = createServerFacts(() => undefined);
  facts.reread(client);
  await new Promise((resolve) => setImmediate(resolve));
  expect(facts.current().account).toEqual({ kind: 'none', required });
});

it.each([
  [
    { account: null, requiresOpenaiAuth: true },
    { kind: 'none', required: true },
  ],
  [
    { account: null, requiresOpenaiAuth: false },
    { kind: 'none', required: false },
  ],
  [{ account: { type: 'apiKey' }, requiresOpenaiAuth: true }, { kind: 'apiKey' }],
  [
    { account: { type: 'gcp' }, requiresOpenaiAuth: true },
    { kind: 'other', name: 'gcp' },
  ],
  [
    {
      account: { type: 'chatgpt', email: 'me@x.org', planType: 'plus', workspaceName: null },
      requiresOpenaiAuth: true,
    },
    { kind: 'chatgpt', email: 'me@x.org', plan: 'plus' },
  ],
] as const)('account %o', (answer, expected) => {
  expect(describeAccount({ userId: null, workspaceRouting: null, ...answer })).toEqual(expected);
});
