import { assertNever } from '../../src-shared/assert-never.ts';
import type { AppError } from '../../src-shared/contract/app-error.ts';
import type { WorkError } from '../../src-shared/contract/work-error.ts';
import type { ErrorAction, ErrorWords } from '../state/error-words.ts';

const words = (title: string, text = '', actions: readonly ErrorAction[] = []): ErrorWords => ({
  title,
  text,
  actions,
});

const WORK_AREAS = /^(?:git|gh|review|checkpoint|worktree|preparation|environment|snapshot|terminal|editor)\./;
const OWN_CODES: readonly string[] = [
  'file.changed',
  'file.exists',
  'file.not-text',
  'file.into-itself',
  'file.write-failed',
];
/** Codes of the same areas that are described elsewhere, since they concern more than this. */
const OTHERS: readonly string[] = ['git.not-installed', 'git.failed'];

export const isWorkError = (error: AppError): error is WorkError =>
  (WORK_AREAS.test(error.code) || OWN_CODES.includes(error.code)) && !OTHERS.includes(error.code);

/** The words for what goes wrong with Git, worktrees, review, undo, terminals and the editor. */
export function describeWorkError(error: WorkError): ErrorWords {
  switch (error.code) {
    case 'git.timeout':
      return words('Git did not finish', `${error.command} printed nothing for a long time and was ended.`);
    case 'git.no-repository':
      return words(
        'There is no Git repository here',
        `${error.path}\nInitialize one to use worktrees, review and undo.`,
      );
    case 'git.bare':
      return words('This repository is bare', `${error.path} has no working tree, so there is nothing to work in.`);
    case 'git.nothing-staged':
      return words('Nothing is staged', 'Stage what belongs into the commit, or commit all changes.');
    case 'git.nothing-to-stash':
      return words('There is nothing to stash', 'No file has changed. Untracked files go along only when asked for.');
    case 'git.no-identity':
      return words(
        'Git does not know who you are',
        'Set your name and address once, in a terminal:\ngit config --global user.name "Your Name"\ngit config --global user.email you@example.com',
      );
    case 'git.no-upstream':
      return words('This branch has no upstream', `Push ${error.branch} first, then it can be pulled.`);
    case 'git.no-remote':
      return words('This repository has no remote', 'Add one in a terminal: git remote add origin ADDRESS');
    case 'git.rejected':
      return words('The remote rejected the push', `${REJECTIONS[error.reason]}\n${error.stderr}`);
    case 'git.credentials':
      return words(
        'The remote asks who you are',
        `Git needs a password or key for ${error.remote}. Run it in a terminal, where it can ask:\n${error.command}`,
        [{ label: 'Run in terminal', commandId: 'terminal.run', argument: error.command }],
      );
    case 'git.network':
      return words('The remote cannot be reached', `${error.remote}\n${error.stderr}`);
    case 'git.hook-failed':
      return words(`The ${error.hook} hook refused`, error.output);
    case 'git.in-progress':
      return words(`A ${error.operation} is in progress`, 'Finish it or give it up first.');
    case 'git.conflict':
      return words('There are conflicts', list(error.files));
    case 'git.locked':
      return words(
        'The index is locked',
        `${error.path} is there. Another Git may be running; if none is, the lock was left behind and can be removed.`,
      );
    case 'git.would-overwrite':
      return words(
        'Local changes would be overwritten',
        `Commit or stash them first, or move what is ignored away:\n${list(error.files)}`,
      );
    case 'git.branch-exists':
      return words('A branch with this name exists', error.branch);
    case 'git.branch-checked-out':
      return words('This branch is checked out elsewhere', `${error.branch} is in use by ${error.path}.`);
    case 'git.bad-name':
      return words('Git does not take this name', error.name);
    case 'git.unknown-revision':
      return words('There is no such branch or commit', error.revision);
    case 'git.detached':
      return words('No branch is checked out', 'Create a branch here first.');
    case 'git.leaves-commits':
      return words(
        'Commits here are on no branch',
        `${error.count === 1 ? 'One commit' : `${error.count} commits`} would be left behind. Create a branch here, or a snapshot keeps them and Recover finds it.`,
      );
    case 'git.busy':
      return words('Git is at work here', `${error.command} has not finished.`);
    case 'git.cancelled':
      return words('Cancelled', error.command);
    case 'gh.not-installed':
      return words('The GitHub CLI is not installed', 'Pull requests are made with gh: https://cli.github.com');
    case 'gh.not-signed-in':
      return words('The GitHub CLI is not signed in', 'Run this in a terminal:\ngh auth login', [
        { label: 'Run in terminal', commandId: 'terminal.run', argument: 'gh auth login' },
      ]);
    case 'gh.failed':
      return words('GitHub refused', error.stderr);
    case 'review.stale':
      return words('This file has changed meanwhile', `${error.path} is shown afresh; nothing was done.`);
    case 'review.not-stageable':
      return words('This cannot be staged in part', `${error.path}: ${UNSTAGEABLE[error.reason]}`);
    case 'review.half-reverted':
      return words('Only a part was taken back', `${error.reason}\nRecover has everything as it was before.`);
    case 'review.no-comments':
      return words('There are no comments to send');
    case 'checkpoint.none':
      return words('This turn cannot be undone', 'Nothing was recorded about the files before it.');
    case 'checkpoint.conflict':
      return words(
        'Later changes contradict',
        `Nothing was changed. These files cannot be merged:\n${list(error.files)}`,
      );
    case 'checkpoint.stale':
      return words(
        'Files have changed meanwhile',
        `Nothing was changed. Look at the preview again:\n${list(error.files)}`,
      );
    case 'worktree.unknown':
      return words('This is no worktree that Skein knows', error.path);
    case 'worktree.outside':
      return words('This lies outside the worktree folder', `${error.path} was not made by Skein and is left alone.`);
    case 'worktree.conflict':
      return words(
        'The changes contradict',
        `Nothing was moved. These files differ on both sides:\n${list(error.files)}`,
      );
    case 'worktree.unsupported':
      return words('A worktree cannot be made here', UNSUPPORTED[error.reason]);
    case 'worktree.diverged':
      return words(
        'Both sides have commits of their own',
        `Merge or rebase one onto the other first: ${error.from} and ${error.to}.`,
      );
    case 'worktree.exists':
      return words('This folder is taken', error.path);
    case 'worktree.cannot-move-thread':
      return words('The thread could not be moved', error.reason);
    case 'worktree.setup-failed':
      return words(
        'The set-up script failed',
        error.exitCode === null ? 'It was ended.' : `It ended with exit code ${error.exitCode}.`,
      );
    case 'preparation.gone':
      return words('This is not being prepared any more');
    case 'environment.unreadable':
      return words('The environment cannot be read', `${error.file}\n${error.reason}`);
    case 'snapshot.unknown':
      return words('This snapshot is not there any more');
    case 'snapshot.conflict':
      return words(
        'It does not fit any more',
        `Nothing was changed. These files have changed since; restore into a new worktree instead:\n${list(error.files)}`,
      );
    case 'snapshot.failed':
      return words('No snapshot could be taken, so nothing was changed', `${error.path}\n${error.reason}`);
    case 'terminal.gone':
      return words('This terminal has ended', 'Open a new one.');
    case 'terminal.failed':
      return words('The shell did not start', error.message);
    case 'file.changed':
      return words('The file has changed on disk', `${error.path}\nLoad it again, or overwrite it.`);
    case 'file.exists':
      return words('There is a file with this name', error.path);
    case 'file.not-text':
      return words('Not a text that can be written', `${error.path}\nIts character set is not known.`);
    case 'file.into-itself':
      return words('A folder cannot be moved into itself', error.path);
    case 'file.write-failed':
      return words('It could not be written', `${error.path}\n${error.reason}`);
    case 'editor.missing':
      return error.editor === ''
        ? words('No editor was found', 'None is on the PATH or where editors are usually installed.')
        : words('This editor was not found', error.editor);
    case 'editor.failed':
      return words(`${error.editor} did not open it`, error.reason);
    default:
      return assertNever(error);
  }
}

