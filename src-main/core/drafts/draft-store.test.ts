import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { DraftTarget } from '../../../src-shared/contract/composer.ts';
import type { InputPart } from '../../../src-shared/model/composer.ts';
import { createManualClock, createMemoryLog } from '../codex/testing/supervised.ts';
import { MAX_DRAFTS, openDraftStore } from './draft-store.ts';
import type { DraftStore } from './draft-store.ts';

const inThread = (threadId: string, serverId = 'local:/home'): DraftTarget => ({
  kind: 'thread',
  thread: { serverId, threadId },
});
const onPage = (projectId: string | null): DraftTarget => ({ kind: 'new', projectId });
const text = (words: string): InputPart[] => [{ kind: 'text', text: words }];

let folder: string;
let store: DraftStore;
const { clock, advance } = createManualClock();
const open = () => openDraftStore({ skeinHome: folder, clock, log: createMemoryLog().log });
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skein-drafts-'));
  store = await open();
});
afterEach(async () => {
  await store.dispose();
  await rm(folder, { recursive: true, force: true });
});

it('keeps one draft per target over a restart', async () => {
  const targets = [inThread('a'), inThread('a', 'other'), onPage('p'), onPage(null)];
  for (const [index, target] of targets.entries()) store.save(target, text(`draft ${index}\n🧶`));
  advance(1000);
  store.save(inThread('a'), [...text('newer'), { kind: 'image', imageId: 'i.png', name: 'i' }]);
  await store.dispose();
  store = await open();
  expect(targets.map((target) => store.load(target)?.parts[0])).toEqual([
    { kind: 'text', text: 'newer' },
    ...[1, 2, 3].map((index) => ({ kind: 'text', text: `draft ${index}\n🧶` })),
  ]);
  expect(store.load(inThread('a'))?.savedAt).toBe(clock.now());
  expect(store.imageIds()).toEqual(new Set(['i.png']));
});

it.each([[[]], [text('')]])('is removed by nothing: %j', (parts) => {
  store.save(onPage(null), text('x'));
  store.save(onPage(null), parts);
  expect(store.load(onPage(null))).toBeNull();
});

it('keeps blanks: somebody typed them', () => {
  store.save(onPage(null), text('  \n'));
  expect(store.load(onPage(null))?.parts).toEqual(text('  \n'));
});

it('lets go of the drafts that were left alone the longest', () => {
  for (let index = 0; index < MAX_DRAFTS; index++) store.save(inThread(`t${index}`), text('x'));
  store.save(inThread('t0'), text('again'));
  store.save(inThread('new'), text('x'));
  expect([store.load(inThread('t0')), store.load(inThread('t1'))]).toMatchObject([{ parts: text('again') }, null]);
});
