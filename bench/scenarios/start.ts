import { spawnSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { startCpu } from '../process-sample.ts';
import { atMost, type Row } from '../report.ts';
import { createRig, type Rig } from '../rig.ts';
import { median } from '../stats.ts';

const SCENARIO = 'start';

/**
 * Start-up's own work ends within two seconds. What comes later is V8's: 5 to 17 seconds after the last work it collects what start-up left
 * behind, in two or three full collections (seen with a PerformanceObserver of `gc` in the host: 38, 8 and 5 ms, over 100 ms of processor
 * time with its helpers), once. Idling is what is measured after that.
 */
const SETTLE_MS = 20_000;

/** From starting the host to a composer that takes text, with the browser already running. */
export async function start(rounds: number, idleSeconds: number): Promise<Row[]> {
  const rig = await createRig();
  try {
    // The sample folder is trusted once, as any user's has been; the bundled Codex has set up its home.
    const first = await rig.startHost();
    await (await rig.openApp(first)).page.context().close();
    await first.host.stop();
    const floors: number[] = [];
    const times: number[] = [];
    for (let n = 0; n < rounds; n++) {
      floors.push(await floorOnce(rig));
      times.push(await startOnce(rig));
    }
    const floor = median(floors);
    return [
      {
        scenario: SCENARIO,
        what: `host start to usable composer, median of ${rounds}`,
        measured: median(times),
        floor,
        unit: 'ms',
        target: atMost(floor * 4, '4 × (blank page + node -e 0 + initialize)'),
      },
      ...(await scriptBeforePaint(rig)),
      ...(await idleCost(rig, idleSeconds)),
    ];
  } finally {
    await rig.close();
  }
}

/** What nobody can do without, one after the other: a Node process, an app-server that has answered `initialize`, a page. */
async function floorOnce(rig: Rig): Promise<number> {
  const startedAt = performance.now();
  spawnSync(process.execPath, ['-e', '0']);
  const client = await rig.plainClient();
  const page = await rig.blankPage();
  const took = performance.now() - startedAt;
  await page.context().close();
  await client.close();
  return took;
}

async function startOnce(rig: Rig): Promise<number> {
  const startedAt = performance.now();
  const running = await rig.startHost();
  const app = await rig.goToApp(running);
  // Unlike an expectation, this looks at every frame.
  await app.composer.message.waitFor();
  const took = performance.now() - startedAt;
  await app.page.context().close();
  await running.host.stop();
  return took;
}

/** Script that the page had fetched when it first painted something, compressed as a server would send it. */
async function scriptBeforePaint(rig: Rig): Promise<Row[]> {
  const running = await rig.startHost();
  const app = await rig.openApp(running);
  const urls: string[] = await app.page.evaluate(`(() => {
    const painted = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Infinity;
    return performance.getEntriesByType('resource')
      .filter((entry) => /\\.m?js(\\?|$)/.test(entry.name) && entry.startTime <= painted)
      .map((entry) => entry.name);
  })()`);
  let bytes = 0;
  for (const url of urls) bytes += gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer())).length;
  // A page left behind would go on looking for its host while idling is measured.
  await app.page.context().close();
  await running.host.stop();
  return [
    {
      scenario: SCENARIO,
      what: 'script before first paint, gzipped',
      measured: bytes / 1024,
      unit: 'KB',
      target: atMost(160, 'fixed'),
    },
  ];
}

async function idleCost(rig: Rig, seconds: number): Promise<Row[]> {
  const running = await rig.startHost();
  const app = await rig.openApp(running);
  const pids = [running.host.pid, ...rig.rendererPids()];
  const tail = startCpu(pids);
  await app.page.waitForTimeout(SETTLE_MS);
  const settling = tail();
  const cpu = startCpu(pids);
  await app.page.waitForTimeout(seconds * 1000);
  const used = cpu();
  await running.host.stop();
  return [
    {
      scenario: SCENARIO,
      what: `the ${SETTLE_MS / 1000} s before: what start-up leaves to be done`,
      measured: settling,
      unit: '%',
    },
    {
      scenario: SCENARIO,
      what: `idle, renderer and core over ${seconds} s`,
      measured: used,
      unit: '%',
      target: atMost(0.5, 'fixed'),
    },
  ];
}
