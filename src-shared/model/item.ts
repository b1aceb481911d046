import type { ItemId, ThreadId, TurnId } from './ids.ts';

export type ItemStatus = 'running' | 'completed' | 'failed' | 'declined' | 'interrupted';

interface ItemBase {
  readonly id: ItemId;
  readonly turnId: TurnId;
  /** Milliseconds since the epoch, when the server recorded it. */
  readonly startedAt: number | null;
  readonly completedAt: number | null;
}

export type MessagePart =
  | { readonly kind: 'text'; readonly text: string }
  /** `source` is a path on the host, a data: URL or a file id of the server. Shown through `files.image`. */
  | { readonly kind: 'image'; readonly source: string }
  | { readonly kind: 'mention'; readonly name: string; readonly path: string }
  | { readonly kind: 'skill'; readonly name: string; readonly path: string };

export interface UserMessageItem extends ItemBase {
  readonly kind: 'userMessage';
  /** The id the sender gave the message, where the server keeps it: `clientMessageId` of `threads.send`. */
  readonly clientId?: string;
  readonly parts: readonly MessagePart[];
}
export interface AgentMessageItem extends ItemBase {
  readonly kind: 'agentMessage';
  readonly text: string;
  readonly phase: 'commentary' | 'final' | null;
  readonly status: ItemStatus;
}
export interface ReasoningItem extends ItemBase {
  readonly kind: 'reasoning';
  /** Markdown; the summary's parts joined by blank lines, or the raw reasoning where there is no summary. */
  readonly text: string;
  readonly status: ItemStatus;
}
export interface PlanItem extends ItemBase {
  readonly kind: 'plan';
  readonly text: string;
  readonly status: ItemStatus;
}
export interface CommandItem extends ItemBase {
  readonly kind: 'command';
  /** As run, with the shell's wrapping (`/bin/bash -lc '…'`) taken off. */
  readonly command: string;
  readonly cwd: string;
  readonly status: ItemStatus;
  readonly source: 'agent' | 'user' | 'background';
  readonly processId: string | null;
  /** Capped at `OUTPUT_CAP_CHARS`, keeping the tail; `outputChars` is the whole length. */
  readonly output: string;
  readonly outputChars: number;
  readonly exitCode: number | null;
  readonly durationMs: number | null;
  readonly actions: readonly CommandAction[];
}
export interface CommandAction {
  readonly kind: 'read' | 'list' | 'search' | 'other';
  readonly command: string;
  readonly path: string | null;
  readonly query: string | null;
}
export interface FileChangeItem extends ItemBase {
  readonly kind: 'fileChange';
  readonly changes: readonly FileChange[];
  readonly status: ItemStatus;
}
export interface FileChange {
  readonly path: string;
  readonly kind: 'add' | 'update' | 'delete';
  readonly movedTo: string | null;
  /** Unified hunks (`@@ …`) without a file header, for added files too. Capped at `DIFF_CAP_CHARS`; `truncated` says so. */
  readonly diff: string;
  readonly truncated: boolean;
  readonly additions: number;
  readonly deletions: number;
}
export interface ToolCallItem extends ItemBase {
  readonly kind: 'toolCall';
  /** `mcp` from a server, `dynamic` offered by a client, `function` an answered function call of the history. */
  readonly origin: 'mcp' | 'dynamic' | 'function';
  /** MCP server or namespace. */
  readonly server: string | null;
  readonly tool: string;
  readonly status: ItemStatus;
  /** JSON text, indented. */
  readonly arguments: string;
  readonly progress: string | null;
  readonly result: readonly ToolResultPart[];
  readonly error: string | null;
  readonly durationMs: number | null;
}
export type ToolResultPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'image'; readonly source: string }
  | { readonly kind: 'json'; readonly json: string };
