/** Waits before the first, second … reload in a row. */
const DELAYS_MS = [0, 1_000, 4_000];
/** As many crashes within this time are a loop: another reload would not help either. */
const WINDOW_MS = 60_000;

export type CrashStep = { readonly kind: 'reload'; readonly delayMs: number } | { readonly kind: 'ask' };

/** Counts the crashes of one process; those older than a minute are forgotten. Times are milliseconds of any one clock. */
export function createCrashPolicy(): { crashed(now: number): CrashStep; forgive(): void } {
  let times: number[] = [];
  return {
    crashed: (now) => {
      times = [...times.filter((time) => now - time < WINDOW_MS), now];
      const delayMs = DELAYS_MS[times.length - 1];
      return delayMs === undefined ? { kind: 'ask' } : { kind: 'reload', delayMs };
    },
    /** The user starts afresh. */
    forgive: () => {
      times = [];
    },
  };
}
