import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';
import { findOperation } from '../git/operation.ts';
import { absentAs } from '../hosts/host-files.ts';
import type { StoredSnapshot } from './snapshot-record.ts';
import { readHead, type WorkingTree } from './working-tree.ts';

/** What Git keeps of a merge, cherry-pick or revert that waits for somebody: without it, their commit would have one parent too few. */
const FILES = ['MERGE_MODE', 'MERGE_MSG', 'MERGE_HEAD', 'CHERRY_PICK_HEAD', 'REVERT_HEAD'];
/** Those that name commits, and where a rebase names its own: these are kept, but a rebase is not begun again. */
const HEADS = [
  'MERGE_HEAD',
  'CHERRY_PICK_HEAD',
  'REVERT_HEAD',
  ...['onto', 'orig-head', 'stopped-sha'].map((name) => `rebase-merge/${name}`),
  ...['onto', 'orig-head'].map((name) => `rebase-apply/${name}`),
];

export interface OperationFiles {
  readonly files: readonly { readonly file: string; readonly text: string }[];
  /** Commits that may be on no branch. */
  readonly commits: readonly string[];
}

/** What is in progress in the working tree; empty when nothing is. */
export async function readOperation(
  git: GitRunner,
  { root, gitDir }: WorkingTree,
): Promise<Result<OperationFiles, AppError>> {
  if ((await findOperation(git.files, gitDir)) === null) return ok({ files: [], commits: [] });
  const { readFile, paths } = git.files;
  const read = async (file: string) => ({
    file,
    text: await readFile(paths.join(gitDir, file), 'utf8').catch(absentAs(null)),
  });
  const [files, heads] = await Promise.all([Promise.all(FILES.map(read)), Promise.all(HEADS.map(read))]);
  const named = heads.flatMap(({ text }) => text?.match(/^[0-9a-f]{40,64}$/gm) ?? []);
  const there = await git.raw(['cat-file', '--batch-check'], {
    cwd: root,
    stdin: named.map((id) => `${id}\n`).join(''),
  });
  if (!there.ok) return there;
  const commits = there.value.stdout.toString('latin1').match(/^[0-9a-f]+(?= commit )/gm) ?? [];
  return ok({
    files: files.flatMap(({ file, text }) => (text === null ? [] : [{ file, text }])),
    commits: [...new Set(commits)],
  });
}

/**
 * Takes a merge, cherry-pick or revert up again that was in progress when the snapshot was taken. Only where the same commit is checked out
 * and nothing else is in progress. The caller holds the lock.
 */
export async function resumeOperation(
  git: GitRunner,
  { root, gitDir }: WorkingTree,
  { record }: StoredSnapshot,
): Promise<Result<null, AppError>> {
  const files = record.operation.filter(({ file }) => FILES.includes(file));
  if (!files.some(({ file }) => file.endsWith('_HEAD')) || (await findOperation(git.files, gitDir)) !== null)
    return ok(null);
  const head = await readHead(git, root);
  if (!head.ok) return head;
  if (head.value !== record.head) return ok(null);
  try {
    // The name of the commit last: by it Git knows that something is in progress.
    for (const { file, text } of files) await git.files.writeFile(git.files.paths.join(gitDir, file), text);
    return ok(null);
  } catch (error) {
    return err({ code: 'snapshot.failed', path: root, reason: error instanceof Error ? error.message : String(error) });
  }
}
