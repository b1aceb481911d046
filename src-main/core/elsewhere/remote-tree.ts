import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';

/** One working tree on another machine. The paths are Git's own words: this machine's rules for paths do not hold there. */
export interface RemoteTree {
  readonly root: string;
  readonly repository: string;
  readonly linked: boolean;
}

/** The working tree a folder of another machine belongs to. Fails with `git.no-repository`, `git.bare`, `git.not-installed` or `path.missing`. */
export async function findRemoteTree(git: GitRunner, folder: string): Promise<Result<RemoteTree, AppError>> {
  const flags = ['--git-dir', '--git-common-dir', '--show-toplevel'];
  const answer = await git.raw(['rev-parse', '--path-format=absolute', ...flags], { cwd: folder });
  if (answer.ok) {
    const [gitDir = '', repository = '', root = ''] = answer.value.stdout.toString('utf8').trimEnd().split('\n');
    return ok({ root, repository, linked: gitDir !== repository });
  }
  const { error } = answer;
  if (error.code !== 'git.failed') return answer;
  if (/must be run in a work tree/i.test(error.stderr)) return err({ code: 'git.bare', path: folder });
  if (/not a git repository/i.test(error.stderr)) return err({ code: 'git.no-repository', path: folder });
  return answer;
}
