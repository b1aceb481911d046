import type { Worktree } from '../../../src-shared/model/worktree.ts';
import type { GitRunner } from '../git/git-runner.ts';
import type { Clock, Log } from '../ports.ts';
import { folderSize } from './folder-size.ts';
import { countUnreachable, readTreeState } from './worktree-git.ts';

/** What costs a process or a walk to know. */
export interface WorktreeDetails {
  readonly changes: Worktree['changes'];
  readonly unreachableCommits: number | null;
  readonly sizeBytes: number | null;
  readonly hasIgnored: boolean;
}
const UNKNOWN: WorktreeDetails = { changes: null, unreachableCommits: null, sizeBytes: null, hasIgnored: false };

/** Working trees looked at together: a list of two hundred fills in, it does not start two hundred processes. */
const AT_ONCE = 2;
/** What was found holds this long without a reason to look again. */
const FRESH_MS = 60_000;

/** Looks up details one after the other, for whoever shows a list. */
export interface DetailsQueue {
  of(path: string): WorktreeDetails;
  /** These are shown: what is not known of them, or old, is looked up. */
  want(worktrees: readonly Worktree[]): void;
  /** Look at it again the next time it is wanted; what is known stays until then. */
  forget(path: string): void;
  /** Nobody looks any more: what has not begun does not begin. */
  rest(): void;
  dispose(): void;
}

interface Entry {
  details: WorktreeDetails;
  lookedAt: number;
  head: string | null;
}

export function createDetails(options: {
  readonly git: GitRunner;
  readonly clock: Clock;
  readonly log: Log;
  readonly onChange: () => void;
}): DetailsQueue {
  const { git, clock, log, onChange } = options;
  const entries = new Map<string, Entry>();
  const waiting = new Map<string, Worktree>();
  let working = 0;
  let stop = new AbortController();

  const set = (path: string, change: Partial<WorktreeDetails>, looked?: { readonly head: string | null }) => {
    const before = entries.get(path);
    entries.set(path, {
      details: { ...(before?.details ?? UNKNOWN), ...change },
      lookedAt: looked ? clock.now() : (before?.lookedAt ?? -Infinity),
      head: looked ? looked.head : (before?.head ?? null),
    });
    onChange();
  };

  const lookAt = async (worktree: Worktree, signal: AbortSignal): Promise<void> => {
    const { path, head, repository } = worktree;
    const commit = head?.commit ?? null;
    const state = await readTreeState(git, path, signal);
    if (isOver(signal)) return;
    const found = state.ok ? { changes: state.value.changes, hasIgnored: state.value.ignored.length > 0 } : {};
    if (!state.ok) log.warn('A worktree could not be looked at', { path, error: state.error.code });
    set(path, found, { head: commit });
    if (commit !== null) {
      const unreachable =
        head?.kind === 'branch' ? new Map([[commit, 0]]) : await lonelyCommits(git, repository, commit);
      if (unreachable) set(path, { unreachableCommits: unreachable.get(commit) ?? 0 });
    }
    const sizeBytes = await folderSize(git.files, path, signal);
    if (!isOver(signal)) set(path, { sizeBytes });
  };

  const next = (): void => {
    const { signal } = stop;
    while (working < AT_ONCE && !signal.aborted) {
      const [first] = waiting;
      if (!first) return;
      const [path, worktree] = first;
      waiting.delete(path);
      working++;
      // Marked before it is done, so that it is not asked for again meanwhile.
      const before = entries.get(path);
      entries.set(path, {
        details: before?.details ?? UNKNOWN,
        lookedAt: clock.now(),
        head: worktree.head?.commit ?? null,
      });
      void lookAt(worktree, signal)
        .catch((error: unknown) => log.error('Details of a worktree', { path, error: String(error) }))
        .finally(() => {
          working--;
          if (signal.aborted) entries.delete(path);
          next();
        });
    }
  };

  return {
    of: (path) => entries.get(path)?.details ?? UNKNOWN,
    want: (worktrees) => {
      const wanted = worktrees.filter(({ path, state, head }) => {
        if (state !== 'ready' && state !== 'locked') return false;
        const entry = entries.get(path);
        return !entry || clock.now() - entry.lookedAt > FRESH_MS || entry.head !== (head?.commit ?? null);
      });
      const order = [...wanted].sort((a, b) => (b.usedAt ?? 0) - (a.usedAt ?? 0));
      for (const worktree of order) waiting.set(worktree.path, worktree);
      next();
    },
    forget: (path) => {
      const entry = entries.get(path);
      if (entry) entries.set(path, { ...entry, lookedAt: -Infinity });
    },
    rest: () => {
      waiting.clear();
      stop.abort();
      stop = new AbortController();
    },
    dispose: () => {
      waiting.clear();
      stop.abort();
    },
  };
}

/** Asked again after each wait. */
const isOver = (signal: AbortSignal): boolean => signal.aborted;

async function lonelyCommits(git: GitRunner, repository: string, commit: string) {
  const counts = await countUnreachable(git, repository, [commit]);
  return counts.ok ? counts.value : null;
}
