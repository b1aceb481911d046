import type { Unsubscribe } from '../../../src-shared/contract/define.ts';

interface Sink<T> {
  emit(value: T): void;
}

/** A value that is read while somebody watches it, and read again whenever something may have changed. */
export interface SharedValue<T> {
  /** Tells the value as soon as it is there, and each one after it. */
  watch(sink: Sink<T>): Unsubscribe;
  /** Reads it again; settles when everybody who watches has been told. */
  reload(): Promise<void>;
  close(): void;
}

/**
 * @param load reads the value; `null` keeps the one before
 * @param listen begins to listen for changes when the first one watches, and is ended after the last
 */
export function createSharedValue<T>(
  load: () => Promise<T | null>,
  listen: (changed: () => void) => Unsubscribe,
  onClose: () => void,
): SharedValue<T> {
  const sinks = new Set<Sink<T>>();
  let latest: T | null = null;
  let running: Promise<void> | null = null;
  let asked = 0;
  let closed = false;

  const run = async () => {
    let answering: number;
    do {
      answering = asked;
      const value = await load();
      if (closed) return;
      // What changed while it was read may stand in half of it.
      if (value === null || answering !== asked) continue;
      latest = value;
      for (const sink of sinks) sink.emit(value);
    } while (answering !== asked);
  };
  const reload = (): Promise<void> => {
    asked++;
    running ??= run().finally(() => {
      running = null;
    });
    return running;
  };
  const stop = listen(() => void reload());
  const close = () => {
    if (closed) return;
    closed = true;
    stop();
    onClose();
  };
  return {
    watch: (sink) => {
      sinks.add(sink);
      if (latest !== null) sink.emit(latest);
      else void reload();
      return () => {
        sinks.delete(sink);
        if (sinks.size === 0) close();
      };
    },
    reload,
    close,
  };
}
