import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { isGone } from '../hosts/host-files.ts';
import type { GitRunner } from './git-runner.ts';

/** For commands that check commits out: Git takes ignored files for nobody's otherwise, and writes over them. */
export const KEEP_IGNORED = '--no-overwrite-ignore';

/**
 * Whether bringing in what `upstream` has since it was left would write over ignored files: neither a merge nor a rebase of Git's looks at them.
 * Fails with `git.would-overwrite`, which names them.
 */
export async function checkIgnored(git: GitRunner, root: string, upstream: string): Promise<Result<null, AppError>> {
  const args = ['diff', '--no-ext-diff', '--name-only', '-z', '--no-renames', '--diff-filter=A', `HEAD...${upstream}`];
  const added = await git.raw(args, { cwd: root });
  // No commit in common, or none at all: Git has its own words for it.
  if (!added.ok || added.value.stdout.length === 0) return ok(null);
  const named = await git.raw(['check-ignore', '-z', '--stdin'], {
    cwd: root,
    stdin: added.value.stdout,
    okCodes: [0, 1],
  });
  if (!named.ok) return named;
  const files: string[] = [];
  for (const path of named.value.stdout.toString('utf8').split('\0').filter(Boolean)) {
    if (await isThere(git, root, path)) files.push(path);
  }
  return files.length > 0 ? err({ code: 'git.would-overwrite', files }) : ok(null);
}

const isThere = ({ files }: GitRunner, root: string, path: string): Promise<boolean> =>
  files.lstat(files.paths.join(root, path)).then(
    () => true,
    (error: unknown) => !isGone(error),
  );
