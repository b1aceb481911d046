import type { Clock } from '../ports.ts';

/** The machine's clock. Its timers keep the process alive until they have run or were cancelled. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
