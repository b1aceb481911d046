import { describe, expect, it } from 'vitest';
import type { LimitBucket, LimitWindow } from '../../../src-shared/model/account.ts';
import { inOrder, mergeLimits, nextReset } from './merge-limits.ts';

const window = (usedPercent: number, change: Partial<LimitWindow> = {}): LimitWindow => {
  return { usedPercent, windowMinutes: 300, resetsAtMs: 5000, ...change };
};
const EMPTY: LimitBucket = {
  ...{ limitId: 'codex', name: null, primary: null, secondary: null, credits: null, spend: null, reached: null },
};
const bucket = (change: Partial<LimitBucket>): LimitBucket => ({ ...EMPTY, ...change });
const credits = { hasCredits: true, unlimited: false, balance: '3' };
const known = bucket({ name: 'Codex', primary: window(40), secondary: window(7, { windowMinutes: 10_080 }), credits });

describe('an update of the limits', () => {
  it.each<[string, Partial<LimitBucket>, Partial<LimitBucket>]>([
    ['changes what it tells', { primary: window(55) }, { primary: window(55), secondary: known.secondary }],
    ['clears nothing that it leaves out', {}, known],
    [
      'keeps length and end of a window that it does not repeat',
      { primary: window(41, { windowMinutes: null, resetsAtMs: null }) },
      { primary: window(41) },
    ],
    [
      'tells a reason',
      { reached: 'workspace_owner_credits_depleted' },
      { reached: 'workspace_owner_credits_depleted' },
    ],
    ['tells other credits', { credits: { ...credits, balance: '2' } }, { credits: { ...credits, balance: '2' } }],
  ])('%s', (_, update, expected) => {
    expect(mergeLimits([known], bucket(update))).toEqual([{ ...known, ...expected }]);
  });

  it('adds an allowance that is new, and leaves the others alone', () => {
    const other = bucket({ limitId: 'reviews', primary: window(1) });
    const merged = mergeLimits([known], other);
    expect(merged).toEqual([known, other]);
    expect(merged[0]).toBe(known);
  });

  it('ends a full window by its percentage; what credits have run out of, only a read ends', () => {
    const full = bucket({ primary: window(100), reached: 'rate_limit_reached' });
    expect(mergeLimits([full], bucket({ primary: window(2) }))[0]?.reached).toBeNull();
    expect(mergeLimits([full], bucket({}))[0]?.reached).toBe('rate_limit_reached');
    const broke = bucket({ primary: window(100), reached: 'workspace_member_credits_depleted' });
    expect(mergeLimits([broke], bucket({ primary: window(2) }))[0]?.reached).toBe('workspace_member_credits_depleted');
  });
});

it('finds the next reset among the windows that have not ended', () => {
  const buckets = [
    bucket({ primary: window(1, { resetsAtMs: 100 }), secondary: window(1, { resetsAtMs: 900 }) }),
    bucket({ primary: window(1, { resetsAtMs: 400 }), secondary: window(1, { resetsAtMs: null }) }),
  ];
  expect(nextReset(buckets, 50)).toBe(100);
  expect(nextReset(buckets, 100)).toBe(400);
  expect(nextReset(buckets, 900)).toBeNull();
  expect(nextReset([], 0)).toBeNull();
});

it('stands in one order, however the server tells the buckets', () => {
  const all = ['reviews', 'codex', 'cloud'].map((limitId) => bucket({ limitId }));
  const names = (list: readonly LimitBucket[]) => list.map(({ limitId }) => limitId);
  expect(names(inOrder(all))).toEqual(['codex', 'cloud', 'reviews']);
  expect(names(mergeLimits(inOrder(all), bucket({ limitId: 'extra' })))).toEqual([
    'codex',
    'cloud',
    'extra',
    'reviews',
  ]);
});
