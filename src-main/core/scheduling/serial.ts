/** Lets what has the same key happen one after the other. */
export interface Serial<Key> {
  /** Runs when everything with the same key that came before has settled. Not re-entrant. */
  run<T>(key: Key, work: () => Promise<T>): Promise<T>;
  /** Something with this key runs or waits to. */
  isBusy(key: Key): boolean;
}

export function createSerial<Key>(): Serial<Key> {
  const last = new Map<Key, Promise<unknown>>();
  return {
    run: (key, work) => {
      const mine = (last.get(key) ?? Promise.resolve()).then(work, work);
      const done: Promise<unknown> = mine
        .catch(() => undefined)
        .finally(() => {
          if (last.get(key) === done) last.delete(key);
        });
      last.set(key, done);
      return mine;
    },
    isBusy: (key) => last.has(key),
  };
}
