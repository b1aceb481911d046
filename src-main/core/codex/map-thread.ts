import type { FileChangeItem, Item } from '../../../src-shared/model/item.ts';
import type { ItemId, ThreadId, TurnId } from '../../../src-shared/model/ids.ts';
import type {
  ThreadGoal,
  ThreadSummary,
  TokenUsage,
  Turn,
  TurnPage,
  TurnStatus,
} from '../../../src-shared/model/thread.ts';
import { mapTurnError } from './map-error.ts';
import { mapItem } from './map-item.ts';
import type { SessionSource } from './protocol/generated/v2/SessionSource';
import type { Thread } from './protocol/generated/v2/Thread';
import type { ThreadGoal as CodexGoal } from './protocol/generated/v2/ThreadGoal';
import type { ThreadStatus as CodexStatus } from './protocol/generated/v2/ThreadStatus';
import type { TokenUsageBreakdown } from './protocol/generated/v2/TokenUsageBreakdown';
import type { Turn as CodexTurn } from './protocol/generated/v2/Turn';
import type { ServerStatus, StoredSummary, StoredTurn } from './thread-events.ts';

const TITLE_CAP_CHARS = 200;
/** How much of a preview is looked at: it is the whole first message, up to a megabyte. */
const PREVIEW_LOOK_CHARS = 2000;
/** The name Skein gives itself in `initialize`. */
const OUR_NAME = 'skein';
export const SECOND_MS = 1000;

export function mapSummary(thread: Thread): StoredSummary {
  const name = thread.name?.trim() ?? '';
  // 0.124 leaves out what it does not have; the types are the bundled version's.
  const { originator, section, parentThreadId, recencyAt }: Partial<Thread> = thread;
  return {
    threadId: thread.id as ThreadId,
    title: name === '' ? titleFrom(thread.preview) : name.slice(0, TITLE_CAP_CHARS),
    named: name !== '',
    cwd: thread.cwd,
    branch: thread.gitInfo?.branch ?? null,
    status: mapStatus(thread.status),
    createdAt: thread.createdAt * SECOND_MS,
    recencyAt: (recencyAt ?? thread.updatedAt) * SECOND_MS,
    source: mapSource(thread.source, originator ?? null),
    provider: thread.modelProvider,
    parentThreadId: (parentThreadId ?? spawnedBy(thread.source)) as ThreadId | null,
    forkedFromId: thread.forkedFromId as ThreadId | null,
    sectionId: section?.id ?? null,
  };
}

/** Codex tells only by the place of its file (both versions). */
export const isArchived = (path: string | null): boolean => path?.split(/[/\\]/).includes('archived_sessions') === true;

/** The first line with something in it. */
export function titleFrom(preview: string): string {
  const line = preview
    .slice(0, PREVIEW_LOOK_CHARS)
    .split(/\r?\n/)
    .map((each) => each.trim())
    .find((each) => each !== '');
  return (line ?? '').slice(0, TITLE_CAP_CHARS);
}

export function mapStatus(status: CodexStatus): ServerStatus {
  switch (status.type) {
    case 'active': {
      const waiting = status.activeFlags.includes('waitingOnApproval')
        ? 'approval'
        : status.activeFlags.includes('waitingOnUserInput')
          ? 'question'
          : null;
      return { kind: 'active', waiting };
    }
    case 'systemError':
      return { kind: 'failed' };
    case 'notLoaded':
      return { kind: 'notLoaded' };
    default:
      return { kind: 'idle' };
  }
}

function mapSource(source: SessionSource, originator: string | null): ThreadSummary['source'] {
  // First: a sub-agent of a thread of Skein's names Skein as well.
  if (typeof source === 'object' && 'subAgent' in source) return 'subAgent';
  if (originator === OUR_NAME) return 'skein';
  if (typeof source === 'object') return 'other';
  switch (source) {
    case 'cli':
      return 'cli';
    case 'vscode':
      return 'ide';
    case 'exec':
      return 'exec';
    default:
      return 'other';
  }
}

/** 0.124 tells of the thread that started a sub-agent in `source` alone. */
function spawnedBy(source: SessionSource): string | null {
  if (typeof source !== 'object' || !('subAgent' in source)) return null;
  const { subAgent } = source;
  return typeof subAgent === 'object' && 'thread_spawn' in subAgent ? subAgent.thread_spawn.parent_thread_id : null;
}

