import type { GitState } from '../../../src-shared/model/git.ts';
import type { Clock, Log } from '../ports.ts';
import type { FolderWatcher } from '../watching/folder-watch.ts';
import type { GitJobs } from './git-jobs.ts';
import type { GitHub } from './github.ts';
import type { GitRunner } from './git-runner.ts';
import { composeState, readTree, stateOfError, type SlowFacts, type TreeFacts } from './git-state.ts';
import { findRepository, type Repository } from './repository.ts';
import type { RepositoryLocks } from './repository-locks.ts';

/** Between two looks at a tree lies at least this much, and this many times what the last one took: a large tree is looked at less often. */
const LEAST_PAUSE_MS = 50;
const PAUSE_FACTOR = 5;
/** A lock that is younger is a Git at work, which is nothing to tell. */
const LOCK_GRACE_MS = 2_000;
/** How often what only time changes is looked at: the age of a lock, pull requests. */
const TICK_MS = 60_000;
/** After a look that failed. */
const RETRY_MS = 5_000;

export interface TreeWatchPorts {
  readonly git: GitRunner;
  readonly watcher: FolderWatcher;
  readonly jobs: GitJobs;
  readonly github: GitHub;
  readonly locks: RepositoryLocks;
  readonly clock: Clock;
  readonly log: Log;
}

/** The state of one working tree, kept while somebody watches it. */
export interface TreeWatch {
  readonly place: Repository;
  state(): GitState;
  /** Looks soon, refs and configuration included, whatever the pause. */
  poke(): void;
  /** Jobs or pull requests changed: no need to look at the tree. */
  recompose(): void;
  dispose(): void;
}

/**
 * @param onState a state that differs from the one before
 * @param onGone the working tree is not there any more, or is another one
 */
export function createTreeWatch(
  place: Repository,
  ports: TreeWatchPorts,
  { onState, onGone }: { readonly onState: (state: GitState) => void; readonly onGone: () => void },
): TreeWatch {
  const { git, watcher, jobs, github, locks, clock, log } = ports;
  const { root, repository } = place;
  let state: GitState = { kind: 'loading' };
  let told = JSON.stringify(state);
  let facts: TreeFacts | null = null;
  /** Null: has to be read anew. */
  let slow: SlowFacts | null = null;
  let looking = false;
  /** Something changed that the look at hand, or the next one, may not have seen. */
  let stale = true;
  let nextLookAt = 0;
  let cancelLook: (() => void) | null = null;
  let cancelTick = () => {};
  let ended = false;
  const isOver = () => ended;

  function tell(next: GitState): void {
    const text = JSON.stringify(next);
    if (text === told || ended) return;
    state = next;
    told = text;
    onState(next);
  }

  function recompose(): void {
    if (!facts || ended) return;
    const branch = facts.head.kind === 'branch' ? facts.head.name : null;
    const isOwnLock = locks.isBusy(repository);
    const lock = facts.lock && !isOwnLock && facts.lock.ageMs >= LOCK_GRACE_MS ? facts.lock : null;
    const asked = branch !== null && branch !== facts.defaultBranch ? branch : null;
    const pulls = github.look({ root, branch: asked, remotes: facts.remotes });
    const [job, watching] = [jobs.current(repository), watcher.mode(root)];
    tell(composeState(place, facts, { ...pulls, lock, job, watching }));
  }

  function schedule(delayMs: number): void {
    if (ended || looking) return;
    cancelLook?.();
    cancelLook = clock.after(delayMs, () => {
      cancelLook = null;
      start();
    });
  }
  const scheduleWhenDue = () => {
    if (!cancelLook) schedule(Math.max(0, nextLookAt - clock.now()));
  };

  async function look(): Promise<void> {
    looking = true;
    stale = false;
    const known = slow;
    const startedAt = clock.now();
    const found = await readTree(git, place, startedAt, known);
    looking = false;
    if (isOver()) return;
    const now = clock.now();
    nextLookAt = now + Math.max(LEAST_PAUSE_MS, PAUSE_FACTOR * Math.max(0, now - startedAt));
    if (!found.ok) {
      const still = await findRepository(git, root);
      if (isOver()) return;
      if (!still.ok || still.value.root !== root || still.value.gitDir !== place.gitDir) {
        onGone();
        return;
      }
      log.warn('A look at a working tree failed', { root, code: found.error.code });
      tell(stateOfError(found.error));
      schedule(RETRY_MS);
      return;
    }
    facts = found.value;
    // Nothing moved while it was read: it holds until something does.
    if (!hasBecomeStale()) slow = { remotes: facts.remotes, defaultBranch: facts.defaultBranch };
    recompose();
    if (hasBecomeStale()) scheduleWhenDue();
    else if (facts.lock && facts.lock.ageMs < LOCK_GRACE_MS) schedule(LOCK_GRACE_MS);
  }
  const hasBecomeStale = () => stale;
  /** A bug in one look must not be the last look: it is told to the log, and tried again later. */
  function start(): void {
    look().catch((error: unknown) => {
      looking = false;
      log.error('A look at a working tree broke', {
        root,
        error: error instanceof Error ? error.stack : String(error),
      });
      schedule(RETRY_MS);
    });
  }

  const stopWatching = watcher.watch(root, (change) => {
    stale = true;
    if (change.git) slow = null;
    scheduleWhenDue();
  });
  const tick = () => {
    cancelTick = clock.after(TICK_MS, () => {
      if (facts?.lock) scheduleWhenDue();
      recompose();
      tick();
    });
  };
  tick();
  start();

  return {
    place,
    state: () => state,
    poke: () => {
      stale = true;
      slow = null;
      nextLookAt = 0;
      schedule(0);
    },
    recompose,
    dispose: () => {
      ended = true;
      cancelLook?.();
      cancelTick();
      stopWatching();
    },
  };
}
