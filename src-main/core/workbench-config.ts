import { join } from 'node:path';
import type { AppHandlers } from '../../src-shared/contract/contract.ts';
import type { CodexServer } from './codex/codex-supervisor.ts';
import { createConfigService } from './config/config-service.ts';
import type { Clock, Log } from './ports.ts';
import { configHandlers } from './rpc/handlers-config.ts';

/** Codex's configuration and what belongs to it, of each server that comes. */
export interface ConfigBench {
  readonly handlers: Pick<AppHandlers, 'config'>;
  addServer(server: CodexServer): void;
  dispose(): void;
}

export interface ConfigBenchPorts {
  readonly skeinHome: string;
  /** What was made of a server's configuration is old. */
  readonly onChange: (server: CodexServer) => void;
  readonly clock: Clock;
  readonly log: Log;
}

export function createConfigBench({ skeinHome, ...ports }: ConfigBenchPorts): ConfigBench {
  const config = createConfigService({ ...ports, copies: join(skeinHome, 'config-copies') });
  return {
    handlers: { config: configHandlers(config) },
    addServer: (server) => config.addServer(server),
    dispose: () => config.dispose(),
  };
}
