import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { itemId, type ItemId, type ThreadId, type TurnId } from '../../../src-shared/model/ids.ts';
import type { AutoReviewItem, ItemStatus } from '../../../src-shared/model/item.ts';
import { err } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { CodexServer } from './codex-supervisor.ts';
import type { GuardianApprovalReviewAction } from './protocol/generated/v2/GuardianApprovalReviewAction';
import type { GuardianApprovalReviewStatus } from './protocol/generated/v2/GuardianApprovalReviewStatus';
import type { NotificationOf } from './protocol-types.ts';
import { shownCommand } from './shown-command.ts';

type Started = NotificationOf<'item/autoApprovalReview/started'>['params'];
type Completed = NotificationOf<'item/autoApprovalReview/completed'>['params'];

const STATUSES: Readonly<Record<GuardianApprovalReviewStatus, ItemStatus>> = {
  inProgress: 'running',
  approved: 'completed',
  denied: 'declined',
  timedOut: 'failed',
  aborted: 'interrupted',
};

const reviewItemId = (turnId: string, reviewId: string): ItemId => itemId(turnId, `review-${reviewId}`);

/** What the automatic reviewer looks at, or has decided, in Skein's words. */
export function mapAutoReview(params: Started | Completed): AutoReviewItem {
  const { turnId, reviewId, review, action, startedAtMs } = params;
  return {
    kind: 'autoReview',
    id: reviewItemId(turnId, reviewId),
    turnId: turnId as TurnId,
    startedAt: startedAtMs,
    completedAt: 'completedAtMs' in params ? params.completedAtMs : null,
    status: STATUSES[review.status],
    action: shownAction(action),
    risk: review.riskLevel,
    rationale: review.rationale,
    overruled: false,
  };
}

function shownAction(action: GuardianApprovalReviewAction): string {
  switch (action.type) {
    case 'command':
      return shownCommand(action.command);
    case 'execve':
      return [action.program, ...action.argv.slice(1)].join(' ');
    case 'writeStdin':
      return action.stdin;
    case 'applyPatch':
      return action.files.join(', ');
    case 'networkAccess':
      return action.target;
    case 'mcpToolCall':
      return `${action.server}: ${action.toolName}`;
    case 'requestPermissions':
      return action.reason ?? '';
  }
}

/** Denials that can still be overruled. */
export interface AutoReviews {
  /**
   * Tells the server that the user allows exactly what was denied. It does not run by that: the agent reads it with the next message and
   * may try again, and the reviewer looks at that once more (measured on 0.169.0). `approval.gone`: not denied while Skein listened.
   */
  overrule(threadId: ThreadId, review: ItemId): Promise<Result<unknown, AppError>>;
  dispose(): void;
}

/** Denials that are kept, over all threads of a server. */
const MAX_DENIALS = 200;

export function createAutoReviews(server: CodexServer): AutoReviews {
  const denials = new Map<ItemId, Completed>();
  const stop = server.onNotification((notification) => {
    if (notification.method !== 'item/autoApprovalReview/completed') return;
    const { turnId, reviewId, review } = notification.params;
    if (review.status !== 'denied') return;
    denials.set(reviewItemId(turnId, reviewId), notification.params);
    const [oldest] = denials.keys();
    if (denials.size > MAX_DENIALS && oldest !== undefined) denials.delete(oldest);
  });
  return {
    overrule: async (threadId, id) => {
      const denial = denials.get(id);
      if (denial?.threadId !== threadId) return err({ code: 'approval.gone' });
      const answer = await server.call('thread/approveGuardianDeniedAction', { threadId, event: asEvent(denial) });
      if (answer.ok) denials.delete(id);
      return answer;
    },
    dispose: () => {
      stop();
      denials.clear();
    },
  };
}

/** The denial as the server itself writes such events: with underscores, other than in its notifications. */
function asEvent({ reviewId, targetItemId, turnId, review, decisionSource, action, ...at }: Completed) {
  return {
    id: reviewId,
    target_item_id: targetItemId,
    turn_id: turnId,
    status: underscored(review.status),
    risk_level: review.riskLevel,
    user_authorization: review.userAuthorization,
    rationale: review.rationale,
    decision_source: decisionSource,
    started_at_ms: at.startedAtMs,
    completed_at_ms: at.completedAtMs,
    action: Object.fromEntries(
      Object.entries(action).map(([key, value]) => [
        underscored(key),
        key === 'type' || key === 'source' ? underscored(String(value)) : value,
      ]),
    ),
  };
}

const underscored = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
