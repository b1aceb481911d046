import type { PortToClient, PortToHost, ToClient, ToHost, Transport } from '../../src-shared/contract/wire.ts';

/** A MessagePort as a transport. Electron's main process hands it over through the preload; it needs no token. */
export function portTransport(port: MessagePort): Transport<ToHost, ToClient> {
  const messages = new Set<(message: ToClient) => void>();
  const closes = new Set<() => void>();
  let closed = false;
  const end = () => {
    if (closed) return;
    closed = true;
    for (const listener of [...closes]) listener();
    closes.clear();
  };
  port.addEventListener('message', ({ data }: MessageEvent<PortToClient>) => {
    // The core types what it sends; only it holds the other end.
    const message = JSON.parse(data) as ToClient;
    for (const listener of messages) listener(message);
    const taken: PortToHost = { t: 'taken', chars: data.length };
    if (!closed) port.postMessage(taken);
  });
  port.addEventListener('close', end);
  port.start();
  return {
    send: (message) => {
      if (!closed) port.postMessage(message);
    },
    onMessage: (listener) => {
      messages.add(listener);
      return () => messages.delete(listener);
    },
    onClose: (listener) => {
      if (closed) queueMicrotask(listener);
      else closes.add(listener);
      return () => closes.delete(listener);
    },
    close: () => {
      port.close();
      end();
    },
    backlog: () => 0,
  };
}
