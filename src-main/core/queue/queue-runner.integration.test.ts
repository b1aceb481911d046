import { mkdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { InputPart } from '../../../src-shared/model/composer.ts';
import type { ProjectId, ThreadRef } from '../../../src-shared/model/ids.ts';
import type { ThreadSnapshot } from '../../../src-shared/model/thread.ts';
import type { ThreadEvent } from '../../../src-shared/contract/threads.ts';
import { applyPatches } from '../../../src-shared/model/apply-patch.ts';
import { ok } from '../../../src-shared/result.ts';
import { createMemoryLog, realClock, supervise } from '../codex/testing/supervised.ts';
import type { Supervised } from '../codex/testing/supervised.ts';
import { prepareDemoHome } from '../demo-model/demo-home.ts';
import { startDemoModel } from '../demo-model/demo-model.ts';
import type { DemoModel } from '../demo-model/demo-model.ts';
import { knownModel } from '../demo-model/testing/codex-binary.ts';
import { openMarkOverlay } from '../threads/mark-overlay.ts';
import { createThreadService } from '../threads/thread-service.ts';
import type { ThreadService } from '../threads/thread-service.ts';
import { createQueueRunner } from './queue-runner.ts';
import type { QueueRunner } from './queue-runner.ts';
import { openQueueStore } from './queue-store.ts';
import type { QueueStore } from './queue-store.ts';

const text = (words: string): InputPart[] => [{ kind: 'text', text: words }];
const wordsOf = (parts: readonly InputPart[]) => (parts[0]?.kind === 'text' ? parts[0].text : '');
const CLIENT = { clientId: 'window' };
const CHOICES = { model: null, effort: null, permissions: 'fullAccess', mode: 'default' } as const;

let supervised: Supervised;
let model: DemoModel;
let store: QueueStore;
let threads: ThreadService;
let queue: QueueRunner;
let ref: ThreadRef;
let snapshot: ThreadSnapshot;
let dispose: (() => Promise<void> | void)[];
const looks = new Set<() => void>();
const wake = () => [...looks].forEach((look) => look());

/** Waits for a fact; it is looked at again whenever the thread or the queue has changed. */
const until = (fact: () => boolean) =>
  new Promise<void>((resolve) => {
    const look = () => {
      if (!fact()) return;
      looks.delete(look);
      resolve();
    };
    looks.add(look);
    look();
  });

beforeEach(async () => {
  supervised = supervise();
  model = await startDemoModel({ wordsPerSecond: Number.POSITIVE_INFINITY });
  const { server, codexHome } = supervised;
  await prepareDemoHome({ dir: codexHome, url: model.url, model: knownModel() });
  await server.restart();
  const base = realpathSync(dirname(codexHome));
  const folder = join(base, 'work');
  mkdirSync(folder);
  const files = { skeinHome: join(base, 'skein'), clock: realClock, log: createMemoryLog().log };
  store = await openQueueStore(files);
  const overlay = await openMarkOverlay(files);
  threads = createThreadService({
    ports: {
      projects: { find: () => ({ serverId: server.id, path: folder, trusted: true }) },
      queue: {
        add: (thread, parts) => queue.add(thread, parts),
        addUnread: (thread, parts) => queue.addUnread(thread, parts),
        addUntilReset: (thread, parts) => queue.add(thread, parts),
        count: (thread) => store.list(thread).length,
        clear: (thread) => store.clear(thread),
        onChange: (listener) => store.onChange(listener),
      },
      imagePath: () => null,
      remember: () => undefined,
      touched: () => undefined,
    },
    overlay,
    clock: realClock,
    log: files.log,
  });
  queue = createQueueRunner({ store, threads, log: files.log });
  threads.addServer(server);
  dispose = [
    () => queue.dispose(),
    () => threads.dispose(),
    () => store.dispose(),
    () => overlay.dispose(),
    () => supervised.dispose(),
    () => model.stop(),
  ];
});
afterEach(async () => {
  for (const step of dispose) await step();
});

/** A thread whose first turn waits at the gate. */
async function startThread(first = 'gate: open') {
  const projectId = 'p' as ProjectId;
  const started = await threads.handlers.start({ projectId, parts: text(first), choices: CHOICES }, CLIENT);
  if (!started.ok) throw new Error(JSON.stringify(started.error));
  ref = { serverId: supervised.server.id, threadId: started.value.threadId };
  const stop = threads.handlers.watch(
    ref,
    {
      emit: (event: ThreadEvent) => {
        if (event.type === 'snapshot') snapshot = event.snapshot;
        else snapshot = applyPatches(snapshot, event.batch);
        wake();
      },
      fail: (error) => {
        throw new Error(error.code);
      },
    },
    CLIENT,
  );
  const stopQueue = queue.watch(ref, { emit: wake });
  dispose.unshift(stop, stopQueue);
}
const turns = () => snapshot.turnOrder.map((id) => snapshot.turns[id]?.status);
const said = () =>
  Object.values(snapshot.items).flatMap((item) =>
    item.kind === 'userMessage' ? item.parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])) : [],
  );
