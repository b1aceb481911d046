import { useEffect } from 'react';
import { create } from 'zustand';
import type { AppError } from '../../src-shared/contract/app-error.ts';
import type { StreamListener, Unsubscribe } from '../../src-shared/contract/define.ts';
import { keepOpen } from './keep-open.ts';

/**
 * A family of streams of whole values, one for each input: open while somebody uses it, shared by all who do. The last value stays, so
 * that what is looked at again is there at once.
 */
export function createSharedStreams<Input, Value>(
  open: (input: Input, listener: StreamListener<Value>) => Unsubscribe,
): (input: Input | null) => Value | null {
  const useValues = create<Readonly<Record<string, Value>>>(() => ({}));
  const watchers = new Map<string, { users: number; readonly close: Unsubscribe }>();
  const ignore = (_error: AppError) => undefined;
  const watch = (key: string): Unsubscribe => {
    const input = JSON.parse(key) as Input;
    const watcher = watchers.get(key) ?? {
      users: 0,
      close: keepOpen<Value>((listener) => open(input, listener), {
        event: (value) => useValues.setState({ [key]: value }),
        error: ignore,
      }),
    };
    watchers.set(key, watcher);
    watcher.users++;
    return () => {
      watcher.users--;
      if (watcher.users > 0) return;
      watcher.close();
      watchers.delete(key);
    };
  };
  return (input) => {
    const key = input === null ? null : JSON.stringify(input);
    useEffect(() => (key === null ? undefined : watch(key)), [key]);
    return useValues((values) => (key === null ? null : (values[key] ?? null)));
  };
}