export interface SubAgentItem extends ItemBase {
  readonly kind: 'subAgent';
  /**
   * What was done: `spawn`, `send`, `wait`, `resume`, `close`, `interrupt`, `list`; what a sub-agent did: `started`, `interacted`,
   * `interrupted`, `completed`; else as the server names it.
   */
  readonly action: string;
  readonly status: ItemStatus;
  readonly threadIds: readonly ThreadId[];
  readonly prompt: string | null;
  readonly model: string | null;
  /** How they were then; `state` null: nothing was said of it. */
  readonly states: readonly {
    readonly threadId: ThreadId;
    readonly state: SubAgentState | null;
    readonly message: string | null;
  }[];
}
export type SubAgentState = 'starting' | 'running' | 'interrupted' | 'completed' | 'failed' | 'closed' | 'notFound';
export interface WebSearchItem extends ItemBase {
  readonly kind: 'webSearch';
  /** `open`, `find`: a page was opened or searched, whose address is in `detail`. */
  readonly action: 'search' | 'open' | 'find';
  readonly query: string;
  readonly detail: string | null;
  readonly status: ItemStatus;
}
export interface ImageItem extends ItemBase {
  readonly kind: 'image';
  readonly action: 'viewed' | 'generated';
  readonly source: string | null;
  readonly caption: string | null;
  readonly status: ItemStatus;
}
export interface ReviewItem extends ItemBase {
  readonly kind: 'review';
  readonly phase: 'entered' | 'exited';
  /** What is reviewed (entered) or the findings as markdown (exited). */
  readonly text: string;
}
export interface CompactionItem extends ItemBase {
  readonly kind: 'compaction';
  readonly status: ItemStatus;
}
export interface HookItem extends ItemBase {
  readonly kind: 'hook';
  readonly event: string;
  readonly source: string;
  readonly status: ItemStatus;
  readonly message: string | null;
  readonly entries: readonly string[];
  readonly durationMs: number | null;
}
/** The reviewing agent's decision about something that the user would have been asked for. */
export interface AutoReviewItem extends ItemBase {
  readonly kind: 'autoReview';
  /** `completed`: allowed, `declined`: denied, `failed`: no decision in time. */
  readonly status: ItemStatus;
  /** The command, the files, the address or the tool. */
  readonly action: string;
  readonly risk: 'low' | 'medium' | 'high' | 'critical' | null;
  readonly rationale: string | null;
  /** The user allowed it all the same. */
  readonly overruled: boolean;
}
/** Something the server said that is no item of its own: an error, a warning, a retry, a rerouted model. */
export interface NoticeItem extends ItemBase {
  readonly kind: 'notice';
  readonly level: 'info' | 'warning' | 'error';
  readonly error: TurnError;
}
export interface SleepItem extends ItemBase {
  readonly kind: 'sleep';
  readonly durationMs: number | null;
  readonly status: ItemStatus;
}
/** A kind this version of Skein does not know: its name and JSON are shown, never a blank. */
export interface UnknownItem extends ItemBase {
  readonly kind: 'unknown';
  readonly type: string;
  readonly json: string;
}

export type Item =
  | UserMessageItem
  | AgentMessageItem
  | ReasoningItem
  | PlanItem
  | CommandItem
  | FileChangeItem
  | ToolCallItem
  | SubAgentItem
  | WebSearchItem
  | ImageItem
  | ReviewItem
  | CompactionItem
  | HookItem
  | AutoReviewItem
  | NoticeItem
  | SleepItem
  | UnknownItem;

/** Words for a code live in the renderer (`app/describe-error`); `message` is the server's own text. */
export interface TurnError {
  readonly code:
    | 'usage-limit'
    | 'rate-limit'
    | 'context-window'
    | 'unauthorized'
    | 'overloaded'
    | 'stream-lost'
    | 'network-down'
    | 'http'
    | 'bad-request'
    | 'model-not-found'
    | 'sandbox'
    | 'policy'
    | 'server-died'
    | 'warning'
    | 'model-rerouted'
    | 'strict-review'
    | 'sign-in-renewal'
    | 'other';
  readonly message: string;
  readonly details: string | null;
  readonly httpStatus: number | null;
  /** The server tries again by itself. */
  readonly willRetry: boolean;
}

/** Longest command output kept in a thread's state; the whole is fetched with `threads.item`. */
export const OUTPUT_CAP_CHARS = 100_000;
/** Longest diff of one file kept in a thread's state. */
export const DIFF_CAP_CHARS = 100_000;
