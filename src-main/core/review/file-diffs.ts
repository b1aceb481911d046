import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { FileDiff } from '../../../src-shared/model/review.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { absentAs, type HostFiles } from '../hosts/host-files.ts';
import type { GitRunner } from '../git/git-runner.ts';
import type { Comparison } from './comparison.ts';
import { DIFF_CONFIG, DIFF_FLAGS } from './diff-options.ts';
import type { Change } from './list-changes.ts';
import { newFilePatch } from './new-file-patch.ts';
import { splitPatch } from './split-patch.ts';
import { submoduleChange } from './submodule-change.ts';
import { textOf } from './text-of.ts';

export interface DiffWishes {
  readonly whitespace: 'show' | 'ignore';
  /** Also those that are too large to be shown unasked. */
  readonly whole: boolean;
  /** Lines around each change. */
  readonly context: number;
  /** Most of what changed is asked for: Git is quicker without a long list of paths (measured: 130 ms for 200). */
  readonly most?: boolean;
}

const MAX_UNASKED_BYTES = 1024 * 1024;
const MAX_UNASKED_LINES = 20_000;
const MAX_PATCH_BYTES = 256 * 1024 * 1024;
/** Windows takes 32,767 characters for a whole command line. */
const MAX_PATH_CHARS = 24_000;
/** So many paths cost nothing. */
const LISTED_PATHS = 16;

/** The diffs of changed files, in their order. */
export async function fileDiffs(
  git: GitRunner,
  comparison: Comparison,
  changes: readonly Change[],
  wishes: DiffWishes,
): Promise<Result<readonly FileDiff[], AppError>> {
  const shown = changes.filter((change) => hasText(change) && (wishes.whole || !isTooLarge(change)));
  // One that is not to be shown must not be made either.
  const most = wishes.most === true && shown.length === changes.filter(hasText).length;
  const patches = await patchesOf(git, comparison, shown, { ...wishes, most });
  if (!patches.ok) return patches;
  const diffs = changes.map(async (change): Promise<FileDiff> => {
    const { section, path, fingerprint } = change;
    const patch = patches.value.get(change);
    const tooLarge = !wishes.whole && hasText(change) && isTooLarge(change);
    return {
      section,
      path,
      fingerprint,
      patch: patch === undefined || !/^@@ /m.test(patch) ? '' : textOf(Buffer.from(patch, 'latin1')),
      tooLarge: tooLarge ? { bytes: change.bytes ?? 0, lines: linesOf(change) } : null,
      submodule: change.kind === 'submodule' ? await submoduleChange(git, comparison.place.root, change) : null,
    };
  });
  return ok(await Promise.all(diffs));
}

const hasText = ({ kind }: Change): boolean => kind === 'text' || kind === 'symlink' || kind === 'lfs';
const linesOf = ({ additions, deletions }: Change): number => (additions ?? 0) + (deletions ?? 0);
/** Too large to be shown unasked. */
export const isTooLarge = (change: Change): boolean =>
  (change.bytes ?? 0) > MAX_UNASKED_BYTES || linesOf(change) > MAX_UNASKED_LINES;

/** Diffs as latin1 text, one byte a character. A change that Git has nothing to say about is left out. */
export async function patchesOf(
  git: GitRunner,
  comparison: Comparison,
  changes: readonly Change[],
  { whitespace, context, most = false }: Pick<DiffWishes, 'whitespace' | 'context' | 'most'>,
): Promise<Result<ReadonlyMap<Change, string>, AppError>> {
  const patches = new Map<Change, string>();
  const own = changes.filter(({ untracked }) => untracked);
  const jobs = new Map<string, Change[]>();
  for (const change of changes) {
    if (change.untracked) continue;
    const key = argumentsOf(comparison, change).join('\0');
    const group = jobs.get(key);
    if (group) group.push(change);
    else jobs.set(key, [change]);
  }
  const flags = [
    ...DIFF_FLAGS,
    `--unified=${context}`,
    '--inter-hunk-context=0',
    ...(whitespace === 'ignore' ? ['--ignore-all-space'] : []),
  ];
  const runs = [...jobs].flatMap(([key, group]) => {
    const isShort = group.length <= LISTED_PATHS;
    const parts = most && !isShort ? [group] : chunks(group);
    return parts.map((chunk) => ({ args: key.split('\0'), chunk, listed: !most || isShort }));
  });
  const done = await Promise.all(
    runs.map(async ({ args, chunk, listed }): Promise<Result<null, AppError>> => {
      const paths = !listed ? [] : chunk.flatMap(({ path, oldPath }) => (oldPath === null ? [path] : [oldPath, path]));
      const all = ['--literal-pathspecs', ...DIFF_CONFIG, 'diff', ...flags, ...args, '--', ...paths];
      const answer = await git.raw(all, { cwd: comparison.place.root, maxOutputBytes: MAX_PATCH_BYTES });
      if (!answer.ok) return answer;
      if (answer.value.truncated) return err(tooLarge(chunk, answer.value.stdout.length));
      const found = splitPatch(answer.value.stdout.toString('latin1'));
      for (const change of chunk) {
        const patch = found.get(change.path);
        if (patch !== undefined) patches.set(change, patch);
      }
      return ok(null);
    }),
  );
  for (const result of done) if (!result.ok) return result;
  await Promise.all(
    own.map(async (change) => {
      const content = await readWorking(git.files, comparison.place.root, change.path);
      if (content === null) return;
      const path = Buffer.from(change.path).toString('latin1');
      patches.set(change, newFilePatch(path, change.newMode, content.toString('latin1')));
    }),
  );
  return ok(patches);
}

const tooLarge = (chunk: readonly Change[], bytes: number): AppError => ({
  code: 'file.too-large',
  path: chunk[0]?.path ?? '',
  bytes,
  maxBytes: MAX_PATCH_BYTES,
});

/** What `git diff` is told to compare for a change. */
function argumentsOf(comparison: Comparison, { section, oldPath }: Change): string[] {
  const renames = oldPath === null ? '--no-renames' : comparison.kind === 'trees' ? '-C' : '-M';
  switch (comparison.kind) {
    case 'trees':
      return [renames, comparison.from, comparison.to];
    case 'workingTree':
      return [renames, comparison.from];
    case 'uncommitted':
      // A path in conflict: what is on the disk, against what this side had.
      if (section === 'conflicted') return ['--no-renames', comparison.head];
      return section === 'staged' ? [renames, '--cached', comparison.head] : ['--no-renames'];
  }
}

function chunks(changes: readonly Change[]): Change[][] {
  const all: Change[][] = [];
  let chars = Number.POSITIVE_INFINITY;
  for (const change of changes) {
    const more = change.path.length + (change.oldPath?.length ?? 0) + 6;
    if (chars + more > MAX_PATH_CHARS) {
      all.push([]);
      chars = 0;
    }
    all.at(-1)?.push(change);
    chars += more;
  }
  return all;
}

/** A file's bytes, or a link's target; null when it is not there. */
export async function readWorking(
  { paths, lstat, readFile, readlink }: HostFiles,
  root: string,
  path: string,
): Promise<Buffer | null> {
  const full = paths.join(root, path);
  const stat = await lstat(full).catch(absentAs(null));
  if (!stat) return null;
  if (stat.isSymbolicLink()) return Buffer.from(await readlink(full));
  return stat.isFile() ? readFile(full).catch(absentAs(null)) : null;
}
