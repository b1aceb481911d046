import type { PlanSteps } from '../../../src-shared/model/thread.ts';
import type { ThreadId, TurnId } from '../../../src-shared/model/ids.ts';
import { itemId } from '../../../src-shared/model/ids.ts';
import type { TurnError } from '../../../src-shared/model/item.ts';
import { mapAutoReview } from './auto-reviews.ts';
import { mapStatus as mapItemStatus } from './item-head.ts';
import { mapTurnError } from './map-error.ts';
import { mapFileChange, mapItem } from './map-item.ts';
import { settingsOfUpdate } from './map-settings.ts';
import { mapGoal, mapStatus, mapSummary, mapTurn, mapUsage, SECOND_MS } from './map-thread.ts';
import type { HookRunSummary } from './protocol/generated/v2/HookRunSummary';
import type { NotificationOf, ServerNotification } from './protocol-types.ts';
import type { CodexEvent, HookRun, TextSource } from './thread-events.ts';

const TEXT_SOURCES: Readonly<Record<string, TextSource>> = {
  'item/agentMessage/delta': 'agentMessage',
  'item/commandExecution/outputDelta': 'command',
  'item/reasoning/summaryTextDelta': 'reasoning',
  'item/reasoning/textDelta': 'rawReasoning',
  'item/plan/delta': 'plan',
};

type TextNotification = NotificationOf<
  | 'item/agentMessage/delta'
  | 'item/commandExecution/outputDelta'
  | 'item/reasoning/summaryTextDelta'
  | 'item/reasoning/textDelta'
  | 'item/plan/delta'
>;
const isText = (notification: ServerNotification): notification is TextNotification =>
  notification.method in TEXT_SOURCES;

/** What a notification says about a thread; null when it is about none, or nothing that Skein shows. */
export function mapNotification(notification: ServerNotification): CodexEvent | null {
  // First, and cheap: nearly all notifications of a busy server are these.
  if (isText(notification)) {
    const { threadId, turnId, itemId: codexItemId, delta } = notification.params;
    const source = TEXT_SOURCES[notification.method] ?? 'agentMessage';
    return { type: 'text', threadId: threadId as ThreadId, turnId: turnId as TurnId, codexItemId, source, text: delta };
  }
  const params = notification.params as { readonly threadId?: unknown } | null;
  if (notification.method === 'thread/started') {
    const summary = mapSummary(notification.params.thread);
    return { type: 'threadStarted', threadId: summary.threadId, summary };
  }
  if (typeof params?.threadId !== 'string') return null;
  return (
    mapOfThread(notification, params.threadId as ThreadId) ?? mapAboutThread(notification, params.threadId as ThreadId)
  );
}

const REVIEW_TOLD = /^Automatic approval review (?:approved|denied)\b/;

/** Turns and items. */
function mapOfThread(notification: ServerNotification, threadId: ThreadId): CodexEvent | null {
  switch (notification.method) {
    case 'item/started': {
      const { item, turnId, startedAtMs } = notification.params;
      const context = { turnId: turnId as TurnId, done: false, startedAt: (startedAtMs as number | undefined) ?? null };
      return { type: 'itemStarted', threadId, item: mapItem(item, context) };
    }
    case 'item/completed': {
      const { item, turnId, completedAtMs } = notification.params;
      const completedAt = (completedAtMs as number | undefined) ?? null;
      return {
        type: 'itemCompleted',
        threadId,
        item: mapItem(item, { turnId: turnId as TurnId, done: true, completedAt }),
      };
    }
    case 'item/reasoning/summaryPartAdded': {
      const { turnId, itemId: codexItemId, summaryIndex } = notification.params;
      if (summaryIndex === 0) return null;
      return { type: 'text', threadId, turnId: turnId as TurnId, codexItemId, source: 'reasoning', text: '\n\n' };
    }
    case 'item/fileChange/patchUpdated': {
      const { turnId, itemId: id, changes } = notification.params;
      return {
        type: 'fileChanges',
        threadId,
        itemId: itemId(turnId, id),
        changes: changes.map((each) => mapFileChange(each)),
      };
    }
    case 'item/mcpToolCall/progress': {
      const { turnId, itemId: id, message } = notification.params;
      return { type: 'toolProgress', threadId, itemId: itemId(turnId, id), message };
    }
    case 'turn/started':
      return { type: 'turnStarted', threadId, turn: mapTurn(notification.params.turn) };
    case 'turn/completed':
      return { type: 'turnEnded', threadId, turn: mapTurn(notification.params.turn) };
    case 'turn/diff/updated': {
      const { turnId, diff } = notification.params;
      return { type: 'turnDiff', threadId, turnId: turnId as TurnId, diff };
    }
    case 'turn/plan/updated':
      return { type: 'plan', threadId, plan: mapPlan(notification.params) };
    case 'thread/tokenUsage/updated': {
      const { turnId, tokenUsage } = notification.params;
      const { total, last, modelContextWindow } = tokenUsage;
      const usage = { total: mapUsage(total), last: mapUsage(last), contextWindow: modelContextWindow };
      return { type: 'usage', threadId, turnId: turnId as TurnId, ...usage };
    }
    case 'error': {
      const { turnId, error, willRetry } = notification.params;
      return { type: 'error', threadId, turnId: turnId as TurnId, error: mapTurnError(error, willRetry) };
    }
    case 'hook/started':
    case 'hook/completed': {
      const { turnId, run } = notification.params;
      return { type: 'hook', threadId, turnId: turnId as TurnId | null, run: mapHookRun(run) };
    }
    case 'item/autoApprovalReview/started':
      return { type: 'itemStarted', threadId, item: mapAutoReview(notification.params) };
    case 'item/autoApprovalReview/completed':
      return { type: 'itemCompleted', threadId, item: mapAutoReview(notification.params) };
    case 'autoApprovalReview/strictReviewRequired': {
      const turnId = notification.params.turnId as TurnId;
      return { type: 'notice', threadId, turnId, level: 'info', error: plainNotice('strict-review', '', null) };
    }
    case 'modelProvider/authRecoveryStarted':
    case 'modelProvider/authRecoveryCompleted': {
      const { turnId, message } = notification.params;
      const error = plainNotice('sign-in-renewal', message, null);
      return { type: 'notice', threadId, turnId: turnId as TurnId, level: 'info', error };
    }
    case 'model/rerouted': {
      const { turnId, fromModel, toModel, reason } = notification.params;
      const error = plainNotice('model-rerouted', `${fromModel} → ${toModel}`, reason);
      return { type: 'notice', threadId, turnId: turnId as TurnId, level: 'info', error };
    }
    case 'warning':
    case 'guardianWarning': {
      // The decision itself comes as an item.
      if (REVIEW_TOLD.test(notification.params.message)) return null;
      const error = plainNotice('warning', notification.params.message, null);
      return { type: 'notice', threadId, turnId: null, level: 'warning', error };
    }
    default:
      return null;
  }
}

