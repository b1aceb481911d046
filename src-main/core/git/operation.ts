import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { GitOperation } from '../../../src-shared/model/git.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { absentAs, type HostFiles } from '../hosts/host-files.ts';
import type { JobHandle } from './git-jobs.ts';
import type { GitRunner } from './git-runner.ts';
import type { Repository } from './repository.ts';
import { runInJob } from './run-job.ts';
import { withConflicts } from './status.ts';

/**
 * What is in progress in a working tree, by the files Git leaves for it (as its own prompt script does). A rebase comes first: it
 * leaves CHERRY_PICK_HEAD as well while it stops.
 */
const MARKS: readonly (readonly [file: string, operation: GitOperation])[] = [
  ['rebase-merge', 'rebase'],
  ['rebase-apply/rebasing', 'rebase'],
  ['rebase-apply/applying', 'am'],
  ['rebase-apply', 'rebase'],
  ['MERGE_HEAD', 'merge'],
  ['CHERRY_PICK_HEAD', 'cherryPick'],
  ['REVERT_HEAD', 'revert'],
  ['BISECT_LOG', 'bisect'],
];

export async function findOperation({ stat, paths }: HostFiles, gitDir: string): Promise<GitOperation | null> {
  const found = await Promise.all(MARKS.map(([file]) => stat(paths.join(gitDir, file)).catch(absentAs(null))));
  return MARKS[found.findIndex((mark) => mark !== null)]?.[1] ?? null;
}

const ABORTS: Readonly<Record<GitOperation, readonly string[]>> = {
  merge: ['merge', '--abort'],
  rebase: ['rebase', '--abort'],
  am: ['am', '--abort'],
  cherryPick: ['cherry-pick', '--abort'],
  revert: ['revert', '--abort'],
  bisect: ['bisect', 'reset'],
};

/** A bisect has nothing to go on with: it waits for a verdict. */
const CONTINUES: Readonly<Record<GitOperation, readonly string[] | null>> = {
  merge: ['merge', '--continue'],
  rebase: ['rebase', '--continue'],
  am: ['am', '--continue'],
  cherryPick: ['cherry-pick', '--continue'],
  revert: ['revert', '--continue'],
  bisect: null,
};

/** What continues the operation that is in progress, as typed in a terminal; null when nothing is, or it cannot be continued. */
export async function continueArguments(files: HostFiles, { gitDir }: Repository): Promise<readonly string[] | null> {
  const operation = await findOperation(files, gitDir);
  return operation && CONTINUES[operation];
}

/**
 * Goes on with what is in progress, with the messages Git has for its commits; hooks run. A rebase that stops at the next commit is a
 * `git.conflict` again. Unmerged files are refused the same way, and nothing has changed. The caller holds the repository's lock.
 */
export async function continueOperation(
  git: GitRunner,
  job: JobHandle,
  { root }: Repository,
  args: readonly string[],
): Promise<Result<null, AppError>> {
  const done = await runInJob(git, job, args, { cwd: root, shown: `git ${args.join(' ')}` });
  return done.ok ? ok(null) : err(await withConflicts(git, root, done.error));
}

/** Keeps the files and the index as they are while an operation is in progress: conflicts that somebody has settled half. */
export type KeepOperation = (place: Repository, operation: GitOperation) => Promise<Result<null, AppError>>;

/**
 * Gives up what is in progress, after all that is there was kept; nothing to do when nothing is. The caller holds the repository's
 * lock.
 */
export async function abortOperation(
  git: GitRunner,
  place: Repository,
  keep: KeepOperation,
): Promise<Result<null, AppError>> {
  const { root, gitDir } = place;
  const operation = await findOperation(git.files, gitDir);
  if (!operation) return ok(null);
  const kept = await keep(place, operation);
  if (!kept.ok) return kept;
  const answer = await git.raw(ABORTS[operation], { cwd: root });
  return answer.ok ? ok(null) : answer;
}
