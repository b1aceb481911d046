import { createStore } from 'zustand';
import { applyPatches } from '../../src-shared/model/apply-patch.ts';
import type { ItemId, ThreadRef } from '../../src-shared/model/ids.ts';
import type { Item } from '../../src-shared/model/item.ts';
import type { ThreadPatch, ThreadPatchBatch } from '../../src-shared/model/thread-patch.ts';
import type { ThreadSnapshot } from '../../src-shared/model/thread.ts';
import { EMPTY_HISTORY, takeOver, withChanges, type HistoryWindow } from './history-window.ts';
import { LiveText } from './live-text.ts';
import { EMPTY_VIEW, type TextView } from './text-parts.ts';
import { IDLE, itemOf, type OpenThread, type ThreadState } from './thread-store.ts';

export type TextItem = Extract<Item, { kind: 'agentMessage' | 'reasoning' | 'plan' }>;
const growingText = (item: Item | undefined): item is TextItem =>
  (item?.kind === 'agentMessage' || item?.kind === 'reasoning' || item?.kind === 'plan') && item.status === 'running';

const settled = new WeakMap<Item, TextView>();
/** The cut form of an item whose text is whole; cut once per item. */
function settledView(item: TextItem | Extract<Item, { kind: 'review' }>): TextView {
  const known = settled.get(item);
  if (known) return known;
  const view = item.text === '' ? { ...EMPTY_VIEW, open: false } : LiveText.whole(item.text).view();
  settled.set(item, view);
  return view;
}

export function createOpenThread(ref: ThreadRef): OpenThread {
  const store = createStore<ThreadState>(() => ({
    tail: null,
    live: {},
    history: EMPTY_HISTORY,
    paging: { older: IDLE, newer: IDLE },
    error: null,
    arrivals: 0,
  }));
  const texts = new Map<ItemId, LiveText>();

  /** Texts of items that still grow, each continuing what was cut already where it can. */
  function viewsOf(tail: ThreadSnapshot): Record<ItemId, TextView> {
    const views: Record<ItemId, TextView> = {};
    const before = new Map(texts);
    texts.clear();
    for (const id of Object.keys(tail.live) as ItemId[]) {
      if (!growingText(tail.items[id])) continue;
      const text = tail.live[id] ?? '';
      let live = before.get(id);
      if (!live?.isPrefixOf(text)) live = new LiveText();
      live.append(text.slice(live.length));
      texts.set(id, live);
      views[id] = live.view();
    }
    return views;
  }

  function begin(item: Item, grown: Set<ItemId>): void {
    if (!growingText(item)) return;
    const live = new LiveText();
    live.append(item.text);
    texts.set(item.id, live);
    grown.add(item.id);
  }

  /** The final text wins; what is cut of it already stays cut. */
  function settle(item: Item, grown: Set<ItemId>): void {
    const live = texts.get(item.id);
    if (!live) return;
    if ('text' in item) settled.set(item, live.complete(item.text).view());
    texts.delete(item.id);
    grown.add(item.id);
  }

  /** Takes the appends of texts that are cut here out of the batch: their strings are never joined. */
  function takeTexts(batch: ThreadPatchBatch, grown: Set<ItemId>): ThreadPatchBatch {
    let rest: ThreadPatch[] | null = null;
    for (const [at, patch] of batch.patches.entries()) {
      if (patch.type === 'itemStarted') begin(patch.item, grown);
      else if (patch.type === 'turnReplaced') for (const item of patch.items) begin(item, grown);
      else if (patch.type === 'itemCompleted') settle(patch.item, grown);
      else if (patch.type === 'textAppended') {
        const live = texts.get(patch.itemId);
        if (live) {
          live.append(patch.text);
          grown.add(patch.itemId);
          rest ??= batch.patches.slice(0, at);
          continue;
        }
      }
      rest?.push(patch);
    }
    return rest ? { ...batch, patches: rest } : batch;
  }

  /** Items that no longer grow (their turn was replaced, removed or closed) leave the record of growing texts. */
  function nextViews(before: ThreadState, tail: ThreadSnapshot, grown: Set<ItemId>): ThreadState['live'] {
    const itemsChanged = before.tail?.items !== tail.items;
    if (itemsChanged)
      for (const id of texts.keys())
        if (!growingText(tail.items[id])) {
          texts.delete(id);
          grown.add(id);
        }
    if (grown.size === 0) return before.live;
    const live: Record<ItemId, TextView> = {};
    for (const [id, text] of texts) live[id] = text.view();
    return live;
  }

  return {
    ref,
    store,
    folds: createStore(() => ({})),
    reset(snapshot) {
      const before = store.getState();
      const history = historyBefore(before, snapshot);
      store.setState({
        tail: snapshot,
        live: viewsOf(snapshot),
        error: null,
        history,
        ...(history === EMPTY_HISTORY ? { paging: { older: IDLE, newer: IDLE } } : {}),
      });
    },
    commit(batches) {
      const before = store.getState();
      if (!before.tail) return;
      const grown = new Set<ItemId>();
      let { tail, history, arrivals } = before;
      for (const batch of batches) {
        const rest = takeTexts(batch, grown);
        [tail, history] = applyToBoth(tail, history, rest);
        for (const patch of rest.patches)
          if (patch.type === 'itemStarted' || (patch.type === 'itemCompleted' && patch.item.kind === 'notice'))
            arrivals++;
      }
      store.setState({ tail, history, arrivals, live: nextViews(before, tail, grown) });
    },
  };
}

