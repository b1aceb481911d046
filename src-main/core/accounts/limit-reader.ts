import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { LimitBucket, Limits } from '../../../src-shared/model/account.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { AccountGateway } from '../codex/account-gateway.ts';
import type { Clock } from '../ports.ts';
import { inOrder, mergeLimits, nextReset } from './merge-limits.ts';

/** What looks again by itself (a window that gets the focus, a refused turn) does so at most this often. */
const QUIET_MS = 60_000;
/** The service needs a moment to begin a window anew. */
const AFTER_RESET_MS = 2000;
/** Timers cannot wait for weeks; a longer wait is taken in steps. */
const LONGEST_WAIT_MS = 24 * 3_600_000;

const NONE: Limits = { buckets: [], allowed: null, resetCredits: null, readAtMs: null, problem: null };

export interface LimitReader {
  current(): Limits;
  /** Reads all of them; a read that is under way is shared. */
  read(): Promise<Result<null, AppError>>;
  /** Reads them unless that was done, or tried, within the last minute. */
  readIfOld(): Promise<Result<null, AppError>>;
  update(bucket: LimitBucket): void;
  /** Another account: nothing of what is known is its. */
  clear(): void;
  dispose(): void;
}

/** Keeps the limits of one account true: what was read, what came with answers since, and a fresh read when a window ends. */
export function createLimitReader(options: {
  readonly gateway: AccountGateway;
  /** Whether the account at hand has limits that can be read. */
  readonly canRead: () => boolean;
  readonly clock: Clock;
  readonly onChange: () => void;
  readonly onRead?: () => void;
}): LimitReader {
  const { gateway, canRead, clock, onChange, onRead } = options;
  let limits = NONE;
  let triedAtMs: number | null = null;
  let reading: Promise<Result<null, AppError>> | null = null;
  /** What came while a read was under way is newer than what it answers. */
  let since: LimitBucket[] = [];
  /** Raised with each account. */
  let account = 0;
  let stopTimer = () => {};

  const set = (next: Limits) => {
    limits = next;
    arm();
    onChange();
  };
  const arm = () => {
    stopTimer();
    const at = nextReset(limits.buckets, clock.now());
    if (at !== null && canRead()) readAt(at + AFTER_RESET_MS);
  };
  const readAt = (atMs: number) => {
    const wait = atMs - clock.now();
    stopTimer = clock.after(Math.min(wait, LONGEST_WAIT_MS), () => {
      if (wait > LONGEST_WAIT_MS) readAt(atMs);
      else void read();
    });
  };
  const readNow = async (): Promise<Result<null, AppError>> => {
    const mine = account;
    since = [];
    triedAtMs = clock.now();
    const answer = await gateway.limits();
    if (mine !== account) return ok(null);
    reading = null;
    if (!answer.ok) {
      if (answer.error.code === 'account.chatgpt-needed') return answer;
      const { error } = answer;
      set({ ...limits, problem: error.code === 'account.service-failed' ? error.detail : error.code });
      return answer;
    }
    const { buckets, ...others } = answer.value;
    set({ buckets: since.reduce(mergeLimits, inOrder(buckets)), ...others, readAtMs: clock.now(), problem: null });
    onRead?.();
    return ok(null);
  };
  const read = (): Promise<Result<null, AppError>> => {
    if (!canRead()) return Promise.resolve(err({ code: 'account.chatgpt-needed' }));
    return (reading ??= readNow());
  };

  return {
    current: () => limits,
    read,
    readIfOld: () => {
      const recent = triedAtMs !== null && Math.abs(clock.now() - triedAtMs) < QUIET_MS;
      return recent || !canRead() ? Promise.resolve(ok(null)) : read();
    },
    update: (bucket) => {
      if (reading) since.push(bucket);
      set({ ...limits, buckets: mergeLimits(limits.buckets, bucket) });
    },
    clear: () => {
      account++;
      reading = null;
      triedAtMs = null;
      set(NONE);
    },
    dispose: () => stopTimer(),
  };
}
