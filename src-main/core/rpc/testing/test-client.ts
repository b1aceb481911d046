import type { AppError } from '../../../../src-shared/contract/app-error.ts';
import type { Result } from '../../../../src-shared/result.ts';
import type { Core } from '../../core.ts';
import { createMemoryTransport } from './memory-transport.ts';

export interface TestStream<Event> {
  /** Everything that came so far. */
  events(): readonly Event[];
  /** The first event, gone by or to come, that satisfies `wanted`. */
  until(wanted: (event: Event) => boolean): Promise<Event>;
  /** Settles when the core ends the stream. */
  readonly ended: Promise<AppError>;
  close(): void;
}
export interface TestClient {
  call<T>(path: string, input: unknown): Promise<Result<T, AppError>>;
  stream<Event>(path: string, input: unknown): TestStream<Event>;
  close(): void;
}

/** A window without a page: speaks to a core over a connection inside this process. */
export function connectTestClient(core: Pick<Core, 'connect'>, clientId: string): TestClient {
  const { host, client } = createMemoryTransport();
  const answers = new Map<number, (result: Result<never, AppError>) => void>();
  const streams = new Map<number, { event(event: unknown): void; end(error: AppError): void }>();
  let lastId = 0;
  client.onMessage((message) => {
    if (message.t === 'answer') answers.get(message.id)?.(message.result as Result<never, AppError>);
    if (message.t === 'events') for (const [id, event] of message.events) streams.get(id)?.event(event);
    if (message.t === 'ended') streams.get(message.id)?.end(message.error);
  });
  core.connect(host, clientId);
  return {
    call: (path, input) => {
      const id = (lastId += 1);
      const answer = new Promise<Result<never, AppError>>((resolve) => answers.set(id, resolve));
      client.send({ t: 'call', id, path, input });
      return answer;
    },
    stream: <E>(path: string, input: unknown): TestStream<E> => {
      const id = (lastId += 1);
      const seen: E[] = [];
      const lookers = new Set<(event: E) => void>();
      let end = (_: AppError) => {};
      const ended = new Promise<AppError>((resolve) => (end = resolve));
      const receive = (event: unknown) => {
        seen.push(event as E);
        for (const look of lookers) look(event as E);
      };
      streams.set(id, { event: receive, end });
      client.send({ t: 'open', id, path, input });
      return {
        events: () => seen,
        until: (wanted) =>
          new Promise((resolve) => {
            const look = (event: E) => {
              if (!wanted(event)) return;
              lookers.delete(look);
              resolve(event);
            };
            lookers.add(look);
            for (const event of seen) look(event);
          }),
        ended,
        close: () => client.send({ t: 'close', id }),
      };
    },
    close: () => client.close(),
  };
}