/** Stored pages for a new snapshot: they must end where its live end begins, or say that they do not. */
function historyBefore({ tail, history }: ThreadState, snapshot: ThreadSnapshot): HistoryWindow {
  const first = snapshot.turnOrder[0];
  if (!tail || !history.joined || tail.turnOrder[0] === first) return history;
  const from = first === undefined ? -1 : tail.turnOrder.indexOf(first);
  if (from === -1) return EMPTY_HISTORY;
  const turns = tail.turnOrder.slice(0, from).flatMap((id) => tail.turns[id] ?? []);
  const items = turns.flatMap((turn) => turn.itemIds.flatMap((id) => tail.items[id] ?? []));
  return takeOver(history, turns, items, tail.olderCursor);
}

/** Patches of turns that are paged in go to their page; all others to the live end. */
function applyToBoth(
  tail: ThreadSnapshot,
  history: HistoryWindow,
  batch: ThreadPatchBatch,
): [ThreadSnapshot, HistoryWindow] {
  const stored = history.order.length === 0 ? [] : batch.patches.filter((patch) => inHistory(history, patch));
  if (stored.length === 0) return [applyPatches(tail, batch), history];
  const live = batch.patches.filter((patch) => !stored.includes(patch));
  const pages = { ...tail, turnOrder: history.order, turns: history.turns, items: history.items, live: {} };
  const changed = applyPatches(pages, { ...batch, patches: stored });
  return [applyPatches(tail, { ...batch, patches: live }), withChanges(history, changed.turns, changed.items)];
}

function inHistory(history: HistoryWindow, patch: ThreadPatch): boolean {
  switch (patch.type) {
    case 'turnReplaced':
      return patch.turn.id in history.turns;
    case 'turnChanged':
    case 'turnRemoved':
    case 'itemRemoved':
      return patch.turnId in history.turns;
    case 'itemStarted':
    case 'itemChanged':
    case 'itemCompleted':
      return patch.item.turnId in history.turns;
    default:
      return false;
  }
}

/** A text that is cut: the growing one while it grows, else the settled one. */
export function textView(state: ThreadState, id: ItemId): TextView {
  const live = state.live[id];
  if (live) return live;
  const item = itemOf(state, id);
  return item && 'text' in item ? settledView(item) : EMPTY_VIEW;
}
