import { REFUSED_CLOSE_CODE, type ToClient, type ToHost, type Transport } from '../../src-shared/contract/wire.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';

const WELCOME_WITHIN_MS = 8000;

/**
 * Opens a WebSocket and says hello with `key`: the token, a ticket or a return key. Answers a transport once the host welcomed the page;
 * `refused` when the host does not know it. `was` is a return key that is void from now on; `onKeys` gets what to show the next time.
 */
export function connectWebSocket(
  url: string,
  key: string,
  was: string | null,
  onKeys: (keys: { readonly token: string; readonly returnKey: string }) => void,
  /** Gives the attempt up: nothing comes of it any more. */
  signal?: AbortSignal,
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
    const giveUp = () => {
      socket.close();
      resolve(err('unreachable'));
    };
    signal?.addEventListener('abort', giveUp, { once: true });
    const tooLate = setTimeout(() => socket.close(), WELCOME_WITHIN_MS);
    socket.addEventListener('open', () => transport.send({ t: 'hello', token: key, ...(was !== null && { was }) }));
    socket.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (typeof event.data !== 'string' || signal?.aborted === true) return;
      // The host is trusted: it was told apart by the token, and the contract types what it sends.
      const message = JSON.parse(event.data) as ToClient;
      if (message.t === 'keys') onKeys(message);
      if (message.t === 'welcome') {
        clearTimeout(tooLate);
        signal?.removeEventListener('abort', giveUp);
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
