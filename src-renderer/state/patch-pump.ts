import type { Unsubscribe } from '../../src-shared/contract/define.ts';
import type { ThreadPatchBatch } from '../../src-shared/model/thread-patch.ts';

/** How long patches of a thread that nobody looks at may wait. */
export const HIDDEN_FLUSH_MS = 250;

export interface PumpTarget {
  commit(batches: readonly ThreadPatchBatch[]): void;
}
export interface PumpClock {
  frame(run: () => void): void;
  /** Runs once after `ms`; the answer cancels it. */
  after(ms: number, run: () => void): Unsubscribe;
  hidden(): boolean;
  onVisibility(listener: () => void): Unsubscribe;
}

export const browserClock: PumpClock = {
  frame: (run) => void requestAnimationFrame(run),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  hidden: () => document.visibilityState === 'hidden',
  onVisibility: (listener) => {
    document.addEventListener('visibilitychange', listener);
    return () => document.removeEventListener('visibilitychange', listener);
  },
};

export interface PatchPump {
  push(target: PumpTarget, batch: ThreadPatchBatch): void;
  /** What waits for a thread that comes into view is committed at once. */
  setVisible(target: PumpTarget, visible: boolean): void;
  /** Throws away what waits: the thread is closed or a snapshot has come. */
  drop(target: PumpTarget): void;
  dispose(): void;
}

/**
 * Between the wire and the stores: one commit per animation frame for visible threads, four a second for the others and while
 * the window is hidden. The slow timer runs behind the frames as well, since a covered window may get none.
 */
export function createPatchPump(clock: PumpClock): PatchPump {
  const queues = new Map<PumpTarget, ThreadPatchBatch[]>();
  const visible = new Set<PumpTarget>();
  let frameAsked = false;
  let cancelSlow: Unsubscribe | null = null;

  const flush = (target: PumpTarget) => {
    const batches = queues.get(target);
    if (!batches) return;
    queues.delete(target);
    target.commit(batches);
  };
  const flushVisible = () => {
    frameAsked = false;
    for (const target of visible) flush(target);
  };
  const flushAll = () => {
    cancelSlow = null;
    for (const target of [...queues.keys()]) flush(target);
  };
  const stopWatching = clock.onVisibility(() => {
    if (!clock.hidden()) flushVisible();
  });

  return {
    push(target, batch) {
      const queue = queues.get(target);
      if (queue) queue.push(batch);
      else queues.set(target, [batch]);
      if (visible.has(target) && !frameAsked && !clock.hidden()) {
        frameAsked = true;
        clock.frame(flushVisible);
      }
      cancelSlow ??= clock.after(HIDDEN_FLUSH_MS, flushAll);
    },
    setVisible(target, shown) {
      if (!shown) visible.delete(target);
      else {
        visible.add(target);
        flush(target);
      }
    },
    drop(target) {
      queues.delete(target);
    },
    dispose() {
      stopWatching();
      cancelSlow?.();
      queues.clear();
      visible.clear();
    },
  };
}
