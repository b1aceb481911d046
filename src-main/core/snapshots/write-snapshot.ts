import { randomBytes } from 'node:crypto';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ThreadRef } from '../../../src-shared/model/ids.ts';
import type { Snapshot } from '../../../src-shared/model/worktree.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import { readBranch } from '../git/git-place.ts';
import type { GitRunner } from '../git/git-runner.ts';
import { copiedIndex } from './capture-index.ts';
import { captureTree, type CapturedTree } from './capture-tree.ts';
import { indexInfo } from './index-entries.ts';
import { readOperation } from './operation-files.ts';
import { toText } from './path-bytes.ts';
import { recordMessage, SNAPSHOT_REFS, type SnapshotRecord, type StoredSnapshot } from './snapshot-record.ts';
import type { StagedFile } from './stage-files.ts';
import { INDEX_CONFIG, withIndexFolder } from './temporary-index.ts';
import { gitText } from '../git/repository.ts';
import { absentAs } from '../hosts/host-files.ts';
import { commitTree, findWorkingTree, readHead, type WorkingTree } from './working-tree.ts';

type Answer<T> = Promise<Result<T, AppError>>;

export interface SnapshotWords {
  readonly reason: Snapshot['reason'];
  readonly title: string;
  readonly thread: ThreadRef | null;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** Sorts by time, is unique over all repositories, and fits into a ref. */
export function newSnapshotId(now: number): string {
  const time = new Date(now).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  return `${time}-${randomBytes(5).toString('hex')}`;
}

/** Captures the working tree and puts a ref on it. The repository's lock is held, or nobody else writes. */
export async function takeSnapshot(git: GitRunner, tree: WorkingTree, words: SnapshotWords): Answer<StoredSnapshot> {
  const captured = await captureTree(git, tree);
  return captured.ok ? writeSnapshot(git, tree, captured.value, words) : captured;
}

/**
 * Makes a captured tree a snapshot: a commit whose parents are what was checked out, what was staged, unmerged versions, and the commits of
 * a merge or rebase in progress. `also`: files
 * that have to be in it even where they are ignored.
 */
export async function writeSnapshot(
  git: GitRunner,
  tree: WorkingTree,
  captured: CapturedTree,
  words: SnapshotWords,
  also: readonly StagedFile[] = [],
): Answer<StoredSnapshot> {
  const cwd = tree.root;
  const worktree = await withFiles(git, cwd, captured.worktree, also);
  if (!worktree.ok) return worktree;
  const id = newSnapshotId(words.createdAt);
  const head = await readHead(git, cwd);
  if (!head.ok) return head;
  const files = await countChanged(git, cwd);
  if (!files.ok) return files;
  const nested = await snapshotNested(git, tree, captured.nested, words);
  if (!nested.ok) return nested;
  const parents = head.value === null ? [] : [head.value];
  for (const side of [captured.index, captured.stages]) {
    if (side === null) continue;
    const commit = await commitTree(git, cwd, { tree: side, parents: [], message: 'Skein snapshot: index\n' });
    if (!commit.ok) return commit;
    parents.push(commit.value);
  }
  const operation = await readOperation(git, tree);
  if (!operation.ok) return operation;
  parents.push(...operation.value.commits.filter((commit) => !parents.includes(commit)));
  const record: SnapshotRecord = {
    version: 1,
    ...words,
    path: tree.root,
    branch: await readBranch({ root: tree.root, gitDir: tree.gitDir }, git.files),
    head: head.value,
    files: files.value,
    index: captured.index,
    stages: captured.stages,
    intentToAdd: [...captured.intentToAdd],
    operation: [...operation.value.files],
    nested: [...nested.value],
  };
  const commit = await commitTree(git, cwd, { tree: worktree.value, parents, message: recordMessage(record) });
  if (!commit.ok) return commit;
  const ref = `${SNAPSHOT_REFS}${id}`;
  const put = await git.raw(['update-ref', ref, commit.value], { cwd });
  if (!put.ok) return put;
  return ok({ id, ref, commit: commit.value, tree: worktree.value, repository: tree.repository, record });
}

/** How many paths differ from what is checked out. */
async function countChanged(git: GitRunner, cwd: string): Answer<number> {
  const status = await git.raw(['status', '--porcelain', '-z', '--untracked-files=all', '--no-renames'], { cwd });
  if (!status.ok) return status;
  return ok(status.value.stdout.toString('latin1').split('\0').length - 1);
}

/**
 * Repositories inside the tree keep their own state: the tree holds their commit only. Each one that has changes gets a snapshot of
 * its own, in its own repository.
 */
async function snapshotNested(
  git: GitRunner,
  outer: WorkingTree,
  paths: readonly string[],
  words: SnapshotWords,
): Answer<readonly { readonly path: string; readonly commit: string }[]> {
  const taken: { readonly path: string; readonly commit: string }[] = [];
  const { lstat, paths: hostPaths } = git.files;
  for (const path of paths) {
    const folder = hostPaths.join(outer.root, toText(path));
    if (!(await lstat(hostPaths.join(folder, '.git')).catch(absentAs(null)))) continue;
    const inner = await findWorkingTree(git, folder);
    if (!inner.ok) return inner;
    if (inner.value.root === outer.root) continue;
    const status = await gitText(git, ['status', '--porcelain', '--untracked-files=normal'], { cwd: folder });
    if (!status.ok) return status;
    if (status.value === '') continue;
    const stored = await takeSnapshot(git, inner.value, words);
    if (!stored.ok) return stored;
    taken.push({ path: toText(path), commit: stored.value.commit });
  }
  return ok(taken);
}

/** The tree with these files in it; the same tree when it has them. */
async function withFiles(git: GitRunner, cwd: string, tree: string, files: readonly StagedFile[]): Answer<string> {
  if (files.length === 0) return ok(tree);
  return withIndexFolder(git.files, async (folder) => {
    const env = { GIT_INDEX_FILE: copiedIndex(git.files, folder) };
    const read = await git.raw([...INDEX_CONFIG, 'read-tree', tree], { cwd, env });
    if (!read.ok) return read;
    const args = [...INDEX_CONFIG, 'update-index', '--add', '--replace', '-z', '--index-info'];
    const put = await git.raw(args, { cwd, env, stdin: indexInfo(files) });
    return put.ok ? gitText(git, [...INDEX_CONFIG, 'write-tree'], { cwd, env }) : put;
  });
}
