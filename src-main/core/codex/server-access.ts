import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { ServerCapabilities, ServerPhase } from '../../../src-shared/model/server.ts';
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

/** Nothing starts it again by itself. A server that Skein stops, to start it anew, has not been given up. */
export const hasGivenUp = (phase: ServerPhase): boolean => phase.kind === 'stopped' && phase.failure !== null;

/** The call failed because the server is not there just now, and it will be. */
export function comesBack(server: CodexServer, error: AppError): boolean {
  const { phase } = server.state();
  if (error.code === 'server.died' || error.code === 'server.not-running') return !hasGivenUp(phase);
  // A server that is there and does not answer is another matter.
  return error.code === 'server.timeout' && phase.kind !== 'ready' && !hasGivenUp(phase);
}

/** Waits for a server: until it is ready, which it may be already, or will not come by itself. The answer ends the wait. */
export function awaitServer(server: CodexServer, ready: () => void, fail: (error: AppError) => void): Unsubscribe {
  const { phase } = server.state();
  if (phase.kind === 'ready') ready();
  else if (hasGivenUp(phase)) fail({ code: 'server.not-running' });
  if (phase.kind === 'ready' || hasGivenUp(phase)) return () => undefined;
  const stops = [
    server.onReady(() => {
      end();
      ready();
    }),
    server.onState((state) => {
      if (!hasGivenUp(state.phase)) return;
      end();
      fail({ code: 'server.not-running' });
    }),
  ];
  const end = () => {
    for (const stop of stops) stop();
  };
  return end;
}

/** The error for something this version does not have. */
export const unsupported = (feature: keyof ServerCapabilities, { version }: ServerFeatures) =>
  err({ code: 'codex.unsupported', feature, version } as const);