const left = () => store.list(ref).map(({ parts }) => wordsOf(parts));
const held = () => store.list(ref)[0]?.held ?? null;
/** The turn has got as far as the gate. */
const running = () => until(() => turns().at(-1) === 'running' && said().at(-1)?.startsWith('gate:') === true);
const allEnded = (count: number) => until(() => turns().length === count && !turns().includes('running'));

it('sends one entry after each turn that came to a good end, each as what it is', async () => {
  await startThread();
  await running();
  const queued = await threads.handlers.send(
    { ...ref, parts: text('say: second'), mode: 'queue', choices: null },
    CLIENT,
  );
  expect(queued).toEqual(ok({ threadId: ref.threadId, outcome: 'queued' }));
  queue.add(ref, text('/rename From the queue'));
  queue.add(ref, text('!echo from the queue'));
  queue.add(ref, text('say: third'));
  expect(left()).toHaveLength(4);
  model.openGate('open');
  await until(() => left().length === 0);
  await until(() => said().includes('say: third') && !turns().includes('running'));
  expect(said()).toEqual(['gate: open', 'say: second', 'say: third']);
  expect(threads.title(ref)).toBe('From the queue');
  expect(Object.values(snapshot.items).filter((item) => item.kind === 'command')).toMatchObject([
    { source: 'user', command: 'echo from the queue', status: 'completed' },
  ]);
});

it('is held by an interrupt, until the user says so', async () => {
  await startThread();
  await running();
  const one = queue.add(ref, text('say: one'));
  queue.add(ref, text('say: two'));
  expect(await threads.interrupt(ref)).toEqual(ok(null));
  await until(() => held()?.reason === 'interrupted');
  expect(await queue.sendNow(ref, one.id)).toEqual(ok(null));
  await allEnded(3);
  expect([turns(), said(), left()]).toEqual([
    ['interrupted', 'completed', 'completed'],
    ['gate: open', 'say: one', 'say: two'],
    [],
  ]);
});

it('takes back, in front, what a stopped turn was given and never read', async () => {
  await startThread();
  await running();
  queue.add(ref, text('say: later'));
  expect(await threads.steer(ref, text('say: meanwhile'), 'm1')).toEqual(ok(null));
  expect(await threads.interrupt(ref)).toEqual(ok(null));
  await until(() => held()?.reason === 'interrupted');
  // Servers differ in when they let the agent read it; it is in one place, never in none.
  expect([...said(), ...left()]).toEqual(['gate: open', 'say: meanwhile', 'say: later']);
  await until(() => snapshot.info.steering.length === 0);
});

it('is held by a failed turn, which says why', async () => {
  await startThread();
  await running();
  await threads.steer(ref, text('limit'), 'm1');
  queue.add(ref, text('say: later'));
  model.openGate('open');
  await until(() => held() !== null);
  expect([held(), left()]).toEqual([
    { reason: 'failed', message: expect.stringMatching(/limit/i) as string },
    ['say: later'],
  ]);
});

it('keeps an entry that makes no sense, and what is behind it', async () => {
  await startThread('say: first');
  await allEnded(1);
  queue.add(ref, text('/nonsense'));
  queue.add(ref, text('say: behind'));
  await until(() => held() !== null);
  expect([held(), left()]).toEqual([
    { reason: 'failed', message: 'input.unknown-command' },
    ['/nonsense', 'say: behind'],
  ]);
});

it('steers with an entry that is sent now', async () => {
  await startThread();
  await running();
  queue.add(ref, text('say: later'));
  const now = queue.add(ref, text('say: now'));
  expect(await queue.sendNow(ref, now.id)).toEqual(ok(null));
  model.openGate('open');
  await until(() => said().includes('say: later') && !turns().includes('running'));
  expect([said(), turns()]).toEqual([
    ['gate: open', 'say: now', 'say: later'],
    ['completed', 'completed'],
  ]);
});

it('is held when the server dies, and intact when it is back', async () => {
  // A rollout without one finished turn may be empty after a kill, and then the thread cannot be read any more.
  await startThread('say: first');
  await allEnded(1);
  await threads.run(ref, text('gate: open'), 'm2');
  await running();
  queue.add(ref, text('say: later'));
  process.kill(supervised.pids.at(-1) ?? 0, 'SIGKILL');
  await until(() => held() !== null);
  expect([held()?.reason, left()]).toEqual(['interrupted', ['say: later']]);
  await supervised.untilPhase('ready');
  expect(await queue.sendNow(ref, store.list(ref)[0]?.id ?? ('' as never))).toEqual(ok(null));
  await until(() => said().includes('say: later') && turns().at(-1) === 'completed');
  expect(left()).toEqual([]);
});
