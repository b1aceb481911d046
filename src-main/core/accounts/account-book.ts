import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { AccountState, Refusal } from '../../../src-shared/model/account.ts';
import type { ServerAccount } from '../../../src-shared/model/server.ts';
import { createAccountGateway, type AccountEvent, type AccountGateway } from '../codex/account-gateway.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import { createListeners } from '../codex/listeners.ts';
import type { Clock, Log } from '../ports.ts';
import { createLimitReader, type LimitReader } from './limit-reader.ts';
import { createSignInFlow, type SignInFlow } from './sign-in-flow.ts';

/** What is known about the account of one server. */
export interface AccountBook {
  readonly gateway: AccountGateway;
  readonly signIn: SignInFlow;
  readonly limits: LimitReader;
  current(): AccountState;
  /** Calls the listener with the state now and after each change. */
  watch(listener: (state: AccountState) => void): Unsubscribe;
  dispose(): void;
}

/** `onRead`: the limits were read as a whole. */
export function openAccountBook(server: CodexServer, clock: Clock, log: Log, onRead: () => void): AccountBook {
  const gateway = createAccountGateway(server);
  const changes = createListeners<AccountState>('account', log);
  let refused: Refusal | null = null;
  let account: ServerAccount = server.state().account;

  const state = (): AccountState => ({ signIn: signIn.current(), limits: limits.current(), refused });
  const publish = () => changes.emit(state());
  const signIn = createSignInFlow({ gateway, clock, onChange: publish });
  const limits = createLimitReader({
    gateway,
    canRead: () => account.kind === 'chatgpt',
    clock,
    onChange: publish,
    onRead,
  });
  const setRefused = (next: Refusal | null) => {
    if (next === refused) return;
    refused = next;
    publish();
  };

  const receive = (event: AccountEvent) => {
    switch (event.kind) {
      case 'signInEnded':
        if (event.error === null) setRefused(null);
        signIn.ended(event.loginId, event.error);
        return;
      case 'limits':
        limits.update(event.update);
        return;
      case 'turnWorked':
        setRefused(null);
        return;
      case 'turnFailed': {
        const { threadId, error } = event;
        if (error.code !== 'usage-limit' && error.code !== 'unauthorized') return;
        setRefused({ kind: error.code, message: error.message, threadId, atMs: clock.now() });
        // Why the limit is reached, and until when, only a read tells.
        if (error.code === 'usage-limit') void limits.readIfOld();
      }
    }
  };

  const stops = [
    gateway.onEvent(receive),
    server.onDown(() => signIn.serverDown()),
    server.onReady(() => void limits.readIfOld()),
    server.onState((next) => {
      if (sameAccount(account, next.account)) return;
      const first = account.kind === 'unknown';
      account = next.account;
      if (!first) {
        refused = null;
        limits.clear();
      }
      void limits.readIfOld();
    }),
  ];
  return {
    gateway,
    signIn,
    limits,
    current: state,
    watch: (listener) => {
      listener(state());
      return changes.add(listener);
    },
    dispose: () => {
      for (const stop of stops) stop();
      signIn.dispose();
      limits.dispose();
    },
  };
}

const sameAccount = (a: ServerAccount, b: ServerAccount): boolean => JSON.stringify(a) === JSON.stringify(b);
