import type { AppHandlers } from '../../src-shared/contract/contract.ts';
import type { ServerId } from '../../src-shared/model/ids.ts';
import { createAccountService, type SignInGates } from './accounts/account-service.ts';
import { createProviderService } from './accounts/provider-service.ts';
import { createTokenCommand } from './accounts/token-command.ts';
import type { ConfigWriter } from './config/config-service.ts';
import { createResetWatch, type ResetWatch } from './queue/reset-watch.ts';
import type { CodexServer } from './codex/codex-supervisor.ts';
import type { Host } from './hosts/host.ts';
import type { Clock, CoreConfig, Log } from './ports.ts';
import { accountHandlers } from './rpc/handlers-accounts.ts';
import { serverIdOf } from './servers/server-id.ts';

/** Accounts and limits, of each server that comes. */
export interface AccountBench {
  readonly handlers: Pick<AppHandlers, 'accounts' | 'providers'>;
  /** Ends the waits of messages once an account may go on. */
  readonly resets: ResetWatch;
  readonly gates: SignInGates;
  /** The configuration of a server was changed from here. */
  configChanged(serverId: ServerId): void;
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
  const resets = createResetWatch({ limits: accounts.limits, clock, log });
  const providers = createProviderService({ env, writer });
  return {
    handlers: { accounts: accountHandlers(accounts), providers: providers.handlers },
    resets,
    gates: accounts.gates,
    configChanged: (serverId) => accounts.configChanged(serverId),
    addServer: (server) => {
      accounts.addServer(server);
      providers.addServer(server);
    },
    dispose: () => {
      resets.dispose();
      accounts.dispose();
      tokens?.dispose();
    },
  };
}
