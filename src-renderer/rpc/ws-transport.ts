import { REFUSED_CLOSE_CODE, type ToClient, type ToHost, type Transport } from '../../src-shared/contract/wire.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';

const WELCOME_WITHIN_MS = 8000;

/**
 * Opens a WebSocket and says hello with the token or a ticket. Answers a transport once the host welcomed the page; `refused` when the
 * host does not know it. `onToken` gets what replaces a ticket, which is used up.
 */
export function connectWebSocket(
  url: string,
  token: string,
  onToken: (token: string) => void,
): Promise<Result<Transport<ToHost, ToClient>, 'unreachable' | 'refused'>> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url);
    const messages = new Set<(message: ToClient) => void>();
    const closes = new Set<() => void>();
    const transport: Transport<ToHost, ToClient> = {
      send: (message) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
      },
      onMessage: (listener) => {
        messages.add(listener);
        return () => messages.delete(listener);
      },
      onClose: (listener) => {
        if (socket.readyState === WebSocket.CLOSED) queueMicrotask(listener);
        else closes.add(listener);
        return () => closes.delete(listener);
      },
      close: () => socket.close(),
      backlog: () => socket.bufferedAmount,
    };
    const tooLate = setTimeout(() => socket.close(), WELCOME_WITHIN_MS);
    socket.addEventListener('open', () => transport.send({ t: 'hello', token }));
    socket.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (typeof event.data !== 'string') return;
      // The host is trusted: it was told apart by the token, and the contract types what it sends.
      const message = JSON.parse(event.data) as ToClient;
      if (message.t === 'token') onToken(message.token);
      if (message.t === 'welcome') {
        clearTimeout(tooLate);
        resolve(ok(transport));
      }
      for (const listener of messages) listener(message);
    });
    socket.addEventListener('close', (event) => {
      clearTimeout(tooLate);
      resolve(err(event.code === REFUSED_CLOSE_CODE ? 'refused' : 'unreachable'));
      for (const listener of [...closes]) listener();
      closes.clear();
    });
  });
}
