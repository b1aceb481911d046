import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';
import { entryOf, readDiskEntries } from './disk-entries.ts';
import type { TreeEntry } from './tree-diff.ts';

const LFS_FILES = ':(top,attr:filter=lfs)';

/**
 * Entries of the files that LFS keeps: the pointer where the file is what the pointer says, else the file's own bytes. LFS files are
 * large; copying all of them into Git would defeat what they are for. `cwd` is the root, `index` a copy of its index: what Git has not
 * looked at since it was written would pass for changed, so it looks now.
 */
export async function lfsEntries(
  git: GitRunner,
  cwd: string,
  index: string,
): Promise<Result<readonly (TreeEntry & { readonly path: string })[], AppError>> {
  const env = { GIT_INDEX_FILE: index };
  const refreshed = await git.raw(['update-index', '-q', '--refresh', '--unmerged'], { cwd, env, okCodes: [0, 1] });
  if (!refreshed.ok) return refreshed;
  const list = async (args: readonly string[]) => {
    const answer = await git.raw([...args, '-z', '--', LFS_FILES], { cwd, env });
    if (!answer.ok) return answer;
    return ok(
      answer.value.stdout
        .toString('latin1')
        .split('\0')
        .filter((line) => line !== ''),
    );
  };
  const [tracked, changed, added] = await Promise.all([
    list(['ls-files', '-s']),
    list(['diff-files', '--name-only']),
    list(['ls-files', '--others', '--exclude-standard']),
  ]);
  if (!tracked.ok) return tracked;
  if (!changed.ok) return changed;
  if (!added.ok) return added;
  const dirty = new Set(changed.value);
  const pointers = tracked.value.flatMap((line) => {
    const match = /^(\d{6}) ([0-9a-f]+) 0\t/.exec(line);
    const path = match ? line.slice(match[0].length) : '';
    return match && !dirty.has(path) ? [{ mode: match[1] ?? '', oid: match[2] ?? '', path }] : [];
  });
  const paths = [...dirty, ...added.value];
  const states = await readDiskEntries(git, cwd, paths);
  if (!states.ok) return states;
  const files = paths.flatMap((path) => {
    const entry = entryOf(states.value.get(path));
    return entry ? [{ ...entry, path }] : [];
  });
  return ok([...pointers, ...files]);
}
