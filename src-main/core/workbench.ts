import type { AppHandlers } from '../../src-shared/contract/contract.ts';
import type { ThreadRef } from '../../src-shared/model/ids.ts';
import type { CodexServer } from './codex/codex-supervisor.ts';
import type { Host } from './hosts/host.ts';
import type { Clock, CoreConfig, Log } from './ports.ts';
import { terminalHandlers } from './rpc/handlers-terminals.ts';
import { createTerminalService } from './terminal/terminal-service.ts';

/** What works on the folders of threads, beside the threads themselves. */
export interface Workbench {
  readonly handlers: Pick<AppHandlers, 'terminals'>;
  addServer(server: CodexServer): void;
  /** A thread is gone for good. */
  threadGone(thread: ThreadRef): void;
  /** Before the servers are stopped: what runs on them is ended through them. */
  dispose(): Promise<void>;
}

export interface WorkbenchOptions {
  readonly config: CoreConfig;
  readonly host: Host;
  readonly clock: Clock;
  readonly log: Log;
}

export function createWorkbench({ config, host, clock, log }: WorkbenchOptions): Workbench {
  const terminals = createTerminalService({ platform: host.platform, version: config.version, clock, log });
  return {
    handlers: { terminals: terminalHandlers(terminals) },
    addServer: (server) => void terminals.addServer(server),
    threadGone: (thread) => void terminals.closeThread(thread),
    dispose: () => terminals.dispose(),
  };
}
