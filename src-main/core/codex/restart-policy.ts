/** Waits before the first, second … restart in a row. */
const DELAYS_MS = [250, 1000, 2000, 5000];
/** As many failures within this time are a crash loop: the next restart would not help either. */
const WINDOW_MS = 60_000;
const MAX_FAILURES = 5;

/** A host that is away is tried as long as somebody may want it; the waits grow to this. */
const AWAY_DELAYS_MS = [...DELAYS_MS, 10_000, 30_000];

export type RestartStep =
  | { readonly kind: 'retry'; readonly delayMs: number; /** 2 for the first restart. */ readonly attempt: number }
  | { readonly kind: 'give-up' };

/**
 * Counts the failures of one server; those older than a minute are forgotten. Times are milliseconds of any one clock. `away`: the
 * machine is, or the network; nothing is wrong with the server, and it is never given up.
 */
export function createRestartPolicy() {
  let times: number[] = [];
  let timesAway = 0;
  return {
    failed: (now: number, away = false): RestartStep => {
      if (away) {
        const delayMs = AWAY_DELAYS_MS[Math.min(timesAway++, AWAY_DELAYS_MS.length - 1)] ?? 0;
        return { kind: 'retry', delayMs, attempt: timesAway + 1 };
      }
      times = [...times.filter((time) => now - time < WINDOW_MS), now];
      const delayMs = DELAYS_MS[times.length - 1];
      if (times.length >= MAX_FAILURES || delayMs === undefined) return { kind: 'give-up' };
      return { kind: 'retry', delayMs, attempt: times.length + 1 };
    },
    /** It works: what was away is there again. */
    reached: () => {
      timesAway = 0;
    },
    /** The user starts afresh. */
    forgive: () => {
      times = [];
      timesAway = 0;
    },
  };
}