const TURN_STATUSES: Readonly<Record<CodexTurn['status'], TurnStatus>> = {
  inProgress: 'running',
  completed: 'completed',
  interrupted: 'interrupted',
  failed: 'failed',
};

/** The turn alone; its items come as events, or with `mapStoredTurn`. */
export function mapTurn(turn: CodexTurn, itemIds: readonly ItemId[] = []): Turn {
  return {
    id: turn.id as TurnId,
    status: TURN_STATUSES[turn.status],
    startedAt: turn.startedAt === null ? null : turn.startedAt * SECOND_MS,
    completedAt: turn.completedAt === null ? null : turn.completedAt * SECOND_MS,
    durationMs: turn.durationMs,
    error: turn.error ? mapTurnError(turn.error, false) : null,
    itemIds,
    tokens: null,
    changed: null,
  };
}

/** A turn of the history with its items. */
export function mapStoredTurn(turn: CodexTurn): StoredTurn {
  const turnId = turn.id as TurnId;
  const items = withoutReviewEcho(turn.items.map((item) => mapItem(item, { turnId, done: true })));
  const mapped = mapTurn(
    turn,
    items.map(({ id }) => id),
  );
  return { turn: { ...mapped, changed: changedBy(items) }, items };
}

/** What the file changes of a turn add up to; null when there are none. */
function changedBy(items: readonly Item[]): Turn['changed'] {
  const changes = items
    .filter((item): item is FileChangeItem => item.kind === 'fileChange' && item.status === 'completed')
    .flatMap((item) => item.changes);
  if (changes.length === 0) return null;
  return {
    files: new Set(changes.map(({ path }) => path)).size,
    additions: changes.reduce((sum, { additions }) => sum + additions, 0),
    deletions: changes.reduce((sum, { deletions }) => sum + deletions, 0),
  };
}

/**
 * The findings of a review come twice, as the mark of its end and as the agent's message. The message is what is copied and quoted,
 * so the mark loses its text.
 */
function withoutReviewEcho(items: readonly Item[]): readonly Item[] {
  if (!items.some((item) => item.kind === 'review' && item.phase === 'exited')) return items;
  const said = new Set(items.flatMap((item) => (item.kind === 'agentMessage' ? [item.text] : [])));
  return items.map((item) =>
    item.kind === 'review' && item.phase === 'exited' && said.has(item.text) ? { ...item, text: '' } : item,
  );
}

/**
 * A page of `thread/turns/list` or of a resume, whatever its direction, oldest turn first.
 *
 * 0.169 stores the inner turn of a review as a turn of its own that holds nothing but the review's prompt, before the review. It began
 * after the review did, which its id (UUIDv7, ordered by time) tells; no turn of a person can.
 */
export function mapTurnPage(
  page: {
    readonly data: readonly CodexTurn[];
    readonly nextCursor: string | null;
    readonly backwardsCursor: string | null;
  },
  direction: 'asc' | 'desc',
): TurnPage {
  const stored = (direction === 'asc' ? page.data : [...page.data].reverse()).map(mapStoredTurn);
  const shown = stored.filter(({ turn, items }, index) => {
    const next = stored[index + 1];
    const first = next?.items[0];
    const isInner =
      first?.kind === 'review' && first.phase === 'entered' && next !== undefined && turn.id > next.turn.id;
    return !(isInner && items.every(({ kind }) => kind === 'userMessage'));
  });
  return {
    turns: shown.map(({ turn }) => turn),
    items: shown.flatMap(({ items }) => items),
    nextCursor: page.nextCursor,
    backwardsCursor: page.backwardsCursor,
  };
}

export function mapGoal(goal: CodexGoal): ThreadGoal {
  const { objective, status, tokenBudget, tokensUsed, timeUsedSeconds, createdAt } = goal;
  return {
    objective,
    status,
    tokenBudget,
    tokensUsed,
    usedMs: timeUsedSeconds * SECOND_MS,
    sinceMs: createdAt * SECOND_MS,
  };
}

export function mapUsage(usage: TokenUsageBreakdown): TokenUsage {
  return {
    totalTokens: usage.totalTokens,
    inputTokens: usage.inputTokens,
    cachedInputTokens: usage.cachedInputTokens,
    outputTokens: usage.outputTokens,
    reasoningTokens: usage.reasoningOutputTokens,
  };
}
