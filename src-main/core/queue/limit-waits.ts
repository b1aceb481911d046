import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { InputPart } from '../../../src-shared/model/composer.ts';
import type { ServerId, ThreadRef } from '../../../src-shared/model/ids.ts';
import type { LimitBlock } from '../../../src-shared/model/limit-block.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Clock, Log } from '../ports.ts';
import type { QueueRunner } from './queue-runner.ts';
import type { QueueStore } from './queue-store.ts';

/** What a wait needs to know of the limits of servers. */
export interface LimitWatch {
  /** As far as is known; null: the account may go on. */
  block(serverId: ServerId): LimitBlock | null;
  /**
   * Asks the service, whatever this machine's clock says. Null also where it cannot tell: then only a try does. Fails with `server.*` while
   * the server is away.
   */
  askBlock(serverId: ServerId): Promise<Result<LimitBlock | null, AppError>>;
  /** Tells of each time the limits of a server were read. */
  onRead(listener: (serverId: ServerId) => void): Unsubscribe;
}

/** Messages that go once the account may go on. */
export interface LimitWaits {
  /** Puts a message at the end of the queue, which waits for the reset; without a limit in the way it goes like any other. */
  add(thread: ThreadRef, parts: readonly InputPart[]): void;
  /** What is held in the queue waits for the reset instead. Fails with `queue.gone`, or `queue.no-limit` when nothing is in the way. */
  wait(thread: ThreadRef): Result<null, AppError>;
  dispose(): void;
}

/** Timers stand still while the machine sleeps, and its clock may be set: the time is looked at so often while something waits. */
const LOOK_MS = 30_000;
/** The service needs a moment to begin a window anew. */
const AFTER_RESET_MS = 2000;
/** How often is asked again whether the account may go on, when that is later than was told or nobody told it. */
const ASK_AGAIN_MS = 5 * 60_000;

/**
 * Ends waits for a reset. The time alone ends none: the service is asked first, so that a clock that is wrong sends nothing too early.
 * And a read that finds the account free ends them before their time, be it for credits, another account or a clock that was set back.
 */
export function createLimitWaits(options: {
  readonly store: QueueStore;
  readonly queue: Pick<QueueRunner, 'add' | 'resume'>;
  readonly limits: LimitWatch;
  readonly clock: Clock;
  readonly log: Log;
}): LimitWaits {
  const { store, queue, limits, clock, log } = options;
  /** When a server is asked next, at the earliest. */
  const askFrom = new Map<ServerId, number>();
  const asking = new Set<ServerId>();
  let stopTimer: () => void = () => undefined;
  let disposed = false;

  const waits = () =>
    store.refs().flatMap((thread) => {
      const held = store.list(thread)[0]?.held;
      return held?.reason === 'limit' ? [{ thread, untilMs: held.untilMs }] : [];
    });
  const isDue = ({ untilMs }: { readonly untilMs: number | null }) =>
    untilMs === null || untilMs + AFTER_RESET_MS <= clock.now();

  const free = async (serverId: ServerId): Promise<void> => {
    for (const { thread } of waits()) if (thread.serverId === serverId) await queue.resume(thread);
  };
  const ask = async (serverId: ServerId): Promise<void> => {
    asking.add(serverId);
    askFrom.set(serverId, clock.now() + ASK_AGAIN_MS);
    try {
      const answer = await limits.askBlock(serverId);
      if (disposed || !answer.ok) return;
      if (answer.value === null) {
        await free(serverId);
        return;
      }
      const { untilMs } = answer.value;
      for (const { thread } of waits())
        if (thread.serverId === serverId) store.hold(thread, { reason: 'limit', untilMs });
    } finally {
      asking.delete(serverId);
    }
  };
  const told = (work: Promise<void>): void => {
    work.catch((error: unknown) => log.error('A wait for a reset stopped', { error: String(error) }));
  };
  const look = () => {
    stopTimer();
    stopTimer = () => undefined;
    if (disposed) return;
    const all = waits();
    if (all.length === 0) return;
    const now = clock.now();
    for (const serverId of new Set(all.filter(isDue).map(({ thread }) => thread.serverId))) {
      const from = askFrom.get(serverId) ?? 0;
      // Where the clock was set back, what was noted is too late.
      if ((from <= now || from > now + ASK_AGAIN_MS) && !asking.has(serverId)) told(ask(serverId));
    }
    const next = Math.min(...all.map(({ untilMs }) => (untilMs ?? now) + AFTER_RESET_MS - now).filter((ms) => ms > 0));
    stopTimer = clock.after(Math.min(next, LOOK_MS), look);
  };

  const stops = [
    store.onChange(look),
    limits.onRead((serverId) => {
      if (!asking.has(serverId) && limits.block(serverId) === null) told(free(serverId));
    }),
  ];
  look();

  return {
    add: (thread, parts) => {
      const block = limits.block(thread.serverId);
      if (block === null) {
        queue.add(thread, parts);
        return;
      }
      store.add(thread, parts);
      store.hold(thread, { reason: 'limit', untilMs: block.untilMs });
    },
    wait: (thread) => {
      if (store.list(thread).length === 0) return err({ code: 'queue.gone' });
      const block = limits.block(thread.serverId);
      if (block === null) return err({ code: 'queue.no-limit' });
      store.hold(thread, { reason: 'limit', untilMs: block.untilMs });
      return ok(null);
    },
    dispose: () => {
      disposed = true;
      stopTimer();
      for (const stop of stops) stop();
    },
  };
}
