import { useSyncExternalStore } from 'react';

/** One shared timer per interval, which runs only while something on screen shows it. */
function createTicker(intervalMs: number) {
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setInterval> | undefined;
  let now = Date.now();
  const tick = () => {
    now = Date.now();
    for (const listener of listeners) listener();
  };
  return {
    now: () => now,
    subscribe: (listener: () => void): (() => void) => {
      if (listeners.size === 0) {
        now = Date.now();
        timer = setInterval(tick, intervalMs);
      }
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) clearInterval(timer);
      };
    },
  };
}
const seconds = createTicker(1000);
const minutes = createTicker(60_000);

/** The time in milliseconds, renewed every second; for elapsed times. */
export const useSeconds = (): number => useSyncExternalStore(seconds.subscribe, seconds.now);
/** The time in milliseconds, renewed every minute; for ages. */
export const useMinutes = (): number => useSyncExternalStore(minutes.subscribe, minutes.now);
