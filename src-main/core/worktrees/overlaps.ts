import type { ServerId } from '../../../src-shared/model/ids.ts';
import type { Worktree, WorktreeOverlap } from '../../../src-shared/model/worktree.ts';
import type { GitRunner } from '../git/git-runner.ts';
import type { Clock, Log } from '../ports.ts';
import { changedPaths, dryMerge } from './compare-trees.ts';
import type { WorktreeSnapshots } from './worktree-ports.ts';

/** Worktrees of one repository that are compared with one another: pairs grow with the square. */
const MAX_COMPARED = 12;
/** Files named in an overlap. */
const MAX_FILES = 200;
/** After something changed, before it is looked at: an agent writes many files in a row. */
const SETTLE_MS = 3_000;

export interface OverlapWatch {
  /** These are a server's now; what changed about them is looked at a little later, while somebody watches. */
  consider(serverId: ServerId, worktrees: readonly Worktree[]): void;
  rest(): void;
  dispose(): void;
}

/** What one worktree holds, against the commit it has in common with another one. */
interface Held {
  readonly worktree: Worktree;
  readonly tree: string;
  readonly commit: string;
}

/**
 * Finds worktrees of one repository that change the same files while at least one of them runs or has changes, and asks a dry-run
 * merge what would come of it. One repository after the other, one process at a time.
 */
export function createOverlapWatch(options: {
  readonly git: GitRunner;
  readonly snapshots: Pick<WorktreeSnapshots, 'capture'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly onFound: (overlaps: ReadonlyMap<string, readonly WorktreeOverlap[]>) => void;
}): OverlapWatch {
  const { git, snapshots, clock, log, onFound } = options;
  const wanted = new Map<ServerId, readonly Worktree[]>();
  let lookedAt = '';
  let cancel: (() => void) | null = null;
  let working = false;
  let stop = new AbortController();

  const look = async (signal: AbortSignal): Promise<void> => {
    const worktrees = [...wanted.values()].flat();
    lookedAt = keyOf(worktrees);
    const found = new Map<string, WorktreeOverlap[]>();
    for (const group of groupsOf(worktrees)) {
      const held = await holdings(snapshots, group, signal);
      for (const [index, one] of held.entries()) {
        for (const other of held.slice(index + 1)) {
          if (signal.aborted) return;
          const overlap = await compare(git, one, other, signal);
          if (!overlap) continue;
          push(found, one.worktree.path, {
            ...overlap,
            otherPath: other.worktree.path,
            otherThreads: other.worktree.threads,
          });
          push(found, other.worktree.path, {
            ...overlap,
            otherPath: one.worktree.path,
            otherThreads: one.worktree.threads,
          });
        }
      }
    }
    if (!signal.aborted) onFound(found);
  };

  const schedule = (): void => {
    cancel ??= clock.after(SETTLE_MS, () => {
      cancel = null;
      if (working) return;
      working = true;
      const { signal } = stop;
      void look(signal)
        .catch((error: unknown) => log.error('Overlaps of worktrees', { error: String(error) }))
        .finally(() => {
          working = false;
          if (!signal.aborted && keyOf([...wanted.values()].flat()) !== lookedAt) schedule();
        });
    });
  };
  const rest = (): void => {
    cancel?.();
    cancel = null;
    stop.abort();
    stop = new AbortController();
  };

  return {
    consider: (serverId, worktrees) => {
      wanted.set(serverId, worktrees);
      if (keyOf([...wanted.values()].flat()) !== lookedAt) schedule();
    },
    rest,
    dispose: rest,
  };
}

/** What makes another look worth it. */
const keyOf = (worktrees: readonly Worktree[]): string =>
  JSON.stringify(worktrees.map((one) => [one.path, one.head, one.changes, one.usedAt, isRunning(one)]));

/** Worktrees of each repository that have something of their own; none where fewer than two have. */
function groupsOf(worktrees: readonly Worktree[]): readonly (readonly Worktree[])[] {
  const groups = new Map<string, Worktree[]>();
  for (const worktree of worktrees) {
    if (worktree.state !== 'ready' || !worktree.head?.commit || !isActive(worktree)) continue;
    groups.set(worktree.repository, [...(groups.get(worktree.repository) ?? []), worktree]);
  }
  return [...groups.values()].flatMap((group) => {
    const order = [...group].sort(
      (a, b) => Number(isRunning(b)) - Number(isRunning(a)) || (b.usedAt ?? 0) - (a.usedAt ?? 0),
    );
    return order.length > 1 ? [order.slice(0, MAX_COMPARED)] : [];
  });
}

const isRunning = ({ risks }: Worktree): boolean => risks.includes('running');
const isActive = (worktree: Worktree): boolean => {
  const { changes, unreachableCommits } = worktree;
  const dirty = changes !== null && changes.staged + changes.unstaged + changes.untracked > 0;
  return isRunning(worktree) || dirty || (unreachableCommits ?? 0) > 0;
};

async function holdings(
  snapshots: Pick<WorktreeSnapshots, 'capture'>,
  group: readonly Worktree[],
  signal: AbortSignal,
): Promise<readonly Held[]> {
  const held: Held[] = [];
  for (const worktree of group) {
    if (signal.aborted) return [];
    const captured = await snapshots.capture(worktree.path);
    const commit = worktree.head?.commit;
    if (captured.ok && commit) held.push({ worktree, commit, tree: captured.value.worktree });
  }
  return held;
}

async function compare(
  git: GitRunner,
  one: Held,
  other: Held,
  signal: AbortSignal,
): Promise<Pick<WorktreeOverlap, 'files' | 'verdict'> | null> {
  const { repository } = one.worktree;
  const common = await git.raw(['merge-base', one.commit, other.commit], { cwd: repository, okCodes: [0, 1], signal });
  const base = common.ok ? common.value.stdout.toString('utf8').trim() : '';
  if (base === '') return null;
  const mine = await changedPaths(git, repository, base, one.tree, signal);
  const theirs = await changedPaths(git, repository, base, other.tree, signal);
  if (!mine.ok || !theirs.ok) return null;
  const known = new Set(theirs.value);
  const files = mine.value.filter((file) => known.has(file));
  if (files.length === 0) return null;
  const merged = await dryMerge(git, repository, { base, ours: one.tree, theirs: other.tree }, signal);
  const verdict = !merged.ok ? 'unknown' : merged.value.conflicts.length > 0 ? 'conflict' : 'clean';
  return { files: files.slice(0, MAX_FILES), verdict };
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  map.set(key, [...(map.get(key) ?? []), value]);
}
