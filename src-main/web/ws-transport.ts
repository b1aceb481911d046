import type { WebSocket } from 'ws';
import type { ToClient, ToHost, Transport } from '../../src-shared/contract/wire.ts';

/** The core's end of a WebSocket whose client has shown the token. Messages that are no JSON close it. */
export function createWebSocketTransport(socket: WebSocket): Transport<ToClient, ToHost> {
  const isOpen = () => socket.readyState === socket.OPEN;
  return {
    send: (message) => {
      if (isOpen()) socket.send(JSON.stringify(message));
    },
    onMessage: (listener) => {
      const receive = (data: Buffer, isBinary: boolean) => {
        const message = isBinary ? null : parse(data);
        if (message === null) socket.close(1007, 'not JSON');
        else listener(message as ToHost);
      };
      socket.on('message', receive);
      return () => socket.off('message', receive);
    },
    onClose: (listener) => {
      if (socket.readyState === socket.CLOSED) {
        listener();
        return () => undefined;
      }
      socket.once('close', listener);
      return () => socket.off('close', listener);
    },
    close: () => socket.close(1001),
    backlog: () => socket.bufferedAmount,
  };
}

/** Null for what is no JSON, and for JSON's own null, which is no message either. */
function parse(data: Buffer): unknown {
  try {
    return JSON.parse(data.toString('utf8')) as unknown;
  } catch {
    return null;
  }
}
