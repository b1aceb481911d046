import type { ItemId, TurnId } from '../../../src-shared/model/ids.ts';
import type { Item, TurnError } from '../../../src-shared/model/item.ts';
import type { ThreadPatch } from '../../../src-shared/model/thread-patch.ts';
import type { ThreadSnapshot, Turn, TurnPage } from '../../../src-shared/model/thread.ts';

export interface HistoryFacts {
  /** The snapshot holds the newest page already, not only what came as events. */
  readonly loaded: boolean;
  readonly runningId: TurnId | null;
  /** Turns that were cut off by the server's end, and why: what is stored of them is the truth, the reason only Skein knows. */
  readonly cutOff: ReadonlyMap<TurnId, TurnError>;
  /** Turns that were joined midway: what is stored of them, once they are over, has what was missed. */
  readonly partial: ReadonlySet<TurnId>;
  /** Turns whose end was heard although they were not known. */
  readonly endedUnseen: ReadonlyMap<TurnId, Turn>;
}

export type HistoryPlan =
  | { readonly kind: 'same' }
  | { readonly kind: 'patches'; readonly patches: readonly ThreadPatch[] }
  /** Older turns come in, or turns between others: watchers need the whole. */
  | { readonly kind: 'replace'; readonly base: Omit<ThreadSnapshot, 'seq' | 'info'> };

/** What a page of stored turns changes in a snapshot, and the turn that runs according to it. */
export interface Reconciled {
  readonly plan: HistoryPlan;
  /** A turn of the page that runs and is not known to run. */
  readonly runs: Turn | null;
}

interface Chosen {
  readonly turn: Turn;
  readonly items: readonly Item[];
  readonly kept: boolean;
}

/**
 * Brings the newest page of stored turns (oldest first) and the snapshot together. A turn that was followed to its end is kept as it
 * is: 0.124 gives stored items other ids and drops some. Everything else is as it is stored.
 */
export function planHistory(snapshot: ThreadSnapshot, page: TurnPage, facts: HistoryFacts): Reconciled {
  if (page.turns.length === 0 && snapshot.turnOrder.length > 0) return { plan: { kind: 'same' }, runs: null };
  const stored = new Map(page.items.map((item) => [item.id, item]));
  const chosen = page.turns.map((turn) => choose(snapshot, turn, stored, facts));
  const inPage = new Set(page.turns.map(({ id }) => id));

  const firstShared = snapshot.turnOrder.findIndex((id) => inPage.has(id));
  const older = facts.loaded && firstShared > 0 ? snapshot.turnOrder.slice(0, firstShared) : [];
  const running = facts.runningId !== null && !inPage.has(facts.runningId) ? [facts.runningId] : [];
  const turnOrder = [...older, ...page.turns.map(({ id }) => id), ...running.filter((id) => snapshot.turns[id])];
  const runs = chosen.find(({ turn }) => turn.status === 'running' && turn.id !== facts.runningId)?.turn ?? null;

  const keepsOlder = facts.loaded && firstShared >= 0;
  const patches = keepsOlder ? patchesFor(snapshot, turnOrder, chosen) : null;
  if (patches) return { plan: patches.length === 0 ? { kind: 'same' } : { kind: 'patches', patches }, runs };
  const base = build(snapshot, turnOrder, chosen);
  return {
    plan: { kind: 'replace', base: { ...base, olderCursor: keepsOlder ? snapshot.olderCursor : page.nextCursor } },
    runs,
  };
}

function choose(
  snapshot: ThreadSnapshot,
  storedTurn: Turn,
  storedItems: ReadonlyMap<ItemId, Item>,
  { runningId, cutOff, partial, endedUnseen }: HistoryFacts,
): Chosen {
  const live = snapshot.turns[storedTurn.id];
  const itemsOf = (turn: Turn) => turn.itemIds.flatMap((id) => storedItems.get(id) ?? []);
  const error = cutOff.get(storedTurn.id);
  const asStored = (): Chosen => {
    const ended = storedTurn.status === 'running' ? endedUnseen.get(storedTurn.id) : undefined;
    const turn = ended ? { ...ended, itemIds: storedTurn.itemIds, changed: storedTurn.changed } : storedTurn;
    return { turn: error && turn.error === null ? { ...turn, error } : turn, items: itemsOf(storedTurn), kept: false };
  };
  const missed = partial.has(storedTurn.id) && storedTurn.status !== 'running';
  if (!live || error || missed) return asStored();
  const liveItems = live.itemIds.flatMap((id) => snapshot.items[id] ?? []);
  const kept: Chosen = { turn: live, items: liveItems, kept: true };
  if (live.id === runningId) {
    if (storedTurn.status !== 'running') return asStored();
    // Joined midway: what was stored before the first event is missing. With the user's message there, nothing is.
    if (liveItems.some(({ kind }) => kind === 'userMessage' || kind === 'review')) return kept;
    const missing = itemsOf(storedTurn).filter(({ id }) => !snapshot.items[id]);
    if (missing.length === 0) return kept;
    const items = [...missing, ...liveItems];
    return { turn: { ...live, itemIds: items.map(({ id }) => id) }, items, kept: false };
  }
  // An end that was heard is news to a page that was read before it.
  const endedMeanwhile = storedTurn.status === 'running' && live.status !== 'running';
  return live.status === storedTurn.status || endedMeanwhile ? kept : asStored();
}

/** Null when patches cannot say it: they replace and remove turns, and append at the end. */
function patchesFor(
  snapshot: ThreadSnapshot,
  turnOrder: readonly TurnId[],
  chosen: readonly Chosen[],
): readonly ThreadPatch[] | null {
  const wanted = new Set(turnOrder);
  const staying = snapshot.turnOrder.filter((id) => wanted.has(id));
  if (staying.some((id, index) => turnOrder[index] !== id)) return null;
  const changed = chosen.filter(({ kept }) => !kept);
  // The text that grows in a running turn would be lost with it.
  if (changed.some(({ turn }) => turn.status === 'running' && snapshot.turns[turn.id])) return null;
  const removed = snapshot.turnOrder.filter((id) => !wanted.has(id));
  return [
    ...removed.map((turnId): ThreadPatch => ({ type: 'turnRemoved', turnId })),
    ...changed.map(({ turn, items }): ThreadPatch => ({ type: 'turnReplaced', turn, items })),
  ];
}

function build(snapshot: ThreadSnapshot, turnOrder: readonly TurnId[], chosen: readonly Chosen[]) {
  const byId = new Map(chosen.map((each) => [each.turn.id, each]));
  const turns: Record<TurnId, Turn> = {};
  const items: Record<ItemId, Item> = {};
  const live: Record<ItemId, string> = {};
  for (const id of turnOrder) {
    const turn = byId.get(id)?.turn ?? snapshot.turns[id];
    if (!turn) continue;
    turns[id] = turn;
    const own = byId.get(id)?.items ?? turn.itemIds.flatMap((itemId) => snapshot.items[itemId] ?? []);
    for (const item of own) {
      items[item.id] = item;
      const text = snapshot.live[item.id];
      if (text !== undefined) live[item.id] = text;
    }
  }
  return { turnOrder, turns, items, live };
}
