import type { MessagePortMain } from 'electron';
import type { ToClient, ToHost, Transport } from '../../src-shared/contract/wire.ts';

/** The core's end of a MessagePort. Who holds the other end was decided when it was handed over; no token is needed. */
export function createPortTransport(port: MessagePortMain): Transport<ToClient, ToHost> {
  let closed = false;
  port.once('close', () => {
    closed = true;
  });
  port.start();
  return {
    send: (message) => {
      if (!closed) port.postMessage(message);
    },
    onMessage: (listener) => {
      const receive = ({ data }: { readonly data: unknown }) => listener(data as ToHost);
      port.on('message', receive);
      return () => port.off('message', receive);
    },
    onClose: (listener) => {
      if (closed) {
        listener();
        return () => undefined;
      }
      port.once('close', listener);
      return () => port.off('close', listener);
    },
    close: () => port.close(),
    // A MessagePort does not tell what the other side has taken.
    backlog: () => 0,
  };
}
