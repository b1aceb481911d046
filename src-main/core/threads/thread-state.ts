import { applyPatches } from '../../../src-shared/model/apply-patch.ts';
import type { ItemId } from '../../../src-shared/model/ids.ts';
import { mergePatches } from '../../../src-shared/model/merge-patches.ts';
import type { ThreadPatch, ThreadPatchBatch } from '../../../src-shared/model/thread-patch.ts';
import type { ThreadInfo, ThreadSnapshot } from '../../../src-shared/model/thread.ts';

/** The authoritative newest part of one thread, and what its watchers have not been told yet. */
export interface ThreadState {
  push(patch: ThreadPatch): void;
  /** Appends to growing text. Cheap: neighbours are joined before anything is folded. */
  appendText(itemId: ItemId, text: string): void;
  /** Everything pushed so far, folded in. Its `seq` is that of the last batch taken: take one before showing it to anybody new. */
  current(): ThreadSnapshot;
  /** Puts another history in place, without a patch: watchers need the snapshot. */
  replace(change: Omit<ThreadSnapshot, 'seq' | 'info'>): void;
  /** What was pushed since the last time, numbered; null when there is nothing. */
  takeBatch(): ThreadPatchBatch | null;
  hasNews(): boolean;
}

export function createThreadState(info: ThreadInfo): ThreadState {
  let snapshot: ThreadSnapshot = {
    seq: 0,
    info,
    turnOrder: [],
    turns: {},
    items: {},
    live: {},
    olderCursor: null,
  };
  let unfolded: ThreadPatch[] = [];
  let untold: ThreadPatch[] = [];
  /** Text that still grows, not yet a patch. */
  let growing: { itemId: ItemId; text: string } | null = null;

  const closeText = () => {
    if (!growing) return;
    unfolded.push({ type: 'textAppended', ...growing });
    growing = null;
  };
  const fold = () => {
    closeText();
    if (unfolded.length === 0) return;
    const { seq } = snapshot;
    const patches = mergePatches(unfolded);
    unfolded = [];
    snapshot = applyPatches(snapshot, { fromSeq: seq, toSeq: seq, patches });
    for (const patch of patches) untold.push(patch);
  };

  return {
    push: (patch) => {
      closeText();
      unfolded.push(patch);
    },
    appendText: (itemId, text) => {
      if (growing?.itemId === itemId) {
        growing.text += text;
        return;
      }
      closeText();
      growing = { itemId, text };
    },
    current: () => {
      fold();
      return snapshot;
    },
    replace: (change) => {
      fold();
      snapshot = { ...snapshot, ...change };
    },
    takeBatch: () => {
      fold();
      if (untold.length === 0) return null;
      const patches = mergePatches(untold);
      untold = [];
      const fromSeq = snapshot.seq;
      snapshot = { ...snapshot, seq: fromSeq + 1 };
      return { fromSeq, toSeq: fromSeq + 1, patches };
    },
    hasNews: () => growing !== null || unfolded.length > 0 || untold.length > 0,
  };
}
