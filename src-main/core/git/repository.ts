import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { GitOptions, GitRunner } from './git-runner.ts';

/** One working tree of a repository. All paths are absolute. */
export interface Repository {
  /** Top folder of the working tree. */
  readonly root: string;
  /** The working tree's own Git folder: index, HEAD, MERGE_HEAD. */
  readonly gitDir: string;
  /** What all working trees share (`--git-common-dir`): objects, refs. The repository's identity and the key of its lock. */
  readonly repository: string;
  readonly linked: boolean;
}

const PLACES = ['--is-bare-repository', '--git-dir', '--git-common-dir', '--show-toplevel'] as const;
const revParse = (...flags: readonly string[]) => ['rev-parse', '--path-format=absolute', ...flags];

/** The working tree a folder belongs to. Fails with `git.no-repository`, `git.bare`, `git.not-installed` or `path.missing`. */
export async function findRepository(git: GitRunner, folder: string): Promise<Result<Repository, AppError>> {
  const answer = await git.raw(revParse(...PLACES), { cwd: folder });
  if (!answer.ok) return err(describeNone(answer.error, folder));
  let lines = answer.value.stdout.toString('utf8').replace(/\n$/, '').split('\n');
  if (lines.length !== PLACES.length) {
    // A name with a line break in it: asked for one by one, the answers cannot be mixed up.
    const apart = await Promise.all(PLACES.map((flag) => git.raw(revParse(flag), { cwd: folder })));
    lines = apart.map((one) => (one.ok ? one.value.stdout.toString('utf8').replace(/\n$/, '') : ''));
  }
  const [, gitDir = '', repository = '', root = ''] = lines.map((line, index) =>
    index === 0 ? line : git.files.paths.resolve(line),
  );
  return ok({ root, gitDir, repository, linked: gitDir !== repository });
}

/** In a bare repository, and inside `.git`, there is no top folder; both say the same words. */
function describeNone(error: AppError, folder: string): AppError {
  if (error.code !== 'git.failed') return error;
  if (/must be run in a work tree/i.test(error.stderr)) return { code: 'git.bare', path: folder };
  if (/not a git repository/i.test(error.stderr)) return { code: 'git.no-repository', path: folder };
  return error;
}

/** Runs one command and answers its text, line breaks at the end cut. */
export async function gitText(
  git: GitRunner,
  args: readonly string[],
  options: GitOptions,
): Promise<Result<string, AppError>> {
  const answer = await git.raw(args, options);
  return answer.ok ? ok(answer.value.stdout.toString('utf8').replace(/\n+$/, '')) : answer;
}
