import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { serveThreads, type ServedThreads } from '../threads/testing/served-threads.ts';
import { askOnce } from './ask-once.ts';
import { realClock } from './testing/supervised.ts';

let served: ServedThreads;
beforeEach(async () => {
  served = await serveThreads();
});
afterEach(() => served.close());

const question = (
  more: { readonly text?: string; readonly signal?: AbortSignal; readonly timeoutMs?: number } = {},
) => {
  const cwd = join(served.root, 'asked');
  mkdirSync(cwd, { recursive: true });
  const { signal } = new AbortController();
  return { cwd, text: 'One question', model: null, timeoutMs: 60_000, signal, ...more };
};

it('answers, in a thread that is in no list, asks for nothing and is not stored', async () => {
  const window = served.window();
  const directory = window.watchDirectory();
  const answered = await askOnce(served.server, realClock, question());
  expect(answered).toMatchObject({ ok: true, value: expect.stringMatching(/\S/) as string });
  // A thread of the user's own that was started later is there: what there was to tell of the other one has been told.
  const mine = await window.start('Hello');
  await directory.row(mine, ({ status }) => status.kind === 'idle');
  expect([...directory.rows.keys()]).toEqual([mine]);
  const stored = await served.server.call('thread/list', { modelProviders: [], limit: 50 });
  expect(stored.ok && stored.value.data.filter(({ id }) => id !== (mine as string))).toEqual([]);
});

it('is given up when nobody waits any more, and when it takes too long', async () => {
  const text = 'slow 5000 20';
  const controller = new AbortController();
  const started = new Promise<void>((resolve) => {
    served.server.onNotification(({ method }) => {
      if (method === 'turn/started') resolve();
    });
  });
  const asked = askOnce(served.server, realClock, question({ text, signal: controller.signal }));
  await started;
  controller.abort();
  expect(await asked).toEqual({ ok: false, error: { code: 'rpc.disconnected' } });
  const late = await askOnce(served.server, realClock, question({ text, timeoutMs: 1_500 }));
  expect(late).toMatchObject({ ok: false, error: { code: 'server.timeout' } });
});