/** The thread as a whole. */
function mapAboutThread(notification: ServerNotification, threadId: ThreadId): CodexEvent | null {
  switch (notification.method) {
    case 'thread/status/changed':
      return { type: 'status', threadId, status: mapStatus(notification.params.status) };
    case 'thread/name/updated':
      return { type: 'renamed', threadId, name: notification.params.threadName ?? null };
    case 'thread/settings/updated': {
      const { threadSettings } = notification.params;
      return { type: 'settings', threadId, settings: settingsOfUpdate(threadSettings), cwd: threadSettings.cwd };
    }
    case 'thread/readState/changed': {
      const { firstUnread, revision } = notification.params.readState;
      return { type: 'unread', threadId, unread: firstUnread !== null, revision };
    }
    case 'thread/section/changed':
      return { type: 'section', threadId, sectionId: notification.params.sectionId };
    case 'thread/goal/updated':
      return {
        type: 'goal',
        threadId,
        goal: mapGoal(notification.params.goal),
        updatedAtMs: notification.params.goal.updatedAt * SECOND_MS,
      };
    case 'thread/goal/cleared':
      return { type: 'goal', threadId, goal: null, updatedAtMs: 0 };
    case 'thread/archived':
      return { type: 'archived', threadId, archived: true };
    case 'thread/unarchived':
      return { type: 'archived', threadId, archived: false };
    case 'thread/deleted':
      return { type: 'deleted', threadId };
    case 'thread/closed':
      return { type: 'closed', threadId };
    case 'thread/reverted':
      return { type: 'reverted', threadId };
    case 'thread/queue/changed':
      return { type: 'serverQueue', threadId };
    default:
      return null;
  }
}

function mapPlan({ turnId, explanation, plan }: NotificationOf<'turn/plan/updated'>['params']): PlanSteps {
  const states = { pending: 'pending', inProgress: 'running', completed: 'done' } as const;
  const steps = plan.map(({ step, status }) => ({ text: step, state: states[status] }));
  return { turnId: turnId as TurnId, explanation, steps };
}

/** Hooks count in seconds (0.124 and 0.169). The generated types say `bigint`; JSON carries numbers. */
const fromSeconds = (value: bigint | number | null): number | null => (value === null ? null : Number(value) * 1000);

function mapHookRun(run: HookRunSummary): HookRun {
  const status =
    run.status === 'blocked' ? 'declined' : run.status === 'stopped' ? 'interrupted' : mapItemStatus(run.status);
  return {
    kind: 'hook',
    runId: run.id,
    startedAt: fromSeconds(run.startedAt),
    completedAt: fromSeconds(run.completedAt),
    event: run.eventName,
    source: run.sourcePath,
    status,
    message: run.statusMessage,
    entries: run.entries.map(({ text }) => text),
    durationMs: run.durationMs === null ? null : Number(run.durationMs),
  };
}

function plainNotice(code: TurnError['code'], message: string, details: string | null): TurnError {
  return { code, message, details, httpStatus: null, willRetry: false };
}
