import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ServerCapabilities } from '../../../src-shared/model/server.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { CodexServer } from './codex-supervisor.ts';

/** What a server can do, and which one it is. */
export interface ServerFeatures {
  readonly capabilities: ServerCapabilities;
  readonly version: string;
}

/**
 * The features of a server, as soon as it has said who it is; a server that is coming up is waited for, one that was given up is
 * `server.not-running`.
 */
export function featuresOf(server: CodexServer): Promise<Result<ServerFeatures, AppError>> {
  const { phase, capabilities } = server.state();
  if (phase.kind === 'ready' && capabilities) return Promise.resolve(ok({ capabilities, version: phase.version }));
  if (phase.kind === 'stopped') return Promise.resolve(err({ code: 'server.not-running' }));
  return new Promise((resolve) => {
    const settle = (result: Result<ServerFeatures, AppError>) => {
      stopReady();
      stopState();
      resolve(result);
    };
    const stopReady = server.onReady((ready) =>
      settle(ok({ capabilities: ready.capabilities, version: ready.version })),
    );
    const stopState = server.onState((state) => {
      if (state.phase.kind === 'stopped') settle(err({ code: 'server.not-running' }));
    });
  });
}

/** The error for something this version does not have. */
export const unsupported = (feature: keyof ServerCapabilities, { version }: ServerFeatures) =>
  err({ code: 'codex.unsupported', feature, version } as const);
