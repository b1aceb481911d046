import { nameOf } from './paths.ts';

export interface FoundFile {
  readonly path: string;
  /** Positions in `path` that matched. */
  readonly indices: readonly number[];
  readonly recent: boolean;
}

/** Where the letters of a query stand in a path, in their order; null when they do not. Case counts only when it is typed. */
function lettersIn(path: string, query: string): readonly number[] | null {
  const exact = query !== query.toLowerCase();
  const text = exact ? path : path.toLowerCase();
  const wanted = query.replaceAll(' ', '');
  const positions: number[] = [];
  // From the end, so that the name counts before the folders above it.
  let at = text.length;
  for (let index = wanted.length - 1; index >= 0; index -= 1) {
    const letter = wanted.charAt(index);
    at = text.lastIndexOf(letter, at - 1);
    if (at < 0 || (at === 0 && positions.includes(0))) return null;
    positions.unshift(at);
    if (at === 0 && positions.length < wanted.length) return null;
  }
  return positions;
}

/**
 * What *Open file* lists: of the files opened lately those that match, the latest first, then what the search found, where a name that
 * begins with what was typed goes before one that only has its letters. Without a query: the files opened lately, without the one in
 * front.
 */
export function rankFound(
  found: readonly FoundFile[],
  recent: readonly string[],
  front: string | null,
  query: string,
): readonly FoundFile[] {
  if (query === '') return recent.filter((path) => path !== front).map((path) => ({ path, indices: [], recent: true }));
  const lately = recent.flatMap((path) => {
    const indices = lettersIn(path, query);
    return indices ? [{ path, indices, recent: true }] : [];
  });
  const known = new Set(lately.map(({ path }) => path));
  const wanted = query.toLowerCase();
  const place = ({ path }: FoundFile): number => {
    const name = nameOf(path).toLowerCase();
    return name === wanted ? 0 : name.startsWith(wanted) ? 1 : name.includes(wanted) ? 2 : 3;
  };
  const others = found.filter(({ path }) => !known.has(path));
  const byPlace = (a: FoundFile, b: FoundFile) => place(a) - place(b);
  // A name that is meant exactly goes before what merely was open.
  const exact = others.filter((file) => place(file) === 0);
  const rest = others.filter((file) => place(file) !== 0);
  return [...exact, ...[...lately].sort(byPlace), ...rest.sort(byPlace)];
}
