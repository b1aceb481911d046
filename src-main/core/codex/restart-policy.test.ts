import { expect, it } from 'vitest';
import { createRestartPolicy } from './restart-policy.ts';

it('waits longer each time, and gives up at the fifth failure within a minute', () => {
  const policy = createRestartPolicy();
  expect([0, 1000, 2000, 3000, 4000].map((time) => policy.failed(time))).toEqual([
    { kind: 'retry', delayMs: 250, attempt: 2 },
    { kind: 'retry', delayMs: 1000, attempt: 3 },
    { kind: 'retry', delayMs: 2000, attempt: 4 },
    { kind: 'retry', delayMs: 5000, attempt: 5 },
    { kind: 'give-up' },
  ]);
});

it('forgets failures that are a minute old, and all of them when told to', () => {
  const policy = createRestartPolicy();
  for (const time of [0, 1, 2, 3]) policy.failed(time);
  expect(policy.failed(60_003)).toMatchObject({ delayMs: 250 });
  expect(policy.failed(60_004)).toMatchObject({ delayMs: 1000 });
  policy.forgive();
  expect(policy.failed(60_005)).toMatchObject({ delayMs: 250 });
});
