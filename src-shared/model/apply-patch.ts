import { assertNever } from '../assert-never.ts';
import type { ItemId, TurnId } from './ids.ts';
import { OUTPUT_CAP_CHARS, type Item } from './item.ts';
import type { ThreadPatch, ThreadPatchBatch } from './thread-patch.ts';
import type { ThreadSnapshot, Turn } from './thread.ts';

/** A snapshot under construction: each record is copied at most once per batch, and only when something in it changes. */
class Draft {
  private ownsTurns = false;
  private ownsItems = false;
  private ownsLive = false;
  info;
  turnOrder;
  private turnRecord: Record<string, Turn>;
  private itemRecord: Record<string, Item>;
  private liveRecord: Record<string, string>;

  constructor(private readonly before: ThreadSnapshot) {
    this.info = before.info;
    this.turnOrder = before.turnOrder;
    this.turnRecord = before.turns;
    this.itemRecord = before.items;
    this.liveRecord = before.live;
  }

  turn(id: TurnId): Turn | undefined {
    return this.turnRecord[id];
  }
  setTurn(turn: Turn): void {
    if (!this.ownsTurns) this.turnRecord = { ...this.turnRecord };
    this.ownsTurns = true;
    this.turnRecord[turn.id] = turn;
  }
  dropTurn(id: TurnId): void {
    const turn = this.turn(id);
    if (!turn) return;
    this.dropItems(turn.itemIds);
    if (!this.ownsTurns) this.turnRecord = { ...this.turnRecord };
    this.ownsTurns = true;
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a record keyed by id, owned by this draft
    delete this.turnRecord[id];
    this.turnOrder = this.turnOrder.filter((other) => other !== id);
  }
  item(id: ItemId): Item | undefined {
    return this.itemRecord[id];
  }
  setItem(item: Item): void {
    if (!this.ownsItems) this.itemRecord = { ...this.itemRecord };
    this.ownsItems = true;
    this.itemRecord[item.id] = item;
  }
  dropItems(ids: readonly ItemId[]): void {
    if (!this.ownsItems) this.itemRecord = { ...this.itemRecord };
    this.ownsItems = true;
    for (const id of ids) {
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a record keyed by id, owned by this draft
      delete this.itemRecord[id];
      this.endLive(id);
    }
  }
  live(id: ItemId): string | undefined {
    return this.liveRecord[id];
  }
  setLive(id: ItemId, text: string): void {
    if (!this.ownsLive) this.liveRecord = { ...this.liveRecord };
    this.ownsLive = true;
    this.liveRecord[id] = text;
  }
  endLive(id: ItemId): void {
    if (!(id in this.liveRecord)) return;
    if (!this.ownsLive) this.liveRecord = { ...this.liveRecord };
    this.ownsLive = true;
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a record keyed by id, owned by this draft
    delete this.liveRecord[id];
  }
  /** Makes the item known to its turn; an item of a turn that is not loaded is dropped by returning false. */
  attach(item: Item): boolean {
    const turn = this.turn(item.turnId);
    if (!turn) return false;
    if (!this.item(item.id)) this.setTurn({ ...turn, itemIds: [...turn.itemIds, item.id] });
    return true;
  }
  result(seq: number): ThreadSnapshot {
    return {
      seq,
      info: this.info,
      turnOrder: this.turnOrder,
      turns: this.turnRecord,
      items: this.itemRecord,
      live: this.liveRecord,
      olderCursor: this.before.olderCursor,
    };
  }
}

/** Text of an item that grows while it runs, or null for kinds that do not. */
const growing = (item: Item): string | null => {
  switch (item.kind) {
    case 'agentMessage':
    case 'reasoning':
    case 'plan':
      return item.status === 'running' ? item.text : null;
    case 'command':
      return item.status === 'running' ? item.output : null;
    default:
      return null;
  }
};

/** A running command's output keeps its tail only, so that a noisy one cannot fill the memory. */
const appended = (item: Item | undefined, text: string): string =>
  item?.kind === 'command' && text.length > 2 * OUTPUT_CAP_CHARS ? text.slice(-OUTPUT_CAP_CHARS) : text;

function applyOne(draft: Draft, patch: ThreadPatch): void {
  switch (patch.type) {
    case 'infoChanged':
      draft.info = { ...draft.info, ...patch.change };
      return;
    case 'turnStarted':
      if (!draft.turn(patch.turn.id)) draft.turnOrder = [...draft.turnOrder, patch.turn.id];
      draft.setTurn({ ...patch.turn, itemIds: draft.turn(patch.turn.id)?.itemIds ?? patch.turn.itemIds });
      return;
    case 'turnChanged': {
      const turn = draft.turn(patch.turnId);
      if (turn) draft.setTurn({ ...turn, ...patch.change });
      return;
    }
    case 'turnReplaced': {
      const turn = draft.turn(patch.turn.id);
      if (turn) draft.dropItems(turn.itemIds);
      else draft.turnOrder = [...draft.turnOrder, patch.turn.id];
      draft.setTurn(patch.turn);
      for (const item of patch.items) draft.setItem(item);
      return;
    }
    case 'turnRemoved':
      draft.dropTurn(patch.turnId);
      return;
    case 'itemStarted': {
      if (!draft.attach(patch.item)) return;
      draft.setItem(patch.item);
      const text = growing(patch.item);
      if (text !== null) draft.setLive(patch.item.id, text);
      return;
    }
    case 'itemChanged':
      if (draft.attach(patch.item)) draft.setItem(patch.item);
      return;
    case 'textAppended': {
      const item = draft.item(patch.itemId);
      if (item) draft.setLive(patch.itemId, appended(item, (draft.live(patch.itemId) ?? '') + patch.text));
      return;
    }
    case 'itemCompleted':
      if (!draft.attach(patch.item)) return;
      draft.setItem(patch.item);
      draft.endLive(patch.item.id);
      return;
    case 'itemRemoved': {
      const turn = draft.turn(patch.turnId);
      if (!turn) return;
      draft.setTurn({ ...turn, itemIds: turn.itemIds.filter((id) => id !== patch.itemId) });
      draft.dropItems([patch.itemId]);
      return;
    }
    default:
      assertNever(patch);
  }
}

/** Folds a batch into a snapshot. Cost does not grow with the text already there. */
export function applyPatches(before: ThreadSnapshot, batch: ThreadPatchBatch): ThreadSnapshot {
  const draft = new Draft(before);
  for (const patch of batch.patches) applyOne(draft, patch);
  return draft.result(batch.toSeq);
}
