import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { SignIn, SignInFailure, SignInWay } from '../../../src-shared/model/account.ts';
import { err, type Result } from '../../../src-shared/result.ts';
import type { AccountGateway } from '../codex/account-gateway.ts';
import type { Clock } from '../ports.ts';
import { signInFailure, startFailure } from './sign-in-failure.ts';
import type { TokenCommand, TokenProblem } from './token-command.ts';

/** As long as Codex itself asks for it; the protocol does not say it (measured: 15 minutes). */
export const DEVICE_CODE_LIFE_MS = 15 * 60_000;

export interface SignInFlow {
  current(): SignIn;
  begin(way: 'chatgpt' | 'deviceCode'): Promise<void>;
  beginWithKey(apiKey: string): Promise<void>;
  /** With what another program keeps. */
  beginWithTokens(): Promise<void>;
  /** How another program's tokens were renewed in the middle of the work: null, or why they were not. */
  renewed(problem: TokenProblem | null): void;
  /** Ends what waits, or puts a failure away. */
  cancel(): Promise<void>;
  /** The server says that a sign-in is over; `error` null: with success. */
  ended(loginId: string | null, error: string | null): void;
  /** The server is gone, and with it what waited. */
  serverDown(): void;
  dispose(): void;
}

interface Failure {
  readonly reason: SignInFailure;
  readonly detail: string;
}
interface Waiting {
  readonly way: SignInWay;
  /** Null until the server has given it one. */
  loginId: string | null;
}

/** One sign-in at a time for one server. Beginning another ends the first. */
export function createSignInFlow(options: {
  readonly gateway: Pick<AccountGateway, 'startBrowser' | 'startDeviceCode' | 'useKey' | 'useTokens' | 'cancel'>;
  /** Null where no other program keeps the sign-in. */
  readonly tokens: TokenCommand | null;
  readonly clock: Clock;
  readonly onChange: () => void;
}): SignInFlow {
  const { gateway, tokens, clock, onChange } = options;
  let state: SignIn = { kind: 'none' };
  let waiting: Waiting | null = null;
  /** An end may be told before the answer to the beginning. */
  const endedEarly = new Map<string, string | null>();
  let stopExpiry = () => {};
  let lastWay: SignInWay | null = null;

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
    lastWay = way;
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
  /** A sign-in that waits for nobody. */
  const atOnce = async (way: SignInWay, signIn: () => Promise<Result<null, Failure>>) => {
    const dropped = drop();
    const mine: Waiting = { way, loginId: null };
    waiting = mine;
    lastWay = way;
    set({ kind: 'starting', way });
    await dropped;
    const answer = await signIn();
    if (waiting !== mine) return;
    if (answer.ok) settle(way, null);
    else failed(way, answer.error.reason, answer.error.detail);
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
    beginWithKey: (apiKey) =>
      atOnce('apiKey', async () => {
        const answer = await gateway.useKey(apiKey);
        return answer.ok ? answer : err(startFailure(answer.error));
      }),
    beginWithTokens: () =>
      atOnce('hostTokens', async () => {
        const given = await (tokens?.fetch('sign-in', null) ?? err({ reason: 'bad-setting', detail: '' } as const));
        if (!given.ok) return err({ reason: `tokens-${given.error.reason}`, detail: given.error.detail });
        const answer = await gateway.useTokens(given.value);
        return answer.ok ? answer : err(startFailure(answer.error));
      }),
    renewed: (problem) => {
      // Somebody may be signing in another way meanwhile.
      if (waiting) return;
      if (problem) failed('hostTokens', `tokens-${problem.reason}`, problem.detail);
      else if (state.kind === 'failed' && state.way === 'hostTokens') set({ kind: 'none' });
    },
    cancel: async () => {
      const dropped = drop();
      if (state.kind !== 'none') set({ kind: 'none' });
      await dropped;
    },
    ended: (loginId, error) => {
      if (loginId === null) {
        // Tokens are taken first and looked at then: the failure may come after the answer.
        if (error !== null && lastWay === 'hostTokens') failed('hostTokens', signInFailure(error), error);
        return;
      }
      if (waiting?.loginId === loginId) settle(waiting.way, error);
      else endedEarly.set(loginId, error);
    },
    serverDown: () => {
      const before = letGo();
      if (before) set({ kind: 'failed', way: before.way, reason: 'interrupted', detail: '' });
    },
    dispose: () => void letGo(),
  };
}
