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

    const first = await rig.startHost();
    await (await rig.openApp(first)).page.context().close();
    await first.host.stop();

    const startedAt = performance.now();
    const client = await rig.plainClient();
    await listThreads(client);
    const floor = performance.now() - startedAt;
    await client.close();

    const hostStartedAt = performance.timeOrigin + performance.now();
    const running = await rig.startHost();
    const app = await rig.goToApp(running);
    const painted: number = await app.page.evaluate(`skeinBench.whenShown('nav', ${JSON.stringify(WORDS)})`);
    const pageReady: number = await app.page.evaluate(
      'performance.timeOrigin + performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd',
    );
    const { firstPage = Number.NaN } = await running.readTap();

    const box = await app.sidebar.root.boundingBox();
    if (box === null) throw new Error('The sidebar is not on screen');
    await app.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await startRecording(app.page);
    for (let n = 0; n < 200; n++) {
      await app.page.mouse.wheel(0, 600);
      await app.page.waitForTimeout(30);
    }
    const { frames } = await stopRecording(app.page);
    const nodes: number = await app.page.evaluate('skeinBench.nodes()');
    return [
      {
        scenario,
        what: "the server's first page read (and the page loaded) to threads painted",
        measured: painted - Math.max(firstPage, pageReady),
        unit: 'ms',
        target: atMost(100, 'fixed'),
      },
      {
        scenario,
        what: 'start of the host to threads painted; floor: server start and first page',
        measured: painted - hostStartedAt,
        floor,
        unit: 'ms',
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
