import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { absentAs } from '../hosts/host-files.ts';
import type { JobHandle } from './git-jobs.ts';
import type { GitRunner } from './git-runner.ts';
import { gitText, type Repository } from './repository.ts';
import { runInJob } from './run-job.ts';
import { doVerb } from './run-verb.ts';
import { readStatus, withConflicts } from './status.ts';

export interface CommitRequest {
  readonly message: string;
  readonly amend: boolean;
  /** Stages everything that is not ignored first. */
  readonly all: boolean;
  /** With something staged by now, that alone is committed. */
  readonly unlessStaged?: boolean;
  readonly runHooks: boolean;
}

/** Keeps what is only in the index, before `all` replaces it by what is in the files. */
export type KeepIndex = (place: Repository) => Promise<Result<null, AppError>>;

/** As typed in a terminal. */
export const shownCommit = ({ amend, all, runHooks }: CommitRequest): string =>
  [all ? 'git add --all && ' : '', 'git commit', amend ? ' --amend' : '', runHooks ? '' : ' --no-verify'].join('');

/**
 * Commits what is staged; the message goes in by standard input, lines that begin with `#` included. The caller holds the repository's
 * lock. With `all`, a commit that fails leaves the index as it was.
 */
export async function commit(
  git: GitRunner,
  job: JobHandle,
  place: Repository,
  request: CommitRequest,
  keep: KeepIndex,
): Promise<Result<{ readonly commit: string }, AppError>> {
  if (request.message.trim() === '') return err({ code: 'input.empty' });
  if (request.all && request.unlessStaged === true) {
    const status = await readStatus(git, place.root);
    if (!status.ok) return status;
    if (status.value.entries.some(({ staged }) => staged))
      return commitStaged(git, job, place, { ...request, all: false });
  }
  return request.all
    ? withEverythingStaged(git, place, keep, () => commitStaged(git, job, place, request))
    : commitStaged(git, job, place, request);
}

async function commitStaged(
  git: GitRunner,
  job: JobHandle,
  { root }: Repository,
  request: CommitRequest,
): Promise<Result<{ readonly commit: string }, AppError>> {
  const flags = [...(request.amend ? ['--amend'] : []), ...(request.runHooks ? [] : ['--no-verify'])];
  const done = await runInJob(git, job, ['commit', ...flags, '--cleanup=whitespace', '--file=-'], {
    cwd: root,
    stdin: request.message,
    shown: shownCommit(request),
  });
  if (!done.ok) return err(await withConflicts(git, root, done.error));
  const head = await gitText(git, ['rev-parse', 'HEAD'], { cwd: root });
  return head.ok ? ok({ commit: head.value }) : head;
}

async function withEverythingStaged<T>(
  git: GitRunner,
  place: Repository,
  keep: KeepIndex,
  work: () => Promise<Result<T, AppError>>,
): Promise<Result<T, AppError>> {
  const { root, gitDir } = place;
  const { copyFile, mkdtemp, rename, rm, stat, paths } = git.files;
  const status = await readStatus(git, root);
  if (!status.ok) return status;
  const unmerged = status.value.entries.filter(({ kind }) => kind === 'unmerged').map(({ path }) => path);
  // Staging them would call them resolved, markers and all.
  if (unmerged.length > 0) return err({ code: 'git.conflict', files: unmerged });
  if (status.value.entries.some(({ staged, unstaged }) => staged && unstaged)) {
    const kept = await keep(place);
    if (!kept.ok) return kept;
  }
  const index = paths.join(gitDir, 'index');
  const folder = await mkdtemp(paths.join(gitDir, 'skein-index-'));
  const copy = paths.join(folder, 'index');
  try {
    // Before the first `git add` there is no index; then nothing has to come back.
    const hadIndex = (await stat(index).catch(absentAs(null))) !== null;
    const failure = hadIndex ? await copyFile(index, copy).then(() => null, String) : null;
    if (failure !== null) return err({ code: 'snapshot.failed', path: index, reason: failure });
    const staged = await doVerb(git, ['add', '--all', '--', ':/'], { cwd: root });
    const done = staged.ok ? await work() : staged;
    if (!done.ok && hadIndex) await rename(copy, index);
    if (!done.ok && !hadIndex) await rm(index, { force: true });
    return done;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Message of the last commit; empty before the first one. */
export async function lastMessage(git: GitRunner, root: string): Promise<Result<string, AppError>> {
  const answer = await git.raw(['log', '-1', '--format=%B'], { cwd: root, okCodes: [0, 128] });
  if (!answer.ok) return answer;
  return ok(answer.value.stdout.toString('utf8').replace(/\n+$/, ''));
}
