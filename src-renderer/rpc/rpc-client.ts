import type { AppError } from '../../src-shared/contract/app-error.ts';
import type { AppClient } from '../../src-shared/contract/contract.ts';
import type { StreamListener, Unsubscribe } from '../../src-shared/contract/define.ts';
import type { ToClient, ToHost, Transport } from '../../src-shared/contract/wire.ts';
import { err, type Result } from '../../src-shared/result.ts';

type Link = Transport<ToHost, ToClient>;
type Answer = Result<unknown, AppError>;

/**
 * Answers a transport that is ready for calls, or why there is none. `refused`: the host does not know this page's token; `no-token`: the
 * page has none to show.
 */
export type Connect = () => Promise<Result<Link, 'unreachable' | 'refused' | 'no-token'>>;

export type ConnectionState =
  /** The first attempt; calls wait for it. */
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  /** Calls fail at once. `attempt`: how many reconnects have failed so far; `since`: milliseconds since the epoch. */
  | { readonly kind: 'lost'; readonly attempt: number; readonly since: number }
  /** The address lacks what opens it, or belongs to a host that has ended; nothing is tried any more. */
  | { readonly kind: 'refused'; readonly reason: 'no-token' | 'other-host' };

export interface RpcTimers {
  now(): number;
  /** Runs once after `ms`; the answer cancels it. */
  after(ms: number, run: () => void): () => void;
  /** Between 0 and 1; spreads the reconnects of several windows. */
  random(): number;
}

export interface RpcClient {
  readonly client: AppClient;
  /** Tries to reconnect now, when the connection is lost. */
  retry(): void;
  dispose(): void;
}

const FIRST_RETRY_MS = 200;
const LONGEST_RETRY_MS = 5000;

interface OpenStream {
  readonly path: string;
  readonly input: unknown;
  readonly listener: StreamListener<unknown>;
}

/**
 * The page's end of the contract. Its types come from the contract alone, so neither zod nor a hand-written stub is in the
 * bundle: a method called with a listener opens a stream, without one it is a call. Streams outlive a connection: they are
 * opened again after a reconnect, and the core sends each its snapshot anew. Calls do not: they fail with `rpc.disconnected`.
 */
export function createRpcClient(
  connect: Connect,
  timers: RpcTimers,
  onState: (state: ConnectionState) => void,
): RpcClient {
  let nextId = 1;
  let link: Link | null = null;
  let state: ConnectionState = { kind: 'connecting' };
  let disposed = false;
  let attaching = false;
  let cancelRetry: () => void = () => undefined;
  const waiting = new Map<number, (answer: Answer) => void>();
  /** Calls made before the first connection. */
  let early: ToHost[] = [];
  const streams = new Map<number, OpenStream>();

  const setState = (next: ConnectionState) => {
    state = next;
    onState(next);
  };
  const failCalls = () => {
    early = [];
    const calls = [...waiting.values()];
    waiting.clear();
    for (const answer of calls) answer(err({ code: 'rpc.disconnected' }));
  };

  function receive(message: ToClient): void {
    switch (message.t) {
      case 'welcome':
      case 'keys':
        return;
      case 'answer': {
        const answer = waiting.get(message.id);
        waiting.delete(message.id);
        answer?.(message.result);
        return;
      }
      case 'events':
        for (const [id, event] of message.events) guarded(() => streams.get(id)?.listener.event(event));
        return;
      case 'ended': {
        const stream = streams.get(message.id);
        streams.delete(message.id);
        guarded(() => stream?.listener.error(message.error));
      }
    }
  }

  function lost(attempt: number, since: number): void {
    link = null;
    if (disposed) return;
    setState({ kind: 'lost', attempt, since });
    failCalls();
    const delay = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempt);
    cancelRetry = timers.after(delay * (0.75 + timers.random() / 2), () => void attach(attempt, since));
  }

  async function attach(attempt: number, since: number): Promise<void> {
    if (attaching) return;
    cancelRetry();
    attaching = true;
    const result = await connect();
    attaching = false;
    if (disposed) {
      if (result.ok) result.value.close();
      return;
    }
    if (!result.ok) {
      if (result.error === 'unreachable') {
        lost(attempt + 1, since);
        return;
      }
      setState({ kind: 'refused', reason: result.error === 'no-token' ? 'no-token' : 'other-host' });
      failCalls();
      return;
    }
    const opened = result.value;
    link = opened;
    opened.onMessage(receive);
    for (const [id, { path, input }] of streams) opened.send({ t: 'open', id, path, input });
    for (const message of early) opened.send(message);
    early = [];
    setState({ kind: 'open' });
    opened.onClose(() => {
      if (link === opened) lost(0, timers.now());
    });
  }

  const call = (path: string, input: unknown): Promise<Answer> =>
    new Promise((resolve) => {
      if (state.kind === 'lost' || state.kind === 'refused') {
        resolve(err({ code: 'rpc.disconnected' }));
        return;
      }
      const id = nextId++;
      const message = { t: 'call', id, path, input } as const;
      waiting.set(id, resolve);
      if (link) link.send(message);
      else early.push(message);
    });

  const open = (path: string, input: unknown, listener: StreamListener<unknown>): Unsubscribe => {
    const id = nextId++;
    streams.set(id, { path, input, listener });
    link?.send({ t: 'open', id, path, input });
    return () => {
      if (streams.delete(id)) link?.send({ t: 'close', id });
    };
  };

  onState(state);
  void attach(0, timers.now());
  return {
    client: endpoints((path, input, listener) => (listener ? open(path, input, listener) : call(path, input))),
    retry: () => {
      if (state.kind !== 'lost') return;
      void attach(state.attempt, state.since);
    },
    dispose: () => {
      disposed = true;
      cancelRetry();
      link?.close();
      link = null;
      failCalls();
      streams.clear();
    },
  };
}

/** A listener that throws is a bug of its own: it is reported, and the events behind it still arrive. */
function guarded(run: () => void): void {
  try {
    run();
  } catch (error) {
    reportError(error);
  }
}

type Invoke = (path: string, input: unknown, listener?: StreamListener<unknown>) => unknown;

/** `client.threads.watch(input, listener)` becomes `invoke('threads.watch', input, listener)`. */
function endpoints(invoke: Invoke): AppClient {
  return lazily((slice) =>
    lazily(
      (method) => (input: unknown, listener?: StreamListener<unknown>) => invoke(`${slice}.${method}`, input, listener),
    ),
  ) as AppClient;
}

/** An object whose members are made when they are first asked for. */
function lazily(make: (name: string) => object): object {
  const made = new Map<string, object>();
  return new Proxy(made, {
    get(_target, name) {
      // A promise that is resolved with a proxy asks it for `then`.
      if (typeof name !== 'string' || name === 'then') return undefined;
      const known = made.get(name);
      if (known !== undefined) return known;
      const fresh = make(name);
      made.set(name, fresh);
      return fresh;
    },
  });
}
