import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { AccountState, Refusal, TokenFailure } from '../../../src-shared/model/account.ts';
import type { ServerAccount } from '../../../src-shared/model/server.ts';
import { err } from '../../../src-shared/result.ts';
import { createAccountGateway, type AccountEvent, type AccountGateway } from '../codex/account-gateway.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import { createGatewayAuthGateway } from '../codex/gateway-auth-gateway.ts';
import { createListeners } from '../codex/listeners.ts';
import type { Clock, Log } from '../ports.ts';
import { openGatewayDesk, type GatewayDesk } from './gateway-sign-in.ts';
import { createLimitReader, type LimitReader } from './limit-reader.ts';
import { createSignInFlow, type SignInFlow } from './sign-in-flow.ts';
import type { TokenCommand } from './token-command.ts';

/** What is known about the account of one server. */
export interface AccountBook {
  readonly gateway: AccountGateway;
  readonly signIn: SignInFlow;
  readonly gatewayDesk: GatewayDesk;
  readonly limits: LimitReader;
  current(): AccountState;
  /** Calls the listener with the state now and after each change. */
  watch(listener: (state: AccountState) => void): Unsubscribe;
  dispose(): void;
}

export interface AccountBookPorts {
  readonly clock: Clock;
  readonly log: Log;
  /** What keeps the sign-in of this server; null: Codex does. */
  readonly tokens: TokenCommand | null;
  /** The limits were read as a whole. */
  readonly onRead: () => void;
  /** It was looked whether the model provider takes messages, and it does. */
  readonly onOpen: () => void;
}

export function openAccountBook(server: CodexServer, ports: AccountBookPorts): AccountBook {
  const { clock, log, tokens, onRead, onOpen } = ports;
  const gateway = createAccountGateway(server);
  const changes = createListeners<AccountState>('account', log);
  let refused: Refusal | null = null;
  let account: ServerAccount = server.state().account;
  let hostTokens: AccountState['hostTokens'] = tokens ? 'available' : 'none';

  const state = (): AccountState => ({
    signIn: signIn.current(),
    gateway: gatewayDesk.current(),
    limits: limits.current(),
    refused,
    hostTokens,
  });
  const publish = () => changes.emit(state());
  const signIn = createSignInFlow({ gateway, tokens, clock, onChange: publish });
  const gatewayDesk = openGatewayDesk({
    gateway: createGatewayAuthGateway(server),
    ...{ clock, onChange: publish, onOpen },
  });
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

  const renewTokens = async (from: TokenCommand, accountId: string | null) => {
    const renewed = await from.fetch('unauthorized', accountId);
    signIn.renewed(renewed.ok ? null : renewed.error);
    if (renewed.ok) return renewed;
    const { reason, detail } = renewed.error;
    log.warn('No new tokens', { reason, detail });
    return err({ words: `${TOKEN_FAILURES[reason]}${detail === '' ? '' : ` (${detail})`}` });
  };

  const receive = (event: AccountEvent) => {
    switch (event.kind) {
      case 'signInEnded':
        if (event.error === null) setRefused(null);
        signIn.ended(event.loginId, event.error);
        return;
      case 'mode':
        if (tokens === null) return;
        hostTokens = event.hostTokens ? 'inUse' : 'available';
        publish();
        return;
      case 'limits':
        limits.update(event.update);
        return;
      case 'turnWorked':
        setRefused(null);
        return;
      case 'turnFailed': {
        const { threadId, error } = event;
        // What it refused is told in words alone.
        if (gatewayDesk.current() !== null) void gatewayDesk.read();
        if (error.code !== 'usage-limit' && error.code !== 'unauthorized') return;
        setRefused({ kind: error.code, message: error.message, threadId, atMs: clock.now() });
        // Why the limit is reached, and until when, only a read tells.
        if (error.code === 'usage-limit') void limits.readIfOld();
      }
    }
  };

  const stops = [
    gateway.onEvent(receive),
    server.onDown(() => {
      signIn.serverDown();
      gatewayDesk.flow.serverDown();
    }),
    server.onReady(() => void gatewayDesk.read()),
    server.onReady(() => void (tokens ? signIn.beginWithTokens() : limits.readIfOld())),
    ...(tokens ? [gateway.onTokensRefused((accountId) => renewTokens(tokens, accountId))] : []),
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
    gatewayDesk,
    limits,
    current: state,
    watch: (listener) => {
      listener(state());
      return changes.add(listener);
    },
    dispose: () => {
      for (const stop of stops) stop();
      signIn.dispose();
      gatewayDesk.dispose();
      limits.dispose();
    },
  };
}

/** For the app-server, which has no codes for it. */
const TOKEN_FAILURES: Readonly<Record<TokenFailure, string>> = {
  'bad-setting': 'The command for tokens is not set up as it should be',
  'not-started': 'The command for tokens could not be started',
  failed: 'The command for tokens failed',
  timeout: 'The command for tokens did not answer in time',
  'bad-answer': 'The command for tokens gave no usable answer',
};

const sameAccount = (a: ServerAccount, b: ServerAccount): boolean => JSON.stringify(a) === JSON.stringify(b);
