import { afterEach, expect, it } from 'vitest';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ReviewState } from '../../../src-shared/model/review.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { createManualClock } from '../rpc/testing/manual-clock.ts';
import { createLiveReview } from './live-review.ts';

const scope = { kind: 'uncommitted' } as const;
const stateOf = (additions: number): ReviewState => ({
  ...{ phase: 'ready', scope, root: '/root', base: null, files: [], additions, deletions: 0, truncated: false },
  empty: null,
});
const settle = () => new Promise((resolve) => setImmediate(resolve));
const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** A live review whose looks end when the test says so. */
function begin() {
  const clock = createManualClock();
  const looks: ((result: Result<ReviewState, AppError>) => void)[] = [];
  const watched: { readonly root: string; readonly tell: () => void }[] = [];
  let begun = 0;
  let idle = 0;
  const review = createLiveReview({
    folder: '/root/sub',
    scope,
    clock,
    read: () => {
      begun++;
      return new Promise((resolve) => looks.push(resolve));
    },
    watchFolder: (root, tell) => {
      const entry = { root, tell };
      watched.push(entry);
      return () => void watched.splice(watched.indexOf(entry), 1);
    },
    onIdle: () => (idle += 1),
  });
  const window = () => {
    const events: (number | 'loading')[] = [];
    const failed: AppError[] = [];
    const stop = review.add({
      emit: ({ phase, additions }) => events.push(phase === 'loading' ? 'loading' : additions),
      fail: (error) => failed.push(error),
    });
    stops.push(stop);
    return { events, failed, stop };
  };
  return {
    clock,
    review,
    window,
    roots: () => watched.map(({ root }) => root),
    touch: () => watched[0]?.tell(),
    begun: () => begun,
    idle: () => idle,
    end: async (result: Result<ReviewState, AppError>, tookMs = 0) => {
      clock.advance(tookMs);
      looks.shift()?.(result);
      await settle();
    },
  };
}

it('tells everybody what is there, and again only when it is something else', async () => {
  const live = begin();
  const first = live.window();
  expect([first.events, live.roots()]).toEqual([['loading'], ['/root/sub']]);
  await live.end(ok(stateOf(1)));
  expect([first.events, live.roots()]).toEqual([['loading', 1], ['/root']]);
  const second = live.window();
  live.touch();
  await live.end(ok(stateOf(1)));
  expect([first.events, second.events]).toEqual([['loading', 1], [1]]);
  live.touch();
  await live.end(ok(stateOf(2)));
  expect([first.events, second.events]).toEqual([
    ['loading', 1, 2],
    [1, 2],
  ]);
  first.stop();
  second.stop();
  expect([live.roots(), live.idle()]).toEqual([[], 1]);
});

it('looks once at a time, and rests five times as long as a look takes while changes keep coming', async () => {
  const live = begin();
  live.window();
  live.touch();
  live.touch();
  expect(live.begun()).toBe(1);
  await live.end(ok(stateOf(1)), 40);
  // What changed during the look is looked at after the rest.
  live.clock.advance(199);
  expect(live.begun()).toBe(1);
  live.clock.advance(1);
  expect(live.begun()).toBe(2);
  await live.end(ok(stateOf(2)), 10);
  live.clock.advance(1_000);
  expect(live.begun()).toBe(2);
});

it('does not let the user wait for the rest', async () => {
  const live = begin();
  live.window();
  await live.end(ok(stateOf(1)), 1_000);
  live.touch();
  expect(live.begun()).toBe(1);
  live.review.touch(true);
  expect(live.begun()).toBe(2);
});

it('bears one failure, and ends with the second in a row or with a first one', async () => {
  const live = begin();
  const window = live.window();
  await live.end(ok(stateOf(1)));
  live.touch();
  await live.end(err({ code: 'git.failed', command: 'git diff', stderr: 'index is being written' }));
  expect(window.failed).toEqual([]);
  await live.end(ok(stateOf(2)));
  expect(window.events).toEqual(['loading', 1, 2]);
  live.touch();
  const error: AppError = { code: 'path.missing', path: '/root' };
  const gone = err(error);
  await live.end(gone);
  await live.end(gone);
  expect([window.failed, live.roots(), live.idle()]).toEqual([[error], [], 1]);
  const other = begin();
  const refused = other.window();
  await other.end(gone);
  expect(refused.failed).toEqual([error]);
});
