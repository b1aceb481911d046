import { expect, type CDPSession } from '@playwright/test';
import type { AppPage } from '../../e2e/pages/app-page.ts';
import { openFiles } from '../process-sample.ts';
import { atMost, type Row } from '../report.ts';
import { createRig, type RunningHost } from '../rig.ts';
import { sum } from '../stats.ts';
import { descendants } from '../../e2e/processes.ts';

/** What one moment holds: heaps after a collection, and everything that must be let go of. */
type Holdings = {
  readonly pageHeapMb: number;
  readonly coreHeapMb: number;
  readonly listeners: number;
  readonly processes: number;
  readonly timersAndHandles: number;
  readonly files: number;
};

type Limit = {
  readonly what: string;
  readonly key: keyof Holdings;
  readonly unit: Row['unit'];
  readonly factor: number;
  readonly rule: string;
};

const BACK = { factor: 1.2, rule: 'before + 20 %' };
const LIMITS: readonly Limit[] = [
  { what: 'heap of the page', key: 'pageHeapMb', unit: 'MB', ...BACK },
  { what: 'heap of the core', key: 'coreHeapMb', unit: 'MB', ...BACK },
  // A leak of one per thread would more than double these.
  { what: 'listeners in the page', key: 'listeners', unit: 'count', factor: 1.05, rule: 'before + 5 %' },
  { what: 'processes below the core', key: 'processes', unit: 'count', factor: 1, rule: 'as before' },
  { what: 'timers and handles of the core', key: 'timersAndHandles', unit: 'count', ...BACK },
  { what: 'open files of the core', key: 'files', unit: 'count', ...BACK },
];

/** How long holdings may take to come down to what they were. */
const SETTLE_S = 120;

function isWithin({ key, factor }: Limit, before: Holdings, after: Holdings): boolean {
  return after[key] <= before[key] * factor;
}

/** Opens, streams and closes many threads; afterwards page and core must hold what they held before. */
export async function churn(threads: number): Promise<Row[]> {
  const scenario = `${threads} threads opened, streamed, closed`;
  const rig = await createRig();
  try {
    const running = await rig.startHost();
    const app = await rig.openApp(running);
    const cdp = await app.page.context().newCDPSession(app.page);
    // The first threads fill caches that stay: fonts, pools, and most of all the code that V8 compiles as it gets hot.
    for (let n = 0; n < Math.ceil(threads / 2); n++) await streamAndArchive(app, `warm ${n}`);
    const before = await holdings(app, running, cdp);
    for (let n = 0; n < threads; n++) await streamAndArchive(app, `thread ${n}`);
    let after = await holdings(app, running, cdp);
    // What ends by a timer of its own (a closed thread that is kept warm for a while) is no leak: wait for it, not for ever.
    for (let waited = 0; waited < SETTLE_S && !LIMITS.every((limit) => isWithin(limit, before, after)); waited += 10) {
      await app.page.waitForTimeout(10_000);
      after = await holdings(app, running, cdp);
    }
    return LIMITS.map(({ what, key, unit, factor, rule }) => ({
      scenario,
      what,
      measured: after[key],
      floor: before[key],
      unit,
      target: atMost(before[key] * factor, rule),
    }));
  } finally {
    await rig.close();
  }
}

async function streamAndArchive(app: AppPage, title: string): Promise<void> {
  await app.startThread(`say: ${title} says a few words and a list\n\n- one\n- two`);
  await expect(app.timeline.lastMessage).toContainText('two');
  await expect(app.composer.stop).toBeHidden();
  await app.sidebar.menu(new RegExp(`say: ${title} says`), 'Archive');
  await expect(app.sidebar.thread(new RegExp(`say: ${title} says`))).toHaveCount(0);
}

async function holdings(app: AppPage, { host, readTap }: RunningHost, cdp: CDPSession): Promise<Holdings> {
  await app.sidebar.newThread.click();
  await cdp.send('HeapProfiler.enable');
  await cdp.send('HeapProfiler.collectGarbage');
  await cdp.send('Performance.enable');
  const { metrics } = await cdp.send('Performance.getMetrics');
  const metric = (name: string): number => metrics.find((each) => each.name === name)?.value ?? 0;
  const { heapUsed, resources } = await readTap();
  return {
    pageHeapMb: metric('JSHeapUsedSize') / 2 ** 20,
    coreHeapMb: heapUsed / 2 ** 20,
    listeners: metric('JSEventListeners'),
    processes: descendants(host.pid).length,
    timersAndHandles: sum(Object.values(resources)),
    files: openFiles(host.pid),
  };
}
