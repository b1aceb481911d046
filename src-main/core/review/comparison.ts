import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ServerId, ThreadRef } from '../../../src-shared/model/ids.ts';
import type { ReviewScope, ReviewState } from '../../../src-shared/model/review.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';
import { findDefaultBranch } from '../git/refs.ts';
import { findRepository, type Repository } from '../git/repository.ts';
import { readHead } from '../snapshots/working-tree.ts';
import type { ReviewSnapshots, TurnTrees } from './review-ports.ts';

/** The working tree that is looked at. */
export type ReviewedTree = Pick<Repository, 'root' | 'gitDir' | 'repository'>;

/** What a scope comes to in a repository: which sides `git diff` compares. */
export type Comparison = {
  readonly place: ReviewedTree;
  /** Length of object names: 40 (SHA-1) or 64. */
  readonly nameLength: 40 | 64;
  /** What the older side is, in a word or two; null when the scope says it all. */
  readonly base: string | null;
} & (
  | {
      readonly kind: 'uncommitted';
      /** The commit that is checked out, or the empty tree before the first one. */
      readonly head: string;
      readonly isUnborn: boolean;
    }
  /** A tree against the working tree, untracked files included. */
  | { readonly kind: 'workingTree'; readonly from: string }
  | { readonly kind: 'trees'; readonly from: string; readonly to: string }
);

export type Compared =
  | Comparison
  | { readonly kind: 'empty'; readonly root: string | null; readonly reason: NonNullable<ReviewState['empty']> };

export interface ComparisonPorts {
  readonly git: GitRunner;
  readonly turns: TurnTrees;
  readonly snapshots: ReviewSnapshots;
}

/** Object names of the tree with nothing in it. Git knows both without having to store them. */
const EMPTY_TREES = {
  40: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  64: '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321',
} as const;

/** Finds out what is to be compared. Fails with `git.bare`, `git.unknown-revision` and what Git's commands fail with. */
export async function compare(
  ports: ComparisonPorts,
  serverId: ServerId,
  folder: string,
  scope: ReviewScope,
): Promise<Result<Compared, AppError>> {
  const { git } = ports;
  const found = await findHead(git, folder);
  if (!found.ok) {
    return found.error.code === 'git.no-repository' ? ok({ kind: 'empty', root: null, reason: 'no-git' }) : found;
  }
  const { place, head } = found.value;
  const nameLength = head ? (head.length === 64 ? 64 : 40) : await nameLengthOf(git, place.root);
  const empty = EMPTY_TREES[nameLength];
  const common = { place, nameLength, base: null };
  const trees = (pair: { before: string; after: string } | null, base: string | null): Compared =>
    pair
      ? { ...common, base, kind: 'trees', from: pair.before, to: pair.after }
      : { kind: 'empty', root: place.root, reason: 'not-recorded' };
  const thread = (threadId: ThreadRef['threadId']): ThreadRef => ({ serverId, threadId });

  switch (scope.kind) {
    case 'uncommitted':
      return ok({ ...common, kind: 'uncommitted', head: head ?? empty, isUnborn: head === null });
    case 'branch': {
      const base = await baseOf(git, place.root, scope.base);
      if (!base.ok) return base;
      if (base.value === null || head === null) return ok({ ...common, kind: 'workingTree', from: head ?? empty });
      const from = await mergeBase(git, place.root, base.value.ref, empty);
      return from.ok ? ok({ ...common, base: base.value.name, kind: 'workingTree', from: from.value }) : from;
    }
    case 'commit': {
      const commit = await commitOf(git, place.root, scope.commit, empty);
      if (!commit.ok) return commit;
      return ok(trees({ before: commit.value.parent, after: commit.value.commit }, commit.value.subject));
    }
    case 'turn':
      return ok(trees(await ports.turns.treesOf(thread(scope.threadId), scope.turnId), null));
    case 'lastTurn': {
      const turnId = await ports.turns.lastTurnWithChanges(thread(scope.threadId));
      if (turnId === null) return ok({ kind: 'empty', root: place.root, reason: 'no-turn' });
      return ok(trees(await ports.turns.treesOf(thread(scope.threadId), turnId), null));
    }
    case 'snapshot':
      return ok(trees(await ports.snapshots.treesOf(scope.snapshotId), null));
  }
}

