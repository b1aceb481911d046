import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { InputPart } from '../../../src-shared/model/composer.ts';
import type { ServerId, ThreadId, ThreadRef } from '../../../src-shared/model/ids.ts';
import type { LimitBlock } from '../../../src-shared/model/limit-block.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { createListeners } from '../codex/listeners.ts';
import { createManualClock, createMemoryLog } from '../codex/testing/supervised.ts';
import type { Clock } from '../ports.ts';
import { createLimitWaits, type LimitWaits } from './limit-waits.ts';
import { createQueueRunner, type QueueRunner, type TurnEnd } from './queue-runner.ts';
import { openQueueStore, type QueueStore } from './queue-store.ts';
import { createResetWatch, type ResetWatch } from './reset-watch.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const serverId = 's' as ServerId;
const ref: ThreadRef = { serverId, threadId: 't' as ThreadId };
const text = (words: string): InputPart[] => [{ kind: 'text', text: words }];
const wordsOf = (parts: readonly InputPart[]) => (parts[0]?.kind === 'text' ? parts[0].text : '');
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
const { log } = createMemoryLog();

let folder: string;
let time: ReturnType<typeof createManualClock>;
/** How far the machine's clock was set away from the time that passes. */
let setBy: number;
let clock: Clock;
let block: LimitBlock | null;
let service: () => Result<LimitBlock | null, AppError>;
let asked: number;
let sent: string[];
let refusal: AppError | null;
let reads: ReturnType<typeof createListeners<ServerId>>;
let ended: ReturnType<typeof createListeners<TurnEnd>>;
let store: QueueStore;
let runner: QueueRunner;
let waits: LimitWaits;
let resets: ResetWatch;

const open = async () => {
  store = await openQueueStore({ skeinHome: folder, clock, log });
  runner = createQueueRunner({
    store,
    log,
    threads: {
      isBusy: () => false,
      onSettled: (listener) => ended.add((end) => listener(ref, end)),
      run: (_, parts, messageId) => {
        if (refusal) return Promise.resolve(err(refusal));
        sent.push(`${wordsOf(parts)} ${messageId.split(':')[0]}`);
        return Promise.resolve(ok('started'));
      },
      steer: () => Promise.resolve(ok(null)),
    },
  });
  resets = createResetWatch({
    ...{ clock, log },
    limits: {
      block: () => block,
      askBlock: () => {
        asked++;
        return Promise.resolve(service());
      },
      onRead: (listener) => reads.add(listener),
    },
  });
  waits = createLimitWaits({ store, queue: runner, resets });
};
const close = async () => {
  waits.dispose();
  resets.dispose();
  runner.dispose();
  await store.dispose();
};
const pass = async (ms: number) => {
  // Step by step, as a timer that is armed again by another one.
  for (let left = ms; left > 0; left -= MINUTE_MS / 2) {
    time.advance(Math.min(left, MINUTE_MS / 2));
    await settle();
  }
};
const held = () => store.list(ref)[0]?.held ?? null;
const words = () => sent.map((line) => line.split(' ')[0]);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skein-waits-'));
  time = createManualClock();
  setBy = 0;
  clock = { now: () => time.clock.now() + setBy, after: (ms, run) => time.clock.after(ms, run) };
  [asked, sent, refusal] = [0, [], null];
  reads = createListeners('reads', log);
  ended = createListeners('ended', log);
  block = { untilMs: clock.now() + HOUR_MS };
  service = () => ok(null);
  await open();
});
afterEach(async () => {
  await close();
  await rm(folder, { recursive: true, force: true });
});

