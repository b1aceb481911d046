import { describe, expect, it } from 'vitest';
import { describeGitFailure, refineGitError } from './git-error.ts';

const about = { branch: 'main', remote: 'origin' };
const failure = (stderr: string, stdout = '') => ({ command: 'git verb', stdout, stderr });

/** What Git printed (2.39 unless said otherwise), and what it means. */
const SAID: readonly (readonly [name: string, stderr: string, stdout: string, error: unknown])[] = [
  ['nothing staged', '', 'On branch main\nnothing to commit, working tree clean\n', { code: 'git.nothing-staged' }],
  [
    'only untracked',
    '',
    'nothing added to commit but untracked files present (use "git add" to track)\n',
    { code: 'git.nothing-staged' },
  ],
  [
    'unstaged only',
    '',
    'no changes added to commit (use "git add" and/or "git commit -a")\n',
    { code: 'git.nothing-staged' },
  ],
  [
    'no identity',
    '*** Please tell me who you are.\n\nRun\n\n  git config --global user.email "you@example.com"',
    '',
    { code: 'git.no-identity' },
  ],
  ['useConfigOnly', 'fatal: no email was given and auto-detection is disabled', '', { code: 'git.no-identity' }],
  ['an empty name', 'fatal: empty ident name (for <a@b.c>) not allowed', '', { code: 'git.no-identity' }],
  [
    'behind',
    "To ../remote.git\n ! [rejected]        main -> main (fetch first)\nerror: failed to push some refs to '../remote.git'\nhint: Updates were rejected\n",
    '',
    {
      code: 'git.rejected',
      branch: 'main',
      reason: 'behind',
      stderr:
        "To ../remote.git\n ! [rejected]        main -> main (fetch first)\nerror: failed to push some refs to '../remote.git'",
    },
  ],
  [
    'not a fast-forward',
    ' ! [rejected]        main -> main (non-fast-forward)',
    '',
    {
      code: 'git.rejected',
      branch: 'main',
      reason: 'behind',
      stderr: '! [rejected]        main -> main (non-fast-forward)',
    },
  ],
  [
    'a stale lease',
    ' ! [rejected]        main -> main (stale info)',
    '',
    { code: 'git.rejected', branch: 'main', reason: 'stale', stderr: '! [rejected]        main -> main (stale info)' },
  ],
  [
    'a protected branch',
    'remote: error: GH006: Protected branch update failed\n ! [remote rejected] main -> main (protected branch hook declined)',
    '',
    {
      code: 'git.rejected',
      branch: 'main',
      reason: 'protected',
      stderr:
        'remote: error: GH006: Protected branch update failed\n ! [remote rejected] main -> main (protected branch hook declined)',
    },
  ],
  [
    'a refusal of the other side',
    ' ! [remote rejected] main -> main (pre-receive hook declined)',
    '',
    {
      code: 'git.rejected',
      branch: 'main',
      reason: 'other',
      stderr: '! [remote rejected] main -> main (pre-receive hook declined)',
    },
  ],
  [
    'no password to ask for',
    "fatal: could not read Username for 'https://example.com': terminal prompts disabled",
    '',
    { code: 'git.credentials', remote: 'origin', command: 'git verb' },
  ],
  [
    'a wrong password',
    "remote: Invalid username or password.\nfatal: Authentication failed for 'https://example.com/a.git/'",
    '',
    { code: 'git.credentials', remote: 'origin', command: 'git verb' },
  ],
  [
    'no key',
    'git@example.com: Permission denied (publickey).\nfatal: Could not read from remote repository.',
    '',
    { code: 'git.credentials', remote: 'origin', command: 'git verb' },
  ],
  [
    'an unknown host key',
    'Host key verification failed.\nfatal: Could not read from remote repository.',
    '',
    { code: 'git.credentials', remote: 'origin', command: 'git verb' },
  ],
  [
    'no network',
    "fatal: unable to access 'https://ada:secret@example.com/a.git/': Could not resolve host: example.com",
    '',
    {
      code: 'git.network',
      remote: 'origin',
      stderr: "fatal: unable to access 'https://example.com/a.git/': Could not resolve host: example.com",
    },
  ],
  [
    'no repository there',
    "fatal: '/nowhere' does not appear to be a git repository\nfatal: Could not read from remote repository.",
    '',
    {
      code: 'git.network',
      remote: 'origin',
      stderr: "fatal: '/nowhere' does not appear to be a git repository\nfatal: Could not read from remote repository.",
    },
  ],
  [
    'a merge that waits',
    'fatal: You have not concluded your merge (MERGE_HEAD exists).',
    '',
    { code: 'git.in-progress', operation: 'merge' },
  ],
  [
    'a switch while rebasing',
    'fatal: cannot switch branch while rebasing\nConsider "git rebase --quit"',
    '',
    { code: 'git.in-progress', operation: 'rebase' },
  ],
  [
    'a second rebase',
    'fatal: It seems that there is already a rebase-merge directory, and\nI wonder if',
    '',
    { code: 'git.in-progress', operation: 'rebase' },
  ],
  [
    'an amend in a merge',
    'fatal: You are in the middle of a merge -- cannot amend.',
    '',
    { code: 'git.in-progress', operation: 'merge' },
  ],
  [
    'a second cherry-pick',
    'error: a cherry-pick or revert is already in progress',
    '',
    { code: 'git.in-progress', operation: 'cherry-pick' },
  ],
  [
    'unmerged files',
    'error: Committing is not possible because you have unmerged files.',
    '',
    { code: 'git.conflict', files: [] },
  ],
  [
    'unmerged files in the index',
    'error: you need to resolve your current index first',
    'file name.txt: needs merge\n',
    { code: 'git.conflict', files: [] },
  ],
  [
    'conflicts',
    '',
    'Auto-merging a b\nCONFLICT (content): Merge conflict in a b\nCONFLICT (modify/delete): c deleted in HEAD and modified in x.  Version x of c left in tree.\nAutomatic merge failed; fix conflicts and then commit the result.\n',
    { code: 'git.conflict', files: ['a b', 'c'] },
  ],
  [
    'a lock',
    "fatal: Unable to create '/a b/.git/index.lock': File exists.\n\nAnother git process seems to be running",
    '',
    { code: 'git.locked', path: '/a b/.git/index.lock', ageMs: 0 },
  ],
  [
    'changes in the way',
    'error: Your local changes to the following files would be overwritten by checkout:\n\ta b.txt\n\tc\nPlease commit your changes or stash them before you switch branches.\nAborting',
    '',
    { code: 'git.would-overwrite', files: ['a b.txt', 'c'] },
  ],
  [
    'untracked files in the way',
    'error: The following untracked working tree files would be overwritten by merge:\n\tnew\nPlease move or remove them before you merge.',
    '',
    { code: 'git.would-overwrite', files: ['new'] },
  ],
  [
    'untracked files of a stash',
    'new already exists, no checkout\nother one already exists, no checkout\nerror: could not restore untracked files from stash',
    '',
    { code: 'git.would-overwrite', files: ['new', 'other one'] },
  ],
  [
    'a rebase over changes',
    'error: cannot rebase: You have unstaged changes.\nerror: Please commit or stash them.',
    '',
    { code: 'git.would-overwrite', files: [] },
  ],
  [
    'a name that is taken',
    "fatal: a branch named 'topic' already exists",
    '',
    { code: 'git.branch-exists', branch: 'topic' },
  ],
  [
    'a branch of another worktree',
    "fatal: 'topic' is already checked out at '/a b'",
    '',
    { code: 'git.branch-checked-out', branch: 'topic', path: '/a b' },
  ],
  [
    'the same in later versions',
    "fatal: 'topic' is already used by worktree at '/a b'",
    '',
    { code: 'git.branch-checked-out', branch: 'topic', path: '/a b' },
  ],
  ['a bad name', "fatal: 'a..b' is not a valid branch name", '', { code: 'git.bad-name', name: 'a..b' }],
  [
    'no upstream',
    'There is no tracking information for the current branch.',
    '',
    { code: 'git.no-upstream', branch: 'main' },
  ],
  ['no remote', 'fatal: No configured push destination.', '', { code: 'git.no-remote' }],
  ['a detached head', 'fatal: You are not currently on a branch.', '', { code: 'git.detached' }],
  [
    'an unknown reference',
    'fatal: invalid reference: nowhere',
    '',
    { code: 'git.unknown-revision', revision: 'nowhere' },
  ],
  [
    'an unknown object',
    "fatal: Not a valid object name: 'nowhere'.",
    '',
    { code: 'git.unknown-revision', revision: 'nowhere' },
  ],
  ['no commit yet', 'You do not have the initial commit yet', '', { code: 'git.unknown-revision', revision: 'HEAD' }],
  [
    'anything else',
    'fatal: the sky fell',
    'seen',
    { code: 'git.failed', command: 'git verb', stderr: 'fatal: the sky fell' },
  ],
  ['silence on one side', '', 'only here', { code: 'git.failed', command: 'git verb', stderr: 'only here' }],
];

describe('what Git says', () => {
  it.each(SAID)('%s', (_, stderr, stdout, error) => {
    expect(describeGitFailure(failure(stderr, stdout), about)).toEqual(error);
  });

  it('counts for nothing when a hook said it', () => {
    const said = failure('fatal: Authentication failed', 'linting');
    expect(describeGitFailure({ ...said, hook: 'pre-commit' }, about)).toEqual({
      code: 'git.hook-failed',
      hook: 'pre-commit',
      output: 'fatal: Authentication failed\nlinting',
    });
  });

  it('is read from an error of the runner, and other errors stay', () => {
    const raw = { code: 'git.failed', command: 'git x', stderr: 'fatal: invalid reference: y' } as const;
    expect(refineGitError(raw)).toEqual({ code: 'git.unknown-revision', revision: 'y' });
    expect(refineGitError({ code: 'git.not-installed' })).toEqual({ code: 'git.not-installed' });
  });
});
