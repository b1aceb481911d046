import { appendFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AccountState } from '../../src-shared/model/account.ts';
import type { ProjectId, ServerId, ThreadRef } from '../../src-shared/model/ids.ts';
import type { Approval } from '../../src-shared/model/approval.ts';
import type { QueueEntry } from '../../src-shared/model/composer.ts';
import type { SendAnswer, ThreadEvent } from '../../src-shared/contract/threads.ts';
import type { TurnStatus } from '../../src-shared/model/thread.ts';
import type { Core } from './core.ts';
import { startGatewayIssuer } from './accounts/testing/gateway-issuer.ts';
import { prepareDemoHome } from './demo-model/demo-home.ts';
import { startDemoModel, type DemoModel } from './demo-model/demo-model.ts';
import { codexVersion } from './demo-model/testing/codex-binary.ts';
import { connectTestClient, type TestClient } from './rpc/testing/test-client.ts';
import { startTestCore } from './testing/running-core.ts';

let root: string;
let model: DemoModel;
let cores: Core[];
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'skein-talks-'));
  mkdirSync(join(root, 'tmp'));
  mkdirSync(join(root, 'project'));
  cores = [];
  model = await startDemoModel({ wordsPerSecond: Number.POSITIVE_INFINITY });
  await prepareDemoHome({ dir: join(root, 'codex'), url: model.url });
});
afterEach(async () => {
  for (const core of cores) await core.dispose();
  await model.stop();
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
});

const serverId = (): ServerId => `local:${join(root, 'codex')}` as ServerId;
async function start(): Promise<Core> {
  const core = await startTestCore(root);
  if (!core.ok) throw new Error(core.error.code);
  cores.push(core.value);
  return core.value;
}
const say = (text: string) => [{ kind: 'text', text }];
/** 0.124 refuses what wants to leave the sandbox where every command is asked about; with `auto` both versions ask. */
const choices = { model: null, effort: null, permissions: 'auto', mode: 'default' };

async function startThread(client: TestClient, text: string): Promise<ThreadRef> {
  const added = await client.call<{ projectId: ProjectId }>('projects.add', {
    serverId: serverId(),
    path: join(root, 'project'),
  });
  if (!added.ok) throw new Error(added.error.code);
  const { projectId } = added.value;
  await client.call('projects.trust', { projectId, trusted: true });
  const started = await client.call<SendAnswer>('threads.start', { projectId, parts: say(text), choices });
  if (!started.ok) throw new Error(JSON.stringify(started.error));
  return { serverId: serverId(), threadId: started.value.threadId };
}
/** The states a thread's turns came to, in order, as soon as `count` of them have ended. */
async function endedTurns(client: TestClient, thread: ThreadRef, count: number): Promise<TurnStatus[]> {
  const ended = new Map<string, TurnStatus>();
  const watch = client.stream<ThreadEvent>('threads.watch', thread);
  await watch.until((event) => {
    if (event.type === 'snapshot') {
      for (const turn of Object.values(event.snapshot.turns))
        if (turn.status !== 'running') ended.set(turn.id, turn.status);
    } else {
      for (const patch of event.batch.patches) {
        if (patch.type === 'turnChanged' && patch.change.status && patch.change.status !== 'running') {
          ended.set(patch.turnId, patch.change.status);
        }
        if (patch.type === 'turnReplaced' && patch.turn.status !== 'running')
          ended.set(patch.turn.id, patch.turn.status);
      }
    }
    return ended.size >= count;
  });
  watch.close();
  return [...ended.values()];
}

it('refuses an untrusted folder before anything runs in it', async () => {
  const client = connectTestClient(await start(), 'one');
  const path = join(root, 'project');
  const added = await client.call<{ projectId: ProjectId }>('projects.add', { serverId: serverId(), path });
  const projectId = added.ok ? added.value.projectId : '';
  expect(await client.call('threads.start', { projectId, parts: say('say: hello'), choices })).toEqual({
    ok: false,
    error: { code: 'project.not-trusted', path },
  });
});

it('shows an approval in every window, until one of them answers it', async () => {
  const core = await start();
  const [one, two] = [connectTestClient(core, 'one'), connectTestClient(core, 'two')];
  const approvals = [one, two].map((client) => client.stream<readonly Approval[]>('approvals.watch', {}));
  const thread = await startThread(one, 'esc: touch approved.txt');
  const [[asked]] = (await Promise.all(approvals.map((watch) => watch.until((list) => list.length === 1)))) as [
    readonly Approval[],
  ];
  expect(asked).toMatchObject({ kind: 'command', command: 'touch approved.txt', threadId: thread.threadId });
  expect(core.runningThreads()).toBe(1);
  const answer = { approvalId: asked?.id, answer: { kind: 'approveOnce' } };
  expect(await two.call('approvals.answer', answer)).toEqual({ ok: true, value: null });
  expect(await endedTurns(one, thread, 1)).toEqual(['completed']);
  expect(existsSync(join(root, 'project/approved.txt'))).toBe(true);
  expect(approvals.map((watch) => watch.events().at(-1))).toEqual([[], []]);
  expect(await one.call('approvals.answer', answer)).toMatchObject({ ok: false, error: { code: 'approval.gone' } });
});

