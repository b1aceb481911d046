import type {
  AgentMessageItem,
  CommandItem,
  FileChange,
  ImageItem,
  Item,
  ItemStatus,
  ReasoningItem,
  ReviewItem,
  SubAgentItem,
  SubAgentState,
  UnknownItem,
  UserMessageItem,
  WebSearchItem,
} from '../../../src-shared/model/item.ts';
import { OUTPUT_CAP_CHARS } from '../../../src-shared/model/item.ts';
import type { ItemId, ThreadId, TurnId } from '../../../src-shared/model/ids.ts';
import { itemId } from '../../../src-shared/model/ids.ts';
import type { ItemHead } from './item-head.ts';
import { mapStatus } from './item-head.ts';
import { fromUserInputs } from './message-parts.ts';
import { mapDynamicToolCall, mapFunctionOutput, mapMcpToolCall } from './map-tool-call.ts';
import type { CollabAgentStatus } from './protocol/generated/v2/CollabAgentStatus';
import type { FileUpdateChange } from './protocol/generated/v2/FileUpdateChange';
import type { ThreadItem } from './protocol/generated/v2/ThreadItem';
import { mapCommandActions, shownCommand } from './shown-command.ts';
import { capDiff, countHunkLines, toHunks } from './unified-diff.ts';

export interface ItemContext {
  readonly turnId: TurnId;
  /** False for `item/started`: kinds without a status of their own run until they are completed. */
  readonly done: boolean;
  /** The whole output and the whole diffs, for one item that was asked for. */
  readonly uncut?: boolean;
  /** Times of the notification, where the item itself carries none. */
  readonly startedAt?: number | null;
  readonly completedAt?: number | null;
}

type Kind<T extends ThreadItem['type']> = Extract<ThreadItem, { type: T }>;
/**
 * Skein's key. Codex 0.124 gives the two marks of a review the id of their turn, so these carry their kind as well.
 */
function keyOf(item: ThreadItem, turnId: TurnId): ItemId {
  switch (item.type) {
    case 'enteredReviewMode':
      return itemId(turnId, `${item.id}:entered`);
    case 'exitedReviewMode':
      return itemId(turnId, `${item.id}:exited`);
    default:
      return itemId(turnId, item.id);
  }
}

/** Any item of 0.169 or 0.124 as Skein's. A kind that is not known becomes `unknown`, never nothing. */
export function mapItem(item: ThreadItem, context: ItemContext): Item {
  const head: ItemHead = {
    id: keyOf(item, context.turnId),
    turnId: context.turnId,
    startedAt: item.startedAtMs ?? context.startedAt ?? null,
    completedAt: item.completedAtMs ?? context.completedAt ?? null,
  };
  const status: ItemStatus = context.done ? 'completed' : 'running';
  switch (item.type) {
    case 'userMessage':
      return mapUserMessage(item, head);
    case 'agentMessage':
      return mapAgentMessage(item, head, status);
    case 'reasoning':
      return mapReasoning(item, head, status);
    case 'plan':
      return { ...head, kind: 'plan', text: item.text, status };
    case 'commandExecution':
      return mapCommand(item, head, context.uncut === true);
    case 'fileChange': {
      const changes = item.changes.map((change) => mapFileChange(change, context.uncut));
      return { ...head, kind: 'fileChange', changes, status: mapStatus(item.status) };
    }
    case 'mcpToolCall':
      return mapMcpToolCall(item, head);
    case 'dynamicToolCall':
      return mapDynamicToolCall(item, head);
    case 'functionCallOutput':
      return mapFunctionOutput(item, head);
    case 'collabAgentToolCall':
      return mapCollabCall(item, head);
    case 'subAgentActivity':
      return mapSubAgentActivity(item, head);
    case 'webSearch':
      return mapWebSearch(item, head, status);
    case 'imageView':
      return { ...head, kind: 'image', action: 'viewed', source: item.path, caption: null, status };
    case 'imageGeneration':
      return mapImageGeneration(item, head, status);
    case 'enteredReviewMode':
    case 'exitedReviewMode':
      return mapReview(item, head);
    case 'contextCompaction':
      return { ...head, kind: 'compaction', status };
    case 'sleep':
      return { ...head, kind: 'sleep', durationMs: item.durationMs, status };
    case 'hookPrompt': {
      const entries = item.fragments.map(({ text }) => text);
      const source = item.fragments[0]?.hookRunId ?? '';
      return { ...head, kind: 'hook', event: 'hookPrompt', source, status, message: null, entries, durationMs: null };
    }
    default:
      return mapUnknown(item, head);
  }
}

function mapUserMessage(item: Kind<'userMessage'>, head: ItemHead): UserMessageItem {
  // Absent in 0.124.
  const { clientId }: Partial<typeof item> = item;
  return { ...head, kind: 'userMessage', parts: fromUserInputs(item.content), ...(clientId && { clientId }) };
}

function mapAgentMessage(item: Kind<'agentMessage'>, head: ItemHead, status: ItemStatus): AgentMessageItem {
  // Absent in 0.124.
  const questions = (item.questions as typeof item.questions | undefined) ?? [];
  const asked = questions.map(({ title, options }) =>
    [`- ${title}`, ...(options ?? []).map((o) => `  - ${o}`)].join('\n'),
  );
  return {
    ...head,
    kind: 'agentMessage',
    text: asked.length > 0 ? [item.text, asked.join('\n')].filter(Boolean).join('\n\n') : item.text,
    phase: item.phase === 'final_answer' ? 'final' : item.phase === 'commentary' ? 'commentary' : null,
    status,
  };
}

