import { parseCodePath, type FileLink } from '../../state/file-link.ts';

export interface FoundLink extends FileLink {
  /** Where its words stand in the line, from 0; `end` is behind the last one. */
  readonly start: number;
  readonly end: number;
}

/** Longer lines are not text that somebody reads. */
const MAX_LINE_CHARS = 2000;

/** The places in files that a line of a terminal names, as compilers and test runners write them: `src/a.ts:12:3`, `./a.ts`, `a.ts:7`. */
export function findFileLinks(line: string): readonly FoundLink[] {
  if (line.length > MAX_LINE_CHARS) return [];
  return [...line.matchAll(/[^\s'"`()[\]{}<>|,;=]+/g)].flatMap((match) => {
    const words = match[0].replace(/[.:]+$/, '');
    const link = parseCodePath(words);
    return link ? [{ ...link, start: match.index, end: match.index + words.length }] : [];
  });
}
