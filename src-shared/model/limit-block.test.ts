import { expect, it } from 'vitest';
import type { LimitBucket, LimitReason, Limits, LimitWindow, Refusal } from './account.ts';
import type { ThreadId } from './ids.ts';
import { limitBlock } from './limit-block.ts';

const NOW = 1_800_000_000_000;
const LATER = NOW + 3_600_000;
const LATEST = NOW + 86_400_000;
const window = (usedPercent: number, resetsAtMs: number | null): LimitWindow => ({
  ...{ usedPercent, windowMinutes: 300, resetsAtMs },
});
const bucket = (change: Partial<LimitBucket> = {}): LimitBucket => ({
  ...{ limitId: 'codex', name: null, primary: window(10, LATER), secondary: null, credits: null, spend: null },
  reached: null,
  ...change,
});
const full = bucket({ primary: window(100, LATER) });
const credits = { hasCredits: true, unlimited: false, balance: '3' };
const limits = (buckets: readonly LimitBucket[], change: Partial<Limits> = {}): Limits => ({
  ...{ buckets, allowed: null, resetCredits: null, readAtMs: NOW - 1000, problem: null },
  ...change,
});
const spent = { limit: '10', used: '10', remainingPercent: 0, resetsAtMs: LATEST };
const member: LimitReason = 'workspace_member_usage_limit_reached';
const refusedAt = (atMs: number): Refusal => ({ kind: 'usage-limit', message: '', threadId: 't' as ThreadId, atMs });

it.each([
  ['nothing is known', limits([]), null, null],
  ['there is room', limits([bucket()]), null, null],
  ['a window is full', limits([full]), null, { untilMs: LATER }],
  [
    'both are full',
    limits([bucket({ primary: window(100, LATER), secondary: window(120, LATEST) })]),
    null,
    { untilMs: LATEST },
  ],
  ['a full one does not say until when', limits([bucket({ primary: window(100, null) })]), null, { untilMs: null }],
  ['credits pay for it', limits([bucket({ primary: window(100, LATER), credits })]), null, null],
  [
    'credits would, but the service says no',
    limits([bucket({ primary: window(100, LATER), credits })], { allowed: false }),
    null,
    { untilMs: LATER },
  ],
  [
    'credits would, but a turn was refused',
    limits([bucket({ primary: window(100, LATER), credits })]),
    refusedAt(NOW),
    { untilMs: LATER },
  ],
  [
    'the full window has ended',
    limits([bucket({ primary: window(100, NOW - 1) })], { allowed: false }),
    refusedAt(NOW - 9),
    null,
  ],
  ['only what is metered apart is full', limits([bucket(), bucket({ ...full, limitId: 'reviews' })]), null, null],
  [
    'a workspace has no credits',
    limits([bucket({ reached: 'workspace_owner_credits_depleted' })]),
    null,
    { untilMs: null },
  ],
  ['a member has spent all', limits([bucket({ reached: member, spend: spent })]), null, { untilMs: LATEST }],
  ['a turn was refused since the last read', limits([bucket()]), refusedAt(NOW), { untilMs: null }],
  ['a turn was refused before the last read', limits([bucket()]), refusedAt(NOW - 5000), null],
  ['the service says no and nothing else', limits([bucket()], { allowed: false }), null, { untilMs: null }],
] as const)('%s', (_, known, refused, wanted) => {
  expect(limitBlock({ limits: known, refused }, NOW)).toEqual(wanted);
});

it('can be asked whatever the clock says', () => {
  const measured = limits([bucket({ primary: window(100, NOW - 1) })]);
  expect(limitBlock({ limits: measured, refused: null }, 0)).toEqual({ untilMs: NOW - 1 });
});
