import { expect, it } from 'vitest';
import { removalQuestion, type Asks } from './remove-worktrees.ts';

const asks = (change: Partial<Asks> = {}): Asks => ({
  path: '/w/a/shop',
  kind: 'asks',
  question: 'q',
  cleanedUp: false,
  ignored: [],
  ignoredCount: 0,
  ignoredBytes: 0,
  terminals: [],
  drafts: [],
  ...change,
});
const file = (path: string, kind: 'ignored' | 'repository' = 'ignored') => ({ path, kind, bytes: 2000 });
const nameOf = (path: string) => path.split('/')[2] ?? '';

it('names what would be lost with its size, repositories apart, and how many more there are', () => {
  const ignored = [...['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => file(name)), file('sub/', 'repository')];
  const question = removalQuestion([asks({ ignored, ignoredCount: 30, ignoredBytes: 60_000 })], true, nameOf);
  expect(question).toEqual({
    title: 'Remove “a” and lose 60 kB for good?',
    text: [
      'Ignored by Git, so in no snapshot:',
      ...['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `• ${name} (2.0 kB)`),
      '• and 23 more',
      'Repositories inside, with all that was committed or changed only there:',
      '• sub/ (2.0 kB)',
      '',
      'Everything else goes into a snapshot first, which Recover brings back.',
    ].join('\n'),
    confirmLabel: 'Delete and remove',
  });
});

it('tells several apart, and what only is in use', () => {
  const both = [asks({ terminals: ['bash'] }), asks({ path: '/w/b/shop', drafts: ['x.txt'] })];
  const { title, text, confirmLabel } = removalQuestion(both, false, nameOf);
  expect([title, confirmLabel]).toEqual(['Remove 2 worktrees, in use now?', 'Remove']);
  expect(text).toBe(
    [
      'Something came since you were asked.',
      'a:\nTerminals that are closed: bash',
      'b:\nNot saved: x.txt. What you typed is kept for when the worktree is brought back.',
      'What is in it goes into a snapshot first, which Recover brings back.',
    ].join('\n\n'),
  );
});
