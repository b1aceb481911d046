import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';
import type { Comparison } from './comparison.ts';
import { readWorking } from './file-diffs.ts';
import type { Change } from './list-changes.ts';

/** More of a file than this is neither sent to the page nor served. */
const MAX_SIDE_BYTES = 32 * 1024 * 1024;

/** The bytes of one side of a change; null when there is nothing on that side, or a submodule. */
export async function sideBytes(
  git: GitRunner,
  comparison: Comparison,
  change: Change,
  side: 'old' | 'new',
): Promise<Result<Buffer | null, AppError>> {
  const { path, oldBlob, newBlob, inWorkingTree, kind } = change;
  if (kind === 'submodule') return ok(null);
  if (side === 'new' && (inWorkingTree || comparison.kind === 'workingTree')) {
    const bytes = change.change === 'deleted' ? null : await readWorking(git.files, comparison.place.root, path);
    return bytes && bytes.length > MAX_SIDE_BYTES ? err(tooLarge(path, bytes.length)) : ok(bytes);
  }
  // Of a path in conflict the index has three; what this side had is in HEAD.
  const isUnmerged = change.change === 'unmerged' && comparison.kind === 'uncommitted';
  const object = side === 'new' ? newBlob : isUnmerged ? `${comparison.head}:${path}` : oldBlob;
  if (object === null) return ok(null);
  const okCodes = isUnmerged ? [0, 128] : [0];
  const answer = await git.raw(['cat-file', 'blob', object], {
    cwd: comparison.place.root,
    maxOutputBytes: MAX_SIDE_BYTES,
    okCodes,
  });
  if (!answer.ok) return answer;
  if (answer.value.truncated) return err(tooLarge(path, change.bytes ?? MAX_SIDE_BYTES));
  return ok(answer.value.code === 0 ? answer.value.stdout : null);
}

const tooLarge = (path: string, bytes: number): AppError => ({
  code: 'file.too-large',
  path,
  bytes,
  maxBytes: MAX_SIDE_BYTES,
});
