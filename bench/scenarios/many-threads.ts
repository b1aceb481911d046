import { expect } from '@playwright/test';
import type { AppPage } from '../../e2e/pages/app-page.ts';
import { startRecording, stopRecording, typeKeys } from '../floors.ts';
import { startCpu, pssMegabytes, tree } from '../process-sample.ts';
import { atMost, type Row } from '../report.ts';
import { createRig, type Rig } from '../rig.ts';
import { record, writeLongThread } from '../seeds.ts';
import { percentile, sum } from '../stats.ts';

const DELTAS_PER_SECOND = 20;
const ITEMS_PER_TURN = 100;

export type ManyThreadsOptions = {
  readonly threads: number;
  readonly seconds: number;
  /** Items that each thread already holds. */
  readonly items: number;
};

/** Many threads stream at once, one of them on screen; what typing feels like and what it costs. */
export async function manyThreads({ threads, seconds, items }: ManyThreadsOptions): Promise<Row[]> {
  const scenario = `${threads} threads × ${DELTAS_PER_SECOND}/s${items === 0 ? '' : `, ${items} items each`}`;
  const rig = await createRig();
  try {
    const titles = Array.from({ length: threads }, (_, n) => `thread ${n + 1} of the bench`);
    if (items > 0) await seedThreads(rig, titles, items);
    const running = await rig.startHost();
    const app = await rig.openApp(running);
    const keys = Math.floor((seconds * 1000) / 110);

    await app.composer.message.focus();
    await startRecording(app.page);
    await typeKeys(app.page, Math.min(keys, 60));
    const idle = await stopRecording(app.page);
    await app.composer.write('');

    const deltas = DELTAS_PER_SECOND * (seconds + threads * 2 + 20);
    for (const title of titles) await startStream(app, title, `slow ${deltas} ${DELTAS_PER_SECOND}`, items > 0);

    await app.composer.message.focus();
    const pages = rig.rendererPids();
    const cpu = startCpu([running.host.pid, ...pages]);
    const cpuOfPage = startCpu(pages);
    await startRecording(app.page);
    const startedAt = performance.now();
    await typeKeys(app.page, keys);
    const took = performance.now() - startedAt;
    const busy = await stopRecording(app.page);
    const [used, usedByPage] = [cpu(), cpuOfPage()];
    const memory = pssMegabytes([...tree(running.host.pid), ...tree(rig.browserPid)]);
    const idle95 = percentile(idle.keys, 0.95);
    return [
      {
        scenario,
        what: 'key press to painted frame, p95',
        measured: percentile(busy.keys, 0.95),
        floor: idle95,
        unit: 'ms',
        target: atMost(Math.min(idle95 * 1.5, 33), '1.5 × idle page, 33 ms'),
      },
      {
        scenario,
        what: 'renderer and core, share of a core',
        measured: used,
        unit: '%',
        target: atMost(50, 'fixed'),
      },
      { scenario, what: 'of that, the renderer', measured: usedByPage, unit: '%' },
      {
        scenario,
        what: 'time in long tasks',
        measured: (sum(busy.longTasks) / took) * 100,
        unit: '%',
        target: atMost(1, 'fixed'),
      },
      {
        scenario,
        what: 'process tree with browser',
        measured: memory,
        unit: 'MB',
        target: atMost(1126, '1.1 GB, PSS'),
      },
    ];
  } finally {
    await rig.close();
  }
}

/** Threads with history: one is recorded, the others repeat its turns with ids of their own. */
async function seedThreads(rig: Rig, titles: readonly string[], items: number): Promise<void> {
  const recording = await record(await rig.plainClient(), rig.shop, [`items ${ITEMS_PER_TURN}`]);
  const threads = new Map<string, string>();
  for (const title of titles) threads.set(title, await writeLongThread(recording, Math.ceil(items / ITEMS_PER_TURN)));
  const client = await rig.plainClient();
  client.keep = false;
  for (const [title, threadId] of threads) {
    await client.call('thread/resume', { threadId, excludeTurns: true });
    await client.call('thread/name/set', { threadId, name: title });
  }
  await client.close();
}

async function startStream(app: AppPage, title: string, words: string, exists: boolean): Promise<void> {
  if (exists) {
    // The list is still moving the thread that was started before.
    await expect(async () => {
      await (await app.sidebar.reveal(title)).click({ timeout: 1000 });
    }).toPass();
    await app.composer.send(words);
  } else {
    await app.startThread(words);
  }
  await expect(app.timeline.lastMessage).toContainText('w0');
}
