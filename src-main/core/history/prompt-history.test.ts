import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createManualClock, createMemoryLog } from '../codex/testing/supervised.ts';
import type { InputPart } from '../../../src-shared/model/composer.ts';
import { MAX_ALL_CHARS, MAX_PROMPT_CHARS, MAX_PROMPTS, openPromptHistory } from './prompt-history.ts';
import type { PromptHistory } from './prompt-history.ts';

let folder: string;
let history: PromptHistory;
const open = () =>
  openPromptHistory({ skeinHome: folder, clock: createManualClock().clock, log: createMemoryLog().log });
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skein-history-'));
  history = await open();
});
afterEach(async () => {
  await history.dispose();
  await rm(folder, { recursive: true, force: true });
});
const list = (cwd: string | null, search: string | null = null, limit = 500) =>
  history.list({ cwd, search, limit }).map(({ text }) => text);
const words = (text: string): InputPart[] => [{ kind: 'text', text }];

it('is newest first, each text once, this folder before the others, also after a restart', async () => {
  for (const [cwd, text] of [
    ['/a', 'one'],
    ['/b', 'two'],
    ['/a', 'three'],
    ['/b', 'one'],
    ['/a', 'one'],
  ] as const)
    history.add(cwd, words(text));
  await history.dispose();
  history = await open();
  expect([list('/a'), list('/b'), list(null), list('/a', null, 2)]).toEqual([
    ['one', 'three', 'two'],
    ['one', 'two', 'three'],
    ['one', 'three', 'two'],
    ['one', 'three'],
  ]);
});

it('finds part of a text, whatever its case', () => {
  for (const text of ['Fix the Tests', 'rename it', 'run TESTS again']) history.add('/a', words(text));
  expect(list('/b', 'tests')).toEqual(['run TESTS again', 'Fix the Tests']);
});

it('keeps no blanks, no books, and no more than its limit', () => {
  history.add('/a', words(' \n'));
  history.add('/a', words('x'.repeat(MAX_PROMPT_CHARS + 1)));
  expect(list('/a')).toEqual([]);
  for (let index = 0; index <= MAX_PROMPTS; index++) history.add('/a', words(`prompt ${index}`));
  const all = list('/a', null, 2 * MAX_PROMPTS);
  expect([all.length, all[0], all.at(-1)]).toEqual([MAX_PROMPTS, `prompt ${MAX_PROMPTS}`, 'prompt 1']);
});

it('stays small: the oldest go first', () => {
  const long = (index: number) => `${index} ${'x'.repeat(MAX_PROMPT_CHARS - 10)}`;
  for (let index = 0; index < 40; index++) history.add('/a', words(long(index)));
  const all = list('/a');
  expect(all[0]).toBe(long(39));
  expect(all.length).toBeLessThan(40);
  expect(all.join('').length).toBeLessThanOrEqual(MAX_ALL_CHARS);
});

it('keeps what words stand for, and reads a file of an earlier version', async () => {
  const file = { kind: 'mention', name: 'src/a b.ts', path: '/a/src/a b.ts' } as const;
  const skill = { kind: 'skill', name: 'knit', path: '/skills/knit' } as const;
  history.add('/a', [...words('Look at '), file, ...words(' with '), skill, ...words('\n')]);
  await history.dispose();
  const path = join(folder, 'history.json');
  const stored = JSON.parse(await readFile(path, 'utf8')) as { data: object[] };
  stored.data.push({ cwd: '/a', text: 'from before' });
  await writeFile(path, JSON.stringify(stored));
  history = await open();
  expect(history.list({ cwd: '/a', search: null, limit: 10 })).toEqual([
    { text: 'Look at @src/a b.ts with $knit', named: [file, skill] },
    { text: 'from before', named: [] },
  ]);
});
