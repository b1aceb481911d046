import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';
import { addFiles, captureFiles, captureRawFiles, type FileCapture } from './capture-files.ts';
import { copiedIndex } from './capture-index.ts';
import type { Conversions } from './conversions.ts';
import type { IndexFacts } from './index-entries.ts';
import { toText } from './path-bytes.ts';
import { findConversions, hasRawView, openRawView } from './raw-view.ts';
import { forgetIndexes, indexKey, knownIndex, readIndex, type ReadIndex } from './read-index.ts';
import { copyIndex, withIndexFolder } from './temporary-index.ts';
import { diffTrees, type TreeChange } from './tree-diff.ts';
import { realIndex, type WorkingTree } from './working-tree.ts';

/** The whole state of a working tree as Git objects. Nothing refers to them yet: a ref has to, soon. */
export interface CapturedTree {
  /** The files as they are on the disk, byte for byte (no filter, no line ending changed), without the ignored ones. */
  readonly worktree: string;
  /** What is staged, without unmerged paths. */
  readonly index: string;
  /** Folders `1`, `2` and `3` with the versions of unmerged paths; null when there are none. */
  readonly stages: string | null;
  /** Paths marked by `git add --intent-to-add`. */
  readonly intentToAdd: readonly string[];
  /** Submodules, and repositories that lie in the tree: the tree holds their commit only, or nothing where they have none. */
  readonly nested: readonly string[];
  /** Git converts some files on their way (line endings, filters): what it stores is not what is on the disk. */
  readonly converts: boolean;
}

type Answer<T> = Promise<Result<T, AppError>>;

/** Files that come and go while the tree is read make Git stop; then it is read again, so many times in all. */
const ATTEMPTS = 4;
const NO_COMMIT = /does not have a commit checked out/;

/**
 * Captures a working tree without touching its index or its files. Costs about one `git status`, plus what changed. Fails with
 * `snapshot.failed` when a file cannot be read.
 */
export async function captureTree(git: GitRunner, tree: WorkingTree): Answer<CapturedTree> {
  let reason = '';
  let unborn: readonly string[] = [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const captured = await withIndexFolder(git.files, (folder) => captureOnce(git, tree, folder, unborn)).catch(
      (error: unknown) => unreadable(tree, error),
    );
    if (captured.ok || captured.error.code !== 'git.failed') return captured;
    reason = captured.error.stderr;
    forgetIndexes(git);
    if (!NO_COMMIT.test(reason)) continue;
    const nested = await untrackedRepositories(git, tree.root);
    if (!nested.ok) return nested;
    unborn = nested.value;
  }
  return err({ code: 'snapshot.failed', path: tree.root, reason });
}

/** A disk that is full, a host that does not answer. */
const unreadable = ({ root }: WorkingTree, error: unknown): Result<CapturedTree, AppError> =>
  err({ code: 'snapshot.failed', path: root, reason: error instanceof Error ? error.message : String(error) });

async function captureOnce(
  git: GitRunner,
  tree: WorkingTree,
  folder: string,
  unborn: readonly string[],
): Answer<CapturedTree> {
  const cwd = tree.root;
  const index = copiedIndex(git.files, folder);
  const staging = `${index}-staged`;
  await copyIndex(git.files, realIndex(git, tree), index);
  const key = await indexKey(git.files, tree.repository, index);
  const known = knownIndex(git, key);
  if (!known) await copyIndex(git.files, index, staging);
  // The longest part begins at once, beside what tells whether it will do; where Git converted files last time it will not.
  const mayDo = !(await hasRawView(git.files, tree));
  const [added, looked] = await Promise.all([
    mayDo ? addFiles(git, tree, index, unborn) : null,
    lookAtIndex(git, tree, known ? ok(known) : readIndex(git, cwd, staging, key)),
  ]);
  if (!looked.ok) return looked;
  const { facts, staged, intentToAdd, conversions } = looked.value;
  const files = await captureAsIs(git, { tree, index, facts, unborn, added }, staged.index, conversions);
  if (!files.ok) return files;
  const { worktree, converts, changes } = files.value;
  return ok({
    ...staged,
    worktree,
    converts,
    intentToAdd,
    nested: nestedIn(facts, changes, unborn),
  });
}

/** What the index holds, and what Git would convert on its way there. */
async function lookAtIndex(
  git: GitRunner,
  tree: WorkingTree,
  reading: Result<ReadIndex, AppError> | Answer<ReadIndex>,
): Answer<ReadIndex & { readonly conversions: Conversions }> {
  const read = await reading;
  if (!read.ok) return read;
  const conversions = await findConversions(git, tree, read.value.facts.attributeFiles);
  return conversions.ok ? ok({ ...read.value, conversions: conversions.value }) : conversions;
}

interface CapturedFiles {
  readonly worktree: string;
  readonly converts: boolean;
  /** Against what is staged. */
  readonly changes: readonly TreeChange[];
}

/** The files' tree, through the raw view where Git would convert some of them. */
async function captureAsIs(
  git: GitRunner,
  capture: FileCapture,
  staged: string,
  conversions: Conversions,
): Answer<CapturedFiles> {
  const { tree, facts } = capture;
  const raw = async ({ lfsPatterns }: Conversions): Answer<CapturedFiles> => {
    const view = await openRawView(git, tree, lfsPatterns, staged);
    const captured = await captureRawFiles(git, capture, view);
    if (!captured.ok) return captured;
    const { worktree } = captured.value;
    const [changes, kept] = await Promise.all([diffTrees(git, tree.root, staged, worktree), captured.value.kept]);
    if (!kept.ok) return kept;
    return changes.ok ? ok({ worktree, converts: true, changes: changes.value }) : changes;
  };
  if (conversions.any) return raw(conversions);
  const worktree = await captureFiles(git, capture);
  if (!worktree.ok) return worktree;
  const changes = await diffTrees(git, tree.root, staged, worktree.value);
  if (!changes.ok) return changes;
  // An attributes file that is not tracked yet counts as well.
  const found = changes.value.flatMap(({ path, to }) => (to && ATTRIBUTES_FILE.test(path) ? [toText(path)] : []));
  if (found.length > 0) {
    const now = await findConversions(git, tree, [...facts.attributeFiles, ...found]);
    if (!now.ok) return now;
    if (now.value.any) return raw(now.value);
  }
  return ok({ worktree: worktree.value, converts: false, changes: changes.value });
}

const ATTRIBUTES_FILE = /(^|\/)\.gitattributes$/;

const nestedIn = (facts: IndexFacts, changes: readonly TreeChange[], unborn: readonly string[]): readonly string[] => [
  ...new Set([
    ...facts.gitlinks.map(({ path }) => path),
    ...changes.flatMap(({ path, to }) => (to?.mode === '160000' ? [path] : [])),
    ...unborn,
  ]),
];

/** Repositories that lie in the tree untracked: Git lists them with a slash at their end and does not look inside. */
async function untrackedRepositories(git: GitRunner, cwd: string): Answer<readonly string[]> {
  const answer = await git.raw(['ls-files', '-z', '--others', '--exclude-standard'], { cwd });
  if (!answer.ok) return answer;
  const paths = answer.value.stdout.toString('latin1').split('\0');
  return ok(paths.flatMap((path) => (path.endsWith('/') ? [path.slice(0, -1)] : [])));
}
