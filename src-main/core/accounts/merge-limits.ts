import type { LimitBucket, LimitWindow } from '../../../src-shared/model/account.ts';
import { MAIN_LIMIT } from '../../../src-shared/model/limit-block.ts';

/** The plan's own bucket first, then by their ids: the server tells them as a map, whose order is another one each time. */
export const inOrder = (buckets: readonly LimitBucket[]): readonly LimitBucket[] =>
  [...buckets].sort(
    (a, b) =>
      Number(b.limitId === MAIN_LIMIT) - Number(a.limitId === MAIN_LIMIT) || a.limitId.localeCompare(b.limitId, 'en'),
  );

/**
 * Puts an update that came with a model's answer over what is known. An update is sparse: what it leaves out is unknown and does
 * not clear what was seen before (the protocol's own rule). A bucket that is new takes its place in the order.
 */
export function mergeLimits(known: readonly LimitBucket[], update: LimitBucket): readonly LimitBucket[] {
  const before = known.find(({ limitId }) => limitId === update.limitId);
  if (!before) return inOrder([...known, update]);
  const primary = mergeWindow(before.primary, update.primary);
  const secondary = mergeWindow(before.secondary, update.secondary);
  const merged: LimitBucket = {
    limitId: before.limitId,
    name: update.name ?? before.name,
    primary,
    secondary,
    credits: update.credits ?? before.credits,
    spend: update.spend ?? before.spend,
    reached: update.reached ?? (stillReached(before, [primary, secondary]) ? before.reached : null),
  };
  return known.map((bucket) => (bucket === before ? merged : bucket));
}

function mergeWindow(before: LimitWindow | null, update: LimitWindow | null): LimitWindow | null {
  if (!before || !update) return update ?? before;
  return {
    usedPercent: update.usedPercent,
    windowMinutes: update.windowMinutes ?? before.windowMinutes,
    resetsAtMs: update.resetsAtMs ?? before.resetsAtMs,
  };
}

/** A full window is told by its percentage; credits and limits of a workspace are not, so only a fresh read ends those. */
const stillReached = ({ reached }: LimitBucket, windows: readonly (LimitWindow | null)[]): boolean =>
  reached !== 'rate_limit_reached' || windows.some((window) => window !== null && window.usedPercent >= 100);

/** When the next window begins anew, in milliseconds since the epoch; null when none says. Windows that have ended do not count. */
export function nextReset(buckets: readonly LimitBucket[], nowMs: number): number | null {
  const times = buckets
    .flatMap(({ primary, secondary }) => [primary?.resetsAtMs ?? null, secondary?.resetsAtMs ?? null])
    .filter((at) => at !== null)
    .filter((at) => at > nowMs);
  return times.length > 0 ? Math.min(...times) : null;
}
