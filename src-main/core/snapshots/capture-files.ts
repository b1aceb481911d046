import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { absentAs, type HostFiles } from '../hosts/host-files.ts';
import type { GitRunner } from '../git/git-runner.ts';
import { indexInfo, pathList, type IndexEntry, type IndexFacts } from './index-entries.ts';
import { lfsEntries } from './lfs-entries.ts';
import { onDisk, toText } from './path-bytes.ts';
import type { RawView } from './raw-view.ts';
import { copyIndex, INDEX_CONFIG } from './temporary-index.ts';
import { gitText } from '../git/repository.ts';
import { realIndex, type WorkingTree } from './working-tree.ts';

type Answer<T> = Promise<Result<T, AppError>>;

export interface FileCapture {
  readonly tree: WorkingTree;
  /** Copy of the real index, to be used up. */
  readonly index: string;
  readonly facts: IndexFacts;
  /** Repositories without a commit: Git stops at them unless they are left out. */
  readonly unborn: readonly string[];
  /** What `addFiles` on that copy came to, when it was done already. */
  readonly added: Result<unknown, AppError> | null;
}

/** Adds all files to an index copy, before it is known what is special about it: most often nothing is. */
export const addFiles = (
  git: GitRunner,
  tree: WorkingTree,
  index: string,
  unborn: readonly string[],
): Promise<Result<unknown, AppError>> => addAll(git, tree.root, { GIT_INDEX_FILE: index }, unborn);

/** Adds everything that is not ignored. Sparse entries that are not on the disk stay as they are. */
const addAll = (git: GitRunner, cwd: string, env: Readonly<Record<string, string>>, unborn: readonly string[]) => {
  const left = unborn.map((path) => `:(exclude,top,literal)${toText(path)}`);
  return git.raw([...INDEX_CONFIG, 'add', '--all', '--sparse', '--', '.', ...left], { cwd, env, timeoutMs: ADD_MS });
};
/** The first look at a huge tree hashes all of it. */
const ADD_MS = 10 * 60_000;

/** The tree of the files, where nothing is converted: the index copy and what `git add --all` makes of it. */
export async function captureFiles(git: GitRunner, capture: FileCapture): Answer<string> {
  const { tree, index, facts, unborn } = capture;
  const cwd = tree.root;
  const env = { GIT_INDEX_FILE: index };
  const begun = capture.added;
  if (begun && !begun.ok) return begun;
  const update = (flag: string, entries: readonly IndexEntry[]) =>
    git.raw([...INDEX_CONFIG, 'update-index', flag, '-z', '--stdin'], {
      cwd,
      env,
      stdin: pathList(entries.map(({ path }) => path)),
    });
  // Files that Git was told not to look at may have changed all the same.
  if (facts.assumed.length > 0) {
    const looked = await update('--no-assume-unchanged', facts.assumed);
    if (!looked.ok) return looked;
  }
  const hidden = await presentOf(git.files, tree.root, facts.skipped);
  if (hidden.length > 0) {
    const looked = await update('--no-skip-worktree', hidden);
    if (!looked.ok) return looked;
  }
  if (!begun || facts.assumed.length > 0 || hidden.length > 0) {
    const added = await addAll(git, cwd, env, unborn);
    if (!added.ok) return added;
  }
  return gitText(git, [...INDEX_CONFIG, 'write-tree'], { cwd, env });
}

export interface RawCapture {
  readonly worktree: string;
  /** Settles when what was hashed is kept for the next time. */
  readonly kept: Promise<Result<unknown, AppError>>;
}

