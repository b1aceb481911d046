/** `812`, `48 k`, `2.3 M`: a number of tokens; null for none. */
export function tokenWords(tokens: number | null): string | null {
  if (tokens === null) return null;
  if (tokens < 1000) return String(tokens);
  if (tokens < 999_500) return `${Math.round(tokens / 1000)} k`;
  return `${(tokens / 1_000_000).toFixed(tokens < 99_500_000 ? 1 : 0)} M`;
}

/** `38 s`, `31 min`, `2 h 5 min`. */
export function durationWords(seconds: number | null): string | null {
  if (seconds === null) return null;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}
