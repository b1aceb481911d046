import { beforeEach, expect, it } from 'vitest';
import type { LimitBucket } from '../../../src-shared/model/account.ts';
import { err, ok } from '../../../src-shared/result.ts';
import { createManualClock } from '../codex/testing/supervised.ts';
import { createLimitReader, type LimitReader } from './limit-reader.ts';
import { createScriptedGateway } from './testing/scripted-gateway.ts';

const HOUR_MS = 3_600_000;
let scripted: ReturnType<typeof createScriptedGateway>;
let time: ReturnType<typeof createManualClock>;
let reader: LimitReader;
let canRead: boolean;
beforeEach(() => {
  scripted = createScriptedGateway();
  time = createManualClock();
  canRead = true;
  reader = createLimitReader({
    gateway: scripted.gateway,
    canRead: () => canRead,
    clock: time.clock,
    onChange: () => undefined,
  });
});

const bucket = (usedPercent: number, resetsInMs = HOUR_MS): LimitBucket => ({
  limitId: 'codex',
  name: null,
  primary: { usedPercent, windowMinutes: 300, resetsAtMs: time.clock.now() + resetsInMs },
  ...{ secondary: null, credits: null, spend: null, reached: null },
});
const used = () => reader.current().buckets.map(({ primary }) => primary?.usedPercent);
const answer = (at: number, usedPercent: number, resetsInMs?: number) =>
  scripted.reads[at]?.(ok({ buckets: [bucket(usedPercent, resetsInMs)], allowed: true, resetCredits: null }));

it('reads by itself at most once a minute, and at once when asked', async () => {
  const first = reader.readIfOld();
  answer(0, 10);
  await first;
  await reader.readIfOld();
  expect(scripted.reads).toHaveLength(1);
  time.advance(60_000);
  void reader.readIfOld();
  // One that is under way is shared.
  const asked = reader.read();
  expect(scripted.reads).toHaveLength(2);
  answer(1, 20);
  await asked;
  expect(used()).toEqual([20]);
});

it('what came with a model’s answer while a read was under way is newer than it', async () => {
  const reading = reader.read();
  reader.update(bucket(31));
  answer(0, 30);
  await reading;
  expect(used()).toEqual([31]);
});

it('an answer for the account before is thrown away', async () => {
  const reading = reader.read();
  reader.clear();
  answer(0, 99);
  await reading;
  expect(reader.current()).toMatchObject({ buckets: [], readAtMs: null });
  void reader.readIfOld();
  expect(scripted.reads).toHaveLength(2);
});

it('reads again when a window ends, however far away that is; not after it was let go', async () => {
  const reading = reader.read();
  answer(0, 100, 30 * 24 * HOUR_MS);
  await reading;
  for (let day = 0; day < 30; day++) time.advance(24 * HOUR_MS);
  expect(scripted.reads).toHaveLength(1);
  time.advance(2000);
  expect(scripted.reads).toHaveLength(2);
  answer(1, 1, HOUR_MS);
  await reader.read();
  reader.dispose();
  time.advance(2 * HOUR_MS);
  expect(scripted.reads).toHaveLength(2);
});

it('a failed read keeps what is known and says so; without a ChatGPT account nothing is asked', async () => {
  reader.update(bucket(5));
  const reading = reader.read();
  scripted.reads[0]?.(err({ code: 'account.service-failed', detail: 'status 500' }));
  expect(await reading).toMatchObject({ ok: false });
  expect(reader.current()).toMatchObject({ problem: 'status 500', buckets: [{ primary: { usedPercent: 5 } }] });
  canRead = false;
  expect(await reader.read()).toEqual(err({ code: 'account.chatgpt-needed' }));
  expect(await reader.readIfOld()).toEqual(ok(null));
  expect(scripted.reads).toHaveLength(1);
});
