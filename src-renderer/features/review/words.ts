import type { ChangedFile, ReviewSection, ReviewState } from '../../../src-shared/model/review.ts';

export const SECTION_WORDS: Readonly<Record<ReviewSection, string>> = {
  conflicted: 'Conflicts',
  staged: 'Staged',
  unstaged: 'Changes',
  untracked: 'New files',
  changed: 'Changes',
};
export const CHANGE_LETTER: Readonly<Record<ChangedFile['change'], string>> = {
  added: 'A',
  modified: 'M',
  deleted: 'D',
  renamed: 'R',
  copied: 'C',
  typeChanged: 'T',
  unmerged: 'U',
};
export const CHANGE_WORDS: Readonly<Record<ChangedFile['change'], string>> = {
  added: 'Added',
  modified: 'Changed',
  deleted: 'Deleted',
  renamed: 'Renamed',
  copied: 'Copied',
  typeChanged: 'Type changed',
  unmerged: 'In conflict',
};
export const EMPTY_WORDS: Readonly<Record<NonNullable<ReviewState['empty']>, readonly [title: string, text: string]>> =
  {
    'no-git': [
      'No Git repository',
      'This folder has no Git repository. With one, you see what changed, stage and commit it, and undo turns exactly.',
    ],
    'no-changes': ['No changes', 'What the agent or you change in this folder appears here at once.'],
    'no-turn': ['No turn has changed files yet', 'The newest turn that changes files appears here.'],
    'not-recorded': [
      'Not recorded',
      'Nothing was recorded about the files before and after this turn: it ran before Skein watched, or its record was removed.',
    ],
  };