const REJECTIONS: Readonly<Record<Extract<WorkError, { code: 'git.rejected' }>['reason'], string>> = {
  behind: 'It has commits that you do not have. Pull first.',
  stale: 'It has changed since you last looked, so it was not overwritten. Fetch first.',
  protected: 'The branch is protected there.',
  other: 'It said:',
};
const UNSTAGEABLE: Readonly<Record<Extract<WorkError, { code: 'review.not-stageable' }>['reason'], string>> = {
  binary: 'it is binary; stage the whole file.',
  submodule: 'it is a submodule; stage it whole.',
  unmerged: 'it has conflicts; resolve them first.',
  scope: 'only uncommitted changes can be staged.',
};
const UNSUPPORTED: Readonly<Record<Extract<WorkError, { code: 'worktree.unsupported' }>['reason'], string>> = {
  bare: 'The repository is bare.',
  submodules: 'Submodules with changes of their own cannot be moved.',
  'no-commit': 'The repository has no commit yet. Make the first one.',
  sparse: 'The sparse checkout cannot be taken over.',
  nested: 'The project lies inside another worktree.',
};

const SHOWN_FILES = 8;
const list = (files: readonly string[]): string =>
  [
    ...files.slice(0, SHOWN_FILES),
    ...(files.length > SHOWN_FILES ? [`and ${files.length - SHOWN_FILES} more`] : []),
  ].join('\n');
