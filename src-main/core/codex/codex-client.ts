import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { assertNever } from '../../../src-shared/assert-never.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { Clock } from '../ports.ts';
import { OVERLOADED, describeRejection } from './codex-errors.ts';
import type { CallOutcome, JsonRpcPeer } from './json-rpc-peer.ts';
import type { ClientMethod, ParamsOf, ResponseOf } from './protocol-types.ts';

export interface CallOptions {
  /** For the whole call, tries and waits included. */
  readonly timeoutMs?: number;
  /** Gives the call up. The server is not told: what it has begun it finishes. */
  readonly signal?: AbortSignal;
}

export interface CodexClient {
  /** Typed by method. Never rejects and never stays pending; an abort answers `rpc.disconnected`, an end of the server `server.died`. */
  readonly call: <M extends ClientMethod>(
    method: M,
    params: ParamsOf<M>,
    options?: CallOptions,
  ) => Promise<Result<ResponseOf<M>, AppError>>;
}

const SECOND_MS = 1000;
const DEFAULT_TIMEOUT_MS = 30 * SECOND_MS;

/** Methods that need longer because of their work (app-server.md §5), or less because 0.124 may not answer at all. */
const TIMEOUTS_MS: Partial<Record<ClientMethod, number>> = {
  'account/login/start': 60 * SECOND_MS,
  'command/exec': 600 * SECOND_MS,
  'externalAgentConfig/import': 300 * SECOND_MS,
  'feedback/upload': 60 * SECOND_MS,
  'marketplace/add': 300 * SECOND_MS,
  'marketplace/upgrade': 300 * SECOND_MS,
  'mcpServer/tool/call': 300 * SECOND_MS,
  'plugin/install': 300 * SECOND_MS,
  'thread/fork': 120 * SECOND_MS,
  'thread/list': 60 * SECOND_MS,
  'thread/read': 60 * SECOND_MS,
  'thread/resume': 120 * SECOND_MS,
  'turn/interrupt': 5 * SECOND_MS,
};

/** First wait after "overloaded"; each further one is twice as long. */
const RETRY_FIRST_MS = 100;
const MAX_TRIES = 6;

export function timeoutOf(method: ClientMethod): number {
  return TIMEOUTS_MS[method] ?? DEFAULT_TIMEOUT_MS;
}

export interface CodexClientOptions {
  readonly peer: JsonRpcPeer;
  readonly clock: Clock;
  /** The version of the server, for `codex.unsupported`. */
  readonly version: string;
  /** From 0 up to 1; spreads the retries of many callers. */
  readonly random: () => number;
}

export function createCodexClient({ peer, clock, version, random }: CodexClientOptions): CodexClient {
  return {
    call: async <M extends ClientMethod>(method: M, params: ParamsOf<M>, options: CallOptions = {}) => {
      const timeoutMs = options.timeoutMs ?? timeoutOf(method);
      const { signal } = options;
      const deadline = clock.now() + timeoutMs;
      for (let attempt = 1; ; attempt++) {
        const left = Math.max(0, deadline - clock.now());
        const outcome = await peer.call(method, params, { timeoutMs: left, ...(signal && { signal }) });
        if (outcome.kind === 'result') return ok(outcome.value as ResponseOf<M>);
        if (outcome.kind === 'error' && outcome.error.code === OVERLOADED && attempt < MAX_TRIES) {
          // Between half of the step and all of it.
          const waitMs = RETRY_FIRST_MS * 2 ** (attempt - 1) * (0.5 + random() / 2);
          if (clock.now() + waitMs < deadline) {
            await wait(clock, waitMs, signal);
            continue;
          }
        }
        return err(describeOutcome(method, params, outcome, { timeoutMs, version }));
      }
    },
  };
}

function describeOutcome(
  method: string,
  params: unknown,
  outcome: Exclude<CallOutcome, { kind: 'result' }>,
  { timeoutMs, version }: { timeoutMs: number; version: string },
): AppError {
  switch (outcome.kind) {
    case 'error':
      return describeRejection(method, params, outcome.error, version);
    case 'timed-out':
      return { code: 'server.timeout', method, afterMs: timeoutMs };
    case 'aborted':
      return { code: 'rpc.disconnected' };
    case 'congested':
      return { code: 'server.overloaded', method };
    case 'closed':
      return { code: 'server.died' };
    default:
      return assertNever(outcome);
  }
}

/** Waits, or less when the signal says that nobody waits any more. */
function wait(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      cancel();
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const cancel = clock.after(ms, done);
    signal?.addEventListener('abort', done);
    if (signal?.aborted) done();
  });
}
