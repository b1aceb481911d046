import { expect } from '@playwright/test';
import { startRecording, stopRecording } from '../floors.ts';
import { atMost, type Row } from '../report.ts';
import { createRig } from '../rig.ts';
import { record, writeManyThreads } from '../seeds.ts';
import { maximum } from '../stats.ts';

const WORDS = 'Thread number';
const PAGE_THREADS = 50;

/** The list of threads when there are very many of them. */
export async function sidebar(threads: number): Promise<Row[]> {
  const scenario = `sidebar with ${threads} threads`;
  const rig = await createRig();
  try {
    const recording = await record(await rig.plainClient(), rig.shop, ['say: hello']);
    await writeManyThreads(recording, threads, WORDS);
    // The first look of a server at so many new files indexes them; later starts, which users know, do not.
    const indexing = await rig.plainClient();
    await listThreads(indexing);
    await indexing.close();

    const startedAt = performance.now();
    const client = await rig.plainClient();
    await listThreads(client);
    const floor = performance.now() - startedAt;
    await client.close();

    const running = await rig.startHost();
    const app = await rig.openApp(running);
    await expect(app.sidebar.thread(new RegExp(WORDS)).first()).toBeVisible();
    // The page again, now that its host and its server run: what is left is the list itself.
    const again = await rig.openApp(running);
    const listed: number = await again.page.evaluate(`new Promise((resolve) => {
      const look = () => document.querySelector('nav')?.textContent.includes(${JSON.stringify(WORDS)})
        ? resolve(performance.now()) : requestAnimationFrame(look);
      look();
    })`);

    const box = await again.sidebar.root.boundingBox();
    if (box === null) throw new Error('The sidebar is not on screen');
    await again.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await startRecording(again.page);
    for (let n = 0; n < 200; n++) {
      await again.page.mouse.wheel(0, 600);
      await again.page.waitForTimeout(30);
    }
    const { frames } = await stopRecording(again.page);
    const nodes: number = await again.page.evaluate('skeinBench.nodes()');
    return [
      {
        scenario,
        what: 'page load to first threads on screen',
        measured: listed,
        floor,
        unit: 'ms',
        target: atMost(floor + 100, "server's start and first page + 100 ms"),
      },
      {
        scenario,
        what: 'longest frame while scrolling',
        measured: maximum(frames),
        unit: 'ms',
        target: atMost(50, 'fixed'),
      },
      { scenario, what: 'elements of the page after scrolling', measured: nodes, unit: 'count' },
    ];
  } finally {
    await rig.close();
  }
}

async function listThreads(client: { call: (method: string, params: object) => Promise<unknown> }): Promise<void> {
  await client.call('thread/list', { limit: PAGE_THREADS, modelProviders: [], sortKey: 'recency_at' });
}
