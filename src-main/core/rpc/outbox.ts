import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ToClient } from '../../../src-shared/contract/wire.ts';
import type { Clock } from '../ports.ts';
import type { EventKind } from './event-kinds.ts';
import { createStreamQueue, type StreamQueue } from './stream-queue.ts';

/** Shortest time between two messages of events: about a frame. The first event after a pause leaves at once. */
export const FLUSH_MS = 16;
/** While more than this waits in the transport, events are held back here, where they can be joined. */
const HIGH_BACKLOG_BYTES = 1024 * 1024;
/** How much may wait on one stream before its patches are dropped for a fresh snapshot. */
const MAX_STREAM_BYTES = 4 * 1024 * 1024;

export interface OutboxOptions {
  readonly send: (message: ToClient) => void;
  readonly backlog: () => number;
  readonly clock: Clock;
  readonly maxStreamBytes?: number;
  readonly highBacklogBytes?: number;
}

/** Everything that goes to one client, in the order that counts: events of a stream, then its end; events so far, then an answer. */
export interface Outbox {
  /** Takes an event. `ended`: it was one too many, and the stream was ended towards the client. */
  event(id: number, kind: EventKind, event: unknown): 'kept' | 'ended';
  /** Sends an answer or a welcome, after the events that were there before it. */
  message(message: Exclude<ToClient, { t: 'events' }>): void;
  /** Ends a stream towards the client, after its last events. */
  end(id: number, error: AppError): void;
  /** The client closed a stream: what waits on it is dropped. */
  forget(id: number): void;
  dispose(): void;
}

/** Collects events for up to `FLUSH_MS` and sends them as one message; over its caps it drops what a snapshot can replace. */
export function createOutbox(options: OutboxOptions): Outbox {
  const { send, backlog, clock, maxStreamBytes = MAX_STREAM_BYTES, highBacklogBytes = HIGH_BACKLOG_BYTES } = options;
  const queues = new Map<number, StreamQueue>();
  /** Streams with something to send, oldest first. */
  const waiting = new Set<number>();
  let cancelTimer: (() => void) | null = null;
  let lastFlushAt = -FLUSH_MS;

  function schedule(): void {
    if (cancelTimer) return;
    const sinceLast = clock.now() - lastFlushAt;
    // A clock that was set back must not hold the events.
    const wait = sinceLast < 0 ? FLUSH_MS : Math.max(0, FLUSH_MS - sinceLast);
    cancelTimer = clock.after(wait, () => {
      cancelTimer = null;
      flush();
    });
  }

  function flush(): void {
    if (waiting.size === 0) return;
    lastFlushAt = clock.now();
    if (backlog() > highBacklogBytes) {
      schedule();
      return;
    }
    const events: (readonly [number, unknown])[] = [];
    for (const id of waiting) {
      for (const event of queues.get(id)?.take() ?? []) events.push([id, event]);
    }
    waiting.clear();
    send({ t: 'events', events });
  }

  function forget(id: number): void {
    queues.delete(id);
    waiting.delete(id);
  }

  function end(id: number, error: AppError): void {
    const last = queues.get(id)?.take() ?? [];
    forget(id);
    if (last.length > 0) send({ t: 'events', events: last.map((event) => [id, event] as const) });
    send({ t: 'ended', id, error });
  }

  return {
    event: (id, kind, event) => {
      let queue = queues.get(id);
      if (!queue) {
        queue = createStreamQueue(kind, maxStreamBytes);
        queues.set(id, queue);
      }
      if (queue.push(event) === 'overflow') {
        end(id, { code: 'rpc.stream-overflow' });
        return 'ended';
      }
      if (!queue.isEmpty()) {
        waiting.add(id);
        schedule();
      }
      return 'kept';
    },
    message: (message) => {
      flush();
      send(message);
    },
    end,
    forget,
    dispose: () => {
      cancelTimer?.();
      cancelTimer = null;
      queues.clear();
      waiting.clear();
    },
  };
}
