import type { AppHandlers } from '../../src-shared/contract/contract.ts';
import { createAccountService } from './accounts/account-service.ts';
import type { LimitWatch } from './queue/limit-waits.ts';
import type { CodexServer } from './codex/codex-supervisor.ts';
import type { Clock, Log } from './ports.ts';
import { accountHandlers } from './rpc/handlers-accounts.ts';

/** Accounts and limits, of each server that comes. */
export interface AccountBench {
  readonly handlers: Pick<AppHandlers, 'accounts'>;
  readonly limits: LimitWatch;
  addServer(server: CodexServer): void;
  /** Before the servers are stopped: a sign-in that waits is not called a failure then. */
  dispose(): void;
}

export function createAccountBench(ports: { readonly clock: Clock; readonly log: Log }): AccountBench {
  const accounts = createAccountService(ports);
  return {
    handlers: { accounts: accountHandlers(accounts) },
    limits: accounts.limits,
    addServer: (server) => accounts.addServer(server),
    dispose: () => accounts.dispose(),
  };
}
