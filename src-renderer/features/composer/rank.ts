/** How well a name answers a query: smaller is better, null does not match. Prefix before word start before inside before letters in order. */
function rank(name: string, query: string): number | null {
  if (query === '') return 0;
  const hay = name.toLowerCase();
  const needle = query.toLowerCase();
  const at = hay.indexOf(needle);
  if (at === 0) return hay.length === needle.length ? 0 : 1;
  if (at > 0) return /[\s/:._-]/.test(hay.charAt(at - 1)) ? 2 : 3;
  let from = 0;
  for (const letter of needle) {
    from = hay.indexOf(letter, from) + 1;
    if (from === 0) return null;
  }
  return 4;
}

/** The matching ones, best first; equals keep their order. */
export function bestMatches<T>(all: readonly T[], query: string, nameOf: (one: T) => string, limit: number): T[] {
  const ranked: { one: T; score: number }[] = [];
  for (const one of all) {
    const score = rank(nameOf(one), query);
    if (score !== null) ranked.push({ one, score });
  }
  return ranked
    .sort((a, b) => a.score - b.score)
    .slice(0, limit)
    .map(({ one }) => one);
}
