import type { z } from 'zod';
import type { Result } from '../result.ts';
import type { AppError } from './app-error.ts';

export interface Call<In extends z.ZodType, Out> {
  readonly kind: 'call';
  readonly input: In;
  readonly out?: Out;
}
export interface Stream<In extends z.ZodType, Event> {
  readonly kind: 'stream';
  readonly input: In;
  readonly event?: Event;
}
export type Endpoint = Call<z.ZodType, unknown> | Stream<z.ZodType, unknown>;
export type Contract = Readonly<Record<string, Readonly<Record<string, Endpoint>>>>;
export type Unsubscribe = () => void;

/** One request, one answer. The answer's type is written at the call site: `call(schema).returns<Thread>()`. */
export const call = <In extends z.ZodType>(input: In) => ({
  returns: <Out>(): Call<In, Out> => ({ kind: 'call', input }),
});
/** One subscription, many events, until either side ends it. */
export const stream = <In extends z.ZodType>(input: In) => ({
  of: <Event>(): Stream<In, Event> => ({ kind: 'stream', input }),
});

/** What a client does with a stream: events, and the error that refused or ended it. */
export interface StreamListener<Event> {
  event(event: Event): void;
  /** The core refused or ended the stream. It is closed; nothing follows. */
  error(error: AppError): void;
}

export type ClientOf<C extends Contract> = {
  readonly [S in keyof C]: {
    readonly [M in keyof C[S]]: C[S][M] extends Call<infer In, infer Out>
      ? (input: z.input<In>) => Promise<Result<Out, AppError>>
      : C[S][M] extends Stream<infer In, infer Event>
        ? (input: z.input<In>, listener: StreamListener<Event>) => Unsubscribe
        : never;
  };
};

/** Who asks: handlers that serve several windows get the client's own id. */
export interface CallContext {
  readonly clientId: string;
}
/** The core's end of one open stream. */
export interface StreamSink<Event> {
  emit(event: Event): void;
  /** Ends the stream with a reason the client will see. */
  fail(error: AppError): void;
}
export type HandlersOf<C extends Contract> = {
  readonly [S in keyof C]: {
    readonly [M in keyof C[S]]: C[S][M] extends Call<infer In, infer Out>
      ? (input: z.output<In>, context: CallContext) => Promise<Result<Out, AppError>>
      : C[S][M] extends Stream<infer In, infer Event>
        ? (input: z.output<In>, sink: StreamSink<Event>, context: CallContext) => Unsubscribe
        : never;
  };
};
