import type { ToClient, ToHost, Transport } from '../../../../src-shared/contract/wire.ts';

/** Both ends of a connection inside one process. Messages are copied as a MessagePort copies them, and arrive in later turns of the loop. */
export function createMemoryTransport(): {
  readonly host: Transport<ToClient, ToHost>;
  readonly client: Transport<ToHost, ToClient>;
  /** Bytes that `host.backlog()` answers. */
  setBacklog(bytes: number): void;
} {
  let backlog = 0;
  let open = true;
  const closers = new Set<() => void>();
  const toHost = new Set<(message: ToHost) => void>();
  const toClient = new Set<(message: ToClient) => void>();
  const close = () => {
    if (!open) return;
    open = false;
    for (const listener of [...closers]) listener();
    closers.clear();
  };
  const end = <Out, In>(
    outgoing: Set<(message: Out) => void>,
    incoming: Set<(message: In) => void>,
    waiting: () => number,
  ): Transport<Out, In> => ({
    send: (message) => {
      const copy = structuredClone(message);
      setImmediate(() => {
        if (open) for (const listener of [...outgoing]) listener(copy);
      });
    },
    onMessage: (listener) => {
      incoming.add(listener);
      return () => incoming.delete(listener);
    },
    onClose: (listener) => {
      if (!open) listener();
      else closers.add(listener);
      return () => closers.delete(listener);
    },
    close,
    backlog: waiting,
  });
  return {
    host: end<ToClient, ToHost>(toClient, toHost, () => backlog),
    client: end<ToHost, ToClient>(toHost, toClient, () => 0),
    setBacklog: (bytes) => {
      backlog = bytes;
    },
  };
}
