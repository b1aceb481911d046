import type { z } from 'zod';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { CallContext, Contract, StreamSink, Unsubscribe } from '../../../src-shared/contract/define.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';

/** Handlers of any contract, as `HandlersOf` types them for one. */
export type AnyHandlers = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A handler with its checked input bound. Only the one that fits the endpoint's kind may be called. */
export interface BoundHandler {
  call(context: CallContext): Promise<Result<unknown, AppError>>;
  stream(sink: StreamSink<unknown>, context: CallContext): Unsubscribe;
}

type CallHandler = (input: unknown, context: CallContext) => Promise<Result<unknown, AppError>>;
type StreamHandler = (input: unknown, sink: StreamSink<unknown>, context: CallContext) => Unsubscribe;

/**
 * Finds the endpoint and the handler behind `slice.method` and checks the input. Only own properties count: `__proto__` or
 * `constructor` name nothing. Fails with `rpc.bad-input`.
 */
export function resolveEndpoint(
  contract: Contract,
  handlers: AnyHandlers,
  path: string,
  kind: 'call' | 'stream',
  input: unknown,
): Result<BoundHandler, AppError> {
  const [slice = '', method = '', ...rest] = path.split('.');
  const endpoint = own(own(contract, slice), method);
  const handler = own(own(handlers, slice), method);
  if (rest.length > 0 || endpoint?.kind !== kind || typeof handler !== 'function') {
    return err({ code: 'rpc.bad-input', issues: [`no such ${kind}: ${path}`] });
  }
  const parsed = endpoint.input.safeParse(input);
  if (!parsed.success) return err({ code: 'rpc.bad-input', issues: parsed.error.issues.map(describeIssue) });
  const { data } = parsed;
  return ok({
    call: (context) => (handler as CallHandler)(data, context),
    stream: (sink, context) => (handler as StreamHandler)(data, sink, context),
  });
}

function own<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return record && Object.hasOwn(record, key) ? record[key] : undefined;
}

const describeIssue = (issue: z.core.$ZodIssue): string =>
  issue.path.length > 0 ? `${issue.path.join('.')}: ${issue.message}` : issue.message;
