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

/** Opens, streams and closes many threads; afterwards page and core must hold what they held before. */
export async function churn(threads: number): Promise<Row[]> {
  const scenario = `${threads} threads opened, streamed, closed`;
  const rig = await createRig();
  try {
    const running = await rig.startHost();
    const app = await rig.openApp(running);
    const cdp = await app.page.context().newCDPSession(app.page);
    // The first few threads fill caches that stay (code, fonts, pools); they are not a leak.
    for (let n = 0; n < 5; n++) await streamAndArchive(app, `warm ${n}`);
    const before = await holdings(app, running, cdp);
    for (let n = 0; n < threads; n++) await streamAndArchive(app, `thread ${n}`);
    const after = await holdings(app, running, cdp);
    const rows: [string, keyof Holdings, Row['unit'], number, string][] = [
      ['heap of the page', 'pageHeapMb', 'MB', 1.2, 'before + 20 %'],
      ['heap of the core', 'coreHeapMb', 'MB', 1.2, 'before + 20 %'],
      ['listeners in the page', 'listeners', 'count', 1, 'as before'],
      ['processes below the core', 'processes', 'count', 1, 'as before'],
      ['timers and handles of the core', 'timersAndHandles', 'count', 1, 'as before'],
      ['open files of the core', 'files', 'count', 1, 'as before'],
    ];
    return rows.map(([what, key, unit, factor, rule]) => ({
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
