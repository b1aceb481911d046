/**
 * The entries that contain every word of the query, best first: whole beginnings before beginnings of words before the middle of a
 * word. Entries of one rank keep their order. An empty query keeps all.
 */
export function rankMatches<T>(entries: readonly T[], query: string, textOf: (entry: T) => string): readonly T[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return entries;
  const ranked: { readonly entry: T; readonly rank: number }[] = [];
  for (const entry of entries) {
    const text = textOf(entry).toLowerCase();
    let rank = 0;
    for (const word of words) rank = Math.max(rank, rankWord(text, word));
    if (rank < NO_MATCH) ranked.push({ entry, rank: text.startsWith(words.join(' ')) ? -1 : rank });
  }
  return ranked.sort((a, b) => a.rank - b.rank).map(({ entry }) => entry);
}
const NO_MATCH = 3;

function rankWord(text: string, word: string): number {
  const at = text.indexOf(word);
  if (at < 0) return NO_MATCH;
  if (at === 0) return 0;
  return text.includes(` ${word}`) ? 1 : 2;
}
