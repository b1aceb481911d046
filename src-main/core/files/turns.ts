/** Lets what belongs together happen one after the other. */
interface Turns {
  /** Runs when everything with the same key that came before has settled. */
  take<T>(key: string, run: () => Promise<T>): Promise<T>;
}

export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return {
    take: (key, run) => {
      const turn = (last.get(key) ?? Promise.resolve()).then(run, run);
      last.set(key, turn);
      const leave = () => {
        if (last.get(key) === turn) last.delete(key);
      };
      turn.then(leave, leave);
      return turn;
    },
  };
}
