import type { AppHandlers } from '../../src-shared/contract/contract.ts';
import { createAccountService } from './accounts/account-service.ts';
import { createProviderService } from './accounts/provider-service.ts';
import { createTokenCommand } from './accounts/token-command.ts';
import type { ConfigWriter } from './config/config-service.ts';
import type { LimitWatch } from './queue/limit-waits.ts';
import type { CodexServer } from './codex/codex-supervisor.ts';
import type { Host } from './hosts/host.ts';
import type { Clock, CoreConfig, Log } from './ports.ts';
import { accountHandlers } from './rpc/handlers-accounts.ts';
import { serverIdOf } from './servers/server-id.ts';

/** Accounts and limits, of each server that comes. */
export interface AccountBench {
  readonly handlers: Pick<AppHandlers, 'accounts' | 'providers'>;
  readonly limits: LimitWatch;
  addServer(server: CodexServer): void;
  /** Before the servers are stopped: a sign-in that waits is not called a failure then. */
  dispose(): void;
}

export function createAccountBench(ports: {
  readonly config: Pick<CoreConfig, 'env' | 'codexHome' | 'homeFolder' | 'tokenCommand'>;
  readonly host: Host;
  /** Writes into the user's config.toml. */
  readonly writer: ConfigWriter;
  readonly clock: Clock;
  readonly log: Log;
}): AccountBench {
  const { config, host, writer, clock, log } = ports;
  const { env, codexHome, homeFolder, tokenCommand } = config;
  const tokens =
    tokenCommand === null ? null : createTokenCommand({ setting: tokenCommand, host, env, cwd: homeFolder });
  const ownId = serverIdOf(host.id, codexHome);
  const accounts = createAccountService({
    clock,
    log,
    // Another home, another machine and the demo have accounts of their own.
    tokensFor: (serverId) => (serverId === ownId ? tokens : null),
  });
  const providers = createProviderService({ env, writer });
  return {
    handlers: { accounts: accountHandlers(accounts), providers: providers.handlers },
    limits: accounts.limits,
    addServer: (server) => {
      accounts.addServer(server);
      providers.addServer(server);
    },
    dispose: () => {
      accounts.dispose();
      tokens?.dispose();
    },
  };
}
