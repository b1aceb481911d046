import { expect, test } from 'vitest';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { createOncePerMessage } from './once-per-message.ts';

test('a message counts once, also while it is on its way; what failed is tried again', async () => {
  const once = createOncePerMessage<number>();
  let runs = 0;
  const work = (answer: (run: number) => Result<number, AppError>) => () => Promise.resolve(answer(++runs));
  const both = await Promise.all([once.run('a', work(ok)), once.run('a', work(ok))]);
  expect([...both, await once.run('a', work(ok))]).toEqual([ok(1), ok(1), ok(1)]);
  expect(
    await once.run(
      'b',
      work(() => err({ code: 'thread.locked' })),
    ),
  ).toEqual(err({ code: 'thread.locked' }));
  expect(await once.run('b', work(ok))).toEqual(ok(3));
  expect([await once.run(null, work(ok)), await once.run(null, work(ok))]).toEqual([ok(4), ok(5)]);
});
