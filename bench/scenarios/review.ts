import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import type { AppPage } from '../../e2e/pages/app-page.ts';
import { ReviewPanel } from '../../e2e/pages/review-panel.ts';
import { createGitRunner } from '../../src-main/core/git/git-runner.ts';
import { localHost } from '../../src-main/core/hosts/local-host.ts';
import { serveBareDiff } from '../bare-diff/serve.ts';
import { startRecording, stopRecording, typeKeys } from '../floors.ts';
import { CHANGED_WORD, plantChanges } from '../large-change.ts';
import { atMost, type Row } from '../report.ts';
import { createRig, type Rig } from '../rig.ts';
import { maximum, median, percentile } from '../stats.ts';

const git = createGitRunner({ env: process.env, host: localHost });

/** From the command to a painted review of a large change, in a page that has not shown one yet; the core knows nothing of it either at first. */
export async function review(files: number, linesPerFile: number, rounds: number): Promise<Row[]> {
  const scenario = `review of ${files} files, ${(files * linesPerFile).toLocaleString('en')} changed lines`;
  const rig = await createRig();
  try {
    await plantChanges(rig.shop, files, linesPerFile);
    const floors: number[] = [];
    const times: number[] = [];
    const bare = await serveBareDiff();
    try {
      for (let round = 0; round < rounds; round++) floors.push(await paintBare(rig, bare.url));
    } finally {
      await bare.close();
    }
    const running = await rig.startHost();
    const app = await rig.openApp(running);
    await app.startThread('say: hello');
    for (let round = 0; round < rounds; round++) {
      if (round > 0) await app.page.reload();
      await app.whenReady();
      times.push(await openReview(app));
      const { files } = new ReviewPanel(app.page);
      await expect(files).not.toHaveCount(0);
      // A page that finds the panel open begins with it.
      await app.page.keyboard.press('ControlOrMeta+Alt+B');
      await expect(files).toHaveCount(0);
    }
    const floor = median(floors);
    return [
      {
        scenario,
        what: `command to painted, median of ${rounds}; floor: git diff and the bare diff library`,
        measured: median(times),
        floor,
        unit: 'ms',
        target: atMost(floor * 1.5, '1.5 ×'),
      },
    ];
  } finally {
    await rig.close();
  }
}

/** A change so large that nobody reads it: nothing may freeze while it is opened and walked through. */
export async function reviewHuge(files: number, linesPerFile: number): Promise<Row[]> {
  const scenario = `review of ${(files * linesPerFile).toLocaleString('en')} changed lines`;
  const rig = await createRig();
  try {
    await plantChanges(rig.shop, files, linesPerFile);
    const running = await rig.startHost();
    const app = await rig.openApp(running);
    await app.startThread('say: hello');
    await startRecording(app.page);
    const opened = await openReview(app);
    const box = await new ReviewPanel(app.page).diffs.boundingBox();
    if (box === null) throw new Error('The diffs are not on screen');
    await app.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    for (let n = 0; n < 150; n++) {
      await app.page.mouse.wheel(0, n % 2 === 0 ? 5000 : 900);
      await app.page.waitForTimeout(30);
    }
    const { frames, longTasks } = await stopRecording(app.page);
    return [
      { scenario, what: 'command to painted', measured: opened, unit: 'ms' },
      {
        scenario,
        what: 'longest frame while opened and scrolled',
        measured: maximum(frames),
        unit: 'ms',
        target: atMost(200, 'fixed'),
      },
      { scenario, what: 'longest task of the page', measured: maximum([0, ...longTasks]), unit: 'ms' },
    ];
  } finally {
    await rig.close();
  }
}

/** Typing a message while the review is open and `filesPerSecond` files are written in the folder it shows. */
export async function reviewLive(seconds: number, filesPerSecond: number): Promise<Row[]> {
  const scenario = `typing beside a review, ${filesPerSecond} files written a second`;
  const rig = await createRig();
  try {
    await plantChanges(rig.shop, 100, 40);
    const running = await rig.startHost();
    const app = await rig.openApp(running);
    await app.startThread('say: hello');
    const keys = Math.floor((seconds * 1000) / 110);
    const type = async (): Promise<number> => {
      await app.composer.message.focus();
      await startRecording(app.page);
      await typeKeys(app.page, keys);
      const { keys: times } = await stopRecording(app.page);
      await app.composer.write('');
      return percentile(times, 0.95);
    };
    const idle = await type();
    await openReview(app);
    const open = await type();
    let n = 0;
    let writing = Promise.resolve();
    const timer = setInterval(() => {
      const file = join(rig.shop, `folder-${n % 20}`, `file-${n % 100}.ts`);
      writing = writeFile(file, `export const again${n++} = '${CHANGED_WORD}';\n`.repeat(60));
    }, 1000 / filesPerSecond);
    let busy: number;
    try {
      busy = await type();
    } finally {
      clearInterval(timer);
      await writing;
    }
    return [
      {
        scenario,
        what: 'key press to painted frame, p95; floor: idle, no review',
        measured: busy,
        floor: idle,
        unit: 'ms',
        target: atMost(idle * 1.5, '1.5 ×'),
      },
      { scenario, what: 'the same with the review open and nothing written', measured: open, unit: 'ms' },
    ];
  } finally {
    await rig.close();
  }
}

/** Milliseconds from the key press that runs the command to the frame in which a changed line has been painted. */
async function openReview(app: AppPage): Promise<number> {
  await app.page.keyboard.press('ControlOrMeta+K');
  const palette = app.dialog('Command palette');
  await palette.getByRole('combobox').fill('Review changes');
  await expect(palette.getByRole('option', { name: /Review changes/ })).toBeVisible();
  // Listening is waited for: keys reach the page on another way than scripts, and one that came first would be waited for for ever.
  await app.page.evaluate(`void (globalThis.drawn = skeinBench.fromEnterToDrawn(${JSON.stringify(CHANGED_WORD)}))`);
  await app.page.keyboard.press('Enter');
  return app.page.evaluate('drawn');
}

/** The same with nothing of Skein: Git, then the library. */
async function paintBare(rig: Rig, url: string): Promise<number> {
  const page: Page = await rig.blankPage();
  await page.goto(url, { waitUntil: 'networkidle' });
  const startedAt = performance.now();
  const answer = await git.raw(['diff'], { cwd: rig.shop });
  if (!answer.ok) throw new Error(answer.error.code);
  const patch = answer.value.stdout.toString();
  const diffed = performance.now() - startedAt;
  const drawn = await page.evaluate(
    ([text, word]) => {
      const from = performance.timeOrigin + performance.now();
      const { skeinBench, drawPatch } = globalThis as unknown as BarePage;
      const done = skeinBench.whenDrawn(word);
      drawPatch(text);
      return done.then((painted) => painted - from);
    },
    [patch, CHANGED_WORD] as const,
  );
  await page.context().close();
  return diffed + drawn;
}

type BarePage = {
  readonly skeinBench: { readonly whenDrawn: (words: string) => Promise<number> };
  readonly drawPatch: (patch: string) => void;
};
