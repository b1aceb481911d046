import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';
import { absentAs } from '../hosts/host-files.ts';
import { restoreInto } from './restore-snapshot.ts';
import { parseSnapshots, RECORD_FORMAT, SNAPSHOT_REFS, type StoredSnapshot } from './snapshot-record.ts';
import { findWorkingTree, type WorkingTree } from './working-tree.ts';
import { writeSnapshot } from './write-snapshot.ts';

/**
 * Brings back the work in repositories inside the tree, from their own snapshots, where these repositories are still there. Where one is gone
 * (or is not checked out in a new worktree) its snapshot stays in it, wherever that is.
 */
export async function restoreNested(
  git: GitRunner,
  outer: WorkingTree,
  { record }: StoredSnapshot,
  { now }: { readonly now: number },
): Promise<Result<null, AppError>> {
  const { lstat, paths } = git.files;
  for (const { path, commit } of record.nested) {
    const folder = paths.join(outer.root, path);
    if (!(await lstat(paths.join(folder, '.git')).catch(absentAs(null)))) continue;
    const tree = await findWorkingTree(git, folder);
    if (!tree.ok) return tree;
    const args = ['for-each-ref', `--format=${RECORD_FORMAT}`, '--points-at', commit, SNAPSHOT_REFS];
    const refs = await git.raw(args, { cwd: folder });
    // Another repository lies there by now.
    if (!refs.ok) continue;
    const [inner] = parseSnapshots(refs.value.stdout.toString('utf8'), tree.value.repository);
    if (!inner) continue;
    const { title, thread } = inner.record;
    const done = await restoreInto(git, tree.value, inner, (captured, also) =>
      writeSnapshot(git, tree.value, captured, { reason: 'reverted', title, thread, createdAt: now }, also),
    );
    if (!done.ok) return done;
  }
  return ok(null);
}
