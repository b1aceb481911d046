import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { findBrowser } from '../e2e/browser.ts';
import { codexVersion } from '../src-main/core/demo-model/testing/codex-binary.ts';
import { isReached, table, type Row } from './report.ts';
import { checkpoint } from './scenarios/checkpoint.ts';
import { churn } from './scenarios/churn.ts';
import { flood } from './scenarios/flood.ts';
import { folder } from './scenarios/folder.ts';
import { manyThreads } from './scenarios/many-threads.ts';
import { openThread } from './scenarios/open-thread.ts';
import { plugins } from './scenarios/plugins.ts';
import { reviewCore } from './scenarios/review-core.ts';
import { review, reviewHuge, reviewLive } from './scenarios/review.ts';
import { sidebar } from './scenarios/sidebar.ts';
import { start } from './scenarios/start.ts';
import { steady } from './scenarios/steady.ts';
import { worktree } from './scenarios/worktree.ts';

/** `--quick` keeps every scenario and makes it small: it shows that the harness works, not how fast the app is. */
const { values, positionals } = parseArgs({ options: { quick: { type: 'boolean' } }, allowPositionals: true });
/** Only full runs are records; the others go where test results go. */
const results = fileURLToPath(new URL(values.quick === true ? '../test-results/bench' : 'results', import.meta.url));
const size = <T>(full: T, quick: T): T => (values.quick === true ? quick : full);

const scenarios: Readonly<Record<string, () => Promise<Row[]>>> = {
  start: () => start(size(7, 2), size(20, 3)),
  flood: () => flood(size(200_000, 5_000)),
  steady: () => steady(size(20, 3)),
  many: () => manyThreads({ threads: size(32, 4), seconds: size(20, 3), items: 0 }),
  'many-long': () => manyThreads({ threads: size(32, 3), seconds: size(20, 3), items: size(2000, 200) }),
  open: () => openThread(size(2000, 60)),
  plugins: () => plugins({ plugins: size(500, 20), skills: size(200, 10), keys: size(200, 20) }),
  sidebar: () => sidebar(size(10_000, 300)),
  churn: () => churn(size(100, 5)),
  review: () => review(size(200, 10), size(100, 10), size(7, 2)),
  'review-huge': () => reviewHuge(size(300, 10), size(1000, 10)),
  'review-live': () => reviewLive(size(20, 3), 20),
  folder: () => folder(size(50_000, 500)),
  'review-core': () => reviewCore(size(200, 10), size(100, 10), size(9, 2)),
  checkpoint: () => checkpoint(size(50_000, 500), size(9, 2)),
  worktree: () => worktree(size(5_000, 500), size(9, 3)),
};

const unknown = positionals.filter((name) => !Object.hasOwn(scenarios, name));
if (unknown.length > 0)
  throw new Error(`No such scenario: ${unknown.join(', ')}. There are: ${Object.keys(scenarios).join(', ')}`);

const rows: Row[] = [];
const broken: string[] = [];
for (const [name, measure] of Object.entries(scenarios)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  process.stderr.write(`${name} …\n`);
  try {
    rows.push(...(await measure()));
  } catch (error) {
    broken.push(name);
    process.stderr.write(
      `${name} could not be measured: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
  }
}

const machine = {
  processor: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  codex: codexVersion(),
  browser: (await findBrowser()).source,
};
const file = join(
  results,
  `${new Date().toISOString().replace(/[:.]/g, '-')}${values.quick === true ? '-quick' : ''}.json`,
);
await mkdir(results, { recursive: true });
await writeFile(file, `${JSON.stringify({ machine, rows, broken }, undefined, 2)}\n`);
process.stdout.write(`${table(rows)}\n\n${JSON.stringify(machine)}\n${file}\n`);
process.exitCode = broken.length > 0 || rows.some((row) => isReached(row) === false) ? 1 : 0;
