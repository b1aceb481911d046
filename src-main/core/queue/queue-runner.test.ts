import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { InputPart, QueueEntry } from '../../../src-shared/model/composer.ts';
import type { QueueEntryId, ServerId, ThreadId, ThreadRef } from '../../../src-shared/model/ids.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import { createListeners } from '../codex/listeners.ts';
import { createManualClock, createMemoryLog } from '../codex/testing/supervised.ts';
import { createQueueRunner } from './queue-runner.ts';
import type { QueueRunner, QueueThreads, TurnEnd } from './queue-runner.ts';
import { openQueueStore } from './queue-store.ts';
import type { QueueStore } from './queue-store.ts';

const ref: ThreadRef = { serverId: 's' as ServerId, threadId: 't' as ThreadId };
const text = (words: string): InputPart[] => [{ kind: 'text', text: words }];
const wordsOf = (parts: readonly InputPart[]) => (parts[0]?.kind === 'text' ? parts[0].text : '');

/** A thread that does what the test says; the deliveries wait for an answer, so that anything can happen meanwhile. */
function createThread() {
  const { log } = createMemoryLog();
  const settled = createListeners<{ end: TurnEnd }>('settled', log);
  const sent: string[] = [];
  const answers: ((result: Result<'started' | 'done', AppError>) => void)[] = [];
  const waiting: (() => void)[] = [];
  let busy = false;
  const deliver = (how: 'run' | 'steer') => (_: ThreadRef, parts: readonly InputPart[]) => {
    if (how === 'run' && busy)
      return Promise.resolve(err({ code: 'thread.not-steerable', reason: 'other-turn' } as const));
    sent.push(`${how} ${wordsOf(parts)}`);
    return new Promise<Result<'started' | 'done', AppError>>((resolve) => {
      answers.push((result) => {
        if (result.ok && result.value === 'started') busy = true;
        resolve(result);
      });
      waiting.splice(0).forEach((go) => go());
    });
  };
  const threads: QueueThreads = {
    isBusy: () => busy,
    onSettled: (listener) => settled.add(({ end }) => listener(ref, end)),
    run: deliver('run'),
    steer: deliver('steer'),
  };
  const answer = async (result: Result<'started' | 'done', AppError>) => {
    while (answers.length === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    answers.shift()?.(result);
    await settle();
  };
  return {
    threads,
    sent,
    answer,
    begin: () => void (busy = true),
    end: async (end: TurnEnd) => {
      busy = false;
      settled.emit({ end });
      await settle();
    },
  };
}
/** Lets everything run that waits for nothing. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

let folder: string;
let store: QueueStore;
let thread: ReturnType<typeof createThread>;
let runner: QueueRunner;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skein-runner-'));
  store = await openQueueStore({ skeinHome: folder, clock: createManualClock().clock, log: createMemoryLog().log });
  thread = createThread();
  runner = createQueueRunner({ store, threads: thread.threads, log: createMemoryLog().log });
});
afterEach(async () => {
  runner.dispose();
  await store.dispose();
  await rm(folder, { recursive: true, force: true });
});
const left = () => store.list(ref).map(({ parts }) => wordsOf(parts));
const held = () => store.list(ref)[0]?.held ?? null;

describe('while a turn runs', () => {
  let first: QueueEntry;
  beforeEach(() => {
    thread.begin();
    first = runner.add(ref, text('1'));
    runner.add(ref, text('2'));
  });

  it('nothing is sent', () => {
    expect(thread.sent).toEqual([]);
    expect(left()).toEqual(['1', '2']);
  });
  it('one entry goes after each turn that completed', async () => {
    await thread.end({ kind: 'completed' });
    await thread.answer(ok('started'));
    expect([thread.sent, left()]).toEqual([['run 1'], ['2']]);
    await thread.end({ kind: 'completed' });
    await thread.answer(ok('started'));
    expect([thread.sent, left()]).toEqual([['run 1', 'run 2'], []]);
  });
  it('an interrupted turn holds it', async () => {
    await thread.end({ kind: 'interrupted' });
    expect([thread.sent, held()]).toEqual([[], { reason: 'interrupted', message: null }]);
    // Another turn that ends well is no word about these.
    await thread.end({ kind: 'completed' });
    expect(thread.sent).toEqual([]);
  });
  it('a failed turn holds it and says why', async () => {
    await thread.end({ kind: 'failed', message: 'usage limit' });
    expect([thread.sent, held()]).toEqual([[], { reason: 'failed', message: 'usage limit' }]);
  });
  it('an entry can be sent now: it steers', async () => {
    const sending = runner.sendNow(ref, first.id);
    await thread.answer(ok('done'));
    expect([await sending, thread.sent, left()]).toEqual([ok(null), ['steer 1'], ['2']]);
  });
  it('a refused steer leaves it in its place, for after the turn', async () => {
    const refused = err<AppError>({ code: 'thread.not-steerable', reason: 'review' });
    const sending = runner.sendNow(ref, first.id);
    await thread.answer(refused);
    expect([await sending, left(), held()]).toEqual([refused, ['1', '2'], null]);
    await thread.end({ kind: 'completed' });
    expect(thread.sent).toEqual(['steer 1', 'run 1']);
  });
  it('a steer that meets the end of the turn goes as a turn of its own', async () => {
    const sending = runner.sendNow(ref, first.id);
    await settle();
    await thread.end({ kind: 'completed' });
    await thread.answer(err({ code: 'thread.not-steerable', reason: 'no-turn' }));
    await sending;
    expect(thread.sent).toEqual(['steer 1', 'run 1']);
  });
  it('a steer that meets the end of the turn waits for the entry in front, and goes once', async () => {
    const shell = runner.add(ref, text('!deploy'));
    runner.reorder(ref, [first.id, shell.id]);
    const sending = runner.sendNow(ref, shell.id);
    await settle();
    await thread.end({ kind: 'completed' });
    await thread.answer(err({ code: 'thread.not-steerable', reason: 'no-turn' }));
    expect(thread.sent).toEqual(['steer !deploy', 'run 1']);
    await thread.answer(ok('done'));
    await thread.answer(ok('done'));
    await thread.answer(ok('started'));
    expect(await sending).toEqual(ok(null));
    expect([thread.sent, left()]).toEqual([['steer !deploy', 'run 1', 'run !deploy', 'run 2'], []]);
  });
});

describe('while nothing runs', () => {
  it('an entry goes at once', async () => {
    runner.add(ref, text('1'));
    await thread.answer(ok('started'));
    expect([thread.sent, left()]).toEqual([['run 1'], []]);
  });
  it('what is over at once lets the next one go', async () => {
    runner.add(ref, text('/rename x'));
    runner.add(ref, text('2'));
    await thread.answer(ok('done'));
    await thread.answer(ok('started'));
    expect([thread.sent, left()]).toEqual([['run /rename x', 'run 2'], []]);
  });
  it('a turn that is over before its start was answered lets the next one go', async () => {
    runner.add(ref, text('1'));
    runner.add(ref, text('2'));
    await settle();
    await thread.end({ kind: 'completed' });
    await thread.answer(ok('done'));
    await thread.answer(ok('started'));
    expect([thread.sent, left()]).toEqual([['run 1', 'run 2'], []]);
  });
  it('an entry that fails is kept and holds the others', async () => {
    runner.add(ref, text('/nope'));
    runner.add(ref, text('2'));
    await thread.answer(err({ code: 'input.unknown-command', command: '/nope' }));
    expect([thread.sent, left(), held()]).toEqual([
      ['run /nope'],
      ['/nope', '2'],
      { reason: 'failed', message: 'input.unknown-command' },
    ]);
  });
  it('a held entry goes when the user says so, and the others follow', async () => {
    runner.add(ref, text('1'));
    runner.add(ref, text('2'));
    await thread.answer(err({ code: 'server.died' }));
    const sending = runner.sendNow(ref, store.list(ref)[0]?.id ?? ('' as QueueEntryId));
    await thread.answer(ok('started'));
    expect([await sending, held(), left()]).toEqual([ok(null), null, ['2']]);
    await thread.end({ kind: 'completed' });
    expect(thread.sent).toEqual(['run 1', 'run 1', 'run 2']);
  });
  it('what is on its way cannot be changed, removed or sent twice', async () => {
    const { id } = runner.add(ref, text('1'));
    const gone = err<AppError>({ code: 'queue.gone' });
    await settle();
    expect(runner.edit(ref, id, text('x'))).toEqual(gone);
    expect(runner.remove(ref, id)).toEqual(gone);
    const again = runner.sendNow(ref, id);
    await thread.answer(ok('started'));
    expect(await again).toEqual(gone);
    expect([thread.sent, left()]).toEqual([['run 1'], []]);
  });
});

it('shows each change to who watches', async () => {
  thread.begin();
  const seen: string[][] = [];
  const stop = runner.watch(ref, { emit: (list) => seen.push(list.map(({ parts }) => wordsOf(parts))) });
  const one = runner.add(ref, text('1'));
  const two = runner.add(ref, text('2'));
  await settle();
  runner.edit(ref, one.id, text('one'));
  runner.reorder(ref, [two.id, one.id]);
  stop();
  runner.remove(ref, two.id);
  expect(seen).toEqual([[], ['1'], ['1', '2'], ['one', '2'], ['2', 'one']]);
});

it('refuses to make an entry empty', async () => {
  thread.begin();
  const { id } = runner.add(ref, text('1'));
  await settle();
  expect(runner.edit(ref, id, text(' \n'))).toEqual(err({ code: 'input.empty' }));
});
