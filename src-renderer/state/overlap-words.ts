import type { WorktreeOverlap } from '../../src-shared/model/worktree.ts';
import { summaryOf } from './directories.ts';
import { folderName } from './folder-path.ts';
import { shortTitle } from './short-title.ts';

const SHOWN_FILES = 5;
const SHOWN_OVERLAPS = 3;

const VERDICTS: Readonly<Record<WorktreeOverlap['verdict'], string>> = {
  clean: 'they merge',
  conflict: 'they conflict',
  unknown: 'whether they merge is being tried',
};

/** Who else changes the same files, one line each; those that conflict first. */
export function overlapsWords(overlaps: readonly WorktreeOverlap[]): string {
  const rank = (one: WorktreeOverlap) => Number(one.verdict !== 'conflict');
  const lines = [...overlaps].sort((a, b) => rank(a) - rank(b)).map(overlapWords);
  const more = lines.length - SHOWN_OVERLAPS;
  return [...lines.slice(0, SHOWN_OVERLAPS), ...(more > 0 ? [`${more} more`] : [])].join('\n');
}

/** Who it is, and whether the two would merge. */
function overlapWords(overlap: WorktreeOverlap): string {
  const [first] = overlap.otherThreads;
  const title = first ? (summaryOf(first)?.title ?? '') : '';
  const who = title === '' ? folderName(overlap.otherPath) : `“${shortTitle(title)}”`;
  const files = overlap.files.slice(0, SHOWN_FILES).join(', ');
  const more = overlap.files.length > SHOWN_FILES ? ` and ${overlap.files.length - SHOWN_FILES} more` : '';
  return `${who} changes ${files}${more} as well: ${VERDICTS[overlap.verdict]}.`;
}
