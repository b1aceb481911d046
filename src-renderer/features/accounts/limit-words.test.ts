import { describe, expect, it } from 'vitest';
import type { AccountState, LimitBucket } from '../../../src-shared/model/account.ts';
import type { ThreadId } from '../../../src-shared/model/ids.ts';
import { limitAlert } from './limit-alert.ts';
import { metersOf, windowWords } from './limit-words.ts';
import { momentWords } from '../../state/time-words.ts';
import { durationWords, tokenWords } from './usage-words.ts';

/** A Monday, 12:00 in whatever time zone the test runs. */
const NOON = new Date(2026, 10, 23, 12, 0).getTime();
const HOUR_MS = 3_600_000;

it.each([
  [300, '5 hours'],
  [60, '1 hour'],
  [90, '90 minutes'],
  [1440, '1 day'],
  [10_080, '1 week'],
  [43_200, '1 month'],
  [44_640, '1 month'],
  [4320, '3 days'],
  [null, 'this period'],
])('a window of %s minutes is called %s', (minutes, words) => {
  expect(windowWords(minutes)).toBe(words);
});

it.each([
  [2 * HOUR_MS, '14:00'],
  [24 * HOUR_MS, 'tomorrow 12:00'],
  [3 * 24 * HOUR_MS, 'Thu 12:00'],
  [10 * 24 * HOUR_MS, '3 Dec, 12:00'],
])('%s milliseconds from Monday noon are %s', (later, words) => {
  expect(momentWords(NOON + later, NOON)).toBe(words);
});

it.each([
  [null, null],
  [812, '812'],
  [48_400, '48 k'],
  [999_600, '1.0 M'],
  [2_310_000, '2.3 M'],
  [148_000_000, '148 M'],
])('%s tokens: %s', (tokens, words) => {
  expect(tokenWords(tokens)).toBe(words);
});

it.each([
  [null, null],
  [38, '38 s'],
  [1834, '31 min'],
  [7500, '2 h 5 min'],
  [7200, '2 h'],
])('%s seconds: %s', (seconds, words) => {
  expect(durationWords(seconds)).toBe(words);
});

const EMPTY: LimitBucket = {
  ...{ limitId: 'codex', name: null, primary: null, secondary: null, credits: null, spend: null, reached: null },
};
const codex = (usedPercent: number, change: Partial<LimitBucket> = {}): LimitBucket => ({
  ...EMPTY,
  primary: { usedPercent, windowMinutes: 300, resetsAtMs: NOON + 2 * HOUR_MS },
  ...change,
});
const state = (buckets: readonly LimitBucket[], change: Partial<AccountState> = {}): AccountState => ({
  signIn: { kind: 'none' },
  gateway: null,
  limits: { buckets, allowed: null, resetCredits: null, readAtMs: null, problem: null },
  refused: null,
  hostTokens: 'none',
  ...change,
});

describe('meters', () => {
  it('one for every window, Codex’s own first, others by name, and what a workspace lets one spend', () => {
    const other = { ...codex(20), limitId: 'reviews', name: 'Reviews' };
    const spend = { limit: '50', used: '20', remainingPercent: 60, resetsAtMs: NOON + HOUR_MS };
    const meters = metersOf([other, codex(42.6, { spend })], NOON);
    expect(meters.map(({ name, percent }) => [name, percent])).toEqual([
      ['5 hours', 43],
      ['Your spending (20 of 50)', 40],
      ['Reviews · 5 hours', 20],
    ]);
  });

  it('says nothing about a window that has ended, and 100 only when it is full', () => {
    expect(metersOf([codex(80)], NOON + 3 * HOUR_MS)[0]?.percent).toBeNull();
    expect(metersOf([codex(99.8)], NOON)[0]?.percent).toBe(99);
    expect(metersOf([codex(104)], NOON)[0]?.percent).toBe(100);
  });
});

describe('what is said about limits', () => {
  it.each([
    [10, null, ''],
    [74, null, ''],
    [75, 'near', '75 % of the usage limit is used: 5 hours'],
    [90, 'close', '90 % of the usage limit is used: 5 hours'],
    [100, 'reached', 'Usage limit reached: 5 hours'],
  ])('%s %%: %s', (percent, level, title) => {
    const alert = limitAlert(state([codex(percent)]), NOON);
    expect(alert?.level ?? null).toBe(level);
    expect(alert?.title ?? '').toBe(title);
    if (alert) expect(alert.text).toContain('The allowance begins anew at 14:00.');
  });

  it('takes the fullest, and nothing of a window that has ended', () => {
    const buckets = [codex(80), { ...codex(95), limitId: 'reviews', name: 'Reviews' }];
    expect(limitAlert(state(buckets), NOON)?.title).toBe('95 % of the usage limit is used: Reviews · 5 hours');
    expect(limitAlert(state(buckets), NOON + 3 * HOUR_MS)).toBeNull();
  });

  it.each([
    ['rate_limit_reached', null, /used up/],
    ['workspace_owner_credits_depleted', null, /You own it: add credits/],
    ['workspace_member_credits_depleted', 'credits', /owner can add some/],
    ['workspace_owner_usage_limit_reached', null, /can raise the limit/],
    ['workspace_member_usage_limit_reached', 'usage_limit', /owner can raise it/],
  ] as const)('%s: the owner is asked for %s', (reached, nudge, words) => {
    const alert = limitAlert(state([codex(60, { reached })]), NOON);
    expect(alert).toMatchObject({ level: 'reached', nudge });
    expect(alert?.text).toMatch(words);
  });

  it('a plain refusal is told in the turn’s own words, also without any meter', () => {
    const refused = {
      kind: 'usage-limit',
      message: 'Try again at 7:42 AM.',
      threadId: 't' as ThreadId,
      atMs: 1,
    } as const;
    expect(limitAlert(state([], { refused }), NOON)?.text).toBe('Try again at 7:42 AM.');
    expect(limitAlert(state([codex(100)], { refused }), NOON)?.text).toContain('Try again at 7:42 AM.');
    expect(limitAlert(state([], { refused: { ...refused, kind: 'unauthorized' } }), NOON)).toBeNull();
  });

  it('put away, it comes back when it gets worse or the window is another', () => {
    const keyOf = (buckets: readonly LimitBucket[]) => limitAlert(state(buckets), NOON)?.key;
    expect(keyOf([codex(76)])).toBe(keyOf([codex(81)]));
    expect(keyOf([codex(91)])).not.toBe(keyOf([codex(81)]));
    const next = { usedPercent: 76, windowMinutes: 300, resetsAtMs: NOON + 7 * HOUR_MS };
    expect(keyOf([codex(0, { primary: next })])).not.toBe(keyOf([codex(76)]));
  });

  it('names the credits that are left', () => {
    const credits = { hasCredits: true, unlimited: false, balance: '12.50' };
    expect(limitAlert(state([codex(92, { credits })]), NOON)?.text).toContain('Credits left: 12.50.');
  });
});
