/**
 * A new list whose elements keep the old references where they say the same, so that a stream that sends the whole list each
 * time wakes only what changed. For short lists of plain data.
 */
export function keepEqual<T>(before: readonly T[], after: readonly T[], keyOf: (element: T) => string): readonly T[] {
  const known = new Map(before.map((element) => [keyOf(element), element]));
  const kept = after.map((element) => {
    const old = known.get(keyOf(element));
    return old !== undefined && JSON.stringify(old) === JSON.stringify(element) ? old : element;
  });
  return kept.length === before.length && kept.every((element, index) => element === before[index]) ? before : kept;
}
