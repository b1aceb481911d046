import type { Clock } from '../ports.ts';

/** Calls what was marked once, some time later: one timer for everything that waits. */
export interface Flusher {
  mark(flush: () => void): void;
  forget(flush: () => void): void;
  dispose(): void;
}

export function createFlusher(clock: Clock, delayMs: number): Flusher {
  let marked = new Set<() => void>();
  let cancel: (() => void) | null = null;
  const run = () => {
    cancel = null;
    const due = marked;
    marked = new Set();
    for (const flush of due) flush();
  };
  return {
    mark: (flush) => {
      marked.add(flush);
      cancel ??= clock.after(delayMs, run);
    },
    forget: (flush) => void marked.delete(flush),
    dispose: () => {
      cancel?.();
      cancel = null;
      marked.clear();
    },
  };
}