function mapReasoning(item: Kind<'reasoning'>, head: ItemHead, status: ItemStatus): ReasoningItem {
  const parts = item.summary.length > 0 ? item.summary : item.content;
  return { ...head, kind: 'reasoning', text: parts.join('\n\n'), status };
}

const SOURCES: Readonly<Record<string, CommandItem['source']>> = { userShell: 'user' };

function mapCommand(item: Kind<'commandExecution'>, head: ItemHead, uncut: boolean): CommandItem {
  const output = item.aggregatedOutput ?? '';
  return {
    ...head,
    kind: 'command',
    command: shownCommand(item.command),
    cwd: item.cwd,
    status: mapStatus(item.status),
    source: SOURCES[item.source] ?? 'agent',
    processId: item.processId,
    output: uncut ? output : capOutput(output),
    outputChars: output.length,
    exitCode: item.exitCode,
    durationMs: item.durationMs,
    actions: mapCommandActions(item.commandActions),
  };
}

/** The tail is what a reader of a long output wants. */
export function capOutput(output: string): string {
  return output.length > OUTPUT_CAP_CHARS ? output.slice(-OUTPUT_CAP_CHARS) : output;
}

export function mapFileChange(change: FileUpdateChange, uncut = false): FileChange {
  const kind = change.kind.type;
  const movedTo = change.kind.type === 'update' ? change.kind.move_path : null;
  const hunks = toHunks(kind, change.diff, movedTo);
  const capped = uncut ? { diff: hunks, truncated: false } : capDiff(hunks);
  return { path: change.path, kind, movedTo, ...capped, ...countHunkLines(hunks) };
}

const COLLAB_ACTIONS: Readonly<Record<string, string>> = {
  spawnAgent: 'spawn',
  sendInput: 'send',
  sendMessage: 'send',
  followupTask: 'send',
  resumeAgent: 'resume',
  closeAgent: 'close',
  interruptAgent: 'interrupt',
  listAgents: 'list',
};
const COLLAB_STATES: Readonly<Record<CollabAgentStatus, SubAgentState>> = {
  pendingInit: 'starting',
  running: 'running',
  interrupted: 'interrupted',
  completed: 'completed',
  errored: 'failed',
  shutdown: 'closed',
  notFound: 'notFound',
};

function mapCollabCall(item: Kind<'collabAgentToolCall'>, head: ItemHead): SubAgentItem {
  const states = Object.entries(item.agentsStates).flatMap(([threadId, state]) =>
    state ? [{ threadId: threadId as ThreadId, state: COLLAB_STATES[state.status], message: state.message }] : [],
  );
  return {
    ...head,
    kind: 'subAgent',
    action: COLLAB_ACTIONS[item.tool] ?? item.tool,
    status: mapStatus(item.status),
    threadIds: item.receiverThreadIds as ThreadId[],
    prompt: item.prompt,
    model: item.model,
    states,
  };
}

function mapSubAgentActivity(item: Kind<'subAgentActivity'>, head: ItemHead): SubAgentItem {
  const threadId = item.agentThreadId as ThreadId;
  return {
    ...head,
    kind: 'subAgent',
    action: item.kind,
    status: item.kind === 'interrupted' ? 'interrupted' : 'completed',
    threadIds: [threadId],
    prompt: null,
    model: item.model,
    states: [{ threadId, state: null, message: item.agentPath }],
  };
}

const SEARCH_ACTIONS: Readonly<Record<string, WebSearchItem['action']>> = { openPage: 'open', findInPage: 'find' };

function mapWebSearch(item: Kind<'webSearch'>, head: ItemHead, status: ItemStatus): WebSearchItem {
  const action = SEARCH_ACTIONS[item.action?.type ?? ''] ?? 'search';
  return { ...head, kind: 'webSearch', action, query: item.query, detail: webSearchDetail(item), status };
}

function webSearchDetail({ action, query }: Kind<'webSearch'>): string | null {
  switch (action?.type) {
    case 'search': {
      const queries = (action.queries ?? []).filter((each) => each !== query);
      return queries.length > 0 ? queries.join('\n') : null;
    }
    case 'openPage':
      return action.url;
    case 'findInPage':
      return [action.pattern, action.url].filter(Boolean).join('\n') || null;
    default:
      return null;
  }
}

function mapImageGeneration(item: Kind<'imageGeneration'>, head: ItemHead, status: ItemStatus): ImageItem {
  const made = 'fileId' in item ? item.fileId : item.result;
  // The bytes come as base64; a saved file is shorter to say.
  const source = item.savedPath ?? ('fileId' in item || made === '' ? made : `data:image/png;base64,${made}`);
  return {
    ...head,
    kind: 'image',
    action: 'generated',
    source: source === '' ? null : source,
    caption: item.revisedPrompt,
    status: item.status === 'failed' || item.failure ? 'failed' : status,
  };
}

function mapReview(item: Kind<'enteredReviewMode'> | Kind<'exitedReviewMode'>, head: ItemHead): ReviewItem {
  const phase = item.type === 'enteredReviewMode' ? 'entered' : 'exited';
  return { ...head, kind: 'review', phase, text: item.review };
}

/** Longest JSON of an unknown item. */
const UNKNOWN_CAP_CHARS = 100_000;

function mapUnknown(item: { readonly type: string }, head: ItemHead): UnknownItem {
  const json = JSON.stringify(item, null, 2).slice(0, UNKNOWN_CAP_CHARS);
  return { ...head, kind: 'unknown', type: item.type, json };
}
