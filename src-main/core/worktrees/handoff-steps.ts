import { posix } from 'node:path';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';
import type { HostFiles } from '../hosts/host-files.ts';
import { inTheWay } from '../snapshots/in-the-way.ts';
import { pathList } from '../snapshots/index-entries.ts';
import { toText } from '../snapshots/path-bytes.ts';
import { diffTrees, type TreeChange } from '../snapshots/tree-diff.ts';
import { changedPaths } from './compare-trees.ts';
import type { CapturedState, WorktreeSnapshots } from './worktree-ports.ts';

/** Paths given to one command: Windows takes 32,767 characters. */
const NAMED_AT_ONCE = 100;

type Answer<T> = Promise<Result<T, AppError>>;

/** Makes sure that changes have arrived: what only the source changed is there as it was, what only the target had is untouched. */
export async function verifyBrought(
  git: GitRunner,
  repository: string,
  trees: {
    /** Commit the source's changes are against. */
    readonly base: string;
    /** Ref of the snapshot that holds them. */
    readonly snapshot: string;
    /** The target's files before. */
    readonly before: string;
    readonly after: () => Answer<CapturedState>;
  },
): Answer<null> {
  const after = await trees.after();
  if (!after.ok) return after;
  const brought = await changedPaths(git, repository, trees.base, trees.snapshot);
  if (!brought.ok) return brought;
  const differing = await changedPaths(git, repository, trees.snapshot, after.value.worktree);
  if (!differing.ok) return differing;
  const own = await changedPaths(git, repository, trees.base, trees.before);
  if (!own.ok) return own;
  const changed = await changedPaths(git, repository, trees.before, after.value.worktree);
  if (!changed.ok) return changed;
  const [broughtSet, ownSet] = [new Set(brought.value), new Set(own.value)];
  const missing = differing.value.filter((path) => broughtSet.has(path) && !ownSet.has(path));
  const touched = changed.value.filter((path) => !broughtSet.has(path));
  const wrong = [...missing, ...touched];
  return wrong.length > 0 ? err({ code: 'worktree.conflict', files: wrong }) : ok(null);
}

/**
 * Takes the changes away where they came from, back to the commit that is checked out. Only when the folder and its index still hold exactly
 * what the snapshot does: what was written or staged since would be lost. Ignored files stay, where the commit has a file of that name
 * as well. The caller holds the lock.
 */
export async function cleanSource(
  git: GitRunner,
  root: string,
  snapshotRef: string,
  snapshots: Pick<WorktreeSnapshots, 'capture'>,
): Answer<null> {
  const now = await snapshots.capture(root);
  if (!now.ok) return now;
  const since = await changedPaths(git, root, snapshotRef, now.value.worktree);
  if (!since.ok) return since;
  // The second parent is what was staged.
  const staged = await changedPaths(git, root, `${snapshotRef}^2`, now.value.index);
  if (!staged.ok) return staged;
  const later = [...new Set([...since.value, ...staged.value])];
  if (later.length > 0) return err({ code: 'worktree.conflict', files: later });
  const changes = await diffTrees(git, root, 'HEAD', snapshotRef);
  if (!changes.ok) return changes;
  const kept = new Set(changes.value.flatMap(({ path, to }) => (to === null ? [] : [path])));
  const back = await freeToWrite(git.files, root, changes.value, kept);
  if (!back.ok) return back;
  // Not `reset --hard`: it writes over whatever Git was told to ignore.
  const reset = await git.raw(['reset', '--mixed', '--quiet', 'HEAD'], { cwd: root });
  if (!reset.ok) return reset;
  if (back.value.length > 0) {
    const args = ['checkout-index', '--force', '--index', '--quiet', '-z', '--stdin'];
    const written = await git.raw(args, { cwd: root, stdin: pathList(back.value) });
    if (!written.ok) return written;
  }
  const left = await git.raw(['ls-files', '--others', '--exclude-standard', '-z'], { cwd: root });
  if (!left.ok) return left;
  // Named one by one: a file that came a moment ago is nobody's to delete.
  const known = new Set([...kept].map(toText));
  const paths = left.value.stdout
    .toString('utf8')
    .split('\0')
    .filter((path) => known.has(path));
  for (let at = 0; at < paths.length; at += NAMED_AT_ONCE) {
    const named = paths.slice(at, at + NAMED_AT_ONCE);
    const cleaned = await git.raw(['--literal-pathspecs', 'clean', '-d', '--force', '--quiet', '--', ...named], {
      cwd: root,
    });
    if (!cleaned.ok) return cleaned;
  }
  for (const path of paths) await removeEmptyFolders(git.files, root, posix.dirname(path));
  return ok(null);
}

/** The commit's files that can be written again without writing over what the snapshot does not hold. */
async function freeToWrite(
  files: HostFiles,
  root: string,
  changes: readonly TreeChange[],
  kept: ReadonlySet<string>,
): Answer<readonly string[]> {
  const free: string[] = [];
  try {
    for (const { path, from, to } of changes) {
      if (from === null) continue;
      if (to !== null || (await inTheWay(files, root, [path], kept)).length === 0) free.push(path);
    }
    return ok(free);
  } catch (error) {
    return err({ code: 'snapshot.failed', path: root, reason: error instanceof Error ? error.message : String(error) });
  }
}

/** What `git clean` leaves of folders when it is given files. `folder` as Git names it. */
async function removeEmptyFolders(files: HostFiles, root: string, folder: string): Promise<void> {
  if (folder === '.') return;
  const isGone = await files.rmdir(files.paths.join(root, folder)).then(
    () => true,
    () => false,
  );
  if (isGone) await removeEmptyFolders(files, root, posix.dirname(folder));
}
