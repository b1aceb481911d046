import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { contract, type AppHandlers } from '../../../src-shared/contract/contract.ts';
import { err } from '../../../src-shared/result.ts';

/** Handlers of some slices for machines that are not this one, as far as there are any. */
export type AwayHandlers = { readonly [Slice in keyof AppHandlers]?: Partial<AppHandlers[Slice]> };

type Sink = { fail(error: AppError): void };
type AnyHandler = (input: unknown, second: unknown, third: unknown) => unknown;
type AnyHandlers = Readonly<Record<string, Readonly<Record<string, AnyHandler>>>>;

const NOT_HERE: AppError = { code: 'host.not-here' };

/**
 * Hands what is about another machine's files to the handlers that can do it there, and refuses the rest with `host.not-here`: a path of
 * another machine must never be looked up, let alone written, on this one.
 *
 * @param awayOf the handlers of the machine that an input is about; null: this one
 */
export function routeElsewhere<Slices extends keyof AppHandlers>(
  here: Pick<AppHandlers, Slices>,
  awayOf: (input: object) => AwayHandlers | null,
): Pick<AppHandlers, Slices> {
  const routed = Object.entries(here as unknown as AnyHandlers).map(([slice, handlers]) => {
    const endpoints: Readonly<Record<string, { readonly kind: 'call' | 'stream' }>> = contract[slice as Slices];
    const each = Object.entries(handlers).map(([method, handler]): [string, AnyHandler] => {
      const refuse: AnyHandler =
        endpoints[method]?.kind === 'stream'
          ? (_input, sink) => {
              (sink as Sink).fail(NOT_HERE);
              return () => undefined;
            }
          : () => Promise.resolve(err(NOT_HERE));
      return [
        method,
        (input, second, third) => {
          const away = awayOf(input as object) as AnyHandlers | null;
          const run = away ? (away[slice]?.[method] ?? refuse) : handler;
          return run(input, second, third);
        },
      ];
    });
    return [slice, Object.fromEntries(each)];
  });
  return Object.fromEntries(routed) as Pick<AppHandlers, Slices>;
}
