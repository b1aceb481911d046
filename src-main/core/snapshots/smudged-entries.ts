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
  tree: WorkingTree,
  changes: readonly TreeChange[],
): Promise<Result<ReadonlyMap<string, TreeEntry>, AppError>> {
  const entries = new Map<string, TreeEntry>();
  for (const { path, from } of changes) {
    if (!from?.mode.startsWith('100')) continue;
    const smudged = await smudge(git, tree, path, from);
    if (!smudged.ok) return smudged;
    if (smudged.value.oid !== from.oid) entries.set(path, smudged.value);
  }
  return ok(entries);
}

/** What a checkout of the entry would put on the disk. */
export async function smudge(
  git: GitRunner,
  { root }: WorkingTree,
  path: string,
  { mode, oid }: TreeEntry,
): Promise<Result<TreeEntry, AppError>> {
  const content = await git.raw(['cat-file', '--filters', `--path=${toText(path)}`, oid], {
    cwd: root,
    maxOutputBytes: Number.MAX_SAFE_INTEGER,
  });
  if (!content.ok) return content;
  const written = await gitText(git, ['hash-object', '-w', '--stdin'], { cwd: root, stdin: content.value.stdout });
  return written.ok ? ok({ mode, oid: written.value }) : written;
}
