import type { AppHandlers } from '../../src-shared/contract/contract.ts';
import { createAccountService } from './accounts/account-service.ts';
import { createProviderService } from './accounts/provider-service.ts';
import type { LimitWatch } from './queue/limit-waits.ts';
import type { CodexServer } from './codex/codex-supervisor.ts';
import type { Clock, Log } from './ports.ts';
import { accountHandlers } from './rpc/handlers-accounts.ts';

/** Accounts and limits, of each server that comes. */
export interface AccountBench {
  readonly handlers: Pick<AppHandlers, 'accounts' | 'providers'>;
  readonly limits: LimitWatch;
  addServer(server: CodexServer): void;
  /** Before the servers are stopped: a sign-in that waits is not called a failure then. */
  dispose(): void;
}

/** `env`: what the app-servers are started with. */
export function createAccountBench(ports: {
  readonly clock: Clock;
  readonly log: Log;
  readonly env: Readonly<Record<string, string | undefined>>;
}): AccountBench {
  const accounts = createAccountService(ports);
  const providers = createProviderService(ports.env);
  return {
    handlers: { accounts: accountHandlers(accounts), providers: providers.handlers },
    limits: accounts.limits,
    addServer: (server) => {
      accounts.addServer(server);
      providers.addServer(server);
    },
    dispose: () => accounts.dispose(),
  };
}
