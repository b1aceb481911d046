import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createManualClock, createMemoryLog } from '../codex/testing/supervised.ts';
import { MAX_PROMPT_CHARS, MAX_PROMPTS, openPromptHistory } from './prompt-history.ts';
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
const list = (cwd: string | null, search: string | null = null, limit = 500) => history.list({ cwd, search, limit });

it('is newest first, each text once, this folder before the others, also after a restart', async () => {
  for (const [cwd, text] of [
    ['/a', 'one'],
    ['/b', 'two'],
    ['/a', 'three'],
    ['/b', 'one'],
    ['/a', 'one'],
  ] as const)
    history.add(cwd, text);
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
  for (const text of ['Fix the Tests', 'rename it', 'run TESTS again']) history.add('/a', text);
  expect(list('/b', 'tests')).toEqual(['run TESTS again', 'Fix the Tests']);
});

it('keeps no blanks, no books, and no more than its limit', () => {
  history.add('/a', ' \n');
  history.add('/a', 'x'.repeat(MAX_PROMPT_CHARS + 1));
  expect(list('/a')).toEqual([]);
  for (let index = 0; index <= MAX_PROMPTS; index++) history.add('/a', `prompt ${index}`);
  const all = list('/a', null, 2 * MAX_PROMPTS);
  expect([all.length, all[0], all.at(-1)]).toEqual([MAX_PROMPTS, `prompt ${MAX_PROMPTS}`, 'prompt 1']);
});
