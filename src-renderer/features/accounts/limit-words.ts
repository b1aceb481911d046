import type { LimitBucket, LimitWindow } from '../../../src-shared/model/account.ts';
import { MAIN_LIMIT } from '../../../src-shared/model/limit-block.ts';

const MINUTES_PER_HOUR = 60;
const MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR;
const MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY;

/** `5 hours`, `1 day`, `1 week`, `1 month`, `90 minutes`: how long a window is. */
export function windowWords(minutes: number | null): string {
  if (minutes === null || minutes <= 0) return 'this period';
  if (minutes >= 28 * MINUTES_PER_DAY && minutes <= 31 * MINUTES_PER_DAY) return '1 month';
  if (minutes % MINUTES_PER_WEEK === 0) return count(minutes / MINUTES_PER_WEEK, 'week');
  if (minutes % MINUTES_PER_DAY === 0) return count(minutes / MINUTES_PER_DAY, 'day');
  if (minutes % MINUTES_PER_HOUR === 0) return count(minutes / MINUTES_PER_HOUR, 'hour');
  return count(minutes, 'minute');
}
const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;

/** One meter. */
export interface Meter {
  readonly key: string;
  readonly limitId: string;
  /** `5 hours`, or `Reviews · 1 hour` for what is metered apart. */
  readonly name: string;
  /** From 0 to 100, whole; null once the window has ended and nothing was measured since. */
  readonly percent: number | null;
  readonly resetsAtMs: number | null;
}

/** A meter for every window of every bucket, in the server's order, the main allowance first. */
export function metersOf(buckets: readonly LimitBucket[], nowMs: number): readonly Meter[] {
  const sorted = [...buckets].sort((a, b) => Number(b.limitId === MAIN_LIMIT) - Number(a.limitId === MAIN_LIMIT));
  return sorted.flatMap((bucket) => [
    ...meterOf(bucket, 'primary', bucket.primary, nowMs),
    ...meterOf(bucket, 'secondary', bucket.secondary, nowMs),
    ...(bucket.spend
      ? [
          {
            key: `${bucket.limitId}:spend`,
            limitId: bucket.limitId,
            name: `Your spending (${bucket.spend.used} of ${bucket.spend.limit})`,
            percent: asPercent(100 - bucket.spend.remainingPercent),
            resetsAtMs: bucket.spend.resetsAtMs,
          },
        ]
      : []),
  ]);
}

function meterOf(bucket: LimitBucket, which: string, window: LimitWindow | null, nowMs: number): readonly Meter[] {
  if (!window) return [];
  const { usedPercent, windowMinutes, resetsAtMs } = window;
  const length = windowWords(windowMinutes);
  const ended = resetsAtMs !== null && resetsAtMs <= nowMs;
  return [
    {
      key: `${bucket.limitId}:${which}`,
      limitId: bucket.limitId,
      name: bucket.limitId === MAIN_LIMIT ? length : `${bucketName(bucket)} · ${length}`,
      percent: ended ? null : asPercent(usedPercent),
      resetsAtMs,
    },
  ];
}

export const bucketName = ({ name, limitId }: LimitBucket): string => name ?? limitId.replaceAll('_', ' ');

/** Whole, but 100 only when it is reached: 99.7 is not. */
const asPercent = (used: number): number => (used >= 100 ? 100 : Math.min(99, Math.max(0, Math.round(used))));
