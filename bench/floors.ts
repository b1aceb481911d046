import type { Page } from '@playwright/test';
import type { AppServerClient } from '../src-main/core/demo-model/testing/app-server-client.ts';
import { startThread } from '../src-main/core/demo-model/testing/demo-server.ts';

/** What the probes in a page recorded; all durations in milliseconds. */
export type Recording = {
  readonly frames: readonly number[];
  readonly keys: readonly number[];
  readonly longTasks: readonly number[];
  /** When the end of the last message looked different, in milliseconds since the epoch. */
  readonly textChanges: readonly number[];
};

/** Starts the probes of a page; `marker` is the text whose painting is to be noted. */
export async function startRecording(page: Page, marker?: string): Promise<void> {
  await page.evaluate(`skeinBench.start(${JSON.stringify(marker)})`);
}

export async function stopRecording(page: Page): Promise<Recording> {
  return page.evaluate('skeinBench.stop()');
}

/** Frame intervals of a page on which nothing happens, for `seconds`. */
export async function idleFrames(page: Page, seconds: number): Promise<readonly number[]> {
  await startRecording(page);
  await page.waitForTimeout(seconds * 1000);
  return (await stopRecording(page)).frames;
}

/** Presses keys in the focused field, one about every 90 ms, and answers how long each took to a painted frame. */
export async function typeKeys(page: Page, count: number): Promise<void> {
  const letters = 'the quick brown fox jumps over the lazy dog ';
  for (let n = 0; n < count; n++) {
    await page.keyboard.press(letters[n % letters.length] === ' ' ? 'Space' : (letters[n % letters.length] ?? 'e'));
    // A beat that is no multiple of a frame, so that presses fall everywhere between two frames.
    await page.waitForTimeout(83 + (n % 7) * 3);
  }
}

/** Streams a flood into a plain client, which only splits lines and parses them; answers its rate in deltas a second. */
export async function plainFlood(client: AppServerClient, cwd: string, deltas: number): Promise<number> {
  const threadId = await startThread(client, { cwd });
  client.keep = false;
  let first = 0;
  let last = 0;
  let count = 0;
  const done = new Promise<void>((resolve) => {
    client.onMessage = ({ method }) => {
      if (method === 'item/agentMessage/delta') {
        last = performance.now();
        if (count++ === 0) first = last;
      } else if (method === 'turn/completed') resolve();
    };
  });
  await client.call('turn/start', {
    threadId,
    input: [{ type: 'text', text: `flood ${deltas}`, text_elements: [] }],
  });
  await done;
  return count / ((last - first) / 1000);
}
