import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { ThreadRef } from '../../../src-shared/model/ids.ts';
import type { ThreadSummary } from '../../../src-shared/model/thread.ts';

const NOTHING: Unsubscribe = () => undefined;

/** What an archive's *Undo* needs of the directory. */
export interface ArchiveView {
  summaryOf(ref: ThreadRef): ThreadSummary | undefined;
  /** Called when this thread changes; returns the way to stop. */
  subscribe(ref: ThreadRef, listener: () => void): Unsubscribe;
}

/**
 * The threads that an *Undo* may still bring back: one that left the archive meanwhile, or is gone, is no business of it any more, even
 * when it is archived again later. `onNone` is called once, when nothing is left to undo. `end` stops following and answers what is left.
 */
export function followArchived(
  refs: readonly ThreadRef[],
  view: ArchiveView,
  onNone: () => void,
): { readonly end: () => readonly ThreadRef[] } {
  const pending = new Map<ThreadRef, { seen: boolean; stop: Unsubscribe }>();
  const drop = (ref: ThreadRef) => {
    pending.get(ref)?.stop();
    pending.delete(ref);
  };
  for (const ref of refs) {
    const entry = { seen: view.summaryOf(ref)?.archived === true, stop: NOTHING };
    pending.set(ref, entry);
    const look = () => {
      const archived = view.summaryOf(ref)?.archived;
      // The answer to the call may come before the event that says so.
      if (archived === true) entry.seen = true;
      else if (entry.seen) {
        drop(ref);
        if (pending.size === 0) onNone();
      }
    };
    entry.stop = view.subscribe(ref, look);
  }
  return {
    end: () => {
      const left = [...pending.keys()];
      for (const ref of left) drop(ref);
      return left;
    },
  };
}
