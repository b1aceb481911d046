import { join } from 'node:path';
import type { AppHandlers } from '../../src-shared/contract/contract.ts';
import type { CodexServer } from './codex/codex-supervisor.ts';
import { createConfigService, type ConfigWriter } from './config/config-service.ts';
import { createFeedbackService } from './feedback/feedback-service.ts';
import { createImportService } from './imports/import-service.ts';
import type { Clock, Log } from './ports.ts';
import { configHandlers } from './rpc/handlers-config.ts';
import { feedbackHandlers, importHandlers } from './rpc/handlers-feedback.ts';

/** Codex's configuration and what belongs to it, of each server that comes. */
export interface ConfigBench {
  readonly handlers: Pick<AppHandlers, 'config' | 'feedback' | 'imports'>;
  /** For other services that keep something in the same file. */
  readonly writer: ConfigWriter;
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
  const feedback = createFeedbackService(join(skeinHome, 'feedback'));
  const imports = createImportService(ports.log);
  return {
    handlers: {
      config: configHandlers(config),
      feedback: feedbackHandlers(feedback),
      imports: importHandlers(imports),
    },
    writer: config,
    addServer: (server) => {
      for (const service of [config, feedback, imports]) service.addServer(server);
    },
    dispose: () => {
      config.dispose();
      imports.dispose();
    },
  };
}
