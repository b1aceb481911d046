import { join } from 'node:path';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { GitOptions, GitRunner } from '../git/git-runner.ts';

/** One working tree of a repository, and where Git keeps what belongs to it. All paths are absolute. */
export interface WorkingTree {
  readonly root: string;
  /** The working tree's own Git folder (`.git`, or `.git/worktrees/x`): index, HEAD, MERGE_HEAD. */
  readonly gitDir: string;
  /** What all working trees of the repository share: objects and refs. The key of the repository. */
  readonly repository: string;
}

/** The working tree a folder belongs to. Fails with `git.no-repository` or `git.bare`. */
export async function findWorkingTree(git: GitRunner, folder: string): Promise<Result<WorkingTree, AppError>> {
  const args = ['rev-parse', '--path-format=absolute', '--git-dir', '--git-common-dir', '--show-toplevel'];
  const answer = await git.raw(args, { cwd: folder });
  if (!answer.ok) {
    if (answer.error.code !== 'git.failed') return answer;
    if (/must be run in a work tree/i.test(answer.error.stderr)) return err({ code: 'git.bare', path: folder });
    if (/not a git repository/i.test(answer.error.stderr)) return err({ code: 'git.no-repository', path: folder });
    return answer;
  }
  const [gitDir, repository, root] = answer.value.stdout.toString('utf8').split('\n');
  if (!root || !gitDir || !repository) return err({ code: 'git.no-repository', path: folder });
  return ok({ root, gitDir, repository });
}

/** Where the working tree's index lies, whether it is there or not. */
export const realIndex = (tree: WorkingTree): string => join(tree.gitDir, 'index');

/** Runs one command and answers what it printed as text, line breaks at the end cut. */
export async function gitText(
  git: GitRunner,
  args: readonly string[],
  options: GitOptions,
): Promise<Result<string, AppError>> {
  const answer = await git.raw(args, options);
  return answer.ok ? ok(answer.value.stdout.toString('utf8').replace(/\n+$/, '')) : answer;
}

/** The commit that is checked out; null before the first one. */
export async function readHead(git: GitRunner, cwd: string): Promise<Result<string | null, AppError>> {
  const answer = await git.raw(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], { cwd, okCodes: [0, 1] });
  if (!answer.ok) return answer;
  return ok(answer.value.stdout.toString('utf8').trim() || null);
}

/** Who Skein's commits are by: nobody has to have an identity for them, and none is taken from the user. */
const SKEIN_IDENTITY = {
  GIT_AUTHOR_NAME: 'Skein',
  GIT_AUTHOR_EMAIL: 'skein@localhost',
  GIT_COMMITTER_NAME: 'Skein',
  GIT_COMMITTER_EMAIL: 'skein@localhost',
} as const;

/** Writes a commit without touching a branch. */
export function commitTree(
  git: GitRunner,
  cwd: string,
  commit: { readonly tree: string; readonly parents: readonly string[]; readonly message: string },
): Promise<Result<string, AppError>> {
  const parents = commit.parents.flatMap((parent) => ['-p', parent]);
  return gitText(git, ['-c', 'i18n.commitEncoding=UTF-8', 'commit-tree', commit.tree, ...parents], {
    cwd,
    stdin: commit.message,
    env: SKEIN_IDENTITY,
  });
}

/** The tree without entries, in the repository's object format. */
export const emptyTree = (git: GitRunner, cwd: string): Promise<Result<string, AppError>> =>
  gitText(git, ['hash-object', '-w', '-t', 'tree', '--stdin'], { cwd, stdin: '' });
