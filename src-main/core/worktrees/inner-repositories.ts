import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';
import { lookAt } from './worktree-path.ts';

type Answer<T> = Promise<Result<T, AppError>>;

/**
 * Repositories inside a worktree, each with a `/` at its end: submodules that are checked out, and clones that lie there untracked. Their
 * history and their own snapshots go with the folder, and no snapshot of the worktree holds more of them than a commit's name.
 */
export async function innerRepositories(git: GitRunner, path: string): Answer<readonly string[]> {
  const { join } = git.files.paths;
  const listed = await git.raw(['ls-files', '-s', '-z'], { cwd: path });
  if (!listed.ok) return listed;
  const untracked = await git.raw(['ls-files', '--others', '--exclude-standard', '-z'], { cwd: path });
  if (!untracked.ok) return untracked;
  const entries = (output: Buffer) => output.toString('utf8').split('\0');
  const links = entries(listed.value.stdout).flatMap((entry) =>
    entry.startsWith('160000 ') ? [`${entry.slice(entry.indexOf('\t') + 1)}/`] : [],
  );
  // Git does not look into other repositories and lists them as folders; everything else is listed file by file.
  const clones = entries(untracked.value.stdout).filter((entry) => entry.endsWith('/'));
  const there = await Promise.all(
    links.map(async (link) => ((await lookAt(git.files, join(path, link, '.git'))) ? [link] : [])),
  );
  return ok([...there.flat(), ...clones]);
}

/** Those of the repositories that hold something no remote has: files, ignored ones as well, commits, a stash. */
export async function withOwnWork(
  git: GitRunner,
  path: string,
  repositories: readonly string[],
): Promise<readonly string[]> {
  const own: string[] = [];
  for (const name of repositories) {
    const cwd = git.files.paths.join(path, name);
    const status = await git.raw(['status', '--porcelain', '--ignored', '--untracked-files=normal'], { cwd });
    const commits = await git.raw(['rev-list', '--max-count=1', '--all', 'HEAD', '--not', '--remotes'], { cwd });
    const isClean = status.ok && status.value.stdout.length === 0 && commits.ok && commits.value.stdout.length === 0;
    if (!isClean) own.push(name);
  }
  return own;
}
