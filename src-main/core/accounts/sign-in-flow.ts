import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { SignIn, SignInFailure, SignInWay } from '../../../src-shared/model/account.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { AccountGateway } from '../codex/account-gateway.ts';
import type { Clock } from '../ports.ts';
import { signInFailure, startFailure } from './sign-in-failure.ts';

/** As long as Codex itself asks for it; the protocol does not say it (measured: 15 minutes). */
export const DEVICE_CODE_LIFE_MS = 15 * 60_000;

export interface SignInFlow {
  current(): SignIn;
  begin(way: 'chatgpt' | 'deviceCode'): Promise<void>;
  beginWithKey(apiKey: string): Promise<void>;
  /** Ends what waits, or puts a failure away. */
  cancel(): Promise<void>;
  /** The server says that a sign-in is over; `error` null: with success. */
  ended(loginId: string | null, error: string | null): void;
  /** The server is gone, and with it what waited. */
  serverDown(): void;
  dispose(): void;
}

interface Waiting {
  readonly way: SignInWay;
  /** Null until the server has given it one. */
  loginId: string | null;
}

/** One sign-in at a time for one server. Beginning another ends the first. */
export function createSignInFlow(options: {
  readonly gateway: AccountGateway;
  readonly clock: Clock;
  readonly onChange: () => void;
}): SignInFlow {
  const { gateway, clock, onChange } = options;
  let state: SignIn = { kind: 'none' };
  let waiting: Waiting | null = null;
  /** An end may be told before the answer to the beginning. */
  const endedEarly = new Map<string, string | null>();
  let stopExpiry = () => {};

  const set = (next: SignIn) => {
    state = next;
    onChange();
  };
  const letGo = (): Waiting | null => {
    const before = waiting;
    waiting = null;
    stopExpiry();
    stopExpiry = () => {};
    return before;
  };
  const failed = (way: SignInWay, reason: SignInFailure, detail: string) => {
    letGo();
    set({ kind: 'failed', way, reason, detail });
  };
  const settle = (way: SignInWay, error: string | null) => {
    if (error !== null) {
      failed(way, signInFailure(error), error);
      return;
    }
    letGo();
    set({ kind: 'none' });
  };
  /** Tells the server to forget what waits. Its word that it did is not waited for: nobody shows it any more. */
  const drop = async () => {
    const before = letGo();
    if (before !== null && before.loginId !== null) await gateway.cancel(before.loginId);
  };
  const run = async <T extends { readonly loginId: string }>(
    way: SignInWay,
    starting: () => Promise<Result<T, AppError>>,
    shown: (begun: T) => SignIn,
  ) => {
    const mine: Waiting = { way, loginId: null };
    const dropped = drop();
    waiting = mine;
    endedEarly.clear();
    set({ kind: 'starting', way });
    await dropped;
    const begun = await starting();
    if (waiting !== mine) {
      if (begun.ok) await gateway.cancel(begun.value.loginId);
      return;
    }
    if (!begun.ok) {
      const { reason, detail } = startFailure(begun.error);
      failed(way, reason, detail);
      return;
    }
    const { loginId } = begun.value;
    const early = endedEarly.get(loginId);
    if (early !== undefined) {
      settle(way, early);
      return;
    }
    mine.loginId = loginId;
    const next = shown(begun.value);
    if (next.kind === 'deviceCode') {
      stopExpiry = clock.after(next.expiresAtMs - clock.now(), () => {
        if (waiting !== mine) return;
        failed(way, 'expired', '');
        void gateway.cancel(loginId);
      });
    }
    set(next);
  };

  return {
    current: () => state,
    begin: (way) =>
      way === 'chatgpt'
        ? run(
            way,
            () => gateway.startBrowser(),
            ({ address }) => ({ kind: 'browser', address }),
          )
        : run(
            way,
            () => gateway.startDeviceCode(),
            ({ address, code }) => {
              return { kind: 'deviceCode', address, code, expiresAtMs: clock.now() + DEVICE_CODE_LIFE_MS };
            },
          ),
    beginWithKey: async (apiKey) => {
      const dropped = drop();
      const mine: Waiting = { way: 'apiKey', loginId: null };
      waiting = mine;
      set({ kind: 'starting', way: 'apiKey' });
      await dropped;
      const answer = await gateway.useKey(apiKey);
      if (waiting !== mine) return;
      if (answer.ok) {
        settle('apiKey', null);
        return;
      }
      const { reason, detail } = startFailure(answer.error);
      failed('apiKey', reason, detail);
    },
    cancel: async () => {
      const dropped = drop();
      if (state.kind !== 'none') set({ kind: 'none' });
      await dropped;
    },
    ended: (loginId, error) => {
      if (waiting !== null && loginId !== null && waiting.loginId === loginId) settle(waiting.way, error);
      else if (loginId !== null) endedEarly.set(loginId, error);
    },
    serverDown: () => {
      const before = letGo();
      if (before) set({ kind: 'failed', way: before.way, reason: 'interrupted', detail: '' });
    },
    dispose: () => void letGo(),
  };
}
