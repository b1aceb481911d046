import type { ItemId, TurnId } from './ids.ts';
import type { Item } from './item.ts';
import type { ThreadInfo, Turn } from './thread.ts';

export type ThreadPatch =
  | { readonly type: 'infoChanged'; readonly change: Partial<ThreadInfo> }
  /** A turn appended at the end. */
  | { readonly type: 'turnStarted'; readonly turn: Turn }
  | { readonly type: 'turnChanged'; readonly turnId: TurnId; readonly change: Partial<Omit<Turn, 'id' | 'itemIds'>> }
  /** The stored form of a turn replaces what was accumulated, items and live text included. */
  | { readonly type: 'turnReplaced'; readonly turn: Turn; readonly items: readonly Item[] }
  | { readonly type: 'turnRemoved'; readonly turnId: TurnId }
  | { readonly type: 'itemStarted'; readonly item: Item }
  /** Settled fields of an item change while its live text, if any, stays. */
  | { readonly type: 'itemChanged'; readonly item: Item }
  | { readonly type: 'textAppended'; readonly itemId: ItemId; readonly text: string }
  /** Its text wins over the accumulated one; the live text goes. */
  | { readonly type: 'itemCompleted'; readonly item: Item }
  | { readonly type: 'itemRemoved'; readonly itemId: ItemId; readonly turnId: TurnId };

/** Patches carry one number per batch. A batch whose `fromSeq` is not the receiver's `seq` is a gap: ask for a snapshot. */
export interface ThreadPatchBatch {
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly patches: readonly ThreadPatch[];
}