/** The tree of the files where Git would convert some: byte for byte, through a view of its own that is kept for the next time. */
export async function captureRawFiles(git: GitRunner, capture: FileCapture, view: RawView): Answer<RawCapture> {
  const { tree, index, unborn } = capture;
  const cwd = tree.root;
  const rawIndex = `${index}-raw`;
  await copyIndex(git.files, view.index, rawIndex);
  const env = { ...view.env, GIT_INDEX_FILE: rawIndex };
  // At once: each walks the whole tree, on an index of its own.
  const [added, forced] = await Promise.all([
    addAll(git, cwd, env, unborn),
    git.raw(['ls-files', '-z', '--cached', '--ignored', '--exclude-standard'], { cwd, env: { GIT_INDEX_FILE: index } }),
  ]);
  if (!added.ok) return added;
  if (!forced.ok) return forced;
  if (forced.value.stdout.length > 0) {
    // Tracked in spite of an ignore rule.
    const args = [...INDEX_CONFIG, 'update-index', '--add', '--remove', '-z', '--stdin'];
    const put = await git.raw(args, { cwd, env, stdin: forced.value.stdout });
    if (!put.ok) return put;
  }
  const all = await gitText(git, [...INDEX_CONFIG, 'write-tree'], { cwd, env });
  if (!all.ok) return all;
  await copyIndex(git.files, rawIndex, `${view.index}.new`);
  const kept = keepView(git, tree, view, all.value);
  const worktree = await withAbsent(git, capture, view, { env, tree: all.value });
  if (worktree.ok) return ok({ worktree: worktree.value, kept });
  await kept;
  return worktree;
}

/** The tree of a raw index, with what is not on the disk as it should be, and what LFS keeps. */
async function withAbsent(
  git: GitRunner,
  { tree, index, facts }: FileCapture,
  view: RawView,
  found: { readonly env: Readonly<Record<string, string>>; readonly tree: string },
): Answer<string> {
  const cwd = tree.root;
  const { env } = found;
  const absent = await absentOf(git.files, tree.root, facts);
  const lfs = view.lfs ? await lfsEntries(git, cwd, await copyOfIndex(git, tree, `${index}-lfs`)) : ok([]);
  if (!lfs.ok) return lfs;
  const more = [...absent, ...lfs.value];
  if (more.length === 0) return ok(found.tree);
  const args = [...INDEX_CONFIG, 'update-index', '--add', '-z', '--index-info'];
  const put = await git.raw(args, { cwd, env, stdin: indexInfo(more) });
  return put.ok ? gitText(git, [...INDEX_CONFIG, 'write-tree'], { cwd, env }) : put;
}

/** Whole or not at all, and only a hint: without it the next capture hashes everything again. */
async function keepView(git: GitRunner, tree: WorkingTree, view: RawView, worktree: string): Answer<unknown> {
  try {
    const anchored = await git.raw(['update-ref', view.anchor, worktree], { cwd: tree.root });
    if (anchored.ok) await git.files.rename(`${view.index}.new`, view.index);
    return anchored;
  } catch (error) {
    return err({ code: 'snapshot.failed', path: view.index, reason: String(error) });
  }
}

const isThere = async (files: HostFiles, root: string, path: string): Promise<boolean> =>
  (await files.lstat(onDisk(root, path)).catch(absentAs(null))) !== null;

async function presentOf(
  files: HostFiles,
  root: string,
  entries: readonly IndexEntry[],
): Promise<readonly IndexEntry[]> {
  const present = await Promise.all(entries.map(({ path }) => isThere(files, root, path)));
  return entries.filter((_entry, at) => present[at]);
}

async function copyOfIndex(git: GitRunner, tree: WorkingTree, to: string): Promise<string> {
  await copyIndex(git.files, realIndex(git, tree), to);
  return to;
}

/** What is in the index and not expected on the disk: sparse entries, and submodules that were never checked out. */
async function absentOf(
  files: HostFiles,
  root: string,
  { skipped, gitlinks }: IndexFacts,
): Promise<readonly IndexEntry[]> {
  const sparse = await Promise.all(skipped.map(({ path }) => isThere(files, root, path)));
  const checkedOut = await Promise.all(gitlinks.map(({ path }) => isThere(files, root, `${path}/.git`)));
  return [
    ...skipped.filter((_entry, at) => sparse[at] === false),
    ...gitlinks.filter((_entry, at) => checkedOut[at] === false),
  ];
}
