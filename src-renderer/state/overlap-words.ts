import type { WorktreeOverlap } from '../../src-shared/model/worktree.ts';
import { summaryOf } from './directories.ts';
import { folderName } from './folder-path.ts';

const SHOWN_FILES = 5;
const VERDICTS: Readonly<Record<WorktreeOverlap['verdict'], string>> = {
  clean: 'they merge',
  conflict: 'they conflict',
  unknown: 'whether they merge is being tried',
};

/** Who else changes the same files, and whether the two would merge. */
export function overlapWords(overlap: WorktreeOverlap): string {
  const [first] = overlap.otherThreads;
  const title = first ? (summaryOf(first)?.title ?? '') : '';
  const who = title === '' ? folderName(overlap.otherPath) : `“${title}”`;
  const files = overlap.files.slice(0, SHOWN_FILES).join(', ');
  const more = overlap.files.length > SHOWN_FILES ? ` and ${overlap.files.length - SHOWN_FILES} more` : '';
  return `${who} changes ${files}${more} as well: ${VERDICTS[overlap.verdict]}.`;
}
