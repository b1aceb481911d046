import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { StreamSink, Unsubscribe } from '../../../src-shared/contract/define.ts';
import { noReview, type ReviewScope, type ReviewState } from '../../../src-shared/model/review.ts';
import { err, type Result } from '../../../src-shared/result.ts';
import { isUnreachable } from '../hosts/host-files.ts';
import type { Clock } from '../ports.ts';
import type { WatchFolder } from './review-ports.ts';

/** A list of changed files that is kept as it is on the disk for those who watch it. */
export interface LiveReview {
  add(sink: StreamSink<ReviewState>): Unsubscribe;
  /** Something changed. `now`: the user did it and waits. */
  touch(now: boolean): void;
  /** The root of what is shown; null when that is not known (yet). */
  root(): string | null;
}

export interface LiveReviewOptions {
  readonly folder: string;
  readonly scope: ReviewScope;
  /** One look. */
  readonly read: () => Promise<Result<ReviewState, AppError>>;
  readonly watchFolder: WatchFolder;
  readonly clock: Clock;
  /** Nobody watches any more. */
  readonly onIdle: () => void;
}

/** Looks take at most this part of the time while changes keep coming: between two, this many times as long as the last one took. */
const REST_FACTOR = 5;

/** One look at a time. A state is told only when it is another one than before. */
export function createLiveReview({ folder, scope, read, watchFolder, clock, onIdle }: LiveReviewOptions): LiveReview {
  const sinks = new Set<StreamSink<ReviewState>>();
  let state: ReviewState = noReview(scope, 'loading');
  let known = JSON.stringify(state);
  let watching: { readonly root: string; readonly stop: Unsubscribe } | null = null;
  let looking = false;
  let dirty = false;
  let restUntil = 0;
  let failures = 0;
  let cancelRest: (() => void) | null = null;

  const watch = (root: string) => {
    if (watching?.root === root) return;
    watching?.stop();
    watching = { root, stop: watchFolder(root, () => touch(false)) };
  };
  const end = () => {
    cancelRest?.();
    cancelRest = null;
    watching?.stop();
    watching = null;
    onIdle();
  };
  const fail = (error: AppError) => {
    const all = [...sinks];
    sinks.clear();
    end();
    for (const sink of all) sink.fail(error);
  };

  async function look(): Promise<void> {
    looking = true;
    dirty = false;
    const begun = clock.now();
    const answer = await read().catch((error: unknown) =>
      err<AppError>(
        isUnreachable(error) ? { code: 'server.not-running' } : { code: 'internal', message: String(error) },
      ),
    );
    looking = false;
    restUntil = clock.now() + REST_FACTOR * (clock.now() - begun);
    if (sinks.size === 0) return;
    if (answer.ok) {
      failures = 0;
      tell(answer.value);
    } else if (state.phase === 'loading' || ++failures > 1) {
      fail(answer.error);
      return;
    } else {
      // Git may have been in the middle of something.
      dirty = true;
    }
    if (dirty) schedule();
  }

  function tell(next: ReviewState): void {
    watch(next.root ?? folder);
    const text = JSON.stringify(next);
    if (text === known) return;
    known = text;
    state = next;
    for (const sink of [...sinks]) sink.emit(state);
  }

  function schedule(): void {
    if (looking || cancelRest || sinks.size === 0) return;
    const rest = restUntil - clock.now();
    if (rest <= 0) return void look();
    cancelRest = clock.after(rest, () => {
      cancelRest = null;
      void look();
    });
  }

  function touch(now: boolean): void {
    dirty = true;
    if (now) {
      cancelRest?.();
      cancelRest = null;
      restUntil = 0;
    }
    schedule();
  }

  return {
    add: (sink) => {
      sinks.add(sink);
      sink.emit(state);
      if (sinks.size === 1) {
        // Watched before it is read, so that no change falls between.
        watch(state.root ?? folder);
        touch(true);
      }
      return () => {
        if (sinks.delete(sink) && sinks.size === 0) end();
      };
    },
    touch,
    root: () => state.root,
  };
}
