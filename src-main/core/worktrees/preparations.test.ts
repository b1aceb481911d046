import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { InputPart } from '../../../src-shared/model/composer.ts';
import type { ProjectId, ServerId, ThreadId } from '../../../src-shared/model/ids.ts';
import type { LimitBlock } from '../../../src-shared/model/limit-block.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { createListeners } from '../codex/listeners.ts';
import { createManualClock, createMemoryLog } from '../codex/testing/supervised.ts';
import { createResetWatch, type ResetWatch } from '../queue/reset-watch.ts';
import type { JsonFile } from '../storage/json-file.ts';
import { openPreparationStore, type StoredPreparation } from './preparation-store.ts';
import { createPreparations, type Preparations } from './preparations.ts';

const HOUR_MS = 3_600_000;
const serverId = 's' as ServerId;
const projectId = 'p' as ProjectId;
const { log } = createMemoryLog();
const text = (words: string): InputPart[] => [{ kind: 'text', text: words }];
const choices = { model: null, effort: null, permissions: null, mode: 'default' } as const;

let folder: string;
let time: ReturnType<typeof createManualClock>;
let block: LimitBlock | null;
let service: Result<LimitBlock | null, AppError>;
let failure: AppError | null;
let file: JsonFile<readonly StoredPreparation[]>;
let reads: ReturnType<typeof createListeners<ServerId>>;
let resets: ResetWatch;
let preparations: Preparations;
let started: string[];
let drafts: string[];
/** What a removal waits for: a clean-up script takes its time. */
let discarding: Promise<void>;

const wordsOf = ({ parts: [part] }: StoredPreparation) => (part?.kind === 'text' ? part.text : '');
const open = async () => {
  const { clock } = time;
  file = await openPreparationStore({ skeinHome: folder, clock, log, report: () => undefined });
  const limits = {
    block: () => block,
    askBlock: () => Promise.resolve(service),
    onRead: (listener: (id: ServerId) => void) => reads.add(listener),
  };
  resets = createResetWatch({ limits, clock, log });
  preparations = createPreparations({
    ...{ file, clock, log, resets },
    perform: () => Promise.resolve(ok({ kind: 'done' })),
    startThread: (preparation) => {
      if (failure) return Promise.resolve(err(failure));
      started.push(wordsOf(preparation));
      return Promise.resolve(ok(`t${started.length}` as ThreadId));
    },
    discard: async () => {
      await discarding;
      return ok(null);
    },
    giveBack: (preparation) => void drafts.push(wordsOf(preparation)),
  });
};
const close = async () => {
  resets.dispose();
  await preparations.dispose();
};
const queue = async (words: string, id = words) => {
  const place = { kind: 'local' } as const;
  const wanted = { serverId, projectId, parts: text(words), choices, place, untilReset: true };
  const answer = await preparations.start(wanted, id);
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value.preparationId;
};
/** The first state that is wanted, of the preparation with this id. */
const until = (id: string, wanted: string) =>
  new Promise<void>((resolve) => {
    preparations.watch(serverId, (list) => {
      if (list.some((one) => one.id === id && one.state.kind === wanted)) resolve();
    });
  });
const state = () => file.value()[0]?.state ?? null;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skein-preparations-'));
  time = createManualClock();
  [failure, started, drafts] = [null, [], []];
  discarding = Promise.resolve();
  reads = createListeners('reads', log);
  block = { untilMs: time.clock.now() + HOUR_MS };
  service = ok(null);
  await open();
});
afterEach(async () => {
  await close();
  await rm(folder, { recursive: true, force: true });
});

describe('a thread that begins after the reset', () => {
  it('begins once, when the time has come and the service says so, also after a restart', async () => {
    const id = await queue('one');
    expect(await queue('one')).toBe(id);
    expect(state()).toEqual({ kind: 'waiting', untilMs: time.clock.now() + HOUR_MS });
    await close();
    await open();
    expect([started, file.value().map(({ parts }) => parts)]).toEqual([[], [text('one')]]);
    time.advance(HOUR_MS + 5000);
    await until(id, 'done');
    reads.emit(serverId);
    time.advance(HOUR_MS);
    await expect.poll(() => file.value()).toEqual([]);
    expect(started).toEqual(['one']);
  });

  it('begins at the start when the time came while Skein was away', async () => {
    const id = await queue('one');
    await close();
    time.advance(2 * HOUR_MS);
    await open();
    await until(id, 'done');
    expect(started).toEqual(['one']);
  });

  it('waits on while the service says that it is too early, whatever the clock says', async () => {
    const id = await queue('one');
    const untilMs = time.clock.now() + 3 * HOUR_MS;
    service = ok({ untilMs });
    time.advance(2 * HOUR_MS);
    await expect.poll(state).toEqual({ kind: 'waiting', untilMs });
    block = null;
    // Somebody looked, or another account was taken: it is free before its time.
    reads.emit(serverId);
    await until(id, 'done');
    expect(started).toEqual(['one']);
  });

  it('begins early by hand, and is given up with its message as a draft', async () => {
    const first = await queue('one');
    const second = await queue('two');
    expect(await preparations.resolve(first, 'continue')).toEqual(ok(null));
    await until(first, 'done');
    expect(await preparations.resolve(second, 'cancel')).toEqual(ok(null));
    time.advance(2 * HOUR_MS);
    expect([started, drafts, file.value()]).toEqual([['one'], ['two'], []]);
  });

  it('is kept with the reason when it cannot begin, and tried again when asked', async () => {
    const id = await queue('one');
    failure = { code: 'server.not-running' };
    time.advance(HOUR_MS + 5000);
    await until(id, 'failed');
    failure = null;
    await preparations.resolve(id, 'retry');
    await until(id, 'done');
    expect(started).toEqual(['one']);
  });

  it('begins at once when no limit is in its way', async () => {
    block = null;
    await until(await queue('one'), 'done');
    expect(started).toEqual(['one']);
  });
});

describe('one that is given up', () => {
  const slowly = () => {
    let go = () => {};
    discarding = new Promise((resolve) => (go = resolve));
    return () => go();
  };

  it('gives its message back once, however often it is asked', async () => {
    const id = await queue('one');
    const go = slowly();
    const both = [preparations.resolve(id, 'cancel'), preparations.resolve(id, 'discard')];
    go();
    expect(await Promise.all(both)).toEqual([ok(null), ok(null)]);
    expect([drafts, file.value()]).toEqual([['one'], []]);
  });

  it('begins no more: neither by hand nor because the account may go on', async () => {
    const id = await queue('one');
    const go = slowly();
    const given = preparations.resolve(id, 'cancel');
    expect(await preparations.resolve(id, 'continue')).toEqual(err({ code: 'preparation.gone' }));
    time.advance(HOUR_MS + 5000);
    block = null;
    reads.emit(serverId);
    go();
    expect(await given).toEqual(ok(null));
    expect([started, drafts, file.value()]).toEqual([[], ['one'], []]);
  });
});
