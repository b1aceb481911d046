import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { DemoStart } from '../../src-shared/contract/servers.ts';
import type { SendAnswer, ThreadEvent } from '../../src-shared/contract/threads.ts';
import type { Project } from '../../src-shared/model/project.ts';
import type { Core } from './core.ts';
import { codexBinary, codexVersion } from './demo-model/testing/codex-binary.ts';
import { systemClock, type Clock } from './ports.ts';
import { connectTestClient, type TestClient } from './rpc/testing/test-client.ts';
import { startTestCore } from './testing/running-core.ts';

/** Waits of this length and more end when the test says so. */
const LONG_WAIT_MS = 3_000;
const WITHIN = { timeout: 15_000 };
/** What reads a thread's stored turns again. */
const READS = /"method":"thread\/(turns\/list|read)"/g;

let root: string;
let core: Core;
let wakeUp: () => void;
let listeners: number;
let clock: ReturnType<typeof createSleepyClock>;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'skein-sleep-'));
  mkdirSync(join(root, 'tmp'));
  listeners = 0;
  clock = createSleepyClock();
  const started = await startTestCore(root, {
    clock,
    codexBinary: recordingCodex(),
    onResume: (listener) => {
      listeners += 1;
      wakeUp = listener;
      return () => {
        listeners -= 1;
      };
    },
  });
  if (!started.ok) throw new Error(started.error.code);
  core = started.value;
});
afterEach(async () => {
  await core.dispose();
  expect(listeners).toBe(0);
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
});

/** The real clock; what is slept through is added to it, and long waits run when it is. */
function createSleepyClock(): Clock & { sleep(ms: number): void } {
  let sleptMs = 0;
  const waits = new Set<() => void>();
  return {
    now: () => systemClock.now() + sleptMs,
    after: (ms, run) => {
      if (ms < LONG_WAIT_MS) return systemClock.after(ms, run);
      waits.add(run);
      return () => void waits.delete(run);
    },
    sleep: (ms) => {
      sleptMs += ms;
      for (const run of [...waits]) if (waits.delete(run)) run();
    },
  };
}

/** The real Codex, with a copy of all that is said to it. */
function recordingCodex(): string {
  const script = join(root, 'codex');
  const record = join(root, 'said.jsonl');
  writeFileSync(script, `#!/bin/sh\ntee -a '${record}' | '${codexBinary()}' "$@"\n`, { mode: 0o755 });
  return script;
}
const said = (): string => (existsSync(join(root, 'said.jsonl')) ? readFileSync(join(root, 'said.jsonl'), 'utf8') : '');
const reads = (threadId: string): number =>
  said()
    .split('\n')
    .filter((line) => line.includes(threadId) && line.match(READS)).length;

/** A thread that has run and that this window watches, with everything read of it. */
async function shownThread(client: TestClient): Promise<string> {
  const demo = await client.call<DemoStart>('servers.startDemo', {});
  if (!demo.ok) throw new Error(JSON.stringify(demo.error));
  const { serverId } = demo.value;
  const [project] = await client.stream<readonly Project[]>('projects.watch', {}).until((list) => list.length === 1);
  const choices = { model: null, effort: null, permissions: null, mode: 'default' };
  const parts = [{ kind: 'text', text: 'say: before the lid was closed' }];
  const sent = await client.call<SendAnswer>('threads.start', { projectId: project?.id, parts, choices });
  if (!sent.ok) throw new Error(JSON.stringify(sent.error));
  const { threadId } = sent.value;
  await client
    .stream<ThreadEvent>('threads.watch', { serverId, threadId })
    .until((event) => JSON.stringify(event).includes('"completed"'));
  return threadId;
}

it.skipIf(process.platform === 'win32' || codexVersion() === '0.124.0')(
  'reads what is shown again after the machine slept: by its clock, and when the system says so',
  async () => {
    const threadId = await shownThread(connectTestClient(core, 'window'));
    const before = reads(threadId);
    clock.sleep(15_000);
    clock.sleep(10 * 60_000);
    await vi.waitFor(() => expect(reads(threadId)).toBe(before + 1), WITHIN);
    wakeUp();
    await vi.waitFor(() => expect(reads(threadId)).toBe(before + 2), WITHIN);
  },
);
