import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Snapshot } from '../../../src-shared/model/worktree.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';
import { countUnreachable, commitOf, readTreeState } from './worktree-git.ts';
import type { SnapshotRequest, WorktreeSnapshots } from './worktree-ports.ts';

type Answer<T> = Promise<Result<T, AppError>>;

/**
 * The last look before a working tree goes: answers with `known` when that snapshot holds exactly what is there, else takes another one.
 * A clean-up script, a shell or an editor may have written since. The caller holds the lock.
 */
export async function secureAsItIs(
  git: GitRunner,
  snapshots: Pick<WorktreeSnapshots, 'take' | 'capture'>,
  known: Snapshot,
  request: Omit<SnapshotRequest, 'locked'>,
): Answer<Snapshot> {
  const cwd = request.folder;
  const now = await snapshots.capture(cwd);
  // The script may have taken the folder itself away.
  if (!now.ok) return now.error.code === 'path.missing' ? ok(known) : now;
  // Its parents are what was checked out and what was staged.
  const parts = [`${known.ref}^{tree}`, `${known.ref}^2^{tree}`, `${known.ref}^1`, 'HEAD'];
  const held = await git.raw(['rev-parse', ...parts], { cwd, okCodes: [0, 128] });
  if (!held.ok) return held;
  const [files, index, checkedOut, head] = held.value.stdout.toString('utf8').split('\n');
  const isHeld =
    held.value.code === 0 && files === now.value.worktree && index === now.value.index && checkedOut === head;
  return isHeld ? ok(known) : snapshots.take({ ...request, locked: true });
}

/** Something is there that would be lost with the working tree: files, or commits that no branch has. */
export async function holdsWork(git: GitRunner, path: string): Answer<boolean> {
  const state = await readTreeState(git, path);
  if (!state.ok) return state;
  if (Object.values(state.value.changes).some((count) => count > 0)) return ok(true);
  const head = await commitOf(git, path, 'HEAD');
  if (!head.ok) return head;
  const lonely = await countUnreachable(git, path, [head.value]);
  return lonely.ok ? ok((lonely.value.get(head.value) ?? 0) > 0) : lonely;
}
