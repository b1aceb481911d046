import { setTimeout as delay } from 'node:timers/promises';
import type { Chunk } from './answer.ts';

/** Deltas that are written in one go at full speed; the socket's own backpressure does the rest. */
const FULL_SPEED_BATCH = 64;

/** What holds a running answer back: a pause that the owner set, or a gate that is still shut. */
export type Holds = {
  /** Resolves once nothing is paused; rejects when `signal` aborts first. */
  readonly whenRunning: (signal: AbortSignal) => Promise<void>;
  readonly whenOpen: (gate: string, signal: AbortSignal) => Promise<void>;
};

/**
 * Hands out chunks in batches: at full speed without `perSecond`, else as many as are due by the clock, so that a
 * rate of thousands a second needs no timer per chunk. A shut gate or a pause holds it; throws when `signal` aborts.
 */
export async function* paced(
  chunks: Iterable<Chunk>,
  perSecond: number | undefined,
  holds: Holds,
  signal: AbortSignal,
): AsyncGenerator<readonly string[]> {
  let startedAt = performance.now();
  let sent = 0;
  let batch: string[] = [];
  const due = (): number => Math.floor(((performance.now() - startedAt) * (perSecond ?? 0)) / 1000);
  const ready = async (hold: Promise<void>): Promise<void> => {
    const from = performance.now();
    await hold;
    // The clock of a paced stream stands still while it is held: it must not catch up in one burst.
    startedAt += performance.now() - from;
  };
  for (const chunk of chunks) {
    if (typeof chunk === 'string') {
      batch.push(chunk);
      if (perSecond === undefined ? batch.length < FULL_SPEED_BATCH : sent + batch.length < due()) continue;
    }
    await ready(holds.whenRunning(signal));
    if (batch.length > 0) yield batch;
    sent += batch.length;
    batch = [];
    if (typeof chunk !== 'string') await ready(holds.whenOpen(chunk.gate, signal));
    const wait = perSecond === undefined ? 0 : startedAt + ((sent + 1) * 1000) / perSecond - performance.now();
    if (wait > 0) await delay(wait, undefined, { signal });
    signal.throwIfAborted();
  }
  if (batch.length === 0) return;
  await holds.whenRunning(signal);
  yield batch;
}

/** Pause and gates of one demo model, in one place so that stopping the model releases every waiting answer. */
export class Valve {
  readonly #openGates = new Set<string>();
  readonly #waiting = new Set<() => void>();
  #paused = false;

  readonly holds: Holds = {
    whenRunning: (signal) => this.#until(() => !this.#paused, signal),
    whenOpen: (gate, signal) => this.#until(() => this.#openGates.has(gate), signal),
  };

  setPaused(paused: boolean): void {
    this.#paused = paused;
    this.#wake();
  }

  openGate(name: string): void {
    this.#openGates.add(name);
    this.#wake();
  }

  async #until(isFree: () => boolean, signal: AbortSignal): Promise<void> {
    while (!isFree()) {
      await new Promise<void>((resolve, reject) => {
        const stop = (): void => {
          this.#waiting.delete(wake);
          reject(signal.reason as Error);
        };
        const wake = (): void => {
          signal.removeEventListener('abort', stop);
          resolve();
        };
        signal.throwIfAborted();
        signal.addEventListener('abort', stop, { once: true });
        this.#waiting.add(wake);
      });
    }
  }

  #wake(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const wake of waiting) wake();
  }
}
