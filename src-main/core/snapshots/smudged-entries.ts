import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';
import { toText } from './path-bytes.ts';
import type { TreeChange, TreeEntry } from './tree-diff.ts';
import { gitText } from '../git/repository.ts';
import type { WorkingTree } from './working-tree.ts';

/**
 * Where Git converts, what is stored in a commit is not what a checkout puts on the disk: the entries that a checkout would make of the
 * `from` sides, by path, where they are others.
 */
export async function smudgedEntries(
  git: GitRunner,
  { root }: WorkingTree,
  changes: readonly TreeChange[],
): Promise<Result<ReadonlyMap<string, TreeEntry>, AppError>> {
  const entries = new Map<string, TreeEntry>();
  for (const { path, from } of changes) {
    if (!from?.mode.startsWith('100')) continue;
    const content = await git.raw(['cat-file', '--filters', `--path=${toText(path)}`, from.oid], { cwd: root });
    if (!content.ok) return content;
    const oid = await gitText(git, ['hash-object', '-w', '--stdin'], { cwd: root, stdin: content.value.stdout });
    if (!oid.ok) return oid;
    if (oid.value !== from.oid) entries.set(path, { mode: from.mode, oid: oid.value });
  }
  return ok(entries);
}
