import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import type { LimitBlock } from '../../../src-shared/model/limit-block.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { Clock, Log } from '../ports.ts';

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

/** Something that waits: until then, or until the service says so where nobody knows when. */
export interface ResetWait {
  readonly serverId: ServerId;
  readonly untilMs: number | null;
}

/** A keeper of messages that wait for a reset. It keeps them on the disk; when the wait ends is not its to decide. */
export interface ResetWaiters {
  waits(): readonly ResetWait[];
  /** The account may go on: whatever waits for this server goes now. */
  free(serverId: ServerId): Promise<void>;
  /** It has to wait longer than was told. */
  delay(serverId: ServerId, untilMs: number | null): void;
  /** Tells that something waits, or does not any more. */
  onChange(listener: () => void): Unsubscribe;
}

export interface ResetWatch {
  /** As far as is known; null: the account may go on. */
  block(serverId: ServerId): LimitBlock | null;
  /** Ends their waits from now on. Returns the way to stop. */
  add(waiters: ResetWaiters): Unsubscribe;
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
export function createResetWatch(options: {
  readonly limits: LimitWatch;
  readonly clock: Clock;
  readonly log: Log;
}): ResetWatch {
  const { limits, clock, log } = options;
  const all = new Map<ResetWaiters, Unsubscribe>();
  /** When a server is asked next, at the earliest. */
  const askFrom = new Map<ServerId, number>();
  const asking = new Set<ServerId>();
  let stopTimer: () => void = () => undefined;
  let disposed = false;

  const isDue = ({ untilMs }: ResetWait) => untilMs === null || untilMs + AFTER_RESET_MS <= clock.now();
  const free = async (serverId: ServerId): Promise<void> => {
    for (const waiters of [...all.keys()]) await waiters.free(serverId);
  };
  const ask = async (serverId: ServerId): Promise<void> => {
    asking.add(serverId);
    askFrom.set(serverId, clock.now() + ASK_AGAIN_MS);
    try {
      const answer = await limits.askBlock(serverId);
      if (disposed || !answer.ok) return;
      if (answer.value === null) await free(serverId);
      else for (const waiters of all.keys()) waiters.delay(serverId, answer.value.untilMs);
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
    const waits = [...all.keys()].flatMap((waiters) => waiters.waits());
    if (waits.length === 0) return;
    const now = clock.now();
    for (const serverId of new Set(waits.filter(isDue).map((wait) => wait.serverId))) {
      const from = askFrom.get(serverId) ?? 0;
      // Where the clock was set back, what was noted is too late.
      if ((from <= now || from > now + ASK_AGAIN_MS) && !asking.has(serverId)) told(ask(serverId));
    }
    const next = waits.map(({ untilMs }) => (untilMs ?? now) + AFTER_RESET_MS - now).filter((ms) => ms > 0);
    stopTimer = clock.after(Math.min(...next, LOOK_MS), look);
  };

  const stopReads = limits.onRead((serverId) => {
    if (!asking.has(serverId) && limits.block(serverId) === null) told(free(serverId));
  });
  return {
    block: (serverId) => limits.block(serverId),
    add: (waiters) => {
      all.set(waiters, waiters.onChange(look));
      look();
      return () => {
        all.get(waiters)?.();
        all.delete(waiters);
      };
    },
    dispose: () => {
      disposed = true;
      stopTimer();
      stopReads();
      for (const stop of all.values()) stop();
      all.clear();
    },
  };
}
