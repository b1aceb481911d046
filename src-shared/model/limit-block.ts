import type { AccountState, LimitBucket, LimitWindow } from './account.ts';

/** Codex's own allowance, the one of the plan; the others are metered apart. */
export const MAIN_LIMIT = 'codex';

/** The account may not go on. `untilMs`: when it may again, in milliseconds since the epoch; null where nobody says. */
export interface LimitBlock {
  readonly untilMs: number | null;
}

/**
 * Whether a message would be refused for a limit, as far as is known. `nowMs`: a window that has ended by then counts no more; 0 takes
 * what was measured whatever this machine's clock says.
 */
export function limitBlock(
  { limits, refused }: Pick<AccountState, 'limits' | 'refused'>,
  nowMs: number,
): LimitBlock | null {
  const { buckets, allowed, readAtMs } = limits;
  const workspace = buckets.find(({ reached }) => reached !== null && reached !== 'rate_limit_reached');
  if (workspace) return { untilMs: spendReset(workspace, nowMs) };
  const main = buckets.filter(({ limitId }) => limitId === MAIN_LIMIT);
  const used = main.flatMap(({ primary, secondary }) => [primary, secondary]).filter(isUsedUp);
  const full = used.filter(({ resetsAtMs }) => resetsAtMs === null || resetsAtMs > nowMs);
  const refusal = refused?.kind === 'usage-limit' ? refused : null;
  if (full.length > 0) {
    const payable = main.some(({ credits }) => credits !== null && (credits.unlimited || credits.hasCredits));
    const goesOn = payable && allowed !== false && refusal === null;
    return goesOn ? null : { untilMs: latest(full) };
  }
  // What was full has begun anew: what was said of it before does not hold any more.
  if (used.length > 0) return null;
  const refusedSince = refusal !== null && (readAtMs === null || refusal.atMs > readAtMs);
  return allowed === false || refusedSince || buckets.some(({ reached }) => reached !== null)
    ? { untilMs: null }
    : null;
}

const isUsedUp = (window: LimitWindow | null): window is LimitWindow => window !== null && window.usedPercent >= 100;

const spendReset = ({ spend }: LimitBucket, nowMs: number): number | null =>
  spend !== null && spend.remainingPercent <= 0 && spend.resetsAtMs > nowMs ? spend.resetsAtMs : null;

/** The account goes on when all of its windows have room again. */
function latest(windows: readonly LimitWindow[]): number | null {
  const times = windows.map(({ resetsAtMs }) => resetsAtMs);
  return times.every((at) => at !== null) ? Math.max(...times) : null;
}
