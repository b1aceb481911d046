import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { LOCK_IN_THE_WAY } from './lock-words.ts';
import { withoutSecrets } from './remotes.ts';

/** What a command printed before it failed. */
export interface GitFailure {
  /** As typed in a terminal. */
  readonly command: string;
  readonly stdout: string;
  readonly stderr: string;
  /** The hook that refused, when one did. */
  readonly hook?: string | null;
}
/** What the command was about, for errors that name it. */
export interface FailureContext {
  readonly branch?: string;
  readonly remote?: string;
  readonly revision?: string;
}

type Rule = readonly [
  pattern: RegExp,
  describe: (match: RegExpExecArray, about: Required<FailureContext>, failure: GitFailure) => AppError,
];

/**
 * What Git says, in its own (English, `LC_ALL=C`) words, and what it means. The first rule that fits counts. Words of 2.39 and of later
 * versions where they differ. Lists of files that Git does not print are empty; lock ages are 0: the caller looks.
 */
const RULES: readonly Rule[] = [
  [LOCK_IN_THE_WAY, ([, path = '']) => ({ code: 'git.locked', path, ageMs: 0 })],
  [
    /Please tell me who you are|empty ident name|unable to auto-detect (?:email|name)|auto-detection is disabled/i,
    () => ({ code: 'git.no-identity' }),
  ],
  [
    /^ ! \[(?:remote )?rejected\]\s+.*?\((.*)\)\s*$/m,
    ([line, reason = ''], { branch }, { stderr }) => ({
      code: 'git.rejected',
      branch,
      reason: rejection(line, reason, stderr),
      stderr: remoteWords(stderr),
    }),
  ],
  [
    /could not read (?:Username|Password)|terminal prompts disabled|Authentication failed|Permission denied \([a-z-]*(?:publickey|password|keyboard)|Host key verification failed|Invalid username or (?:password|token)|HTTP Basic: Access denied|requested URL returned error: 40[137]|could not read passphrase|no mutual signature/i,
    (_, { remote }, { command }) => ({ code: 'git.credentials', remote, command }),
  ],
  [
    /Could not resolve (?:host|proxy)|Connection (?:refused|timed out|reset)|Failed to connect|Network is unreachable|No route to host|Operation timed out|unable to access|Could not read from remote repository|does not appear to be a git repository|hung up unexpectedly|early EOF|repository '.*' (?:not found|does not exist)/i,
    (_, { remote }, { stderr }) => ({ code: 'git.network', remote, stderr: trimmed(stderr) }),
  ],
  [
    /(?:Committing|Pulling|Merging|Cherry-picking|Reverting|Rebasing) is not possible because you have unmerged files|resolve your current index first|needs merge$/im,
    (_, _about, { stdout }) => ({ code: 'git.conflict', files: conflicts(stdout) }),
  ],
  [
    /in the middle of (?:a|an) (merge|cherry-pick|rebase|revert|am)\b|cannot switch branch (?:while|in the middle of an?) (merging|rebasing|cherry-picking|reverting|bisecting|am session)|You have not concluded your (merge|cherry-pick)|already a (rebase)-(?:merge|apply) directory|a (cherry-pick|revert)(?: or revert)? is already in progress|(?:merg|rebas|cherry-pick)ing is not possible while a (\w+) is/i,
    (match) => ({ code: 'git.in-progress', operation: operationName(match.slice(1).find(Boolean) ?? '') }),
  ],
  [
    /(?:following files|following untracked working tree files|following working tree files) would be (?:overwritten|removed) by [^\n]*\n((?:\t[^\n]*(?:\n|$))+)/,
    ([, files = '']) => ({ code: 'git.would-overwrite', files: listed(files) }),
  ],
  [
    /^(?:error: )?(.+) already exists, no checkout$/m,
    (_, _about, { stderr }) => ({
      code: 'git.would-overwrite',
      files: [...stderr.matchAll(/^(?:error: )?(.+) already exists, no checkout$/gm)].map(([, file = '']) => file),
    }),
  ],
  [
    /You have unstaged changes|index contains uncommitted changes|local changes to the following files|Entry '(.+)' (?:not uptodate|would be overwritten)/,
    ([, file]) => ({ code: 'git.would-overwrite', files: file === undefined ? [] : [file] }),
  ],
  [
    /^CONFLICT |^error: could not apply |^Automatic merge failed|conflicts in index/im,
    (_, _about, { stdout, stderr }) => ({ code: 'git.conflict', files: conflicts(`${stdout}\n${stderr}`) }),
  ],
  [/nothing to commit|no changes added to commit|nothing added to commit/, () => ({ code: 'git.nothing-staged' })],
  [/A branch named '(.+)' already exists/i, ([, branch = '']) => ({ code: 'git.branch-exists', branch })],
  [
    /'(.+)' is already (?:checked out|used by worktree) at '(.+)'/,
    ([, branch = '', path = '']) => ({ code: 'git.branch-checked-out', branch, path }),
  ],
  [/'(.*)' is not a valid (?:branch|ref) name/, ([, name = '']) => ({ code: 'git.bad-name', name })],
  [
    /There is no tracking information|no upstream (?:branch|configured)|has no upstream/i,
    (_, { branch }) => ({ code: 'git.no-upstream', branch }),
  ],
  [/No configured push destination|No remote repository specified/, () => ({ code: 'git.no-remote' })],
  [/You are not currently on a branch|HEAD is detached/i, () => ({ code: 'git.detached' })],
  [
    /(?:unknown revision|bad revision|ambiguous argument|Not a valid object name:?|invalid reference:|not a commit|needed a single revision|src refspec|couldn't find remote ref)(?: '?([^\s':]+)'?)?|do(?:es)? not have (?:the initial commit|any commits) yet/i,
    ([, named], { revision }) => ({ code: 'git.unknown-revision', revision: revision || (named ?? 'HEAD') }),
  ],
  [/not a git repository/i, (_, _about, { stderr }) => ({ code: 'git.no-repository', path: quoted(stderr) })],
];

/** Turns a failed command into what the user can do something about; `git.failed` with Git's words when none is known. */
export function describeGitFailure(failure: GitFailure, context: FailureContext = {}): AppError {
  const about = { branch: '', remote: '', revision: '', ...context };
  const safe = { ...failure, stdout: withoutSecrets(failure.stdout), stderr: withoutSecrets(failure.stderr) };
  const text = `${safe.stderr}\n${safe.stdout}`;
  // A hook's own words may look like any of Git's.
  if (failure.hook) return { code: 'git.hook-failed', hook: failure.hook, output: trimmed(text) };
  for (const [pattern, describe] of RULES) {
    const match = pattern.exec(text);
    if (match) return describe(match, about, safe);
  }
  const { command } = failure;
  return { code: 'git.failed', command, stderr: trimmed(safe.stderr) || trimmed(safe.stdout) };
}

/** The same for an error of the runner: only what Git itself said is looked at. */
export function refineGitError(error: AppError, context: FailureContext = {}): AppError {
  if (error.code !== 'git.failed') return error;
  return describeGitFailure({ command: error.command, stdout: '', stderr: error.stderr }, context);
}

function rejection(line: string, reason: string, stderr: string): 'behind' | 'stale' | 'protected' | 'other' {
  if (/fetch first|non-fast-forward|needs force/.test(reason)) return 'behind';
  if (/stale info|remote ref updated since checkout/.test(reason)) return 'stale';
  if (
    /protected|GH006|GH013|not allowed to (?:force )?push|deny(?:ing)? non-fast-forward/i.test(`${line}\n${stderr}`)
  ) {
    return 'protected';
  }
  return 'other';
}

const OPERATIONS: Readonly<Record<string, string>> = {
  merging: 'merge',
  rebasing: 'rebase',
  'cherry-picking': 'cherry-pick',
  reverting: 'revert',
  bisecting: 'bisect',
  'am session': 'am',
};
const operationName = (words: string): string => OPERATIONS[words.toLowerCase()] ?? words.toLowerCase();

const trimmed = (text: string): string => text.trim();
/** Advice to the user of a command line says nothing here. */
const remoteWords = (stderr: string): string =>
  trimmed(stderr)
    .split('\n')
    .filter((line) => !line.startsWith('hint:'))
    .join('\n');
const listed = (files: string): string[] =>
  files
    .split('\n')
    .map((file) => file.trim())
    .filter((file) => file !== '');
const CONFLICT = /^CONFLICT \([^)\n]*\): (?:Merge conflict in (.+)|(.+?) (?:deleted|renamed|added) in .*)$/gm;
const conflicts = (text: string): string[] => [
  ...new Set([...text.matchAll(CONFLICT)].map(([, both, one]) => both ?? one ?? '')),
];
const quoted = (text: string): string => /: '?([^'\n]+?)'?$/m.exec(text)?.[1] ?? '';
