import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { JobHandle } from './git-jobs.ts';
import { checkIgnored } from './ignored-files.ts';
import type { GitRunner } from './git-runner.ts';
import { gitText } from './repository.ts';
import { runInJob } from './run-job.ts';
import { readStatus, type GitStatus } from './status.ts';

/** Where a branch is pushed to, and where it is fetched from. */
export interface PushTarget {
  readonly branch: string;
  readonly remote: string;
  /** Name of the branch there. */
  readonly remoteBranch: string;
  readonly setUpstream: boolean;
}

const config = async (git: GitRunner, cwd: string, key: string): Promise<string | null> => {
  const answer = await git.raw(['config', '--get', key], { cwd, okCodes: [0, 1] });
  if (!answer.ok || answer.value.code !== 0) return null;
  return answer.value.stdout.toString('utf8').replace(/\n$/, '') || null;
};

async function checkedOutBranch(status: GitStatus): Promise<Result<string, AppError>> {
  return Promise.resolve(status.head.kind === 'branch' ? ok(status.head.name) : err({ code: 'git.detached' }));
}

/**
 * Where a push of the checked out branch goes: its upstream; without one the remote that the configuration names for pushes, else
 * `origin`, else the only one. Fails with `git.detached`, `git.unknown-revision` (no commit yet) or `git.no-remote`.
 */
export async function findPushTarget(git: GitRunner, root: string): Promise<Result<PushTarget, AppError>> {
  const status = await readStatus(git, root);
  if (!status.ok) return status;
  const named = await checkedOutBranch(status.value);
  if (!named.ok) return named;
  const branch = named.value;
  if (status.value.head.commit === null) return err({ code: 'git.unknown-revision', revision: 'HEAD' });
  const listed = await gitText(git, ['remote'], { cwd: root });
  if (!listed.ok) return listed;
  const remotes = listed.value.split('\n').filter(Boolean);
  const [fetchedFrom, merge, own, common] = await Promise.all([
    config(git, root, `branch.${branch}.remote`),
    config(git, root, `branch.${branch}.merge`),
    config(git, root, `branch.${branch}.pushRemote`),
    config(git, root, 'remote.pushDefault'),
  ]);
  const pushedTo = own ?? common;
  // `.` is this repository: a branch that follows a local one has been pushed nowhere.
  const follows = fetchedFrom !== null && fetchedFrom !== '.' && merge !== null;
  if (follows && (pushedTo === null || pushedTo === fetchedFrom)) {
    const remoteBranch = merge.replace(/^refs\/heads\//, '');
    return ok({ branch, remote: fetchedFrom, remoteBranch, setUpstream: false });
  }
  const remote = pushedTo ?? (remotes.includes('origin') ? 'origin' : remotes[0]);
  if (remote === undefined) return err({ code: 'git.no-remote' });
  return ok({ branch, remote, remoteBranch: branch, setUpstream: !follows });
}

export function pushArguments({ branch, remote, remoteBranch, setUpstream }: PushTarget, force: boolean): string[] {
  const flags = [...(setUpstream ? ['--set-upstream'] : []), ...(force ? ['--force-with-lease'] : [])];
  return ['push', ...flags, remote, branch === remoteBranch ? branch : `${branch}:${remoteBranch}`];
}

export interface NetworkOptions {
  readonly root: string;
  /** Variables that keep a remote from asking: see `quietRemotes`. */
  readonly env: Readonly<Record<string, string>>;
}

/** Needs no lock: Git writes the remote's branch by itself, and nothing else. */
export async function push(
  git: GitRunner,
  job: JobHandle,
  { root, env, target, force }: NetworkOptions & { readonly target: PushTarget; readonly force: boolean },
): Promise<Result<null, AppError>> {
  const args = pushArguments(target, force);
  const about = { branch: target.branch, remote: target.remote };
  const shown = `git ${args.join(' ')}`;
  const [verb = '', ...rest] = args;
  const done = await runInJob(git, job, [verb, '--progress', ...rest], { cwd: root, env, shown, about });
  return done.ok ? ok(null) : done;
}

/** Fetches from the upstream's remote, else from all; branches that are gone there go here as well. */
export async function fetchRemote(
  git: GitRunner,
  job: JobHandle,
  { root, env, remote }: NetworkOptions & { readonly remote: string | null },
): Promise<Result<null, AppError>> {
  const from = remote === null ? ['--all'] : [remote];
  const done = await runInJob(git, job, ['fetch', '--prune', '--progress', ...from], {
    cwd: root,
    env,
    shown: `git fetch ${from.join(' ')}`,
    about: { remote: remote ?? '' },
  });
  return done.ok ? ok(null) : done;
}

/** What a pull brings in. Fails with `git.detached` or `git.no-upstream`. */
export async function findUpstream(
  git: GitRunner,
  root: string,
): Promise<Result<{ readonly branch: string; readonly remote: string; readonly name: string }, AppError>> {
  const status = await readStatus(git, root);
  if (!status.ok) return status;
  const branch = await checkedOutBranch(status.value);
  if (!branch.ok) return branch;
  const { upstream } = status.value;
  const remote = await config(git, root, `branch.${branch.value}.remote`);
  if (!upstream || remote === null) return err({ code: 'git.no-upstream', branch: branch.value });
  return ok({ branch: branch.value, remote, name: upstream.name });
}

/**
 * The second half of a pull, after the fetch: fast-forward or merge, or (`rebase`) the own commits on top. The caller holds the
 * repository's lock. A conflict leaves the operation in progress, as Git does, and names the files.
 */
export async function integrate(
  git: GitRunner,
  job: JobHandle,
  { root, upstream, rebase }: { readonly root: string; readonly upstream: string; readonly rebase: boolean },
): Promise<Result<null, AppError>> {
  const free = await checkIgnored(git, root, '@{upstream}');
  if (!free.ok) return free;
  const args = rebase ? ['rebase', '@{upstream}'] : ['merge', '--no-edit', '@{upstream}'];
  const shown = `git pull${rebase ? ' --rebase' : ''}`;
  const done = await runInJob(git, job, args, { cwd: root, shown, about: { revision: upstream } });
  if (done.ok) return ok(null);
  const { error } = done;
  const isNamed = error.code === 'git.would-overwrite' && error.files.length > 0;
  if (isNamed || (error.code !== 'git.conflict' && error.code !== 'git.would-overwrite')) return done;
  const status = await readStatus(git, root);
  if (!status.ok) return done;
  const wanted = error.code === 'git.conflict' ? 'unmerged' : 'changed';
  const files = status.value.entries.filter(({ kind }) => kind === wanted).map(({ path }) => path);
  return err({ code: error.code, files });
}

/**
 * Variables under which ssh asks nothing, neither for a passphrase nor whether to trust a host: what it would have asked becomes
 * `git.credentials`. An ssh command of the user's own stays what it is; another program than OpenSSH is left alone.
 */
export async function quietRemotes(
  git: GitRunner,
  root: string,
  userCommand: string | undefined,
): Promise<Readonly<Record<string, string>>> {
  const command = userCommand ?? (await config(git, root, 'core.sshCommand')) ?? 'ssh';
  const isOpenSsh = /^(?:"[^"]*[\\/]|\S*[\\/])?ssh(?:\.exe)?"?(?:\s|$)/i.test(command);
  return { GIT_SSH_COMMAND: isOpenSsh ? `${command} -o BatchMode=yes` : command };
}
