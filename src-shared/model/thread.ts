import type { InputPart } from './composer.ts';
import type { Item, TurnError } from './item.ts';
import type { ItemId, ServerId, ThreadId, TurnId } from './ids.ts';

export type ThreadStatus =
  | { readonly kind: 'notLoaded' }
  | { readonly kind: 'idle' }
  /** `since`: milliseconds since the epoch when the running turn began, for the elapsed time. */
  | { readonly kind: 'running'; readonly since: number }
  | { readonly kind: 'needsYou'; readonly reason: 'approval' | 'question'; readonly since: number }
  | { readonly kind: 'failed'; readonly error: TurnError };

/** One row of the thread list. Small: thousands of them cross the wire. */
export interface ThreadSummary {
  readonly serverId: ServerId;
  readonly threadId: ThreadId;
  /** The user's name for it, else the first line of the first message, else empty. At most 200 characters. */
  readonly title: string;
  readonly named: boolean;
  readonly cwd: string;
  readonly branch: string | null;
  readonly status: ThreadStatus;
  readonly unread: boolean;
  readonly pinned: boolean;
  readonly archived: boolean;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly recencyAt: number;
  /** Last line the agent wrote while Skein watched, else null. At most 200 characters. */
  readonly lastLine: string | null;
  readonly source: 'skein' | 'cli' | 'ide' | 'exec' | 'subAgent' | 'other';
  readonly provider: string;
  readonly parentThreadId: ThreadId | null;
  readonly forkedFromId: ThreadId | null;
  /** Entries waiting in Skein's queue. */
  readonly queued: number;
  /** Lines changed by the last turn that changed any, while Skein watched. */
  readonly changed: { readonly additions: number; readonly deletions: number } | null;
}

export type TurnStatus = 'running' | 'completed' | 'interrupted' | 'failed';

export interface TokenUsage {
  readonly totalTokens: number;
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  readonly reasoningTokens: number;
}

export interface Turn {
  readonly id: TurnId;
  readonly status: TurnStatus;
  readonly startedAt: number | null;
  readonly completedAt: number | null;
  readonly durationMs: number | null;
  readonly error: TurnError | null;
  readonly itemIds: readonly ItemId[];
  readonly tokens: TokenUsage | null;
  /** From `turn/diff/updated` or the turn's file changes. */
  readonly changed: { readonly files: number; readonly additions: number; readonly deletions: number } | null;
}

/** The agent's step list (`turn/plan/updated`). */
export interface PlanSteps {
  readonly turnId: TurnId;
  readonly explanation: string | null;
  readonly steps: readonly { readonly text: string; readonly state: 'pending' | 'running' | 'done' }[];
}

/** What a thread runs with, as the server says. A null field is not known (the thread is not loaded). */
export interface ThreadSettings {
  readonly model: string | null;
  readonly effort: string | null;
  readonly permissions: PermissionsChoice | null;
  readonly mode: 'default' | 'plan';
  readonly serviceTier: string | null;
}

/** `custom`: the server runs with a policy that is none of the presets; `label` says it in short. */
export type PermissionsChoice =
  | { readonly kind: 'preset'; readonly preset: 'readOnly' | 'ask' | 'auto' | 'fullAccess' }
  | { readonly kind: 'profile'; readonly id: string }
  /** A combination that no option offers. `dangerous`: commands run outside of any sandbox. */
  | { readonly kind: 'custom'; readonly label: string; readonly dangerous: boolean };

/** Why a thread is shown but cannot be written to. */
export type ThreadLock =
  | { readonly kind: 'none' }
  /** Another app-server holds the writer lock: offer a fork. */
  | { readonly kind: 'otherWriter' }
  /** The server itself holds queued input, which a resume would run: the user decides. */
  | { readonly kind: 'serverQueue'; readonly entries: readonly string[] }
  /** The server would go on with the thread's goal as soon as it is resumed: the user decides. */
  | { readonly kind: 'goal'; readonly objective: string }
  | { readonly kind: 'archived' };

/** What the agent works towards over many turns, which the server starts one after the other by itself while it is `active`. */
export interface ThreadGoal {
  readonly objective: string;
  /** `blocked`: the agent cannot go on alone, or a turn failed. Only `active` starts turns. */
  readonly status: 'active' | 'paused' | 'blocked' | 'usageLimited' | 'budgetLimited' | 'complete';
  readonly tokenBudget: number | null;
  readonly tokensUsed: number;
  /** Time the agent has worked on it. */
  readonly usedMs: number;
  /** From when on this objective holds, as far as it is known: Codex does not say when an objective was changed. */
  readonly sinceMs: number;
}

export interface ThreadInfo extends ThreadSummary {
  readonly settings: ThreadSettings;
  readonly lock: ThreadLock;
  /** Subscribed at the server: its events arrive. */
  readonly subscribed: boolean;
  readonly cwdMissing: boolean;
  readonly usage: {
    readonly total: TokenUsage;
    readonly last: TokenUsage;
    readonly contextWindow: number | null;
  } | null;
  readonly plan: PlanSteps | null;
  readonly goal: ThreadGoal | null;
  /** Messages that the running turn has taken and the agent has not read yet, oldest first. */
  readonly steering: readonly SteeringMessage[];
}

/** `id`: the client's, under which it counts once. */
export interface SteeringMessage {
  readonly id: string;
  readonly parts: readonly InputPart[];
}

/**
 * The newest part of one thread, as far as it is loaded. Older turns are paged in by `threads.turns`.
 * Growing text lives apart from settled items, so that one delta copies a tiny record whatever the history's length.
 */
export interface ThreadSnapshot {
  /** Number of the last patch batch folded in. */
  readonly seq: number;
  readonly info: ThreadInfo;
  readonly turnOrder: readonly TurnId[];
  readonly turns: Readonly<Record<TurnId, Turn>>;
  readonly items: Readonly<Record<ItemId, Item>>;
  readonly live: Readonly<Record<ItemId, string>>;
  /** Cursor of the page before the first turn here; null when the thread's beginning is here. */
  readonly olderCursor: string | null;
}

/** One page of stored turns, oldest first. */
export interface TurnPage {
  readonly turns: readonly Turn[];
  readonly items: readonly Item[];
  /** For the page further away in the same direction; null at the end. */
  readonly nextCursor: string | null;
  /** For the page in the other direction. */
  readonly backwardsCursor: string | null;
}
