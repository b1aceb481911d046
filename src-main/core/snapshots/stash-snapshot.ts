import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';
import { recordMessage, SNAPSHOT_REFS, type SnapshotRecord } from './snapshot-record.ts';
import { withIndexFolder } from './temporary-index.ts';
import { gitText } from '../git/repository.ts';
import { commitTree, type WorkingTree } from './working-tree.ts';
import { newSnapshotId } from './write-snapshot.ts';

type Answer<T> = Promise<Result<T, AppError>>;

/** What is to be known of a stash (git-stash(1)): its parents are what was checked out, what was staged, and untracked files, if any. */
export interface StashToKeep {
  readonly commit: string;
  /** `WIP on main: …`, `On main: …` */
  readonly message: string;
}

/**
 * Makes a stash a snapshot, so that *Recover* lists it after it was dropped. The files are as Git stores them: line ends and filters were
 * applied when it was stashed.
 */
export async function snapshotStash(
  git: GitRunner,
  { root }: WorkingTree,
  { commit, message }: StashToKeep,
  createdAt: number,
): Answer<null> {
  const cwd = root;
  const args = ['rev-parse', `${commit}^1`, `${commit}^2`, `${commit}^2^{tree}`];
  const parts = await gitText(git, args, { cwd });
  if (!parts.ok) return parts;
  const [head = '', staged = '', index = ''] = parts.value.split('\n');
  const untracked = await untrackedOf(git, cwd, commit);
  if (!untracked.ok) return untracked;
  const tree = await treeOf(git, cwd, commit, untracked.value);
  if (!tree.ok) return tree;
  const changed = await git.raw(['diff-tree', '-r', '-z', '--name-only', head, tree.value], { cwd });
  if (!changed.ok) return changed;
  const record: SnapshotRecord = {
    version: 1,
    reason: 'discarded',
    path: root,
    thread: null,
    title: `Stash: ${message}`,
    branch: /^(?:WIP on|On) ([^:]+):/.exec(message)?.[1] ?? null,
    head,
    createdAt,
    files: changed.value.stdout.toString('latin1').split('\0').length - 1,
    index,
    stages: null,
    intentToAdd: [],
    operation: [],
    nested: [],
  };
  const made = await commitTree(git, cwd, {
    tree: tree.value,
    parents: [head, staged],
    message: recordMessage(record),
  });
  if (!made.ok) return made;
  const put = await git.raw(['update-ref', `${SNAPSHOT_REFS}${newSnapshotId(createdAt)}`, made.value], { cwd });
  return put.ok ? ok(null) : put;
}

/** The commit of untracked files; null when there were none. */
async function untrackedOf(git: GitRunner, cwd: string, commit: string): Answer<string | null> {
  const answer = await git.raw(['rev-parse', '--verify', '--quiet', `${commit}^3`], { cwd, okCodes: [0, 1] });
  if (!answer.ok) return answer;
  return ok(answer.value.code === 0 ? answer.value.stdout.toString('latin1').trim() : null);
}

/** The tree with tracked and untracked files together. */
async function treeOf(git: GitRunner, cwd: string, commit: string, untracked: string | null): Answer<string> {
  if (untracked === null) return gitText(git, ['rev-parse', `${commit}^{tree}`], { cwd });
  return withIndexFolder(git.files, async (folder): Answer<string> => {
    const env = { GIT_INDEX_FILE: git.files.paths.join(folder, 'index') };
    const read = await git.raw(['read-tree', commit], { cwd, env });
    if (!read.ok) return read;
    const listed = await git.raw(['ls-tree', '-r', '-z', untracked], { cwd });
    if (!listed.ok) return listed;
    const added = await git.raw(['update-index', '-z', '--index-info'], { cwd, env, stdin: listed.value.stdout });
    return added.ok ? gitText(git, ['write-tree'], { cwd, env }) : added;
  });
}
