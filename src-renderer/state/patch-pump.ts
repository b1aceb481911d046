import type { Unsubscribe } from '../../src-shared/contract/define.ts';
import type { ThreadPatchBatch } from '../../src-shared/model/thread-patch.ts';

/** How long patches of a thread that nobody looks at may wait. */
export const HIDDEN_FLUSH_MS = 250;

/**
 * While patches keep coming, a visible thread is committed this often at most: every second frame. Reading gains nothing from
 * more, and drawing text that scrolls is what costs most. What comes after a pause is committed in the next frame.
 */
const STREAM_COMMIT_MS = 30;
/** A commit that takes long makes the next one wait twice as long as it took, up to this. */
const MAX_COMMIT_GAP_MS = 50;

export interface PumpTarget {
  commit(batches: readonly ThreadPatchBatch[]): void;
}
export interface PumpClock {
  now(): number;
  frame(run: () => void): void;
  /** Runs when the frame that is being made has been laid out and painted. */
  afterFrame(run: () => void): void;
  /** Runs once after `ms`; the answer cancels it. */
  after(ms: number, run: () => void): Unsubscribe;
  hidden(): boolean;
  onVisibility(listener: () => void): Unsubscribe;
}

export const browserClock: PumpClock = {
  now: () => performance.now(),
  frame: (run) => void requestAnimationFrame(run),
  afterFrame: (run) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      run();
    };
    port2.postMessage(null);
  },
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

/** Ends of items and turns do not wait: they are what the reader waits for. */
const isUrgent = (batch: ThreadPatchBatch): boolean => batch.patches.some((patch) => patch.type !== 'textAppended');

/**
 * Between the wire and the stores: commits in animation frames for visible threads, four a second for the others and while the
 * window is hidden. The slow timer runs behind the frames as well, since a covered window may get none.
 */
export function createPatchPump(clock: PumpClock): PatchPump {
  const queues = new Map<PumpTarget, ThreadPatchBatch[]>();
  const visible = new Set<PumpTarget>();
  let frameAsked = false;
  let cancelSlow: Unsubscribe | null = null;
  let committedAt = -Infinity;
  let gapMs = STREAM_COMMIT_MS;
  let urgent = false;

  const flush = (target: PumpTarget) => {
    const batches = queues.get(target);
    if (!batches) return;
    queues.delete(target);
    target.commit(batches);
  };
  const flushVisible = () => {
    const startedAt = clock.now();
    committedAt = startedAt;
    urgent = false;
    for (const target of visible) flush(target);
    clock.afterFrame(() => {
      gapMs = Math.min(MAX_COMMIT_GAP_MS, Math.max(STREAM_COMMIT_MS, 2 * (clock.now() - startedAt)));
    });
  };
  const askFrame = () => {
    if (frameAsked) return;
    frameAsked = true;
    clock.frame(() => {
      frameAsked = false;
      if (urgent || clock.now() - committedAt >= gapMs) flushVisible();
      else if ([...visible].some((target) => queues.has(target))) askFrame();
    });
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
      if (visible.has(target) && !clock.hidden()) {
        urgent ||= isUrgent(batch);
        askFrame();
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
