import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { Log } from '../ports.ts';

export interface Listeners<T> {
  readonly add: (listener: (value: T) => void) => Unsubscribe;
  readonly emit: (value: T) => void;
}

/**
 * A set of listeners. One that throws is a bug of its own: it is logged, and the others still hear. The array is replaced, not
 * changed, so a listener may leave while it is being called, and `emit` copies nothing (it runs once per notification).
 */
export function createListeners<T>(name: string, log: Log): Listeners<T> {
  let listeners: readonly ((value: T) => void)[] = [];
  return {
    add: (listener) => {
      // Wrapped, so that the same function added twice is two listeners.
      const entry = (value: T) => listener(value);
      listeners = [...listeners, entry];
      return () => {
        listeners = listeners.filter((other) => other !== entry);
      };
    },
    emit: (value) => {
      for (const listener of listeners) {
        try {
          listener(value);
        } catch (error) {
          log.error(`A listener of ${name} failed`, { error: error instanceof Error ? error.stack : String(error) });
        }
      }
    },
  };
}
