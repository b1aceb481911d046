import type { AccountState, LimitBucket, LimitReason, NudgeSubject } from '../../../src-shared/model/account.ts';
import { momentWords } from '../../state/time-words.ts';
import { bucketName, metersOf, type Meter } from './limit-words.ts';

export interface LimitAlert {
  /** The same while it is about the same: what was put away stays away until it gets worse or begins anew. */
  readonly key: string;
  readonly level: 'near' | 'close' | 'reached';
  readonly title: string;
  readonly text: string;
  /** A note to the owner of the workspace would help. */
  readonly nudge: NudgeSubject | null;
}

const NEAR_PERCENT = 75;
const CLOSE_PERCENT = 90;

/** The most pressing thing to say about the limits, or null. */
export function limitAlert({ limits, refused }: AccountState, nowMs: number): LimitAlert | null {
  const meters = metersOf(limits.buckets, nowMs);
  const worst = meters.reduce<Meter | null>((a, b) => ((b.percent ?? -1) > (a?.percent ?? -1) ? b : a), null);
  const withReason = limits.buckets.find(({ reached }) => reached !== null);
  const refusal = refused?.kind === 'usage-limit' ? refused : null;
  if (withReason?.reached) return reachedAlert(withReason, withReason.reached, meters, nowMs);
  if (worst && worst.percent === 100) {
    return {
      key: `reached:${worst.key}:${worst.resetsAtMs}`,
      level: 'reached',
      title: `Usage limit reached: ${worst.name}`,
      text: sentences(
        refusal?.message ?? 'The allowance is used up.',
        resetWords(worst, nowMs),
        creditWords(limits.buckets),
      ),
      nudge: null,
    };
  }
  if (refusal || limits.allowed === false) {
    return {
      key: `refused:${refusal?.atMs ?? limits.readAtMs}`,
      level: 'reached',
      title: 'Usage limit reached',
      text: sentences(
        refusal?.message ?? 'The account may not go on for now. Codex does not say until when.',
        creditWords(limits.buckets),
      ),
      nudge: null,
    };
  }
  if (worst === null || worst.percent === null || worst.percent < NEAR_PERCENT) return null;
  const level = worst.percent >= CLOSE_PERCENT ? 'close' : 'near';
  return {
    key: `${level}:${worst.key}:${worst.resetsAtMs}`,
    level,
    title: `${worst.percent} % of the usage limit is used: ${worst.name}`,
    text: sentences(resetWords(worst, nowMs), creditWords(limits.buckets)),
    nudge: null,
  };
}

const REASONS: Readonly<Record<LimitReason, { readonly text: string; readonly nudge: NudgeSubject | null }>> = {
  rate_limit_reached: { text: 'The allowance of the plan is used up.', nudge: null },
  workspace_owner_credits_depleted: {
    text: 'The workspace has no credits left. You own it: add credits, and everybody can go on.',
    nudge: null,
  },
  workspace_member_credits_depleted: {
    text: 'The workspace has no credits left. Its owner can add some.',
    nudge: 'credits',
  },
  workspace_owner_usage_limit_reached: {
    text: 'You have reached the limit that the workspace sets. You own it and can raise the limit.',
    nudge: null,
  },
  workspace_member_usage_limit_reached: {
    text: 'You have reached the limit that the workspace sets for you. Its owner can raise it.',
    nudge: 'usage_limit',
  },
};

function reachedAlert(bucket: LimitBucket, reason: LimitReason, meters: readonly Meter[], nowMs: number): LimitAlert {
  const full = meters.find(({ limitId, percent }) => limitId === bucket.limitId && percent === 100);
  // A later version may have a reason that is not known here.
  const known = (REASONS as Partial<typeof REASONS>)[reason] ?? { text: 'Codex may not go on for now.', nudge: null };
  return {
    key: `reached:${bucket.limitId}:${reason}:${full?.resetsAtMs ?? ''}`,
    level: 'reached',
    title: `Usage limit reached${full ? `: ${full.name}` : bucket.name === null ? '' : `: ${bucketName(bucket)}`}`,
    // A balance beside the words that there is none would only confuse.
    text: sentences(
      known.text,
      full ? resetWords(full, nowMs) : '',
      reason.endsWith('credits_depleted') ? '' : creditWords([bucket]),
    ),
    nudge: known.nudge,
  };
}

const resetWords = ({ resetsAtMs }: Meter, nowMs: number): string =>
  resetsAtMs === null ? '' : `The allowance begins anew ${at(momentWords(resetsAtMs, nowMs))}.`;
const at = (moment: string): string => (/^\d\d:/.test(moment) ? `at ${moment}` : moment);

function creditWords(buckets: readonly LimitBucket[]): string {
  const credits = buckets.find((bucket) => bucket.credits)?.credits;
  if (!credits?.hasCredits) return '';
  if (credits.unlimited) return 'Credits are used after that, without a limit.';
  return credits.balance === null ? '' : `Credits left: ${credits.balance}.`;
}

const sentences = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' ');