describe('a message that waits for the reset', () => {
  it('goes once, when the time has come and the service says so; what is behind it follows', async () => {
    waits.add(ref, text('one'));
    waits.add(ref, text('two'));
    expect(held()).toEqual({ reason: 'limit', untilMs: clock.now() + HOUR_MS });
    await pass(HOUR_MS - MINUTE_MS);
    // Another turn that ends badly is no word about it.
    ended.emit({ kind: 'interrupted' });
    ended.emit({ kind: 'completed' });
    await settle();
    expect([sent, asked]).toEqual([[], 0]);
    await pass(2 * MINUTE_MS);
    expect([words(), asked]).toEqual([['one'], 1]);
    ended.emit({ kind: 'completed' });
    await settle();
    expect(words()).toEqual(['one', 'two']);
    await pass(HOUR_MS);
    expect([words(), store.refs()]).toEqual([['one', 'two'], []]);
  });

  it('survives a restart, also one after the time has come', async () => {
    waits.add(ref, text('one'));
    await close();
    await open();
    expect(held()).toMatchObject({ reason: 'limit' });
    await close();
    time.advance(2 * HOUR_MS);
    await open();
    await settle();
    expect(words()).toEqual(['one']);
  });

  it('is sent again under the same id when it was on its way as Skein ended', async () => {
    waits.add(ref, text('one'));
    const before = store.list(ref)[0];
    store.hold(ref, { reason: 'limit', untilMs: clock.now() }, before?.id);
    await close();
    time.advance(2 * HOUR_MS);
    await open();
    await settle();
    expect(sent).toEqual([`one ${before?.id}`]);
  });

  it('is cancelled by removing it, and sent early by hand', async () => {
    waits.add(ref, text('one'));
    const [entry] = store.list(ref);
    if (entry) runner.remove(ref, entry.id);
    waits.add(ref, text('two'));
    const [second] = store.list(ref);
    if (second) await runner.sendNow(ref, second.id);
    await pass(2 * HOUR_MS);
    expect(words()).toEqual(['two']);
  });

  it('waits on while the service says that it is too early, and asks now and then', async () => {
    waits.add(ref, text('one'));
    const later = clock.now() + 2 * HOUR_MS;
    service = () => ok({ untilMs: later });
    await pass(HOUR_MS + MINUTE_MS);
    expect([held(), asked]).toEqual([{ reason: 'limit', untilMs: later }, 1]);
    service = () => ok({ untilMs: null });
    await pass(HOUR_MS + 11 * MINUTE_MS);
    // Nobody knows when: every five minutes.
    expect([held(), asked, sent]).toEqual([{ reason: 'limit', untilMs: null }, 4, []]);
    service = () => ok(null);
    await pass(5 * MINUTE_MS);
    expect(words()).toEqual(['one']);
  });

  it('is not sent too early by a clock that is set forward, nor too late by one that is set back', async () => {
    waits.add(ref, text('one'));
    service = () => ok(block);
    setBy = 3 * HOUR_MS;
    await pass(MINUTE_MS);
    expect([sent, asked]).toEqual([[], 1]);
    setBy = -24 * HOUR_MS;
    service = () => ok(null);
    block = null;
    await pass(10 * MINUTE_MS);
    expect(sent).toEqual([]);
    // The next read of the limits tells: somebody looked, or the account was changed.
    reads.emit(serverId);
    await settle();
    expect(words()).toEqual(['one']);
  });

  it('waits on while Codex is away, and is held with the reason when it is refused', async () => {
    waits.add(ref, text('one'));
    refusal = { code: 'server.not-running' };
    await pass(HOUR_MS + MINUTE_MS);
    expect(held()).toMatchObject({ reason: 'limit' });
    refusal = { code: 'thread.archived' };
    await pass(6 * MINUTE_MS);
    expect([held(), sent]).toEqual([{ reason: 'failed', message: 'thread.archived' }, []]);
    // Asked for again, it waits again.
    expect(waits.wait(ref)).toEqual(ok(null));
    refusal = null;
    await pass(6 * MINUTE_MS);
    expect(words()).toEqual(['one']);
  });

  it('goes like any other when no limit is in its way', async () => {
    block = null;
    expect(waits.wait(ref)).toEqual(err({ code: 'queue.gone' }));
    waits.add(ref, text('one'));
    await settle();
    expect(words()).toEqual(['one']);
    store.add(ref, text('two'));
    expect(waits.wait(ref)).toEqual(err({ code: 'queue.no-limit' }));
  });
});
