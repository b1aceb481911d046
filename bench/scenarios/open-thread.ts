import { expect, type Page } from '@playwright/test';
import type { AppServerClient } from '../../src-main/core/demo-model/testing/app-server-client.ts';
import { startRecording, stopRecording } from '../floors.ts';
import { atMost, type Row } from '../report.ts';
import { createRig } from '../rig.ts';
import { MIXED_TURNS, record, writeLongThread } from '../seeds.ts';
import { maximum, median } from '../stats.ts';

const TITLE = 'A long thread';
/** The page of turns that is asked of the server for the floor. */
const PAGE_TURNS = 20;
const NODES_LIMIT = 2500;
const HEAP_LIMIT_MB = 150;

/** Opens a thread with a long history, cold and warm, and reads it up to its first turn. */
export async function openThread(turns: number): Promise<Row[]> {
  const scenario = `open a thread of ${turns} turns`;
  const rig = await createRig();
  try {
    const recording = await record(await rig.plainClient(), rig.shop, MIXED_TURNS);
    const threadId = await writeLongThread(recording, turns);
    const projecting = await rig.plainClient();
    await projecting.call('thread/resume', { threadId, excludeTurns: true });
    await projecting.call('thread/name/set', { threadId, name: TITLE });
    await projecting.close();

    const floor = await rig.plainClient();
    const coldFloor = await firstPage(floor, threadId);
    const warmFloor = median([
      await firstPage(floor, threadId),
      await firstPage(floor, threadId),
      await firstPage(floor, threadId),
    ]);
    await floor.close();

    const app = await rig.openApp(await rig.startHost());
    const open = async (): Promise<number> => {
      await expect(app.timeline.turns).toHaveCount(0);
      const opened: Promise<number> = app.page.evaluate(`skeinBench.fromClickTo('[role="log"] article')`);
      await app.sidebar.thread(new RegExp(TITLE)).first().click();
      return opened;
    };
    await app.sidebar.newThread.click();
    const cold = await open();
    const warmTimes: number[] = [];
    for (let n = 0; n < 3; n++) {
      await app.sidebar.newThread.click();
      warmTimes.push(await open());
    }
    const nodes: number = await app.page.evaluate('skeinBench.nodes()');
    const { frames, heapMb, mostNodes, reachedTop } = await readToTop(app.page);
    if (!reachedTop) throw new Error('Scrolling up never reached the first turn');
    const warm = median(warmTimes);
    return [
      {
        scenario,
        what: 'cold: click to newest turn painted',
        measured: cold,
        floor: coldFloor,
        unit: 'ms',
        target: atMost(coldFloor * 1.3 + 100, '1.3 × resume and first page + 100 ms'),
      },
      {
        scenario,
        what: 'warm: click to newest turn painted',
        measured: warm,
        floor: warmFloor,
        unit: 'ms',
        target: atMost(warmFloor * 1.3 + 100, '1.3 × resume and first page + 100 ms'),
      },
      {
        scenario,
        what: 'elements of the page once open',
        measured: nodes,
        unit: 'count',
        target: atMost(NODES_LIMIT, 'fixed'),
      },
      {
        scenario,
        what: 'most elements while reading to the first turn',
        measured: mostNodes,
        unit: 'count',
        target: atMost(NODES_LIMIT, 'fixed'),
      },
      {
        scenario,
        what: 'heap of the page at the first turn',
        measured: heapMb,
        unit: 'MB',
        target: atMost(HEAP_LIMIT_MB, 'fixed'),
      },
      {
        scenario,
        what: 'longest frame while scrolling',
        measured: maximum(frames),
        unit: 'ms',
        target: atMost(50, 'fixed'),
      },
    ];
  } finally {
    await rig.close();
  }
}

async function firstPage(client: AppServerClient, threadId: string): Promise<number> {
  const startedAt = performance.now();
  await client.call('thread/resume', { threadId, excludeTurns: true });
  await client.call('thread/turns/list', { threadId, limit: PAGE_TURNS, itemsView: 'full' });
  return performance.now() - startedAt;
}

type Reading = { frames: readonly number[]; heapMb: number; mostNodes: number; reachedTop: boolean };

/** Turns the wheel upwards until nothing older comes any more. */
async function readToTop(page: Page): Promise<Reading> {
  const log = page.getByRole('log', { name: 'Timeline' });
  const box = await log.boundingBox();
  if (box === null) throw new Error('The timeline is not on screen');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await startRecording(page);
  let mostNodes = 0;
  let stillFor = 0;
  let before = '';
  // Long enough for any page to come in; reading ends when several turns of the wheel change nothing.
  for (let n = 0; n < 20_000 && stillFor < 100; n++) {
    await page.mouse.wheel(0, -2400);
    await page.waitForTimeout(30);
    const now: string = await log.evaluate((element) => {
      const first = element.querySelector('article');
      return `${first?.textContent.slice(0, 80) ?? ''} ${Math.round(first?.getBoundingClientRect().top ?? 0)}`;
    });
    stillFor = now === before ? stillFor + 1 : 0;
    before = now;
    if (n % 20 === 0) mostNodes = Math.max(mostNodes, await page.evaluate('skeinBench.nodes()'));
  }
  const { frames } = await stopRecording(page);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  return { frames, heapMb: usedSize / 2 ** 20, mostNodes, reachedTop: before.includes(MIXED_TURNS[0] ?? '') };
}
