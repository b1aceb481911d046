import type { ItemId, TurnId } from '../../src-shared/model/ids.ts';
import type { Item } from '../../src-shared/model/item.ts';
import type { Turn } from '../../src-shared/model/thread.ts';
import { textView } from './open-thread.ts';
import { itemOf, turnOf, type ThreadState } from './thread-store.ts';

/** One row of the virtual list. Long texts take several rows, so that only what is seen is mounted. */
export type TimelineRow =
  | { readonly kind: 'item'; readonly key: string; readonly turnId: TurnId; readonly itemId: ItemId }
  | {
      readonly kind: 'text';
      readonly key: string;
      readonly turnId: TurnId;
      readonly itemId: ItemId;
      /** Which row of the text. */
      readonly index: number;
    }
  | { readonly kind: 'foot'; readonly key: string; readonly turnId: TurnId };

/** Kinds whose text is drawn as prose, in rows of its own. */
const isProse = (item: Item): boolean =>
  item.kind === 'agentMessage' || item.kind === 'plan' || (item.kind === 'review' && item.phase === 'exited');

/** Kinds that have nothing to show yet, or never will. */
const isBlank = (item: Item): boolean => item.kind === 'reasoning' && item.status !== 'running' && item.text === '';

const rowCount = (state: ThreadState, item: Item): number => {
  if (isBlank(item)) return 0;
  if (!isProse(item)) return -1;
  const { rows } = textView(state, item.id);
  return 'status' in item && item.status === 'running' ? Math.max(1, rows.length) : rows.length;
};

interface TurnRows {
  readonly items: readonly (Item | undefined)[];
  readonly counts: readonly number[];
  readonly running: boolean;
  readonly rows: readonly TimelineRow[];
}

/**
 * Answers the rows of what is loaded. Rows of a turn keep their references while its shape stays, and the whole list does when
 * nothing has changed shape, whatever text has grown meanwhile.
 */
export function createTimelineRows(): (state: ThreadState) => readonly TimelineRow[] {
  let cache = new Map<TurnId, TurnRows>();
  let before: { state: ThreadState; rows: readonly TimelineRow[]; liveRows: number } | null = null;

  const liveRows = (state: ThreadState): number => {
    let sum = 0;
    for (const id in state.live) sum += state.live[id as ItemId]?.rows.length ?? 0;
    return sum;
  };

  function turnRows(state: ThreadState, turn: Turn): TurnRows {
    const known = cache.get(turn.id);
    const items = turn.itemIds.map((id) => itemOf(state, id));
    const counts = items.map((item) => (item ? rowCount(state, item) : 0));
    const running = turn.status === 'running';
    if (
      known?.running === running &&
      known.counts.length === counts.length &&
      counts.every((count, at) => count === known.counts[at] && items[at]?.id === known.items[at]?.id)
    )
      return known;
    const rows: TimelineRow[] = [];
    const turnId = turn.id;
    items.forEach((item, at) => {
      if (!item) return;
      const count = counts[at] ?? 0;
      if (count === -1) rows.push({ kind: 'item', key: item.id, turnId, itemId: item.id });
      else
        for (let index = 0; index < count; index++)
          rows.push({ kind: 'text', key: `${item.id}#${index}`, turnId, itemId: item.id, index });
    });
    // A running turn has no foot: what comes in is then always appended at the end, which is what following goes by.
    if (!running) rows.push({ kind: 'foot', key: `${turn.id}!foot`, turnId });
    return { items, counts, running, rows };
  }

  return (state) => {
    const live = liveRows(state);
    if (
      before &&
      before.state.history === state.history &&
      before.state.tail?.turnOrder === state.tail?.turnOrder &&
      before.state.tail?.turns === state.tail?.turns &&
      before.state.tail?.items === state.tail?.items &&
      before.liveRows === live
    )
      return before.rows;
    const next = new Map<TurnId, TurnRows>();
    const rows: TimelineRow[] = [];
    let same = before !== null;
    const order = state.history.joined
      ? [...state.history.order, ...(state.tail?.turnOrder ?? [])]
      : state.history.order;
    for (const id of order) {
      const turn = turnOf(state, id);
      if (!turn) continue;
      const entry = turnRows(state, turn);
      if (entry !== cache.get(id)) same = false;
      next.set(id, entry);
      for (const row of entry.rows) rows.push(row);
    }
    same &&= next.size === cache.size && rows.length === before?.rows.length;
    cache = next;
    before = { state, rows: same && before ? before.rows : rows, liveRows: live };
    return before.rows;
  };
}