it('runs the queue one after the other, and keeps what was not sent over a restart', async () => {
  const core = await start();
  const client = connectTestClient(core, 'one');
  const thread = await startThread(client, 'gate: go|first |done');
  const send = (text: string) =>
    client.call<SendAnswer>('threads.send', { ...thread, parts: say(text), mode: 'queue', choices: null });
  expect(await send('say: second')).toMatchObject({ ok: true, value: { outcome: 'queued' } });
  model.openGate('go');
  expect(await endedTurns(client, thread, 2)).toEqual(['completed', 'completed']);

  expect(await send('gate: never|stuck|')).toMatchObject({ ok: true, value: { outcome: 'started' } });
  expect(await send('say: later')).toMatchObject({ ok: true, value: { outcome: 'queued' } });
  await client.call('drafts.save', { target: { kind: 'thread', thread }, parts: say('half a thought') });
  await core.dispose();

  const again = connectTestClient(await start(), 'one');
  const queued = await again.stream<readonly QueueEntry[]>('queue.watch', thread).until(() => true);
  expect(queued).toMatchObject([{ parts: say('say: later'), held: { reason: 'paused' } }]);
  expect(await again.call('drafts.load', { target: { kind: 'thread', thread } })).toMatchObject({
    value: { parts: say('half a thought') },
  });
  expect(await endedTurns(again, thread, 3)).toEqual(['completed', 'completed', 'interrupted']);
});

it.skipIf(codexVersion() === '0.124.0')(
  'keeps what is queued while nobody is signed in at the model provider, over a restart, and sends it once then',
  async () => {
    const core = await start();
    const client = connectTestClient(core, 'one');
    const thread = await startThread(client, 'gate: never|stuck|');
    for (const text of ['say: later', 'say: last'])
      await client.call('threads.send', { ...thread, parts: say(text), mode: 'queue', choices: null });
    await core.dispose();
    const issuer = await startGatewayIssuer();
    const config = join(root, 'codex', 'config.toml');
    appendFileSync(config, `\n[model_providers.demo.gateway_oauth]\n${issuer.toml}\n`);

    const closed = await start();
    const again = connectTestClient(closed, 'one');
    const queue = again.stream<readonly QueueEntry[]>('queue.watch', thread);
    const [first] = await queue.until((entries) => entries[0]?.held?.reason === 'paused');
    const account = again.stream<AccountState>('accounts.watch', { serverId: serverId() });
    await account.until(({ gateway }) => gateway?.ready === false);
    const refusal = { ok: false, error: { code: 'account.provider-sign-in', provider: 'Offline demo' } };
    expect(await again.call('queue.sendNow', { ...thread, entryId: first?.id })).toEqual(refusal);
    const words = { ...thread, parts: say('say: too early'), mode: 'auto', choices: null };
    expect(await again.call('threads.send', words)).toEqual(refusal);
    const held = { held: { reason: 'signIn', provider: 'Offline demo' } };
    expect(queue.events().at(-1)).toMatchObject([held, { held: null }]);
    await closed.dispose();

    const open = connectTestClient(await start(), 'one');
    const kept = open.stream<readonly QueueEntry[]>('queue.watch', thread);
    expect(await kept.until(() => true)).toMatchObject([held, { held: null }]);
    await open.call('accounts.gatewaySignIn', { serverId: serverId(), way: 'deviceCode' });
    expect(await endedTurns(open, thread, 3)).toEqual(['interrupted', 'completed', 'completed']);
    expect(kept.events().at(-1)).toEqual([]);
    await issuer.stop();
  },
);

it('declines what waits when it ends, and leaves no turn running', async () => {
  const core = await start();
  const client = connectTestClient(core, 'one');
  const approvals = client.stream<readonly Approval[]>('approvals.watch', {});
  const thread = await startThread(client, 'esc: touch never.txt');
  await approvals.until((list) => list.length === 1);
  await core.dispose();
  expect(existsSync(join(root, 'project/never.txt'))).toBe(false);
  const again = connectTestClient(await start(), 'one');
  const [status] = await endedTurns(again, thread, 1);
  expect(status).not.toBe('running');
  expect(existsSync(join(root, 'project/never.txt'))).toBe(false);
});
