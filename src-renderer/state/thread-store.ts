import type { StoreApi } from 'zustand';
import type { AppError } from '../../src-shared/contract/app-error.ts';
import type { ItemId, ThreadRef, TurnId } from '../../src-shared/model/ids.ts';
import type { Item } from '../../src-shared/model/item.ts';
import type { ThreadPatchBatch } from '../../src-shared/model/thread-patch.ts';
import type { ThreadInfo, ThreadSnapshot, Turn } from '../../src-shared/model/thread.ts';
import type { HistoryWindow } from './history-window.ts';
import type { TextView } from './text-parts.ts';

export interface ThreadState {
  /** The newest part of the thread, live. Null until the first snapshot. */
  readonly tail: ThreadSnapshot | null;
  /** Growing texts, cut. Settled ones are in `settledView`. */
  readonly live: Readonly<Record<ItemId, TextView>>;
  readonly history: HistoryWindow;
  readonly paging: { readonly older: Paging; readonly newer: Paging };
  /** The stream was refused or ended: what is on screen is not followed any more. */
  readonly error: AppError | null;
  /** How many items have come in since the thread was opened. */
  readonly arrivals: number;
}
export type Paging =
  { readonly kind: 'idle' } | { readonly kind: 'loading' } | { readonly kind: 'failed'; readonly error: AppError };
export const IDLE: Paging = { kind: 'idle' };

/** State of one open thread with what is no state: texts being cut, and where folds stand. */
export interface OpenThread {
  readonly ref: ThreadRef;
  readonly store: StoreApi<ThreadState>;
  /** What the reader folded or unfolded, by item or part of one; rows come and go with scrolling. */
  readonly folds: StoreApi<Readonly<Record<string, boolean>>>;
  reset(snapshot: ThreadSnapshot): void;
  commit(batches: readonly ThreadPatchBatch[]): void;
}

export const infoOf = (state: ThreadState): ThreadInfo | null => state.tail?.info ?? null;
export const turnOf = (state: ThreadState, id: TurnId): Turn | undefined =>
  state.tail?.turns[id] ?? state.history.turns[id];
export const itemOf = (state: ThreadState, id: ItemId): Item | undefined =>
  state.tail?.items[id] ?? state.history.items[id];
/** The turn that runs, or undefined. */
export const runningTurn = (state: ThreadState): Turn | undefined => {
  const last = state.tail?.turnOrder.at(-1);
  const turn = last === undefined ? undefined : state.tail?.turns[last];
  return turn?.status === 'running' ? turn : undefined;
};
