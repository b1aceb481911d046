import { z } from 'zod';
import type { Item } from '../model/item.ts';
import type { ItemId, ThreadId, TurnId } from '../model/ids.ts';
import type { ThreadSnapshot, ThreadSummary, TurnPage } from '../model/thread.ts';
import type { ThreadPatchBatch } from '../model/thread-patch.ts';
import { call, stream } from './define.ts';
import {
  MAX_GOAL_CHARS,
  clientMessageId,
  inputParts,
  itemId,
  projectId,
  serverId,
  threadChoices,
  threadId,
  threadRef,
  turnId,
} from './fields.ts';

/** Which list of threads: one project's, all of the server's, or the archived ones. */
const listScope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('project'), projectId }),
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('archived') }),
]);
/** In the model, so that the page gets it without zod. */
export { scopeKey, type ListScope } from '../model/list-scope.ts';

/** How far one list is loaded. */
export interface ListState {
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly hasMore: boolean;
}

/**
 * The directory of one server: every summary loaded so far, by pages, and what changed since. Order and grouping are the
 * receiver's (pinned first, then `recencyAt`). Numbered like patches: a gap re-opens the stream.
 */
export type DirectoryEvent =
  | {
      readonly type: 'snapshot';
      readonly seq: number;
      readonly threads: readonly ThreadSummary[];
      readonly lists: Readonly<Record<string, ListState>>;
    }
  | {
      readonly type: 'changes';
      readonly fromSeq: number;
      readonly toSeq: number;
      readonly changed: readonly ThreadSummary[];
      readonly removed: readonly ThreadId[];
      readonly lists: Readonly<Record<string, ListState>>;
    };

export type ThreadEvent =
  | { readonly type: 'snapshot'; readonly snapshot: ThreadSnapshot }
  | { readonly type: 'patches'; readonly batch: ThreadPatchBatch };

export interface SearchHit {
  readonly thread: ThreadSummary;
  /** Text around the match, when the server searched the content. */
  readonly excerpt: string | null;
}
export interface Occurrence {
  readonly turnId: TurnId;
  /** Null: it is not known which item of the turn it is. */
  readonly itemId: ItemId | null;
  /** Opens the page of turns that holds it, as a `threads.turns` cursor; null when it is in the newest part. */
  readonly cursor: string | null;
  readonly excerpt: string;
}
export interface BackgroundTerminal {
  readonly processId: string;
  readonly itemId: string;
  readonly command: string;
  readonly cwd: string;
}

/**
 * `auto`: starts a turn, or steers the running one. `queue`: waits in Skein's queue until the running turn has ended. `untilReset`: waits
 * there until the account may go on.
 */
const sendMode = z.enum(['auto', 'queue', 'untilReset']);
const goalChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('set'), objective: z.string().trim().min(1).max(MAX_GOAL_CHARS) }),
  z.object({ kind: z.literal('pause') }),
  z.object({ kind: z.literal('resume') }),
  z.object({ kind: z.literal('clear') }),
]);
export type GoalChange = z.output<typeof goalChange>;
export type SendMode = z.output<typeof sendMode>;
export interface SendAnswer {
  readonly threadId: ThreadId;
  /** `queued`: steering was refused or the thread is busy with something that cannot be steered; the text is in the queue. */
  readonly outcome: 'started' | 'steered' | 'queued' | 'done';
}

export const threads = {
  watchDirectory: stream(z.object({ serverId })).of<DirectoryEvent>(),
  /** Loads the next page of a list into the directory (its first one when nothing is loaded). */
  more: call(z.object({ serverId, scope: listScope })).returns<null>(),
  /**
   * The window got the focus: what other programs did to threads of this server meanwhile is looked for. The directory's stream
   * brings it.
   */
  refresh: call(z.object({ serverId })).returns<null>(),
  /** Every thread of a project that is not archived, also those that no page has brought yet. */
  ofProject: call(z.object({ projectId })).returns<readonly ThreadId[]>(),
  search: call(z.object({ serverId, term: z.string().min(1).max(300), archived: z.boolean() })).returns<
    readonly SearchHit[]
  >(),
  find: call(threadRef.extend({ term: z.string().min(1).max(300) })).returns<readonly Occurrence[]>(),

  watch: stream(threadRef).of<ThreadEvent>(),
  /** A page of stored turns. `older` pages away from the end, `newer` towards it. */
  turns: call(
    threadRef.extend({
      cursor: z.string().max(4000),
      direction: z.enum(['older', 'newer']),
      limit: z.number().int().min(1).max(50),
    }),
  ).returns<TurnPage>(),
  /** One item uncut: whole output, whole diffs. */
  item: call(threadRef.extend({ turnId, itemId })).returns<Item>(),

  /** Starts a thread in a project and its first turn. Nothing is created when the first message is refused. */
  start: call(
    z.object({ projectId, parts: inputParts, choices: threadChoices, clientMessageId }),
  ).returns<SendAnswer>(),
  /** A prompt, a `/command` or a `!command`. */
  send: call(
    threadRef.extend({ parts: inputParts, mode: sendMode, choices: threadChoices.nullable(), clientMessageId }),
  ).returns<SendAnswer>(),
  interrupt: call(threadRef).returns<null>(),
  /** Changes what the thread runs with from its next turn on. */
  setChoices: call(threadRef.extend({ choices: threadChoices })).returns<null>(),
  /** Runs what the server itself holds queued, or takes it over into Skein's queue. */
  resolveServerQueue: call(threadRef.extend({ action: z.enum(['run', 'takeOver']) })).returns<null>(),

  /** What the agent is to reach over many turns. Setting and resuming start turns at once, of which the server starts more by itself. */
  changeGoal: call(threadRef.extend({ change: goalChange })).returns<null>(),

  /** The user allows what the reviewing agent denied: the agent is told, and tries once more. */
  overruleReview: call(threadRef.extend({ itemId })).returns<null>(),

  rename: call(threadRef.extend({ title: z.string().trim().min(1).max(200) })).returns<null>(),
  archive: call(z.object({ serverId, threadIds: z.array(threadId).min(1).max(500) })).returns<null>(),
  unarchive: call(z.object({ serverId, threadIds: z.array(threadId).min(1).max(500) })).returns<null>(),
  /** For good. Refused for a running thread. */
  remove: call(z.object({ serverId, threadIds: z.array(threadId).min(1).max(500) })).returns<null>(),
  pin: call(threadRef.extend({ pinned: z.boolean() })).returns<null>(),
  markRead: call(threadRef.extend({ read: z.boolean() })).returns<null>(),
  /** A new thread with the history up to and with `lastTurnId` (all of it when null; nothing of it when `beforeTurnId` is the first turn). */
  fork: call(threadRef.extend({ lastTurnId: turnId.nullable(), beforeTurnId: turnId.nullable() })).returns<{
    readonly threadId: ThreadId;
    readonly note: 'exact' | 'whole-history';
  }>(),
  exportMarkdown: call(threadRef).returns<{ readonly markdown: string; readonly fileName: string }>(),

  backgroundTerminals: call(threadRef).returns<readonly BackgroundTerminal[]>(),
  /** Null stops all of them. */
  stopBackgroundTerminal: call(threadRef.extend({ processId: z.string().max(200).nullable() })).returns<null>(),
  /** Tells the core which thread a window shows, for read marks and subscriptions; null when none. */
  setVisible: call(z.object({ thread: threadRef.nullable() })).returns<null>(),
} as const;
