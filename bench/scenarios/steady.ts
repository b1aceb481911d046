import { expect } from '@playwright/test';
import { idleFrames, startRecording, stopRecording } from '../floors.ts';
import { atMost, type Row } from '../report.ts';
import { createRig } from '../rig.ts';
import { maximum, percentile } from '../stats.ts';

const SCENARIO = 'one thread, 3,000 deltas/s';
const DELTAS_PER_SECOND = 3000;

/** Frames while one visible thread streams steadily, against the frames of the same page with nothing streaming. */
export async function steady(seconds: number): Promise<Row[]> {
  const rig = await createRig();
  try {
    const app = await rig.openApp(await rig.startHost());
    await app.startThread('say: warm');
    await expect(app.composer.stop).toBeHidden();
    const floor = await idleFrames(app.page, Math.min(seconds, 5));
    await app.composer.send(`flood ${DELTAS_PER_SECOND * (seconds + 5)} ${DELTAS_PER_SECOND}`);
    await expect(app.timeline.lastMessage).toContainText('Step');
    await startRecording(app.page);
    await app.page.waitForTimeout(seconds * 1000);
    const { frames } = await stopRecording(app.page);
    const floor95 = percentile(floor, 0.95);
    return [
      {
        scenario: SCENARIO,
        what: `frame interval, p95 over ${seconds} s`,
        measured: percentile(frames, 0.95),
        floor: floor95,
        unit: 'ms',
        target: atMost(floor95 * 1.5, '1.5 × idle page'),
      },
      {
        scenario: SCENARIO,
        what: 'longest frame interval',
        measured: maximum(frames),
        floor: maximum(floor),
        unit: 'ms',
        target: atMost(50, 'fixed'),
      },
      { scenario: SCENARIO, what: 'frames painted', measured: frames.length / seconds, unit: '/s' },
    ];
  } finally {
    await rig.close();
  }
}
