import { z } from 'zod';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Contract, StreamSink, Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { ToClient, ToHost, Transport } from '../../../src-shared/contract/wire.ts';
import { err, type Result } from '../../../src-shared/result.ts';
import type { Clock, Log } from '../ports.ts';
import { eventKind } from './event-kinds.ts';
import { createOutbox } from './outbox.ts';
import { resolveEndpoint, type AnyHandlers } from './router.ts';

/** What a client may send after its transport was trusted. */
const messageShape = z.discriminatedUnion('t', [
  z.object({ t: z.literal('hello'), token: z.string() }),
  z.object({ t: z.literal('call'), id: z.number().int(), path: z.string().max(200), input: z.unknown() }),
  z.object({ t: z.literal('open'), id: z.number().int(), path: z.string().max(200), input: z.unknown() }),
  z.object({ t: z.literal('close'), id: z.number().int() }),
]);

export interface ConnectionOptions {
  readonly contract: Contract;
  readonly handlers: AnyHandlers;
  readonly transport: Transport<ToClient, ToHost>;
  readonly clientId: string;
  /** Called once when it is over, whichever side ended it: some transports do not tell of a close from this side. */
  readonly onEnd?: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** Serves one connected client until its transport closes or the answer is called: then its streams end and late answers are dropped. */
export function serveClient(options: ConnectionOptions): Unsubscribe {
  const { contract, handlers, transport, clientId, clock, log } = options;
  const context = { clientId };
  const streams = new Map<number, Unsubscribe>();
  const outbox = createOutbox({ send: sendSafely, backlog: () => transport.backlog(), clock });
  const listeners: Unsubscribe[] = [];
  let closed = false;

  /** A message that cannot cross (a cycle, a function) is our bug: said in the log, and the connection starts afresh. */
  function sendSafely(message: ToClient): void {
    if (closed) return;
    try {
      transport.send(message);
    } catch (error) {
      log.error('rpc: a message could not be sent', { type: message.t, error: describe(error) });
      dispose();
      transport.close();
    }
  }

  function internal(path: string, thrown: unknown): AppError {
    log.error('rpc: a handler threw', { path, error: describe(thrown) });
    return { code: 'internal', message: thrown instanceof Error ? thrown.message : String(thrown) };
  }

  function answer(id: number, result: Result<unknown, AppError>): void {
    if (!closed) outbox.message({ t: 'answer', id, result });
  }

  function runCall(id: number, path: string, input: unknown): void {
    const endpoint = resolveEndpoint(contract, handlers, path, 'call', input);
    if (!endpoint.ok) {
      answer(id, endpoint);
      return;
    }
    // Inside a promise, so that a handler that throws before its first await is caught as well.
    void Promise.resolve()
      .then(() => endpoint.value.call(context))
      .then(
        (result) => answer(id, result),
        (thrown: unknown) => answer(id, err(internal(path, thrown))),
      );
  }

  function openStream(id: number, path: string, input: unknown): void {
    if (streams.has(id)) {
      log.warn('rpc: a stream id was used twice', { path, id });
      closeStream(id);
    }
    const endpoint = resolveEndpoint(contract, handlers, path, 'stream', input);
    if (!endpoint.ok) {
      outbox.end(id, endpoint.error);
      return;
    }
    const kind = eventKind(path);
    let live = true;
    let stop: Unsubscribe | null = null;
    const close = () => {
      if (!live) return;
      live = false;
      streams.delete(id);
      try {
        stop?.();
      } catch (thrown) {
        internal(path, thrown);
      }
    };
    const sink: StreamSink<unknown> = {
      emit: (event) => {
        if (live && outbox.event(id, kind, event) === 'ended') close();
      },
      fail: (error) => {
        if (!live) return;
        outbox.end(id, error);
        close();
      },
    };
    streams.set(id, close);
    try {
      stop = endpoint.value.stream(sink, context);
      // It ended while it was being opened: nobody else will stop it.
      if (!streams.has(id)) stop();
    } catch (thrown) {
      sink.fail(internal(path, thrown));
    }
  }

  function closeStream(id: number): void {
    streams.get(id)?.();
    outbox.forget(id);
  }

  function receive(raw: ToHost): void {
    const message = messageShape.safeParse(raw);
    if (!message.success) {
      log.warn('rpc: an unknown message was ignored', { issues: z.prettifyError(message.error) });
      return;
    }
    const { data } = message;
    if (data.t === 'call') runCall(data.id, data.path, data.input);
    else if (data.t === 'open') openStream(data.id, data.path, data.input);
    else if (data.t === 'close') closeStream(data.id);
  }

  function dispose(): void {
    if (closed) return;
    closed = true;
    for (const off of listeners) off();
    for (const close of [...streams.values()]) close();
    outbox.dispose();
    options.onEnd?.();
  }

  listeners.push(transport.onMessage(receive));
  listeners.push(transport.onClose(dispose));
  outbox.message({ t: 'welcome' });
  return dispose;
}

const describe = (thrown: unknown): string =>
  thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
