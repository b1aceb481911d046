import type { FileChange, HookItem, Item, TurnError } from '../../../src-shared/model/item.ts';
import type { ItemId, ThreadId, TurnId } from '../../../src-shared/model/ids.ts';
import type {
  PlanSteps,
  ThreadGoal,
  ThreadSettings,
  ThreadSummary,
  TokenUsage,
  Turn,
} from '../../../src-shared/model/thread.ts';

/** A thread as the server describes it; what only Skein knows (queue, unread overlay …) is added by the summary store. */
export type StoredSummary = Omit<
  ThreadSummary,
  'serverId' | 'status' | 'unread' | 'pinned' | 'archived' | 'lastLine' | 'queued' | 'changed'
> & {
  readonly status: ServerStatus;
  /** Null where this version has no sections. */
  readonly sectionId: string | null;
};

/** What the server says a thread is doing. */
export type ServerStatus =
  | { readonly kind: 'notLoaded' }
  | { readonly kind: 'idle' }
  /** The last turn ended with an error; the error itself comes with the turn. */
  | { readonly kind: 'failed' }
  | { readonly kind: 'active'; readonly waiting: 'approval' | 'question' | null };

/** A turn with its items, oldest first. */
export interface StoredTurn {
  readonly turn: Turn;
  readonly items: readonly Item[];
}

export type TextSource = 'agentMessage' | 'reasoning' | 'rawReasoning' | 'plan' | 'command';

/** One server notification about one thread, in Skein's words. */
export type CodexEvent =
  | {
      readonly type: 'text';
      readonly threadId: ThreadId;
      readonly turnId: TurnId;
      /** Codex's own id: the key is made from it only when the item changes, 26,000 of these may come in a second. */
      readonly codexItemId: string;
      readonly source: TextSource;
      readonly text: string;
    }
  | { readonly type: 'itemStarted' | 'itemCompleted'; readonly threadId: ThreadId; readonly item: Item }
  | {
      readonly type: 'fileChanges';
      readonly threadId: ThreadId;
      readonly itemId: ItemId;
      readonly changes: readonly FileChange[];
    }
  | { readonly type: 'toolProgress'; readonly threadId: ThreadId; readonly itemId: ItemId; readonly message: string }
  | { readonly type: 'turnStarted' | 'turnEnded'; readonly threadId: ThreadId; readonly turn: Turn }
  | { readonly type: 'turnDiff'; readonly threadId: ThreadId; readonly turnId: TurnId; readonly diff: string }
  | { readonly type: 'plan'; readonly threadId: ThreadId; readonly plan: PlanSteps }
  | {
      readonly type: 'usage';
      readonly threadId: ThreadId;
      readonly turnId: TurnId;
      readonly total: TokenUsage;
      readonly last: TokenUsage;
      readonly contextWindow: number | null;
    }
  /** The turn failed, or the server tries again (`willRetry`). */
  | { readonly type: 'error'; readonly threadId: ThreadId; readonly turnId: TurnId; readonly error: TurnError }
  | {
      readonly type: 'notice';
      readonly threadId: ThreadId;
      readonly turnId: TurnId | null;
      readonly level: 'info' | 'warning';
      readonly error: TurnError;
    }
  | { readonly type: 'hook'; readonly threadId: ThreadId; readonly turnId: TurnId | null; readonly run: HookRun }
  | { readonly type: 'status'; readonly threadId: ThreadId; readonly status: ServerStatus }
  | { readonly type: 'settings'; readonly threadId: ThreadId; readonly settings: ThreadSettings; readonly cwd: string }
  | {
      readonly type: 'goal';
      readonly threadId: ThreadId;
      readonly goal: ThreadGoal | null;
      /** When anything of it changed; 0 without a goal. */
      readonly updatedAtMs: number;
    }
  | { readonly type: 'threadStarted'; readonly threadId: ThreadId; readonly summary: StoredSummary }
  | { readonly type: 'renamed'; readonly threadId: ThreadId; readonly name: string | null }
  | { readonly type: 'unread'; readonly threadId: ThreadId; readonly unread: boolean; readonly revision: string }
  | { readonly type: 'section'; readonly threadId: ThreadId; readonly sectionId: string | null }
  | { readonly type: 'archived'; readonly threadId: ThreadId; readonly archived: boolean }
  | { readonly type: 'deleted' | 'closed' | 'reverted' | 'serverQueue'; readonly threadId: ThreadId };

/** A hook run without the place it gets in a turn. */
export type HookRun = Omit<HookItem, 'id' | 'turnId'> & { readonly runId: string };
