import { expect } from '@playwright/test';
import { floodEnd } from '../../src-main/core/demo-model/flood-text.ts';
import { plainFlood, startRecording, stopRecording } from '../floors.ts';
import { atLeast, atMost, type Row } from '../report.ts';
import { createRig } from '../rig.ts';
import { maximum } from '../stats.ts';

const SCENARIO = 'one thread flooding';

/** One thread at full speed, from the first delta the core reads to the last one painted. */
export async function flood(deltas: number): Promise<Row[]> {
  const rig = await createRig();
  try {
    const client = await rig.plainClient();
    const floor = await plainFlood(client, rig.shop, deltas);
    await client.close();

    const running = await rig.startHost();
    const app = await rig.openApp(running);
    const marker = floodEnd(deltas);
    await app.startThread('say: warm');
    await expect(app.composer.stop).toBeHidden();
    await running.readTap();
    await startRecording(app.page, marker);
    const painted: Promise<number> = app.page.evaluate(`skeinBench.whenPainted(${JSON.stringify(marker)})`);
    await app.composer.send(`flood ${deltas}`);
    const paintedAt = await painted;
    const { textChanges, longTasks } = await stopRecording(app.page);
    const { first = Number.NaN, last = Number.NaN } = await running.readTap();
    const rate = deltas / ((paintedAt - first) / 1000);
    const gaps = textChanges.slice(1).map((at, n) => at - (textChanges[n] ?? at));
    return [
      {
        scenario: SCENARIO,
        what: `deltas a second, first read to final text painted (${deltas} deltas)`,
        measured: rate,
        floor,
        unit: '/s',
        target: atLeast(floor * 0.7, '0.7 × floor'),
      },
      {
        scenario: SCENARIO,
        what: 'last delta read to final text painted',
        measured: paintedAt - last,
        unit: 'ms',
        target: atMost(100, 'fixed'),
      },
      { scenario: SCENARIO, what: 'longest time without new text on screen', measured: maximum(gaps), unit: 'ms' },
      { scenario: SCENARIO, what: 'longest task of the page', measured: Math.max(0, ...longTasks), unit: 'ms' },
    ];
  } finally {
    await rig.close();
  }
}
