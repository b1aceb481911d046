import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { Clock } from '../ports.ts';
import { timeoutOf } from './codex-client.ts';
import type { CallOptions, CodexClient } from './codex-client.ts';
import type { ClientMethod, ParamsOf, ResponseOf } from './protocol-types.ts';

type GateState =
  | { readonly kind: 'open'; readonly client: CodexClient }
  /** A server is on its way. */
  | { readonly kind: 'waiting' }
  /** None will come by itself. */
  | { readonly kind: 'shut' };

/** Where calls go when servers come and go: through at once, on hold within their time-out, or back. */
export interface CallGate {
  readonly call: CodexClient['call'];
  /** `open` lets the calls on hold through, `shut` sends them back with `server.not-running`. */
  readonly set: (state: GateState) => void;
}

export function createCallGate(clock: Clock): CallGate {
  let state: GateState = { kind: 'waiting' };
  const waiting = new Set<() => void>();

  /** Until the gate opens or is shut, the time is over, or the caller gives up. */
  const whileWaiting = (timeoutMs: number, signal: AbortSignal | undefined): Promise<void> =>
    new Promise((resolve) => {
      const done = () => {
        cancel();
        waiting.delete(done);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const cancel = clock.after(timeoutMs, done);
      waiting.add(done);
      signal?.addEventListener('abort', done);
      if (signal?.aborted) done();
    });

  const callLater = async <M extends ClientMethod>(
    method: M,
    params: ParamsOf<M>,
    options: CallOptions,
  ): Promise<Result<ResponseOf<M>, AppError>> => {
    const { timeoutMs = timeoutOf(method), signal } = options;
    const began = clock.now();
    await whileWaiting(timeoutMs, signal);
    const leftMs = timeoutMs - (clock.now() - began);
    if (signal?.aborted) return err({ code: 'rpc.disconnected' });
    if (state.kind === 'open') return state.client.call(method, params, { ...options, timeoutMs: Math.max(0, leftMs) });
    if (state.kind === 'shut') return err({ code: 'server.not-running' });
    return err({ code: 'server.timeout', method, afterMs: timeoutMs });
  };
  const call: CodexClient['call'] = (method, params, options: CallOptions = {}) => {
    if (state.kind === 'open') return state.client.call(method, params, options);
    if (state.kind === 'shut') return Promise.resolve(err({ code: 'server.not-running' }));
    return callLater(method, params, options);
  };

  return {
    call,
    set: (next) => {
      state = next;
      if (next.kind !== 'waiting') for (const resume of [...waiting]) resume();
    },
  };
}
