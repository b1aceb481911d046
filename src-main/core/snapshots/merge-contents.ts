import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';
import { gitText } from '../git/repository.ts';

/** Files larger than this are not merged line by line. */
const MAX_MERGED_BYTES = 16_000_000;

/**
 * Merges three contents line by line and stores the outcome. Null when both sides changed the same lines, or when one is binary. Bytes are
 * taken as they are: a line break that differs is a change.
 */
export async function mergeContents(
  git: GitRunner,
  cwd: string,
  oids: { readonly base: string; readonly ours: string; readonly theirs: string },
): Promise<Result<string | null, AppError>> {
  const { mkdtemp, rm, writeFile, paths, tempFolder } = git.files;
  const folder = await mkdtemp(paths.join(tempFolder(), 'skein-merge-'));
  try {
    const names: string[] = [];
    for (const side of ['ours', 'base', 'theirs'] as const) {
      const blob = await git.raw(['cat-file', 'blob', oids[side]], { cwd, maxOutputBytes: MAX_MERGED_BYTES });
      if (!blob.ok) return blob;
      if (blob.value.truncated) return ok(null);
      const file = paths.join(folder, side);
      await writeFile(file, blob.value.stdout);
      names.push(file);
    }
    // The exit code is the number of conflicts, at most 127; 255 for binary files.
    const merged = await git.raw(['merge-file', '-p', '-q', ...names], { cwd, okCodes: EXIT_CODES });
    if (!merged.ok) return merged;
    if (merged.value.code !== 0) return ok(null);
    return await gitText(git, ['hash-object', '-w', '--stdin'], { cwd, stdin: merged.value.stdout });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
const EXIT_CODES = Array.from({ length: 256 }, (_unused, code) => code);
