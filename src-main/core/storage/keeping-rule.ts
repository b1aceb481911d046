/** How long and how many of something are kept. */
export interface KeepingRule {
  readonly keepMs: number;
  /** The newest stay, however old they are. */
  readonly keepNewest: number;
}

/** What may be let go: older than the rule's time and not among its newest. */
export function tooOld<T extends { readonly createdAt: number }>(
  all: readonly T[],
  { keepMs, keepNewest }: KeepingRule,
  now: number,
): readonly T[] {
  const newestFirst = [...all].sort((a, b) => b.createdAt - a.createdAt);
  return newestFirst.slice(keepNewest).filter(({ createdAt }) => createdAt + keepMs < now);
}
