import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { StreamListener } from '../../src-shared/contract/define.ts';
import { keepOpen } from './keep-open.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function begin() {
  const opened: StreamListener<number>[] = [];
  const seen: unknown[] = [];
  let closed = 0;
  const end = keepOpen<number>(
    (listener) => {
      opened.push(listener);
      return () => {
        closed++;
      };
    },
    { event: (event) => seen.push(event), error: ({ code }) => seen.push(code) },
  );
  return { opened, seen, end, closed: () => closed };
}

it('opens a stream that failed again, later each time until it tells something', () => {
  const { opened, seen } = begin();
  opened[0]?.event(1);
  opened[0]?.error({ code: 'server.died' });
  vi.advanceTimersByTime(1_000);
  opened[1]?.error({ code: 'server.died' });
  vi.advanceTimersByTime(1_000);
  expect(opened).toHaveLength(2);
  vi.advanceTimersByTime(1_000);
  opened[2]?.event(2);
  opened[2]?.error({ code: 'server.died' });
  vi.advanceTimersByTime(1_000);
  expect([opened.length, seen]).toEqual([4, [1, 'server.died', 'server.died', 2, 'server.died']]);
});

it('opens nothing any more once it was closed', () => {
  const { opened, end, closed } = begin();
  opened[0]?.error({ code: 'server.died' });
  end();
  vi.advanceTimersByTime(100_000);
  expect([opened.length, closed()]).toEqual([1, 1]);
});