/** Where a folder's working tree is and what is checked out there (null before the first commit), in one process where there is a commit. */
async function findHead(
  git: GitRunner,
  folder: string,
): Promise<Result<{ readonly place: ReviewedTree; readonly head: string | null }, AppError>> {
  const args = [
    'rev-parse',
    '--path-format=absolute',
    '--git-dir',
    '--git-common-dir',
    '--show-toplevel',
    'HEAD^{commit}',
  ];
  const answer = await git.raw(args, { cwd: folder, okCodes: [0, 128] });
  const lines = answer.ok && answer.value.code === 0 ? answer.value.stdout.toString('utf8').trimEnd().split('\n') : [];
  const [gitDir, repository, root, commit] = lines;
  // More lines: a folder's name has a line break in it.
  if (lines.length === 4 && gitDir && repository && root && commit) {
    const { resolve } = git.files.paths;
    const place = { gitDir: resolve(gitDir), repository: resolve(repository), root: resolve(root) };
    return ok({ place, head: commit });
  }
  const place = await findRepository(git, folder);
  if (!place.ok) return place;
  const head = await readHead(git, place.value.root);
  return head.ok ? ok({ place: place.value, head: head.value }) : head;
}

async function nameLengthOf(git: GitRunner, cwd: string): Promise<40 | 64> {
  const format = await git.raw(['rev-parse', '--show-object-format'], { cwd });
  return format.ok && format.value.stdout.toString().trim() === 'sha256' ? 64 : 40;
}

/** The branch to compare with: the one that is named, else what others start from; null when nothing tells. */
const baseOf = async (
  git: GitRunner,
  cwd: string,
  named: string | null,
): Promise<Result<{ readonly name: string; readonly ref: string } | null, AppError>> =>
  named === null ? findDefaultBranch(git, cwd) : ok({ name: named, ref: named });

async function verify(git: GitRunner, cwd: string, revision: string): Promise<string | null> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  const answer = await git.raw(args, { cwd, okCodes: [0, 1, 128] });
  return answer.ok && answer.value.code === 0 ? answer.value.stdout.toString('utf8').trim() : null;
}

/** Where HEAD left `name`; the empty tree when they have nothing in common. */
async function mergeBase(git: GitRunner, cwd: string, name: string, empty: string): Promise<Result<string, AppError>> {
  const commit = await verify(git, cwd, name);
  if (commit === null) return err({ code: 'git.unknown-revision', revision: name });
  const base = await git.raw(['merge-base', commit, 'HEAD'], { cwd, okCodes: [0, 1] });
  if (!base.ok) return base;
  return ok(base.value.stdout.toString('utf8').trim() || empty);
}

/** A commit with what it is compared with: its first parent, or nothing for a first commit. */
async function commitOf(
  git: GitRunner,
  cwd: string,
  revision: string,
  empty: string,
): Promise<Result<{ readonly commit: string; readonly parent: string; readonly subject: string }, AppError>> {
  const commit = await verify(git, cwd, revision);
  if (commit === null) return err({ code: 'git.unknown-revision', revision });
  const shown = await git.raw(
    [
      '-c',
      'log.showSignature=false',
      'show',
      '--no-patch',
      '--no-notes',
      '--encoding=UTF-8',
      '--format=%P%x00%s',
      commit,
    ],
    { cwd },
  );
  if (!shown.ok) return shown;
  const [parents = '', subject = ''] = shown.value.stdout.toString('utf8').trimEnd().split('\0');
  return ok({ commit, parent: parents.split(' ')[0] || empty, subject });
}
