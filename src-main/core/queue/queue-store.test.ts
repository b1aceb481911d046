import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InputPart } from '../../../src-shared/model/composer.ts';
import type { QueueEntryId, ServerId, ThreadId, ThreadRef } from '../../../src-shared/model/ids.ts';
import { createManualClock, createMemoryLog } from '../codex/testing/supervised.ts';
import { openQueueStore } from './queue-store.ts';
import type { QueueStore } from './queue-store.ts';

const thread = (id: string): ThreadRef => ({ serverId: 'local:/home' as ServerId, threadId: id as ThreadId });
const text = (words: string): InputPart[] => [{ kind: 'text', text: words }];
const words = (store: QueueStore, ref: ThreadRef) =>
  store.list(ref).map(({ parts }) => (parts[0]?.kind === 'text' ? parts[0].text : ''));
const holds = (store: QueueStore, ref: ThreadRef) => store.list(ref).map(({ held }) => held?.reason ?? null);

let folder: string;
let open: QueueStore[];
const openStore = async () => {
  const store = await openQueueStore({
    skeinHome: folder,
    clock: createManualClock().clock,
    log: createMemoryLog().log,
  });
  open.push(store);
  return store;
};
const reopen = async (store: QueueStore) => {
  await store.dispose();
  return openStore();
};
beforeEach(async () => {
  open = [];
  folder = await mkdtemp(join(tmpdir(), 'skein-queue-'));
});
afterEach(async () => {
  for (const store of open) await store.dispose();
  await rm(folder, { recursive: true, force: true });
});

const a = thread('a');
const b = thread('b');

describe('the queue', () => {
  it('keeps every part of an entry over a restart, held', async () => {
    const parts: InputPart[] = [
      { kind: 'text', text: '  /review \n🧶' },
      { kind: 'image', imageId: 'abc.png', name: 'shot' },
      { kind: 'mention', name: 'a b', path: '/x/a b' },
      { kind: 'skill', name: 's', path: '/s' },
    ];
    const store = await openStore();
    const { id } = store.add(a, parts);
    store.add(b, text('other'));
    const again = await reopen(store);
    expect(again.list(a)).toMatchObject([{ id, parts, held: { reason: 'paused', message: null } }]);
    expect(again.refs()).toEqual([a, b]);
  });

  it('tells of changes, thread by thread', async () => {
    const store = await openStore();
    const seen: string[] = [];
    store.onChange(({ threadId }) => seen.push(threadId));
    const { id } = store.add(a, text('one'));
    store.add(b, text('two'));
    store.edit(a, id, text('three'));
    store.remove(a, id);
    expect(seen).toEqual(['a', 'b', 'a', 'a']);
    expect([words(store, a), words(store, b), store.refs()]).toEqual([[], ['two'], [b]]);
  });

  it('answers that an entry is gone', async () => {
    const store = await openStore();
    const gone = { ok: false, error: { code: 'queue.gone' } };
    expect(store.edit(a, 'x' as QueueEntryId, text('y'))).toEqual(gone);
    expect(store.remove(a, 'x' as QueueEntryId)).toEqual(gone);
  });

  it('keeps entries that came while the order was made', async () => {
    const store = await openStore();
    const [one, two] = [store.add(a, text('1')), store.add(a, text('2'))];
    store.add(a, text('3'));
    store.reorder(a, [two.id, 'unknown' as QueueEntryId, one.id]);
    expect(words(store, a)).toEqual(['2', '1', '3']);
  });

  it('is held as a whole, shown at the first entry, until it is released', async () => {
    const store = await openStore();
    const [one, two] = [store.add(a, text('1')), store.add(a, text('2'))];
    store.hold(a, { reason: 'interrupted', message: null });
    store.remove(a, one.id);
    expect(holds(store, a)).toEqual(['interrupted']);
    store.add(a, text('3'));
    store.reorder(a, [store.list(a)[1]?.id ?? two.id, two.id]);
    expect(holds(store, a)).toEqual(['interrupted', null]);
    expect(holds(await reopen(store), a)).toEqual(['interrupted', null]);
    const again = open.at(-1) ?? store;
    again.release(a);
    expect(holds(again, a)).toEqual([null, null]);
  });

  it('says no more why it is held when the entry that failed is gone', async () => {
    const store = await openStore();
    const one = store.add(a, text('1'));
    store.add(a, text('2'));
    store.hold(a, { reason: 'failed', message: 'no such command' }, one.id);
    expect(store.list(a)[0]?.held).toEqual({ reason: 'failed', message: 'no such command' });
    store.remove(a, one.id);
    expect(store.list(a)[0]?.held).toEqual({ reason: 'paused', message: null });
  });

  it('holds nothing when it is empty', async () => {
    const store = await openStore();
    store.hold(a, { reason: 'interrupted', message: null });
    store.add(a, text('1'));
    expect(holds(store, a)).toEqual([null]);
  });

  it('is the same after a restart, whatever was done to it', async () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    let store = await openStore();
    for (let round = 0; round < 25; round++) {
      for (let step = 0; step < 12; step++) {
        const ref = [a, b, thread('c')][random(3)] ?? a;
        const ids = store.list(ref).map(({ id }) => id);
        const id = ids[random(ids.length)] ?? ('none' as QueueEntryId);
        [
          () => store.add(ref, text(`${round}.${step}`)),
          () => store.add(ref, text(`${round}.${step}'"\n🧶`)),
          () => store.edit(ref, id, text(`edited ${step}`)),
          () => store.remove(ref, id),
          () => store.reorder(ref, [...ids].reverse()),
          () => store.hold(ref, { reason: 'failed', message: 'm' }, id),
          () => store.release(ref),
        ][random(7)]?.();
      }
      const before = store.refs().map((ref) => [ref, store.list(ref).map(({ held: _, ...entry }) => entry)]);
      store = await reopen(store);
      expect(store.refs().map((ref) => [ref, store.list(ref).map(({ held: _, ...entry }) => entry)])).toEqual(before);
      for (const ref of store.refs()) expect(store.list(ref)[0]?.held).not.toBeNull();
    }
    expect(await readdir(folder)).toEqual(['queue.json']);
  });
});
