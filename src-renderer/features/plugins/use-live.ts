import { useCallback, useEffect, useState } from 'react';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { StreamListener, Unsubscribe } from '../../../src-shared/contract/define.ts';

export interface Live<T> {
  /** Null until it has come. */
  readonly value: T | null;
  /** Why it does not come any more. */
  readonly error: AppError | null;
  /** Opens the stream anew. */
  readonly retry: () => void;
}

interface Received<T> {
  /** Which stream it came from. */
  readonly open: unknown;
  readonly value: T | null;
  readonly error: AppError | null;
}

/** Follows a stream while the component is mounted. `open` must be the same function as long as it opens the same stream. */
export function useLive<T>(open: (listener: StreamListener<T>) => Unsubscribe): Live<T> {
  const [received, setReceived] = useState<Received<T>>({ open, value: null, error: null });
  const [attempt, setAttempt] = useState(0);
  useEffect(
    () =>
      open({
        event: (value) => setReceived({ open, value, error: null }),
        error: (error) => setReceived((before) => ({ open, value: before.open === open ? before.value : null, error })),
      }),
    [open, attempt],
  );
  const retry = useCallback(() => {
    setReceived((before) => ({ ...before, error: null }));
    setAttempt((before) => before + 1);
  }, []);
  // What another stream brought is not this one's.
  const mine = received.open === open ? received : { value: null, error: null };
  return { value: mine.value, error: mine.error, retry };
}
