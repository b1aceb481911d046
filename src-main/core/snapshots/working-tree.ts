import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';
import { findRepository, gitText, type Repository } from '../git/repository.ts';

/** One working tree of a repository, and where Git keeps what belongs to it. All paths are absolute. */
export type WorkingTree = Pick<Repository, 'root' | 'gitDir' | 'repository'>;

/** The working tree a folder belongs to. Fails with `git.no-repository` or `git.bare`. */
export const findWorkingTree = (git: GitRunner, folder: string): Promise<Result<WorkingTree, AppError>> =>
  findRepository(git, folder);

/** Where the working tree's index lies, whether it is there or not. */
export const realIndex = ({ files }: GitRunner, tree: WorkingTree): string => files.paths.join(tree.gitDir, 'index');

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
