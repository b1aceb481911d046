/** Waits before the first, second … restart in a row. */
const DELAYS_MS = [250, 1000, 2000, 5000];
/** As many failures within this time are a crash loop: the next restart would not help either. */
const WINDOW_MS = 60_000;
const MAX_FAILURES = 5;

export type RestartStep =
  | { readonly kind: 'retry'; readonly delayMs: number; /** 2 for the first restart. */ readonly attempt: number }
  | { readonly kind: 'give-up' };

/** Counts the failures of one server; those older than a minute are forgotten. Times are milliseconds of any one clock. */
export function createRestartPolicy() {
  let times: number[] = [];
  return {
    failed: (now: number): RestartStep => {
      times = [...times.filter((time) => now - time < WINDOW_MS), now];
      const delayMs = DELAYS_MS[times.length - 1];
      if (times.length >= MAX_FAILURES || delayMs === undefined) return { kind: 'give-up' };
      return { kind: 'retry', delayMs, attempt: times.length + 1 };
    },
    /** The user starts afresh. */
    forgive: () => {
      times = [];
    },
  };
}
