import { err, ok } from '../../src-shared/result.ts';
import { portTransport } from './port-transport.ts';
import type { Connect } from './rpc-client.ts';
import { connectWebSocket } from './ws-transport.ts';

/** What the preload puts on the window in Electron. The port arrives as a message event with this data. */
interface PreloadApi {
  /** Asks the main process for a new port. */
  connect(): void;
}
const PORT_MESSAGE = 'skein:port';
const TOKEN_KEY = 'skein.token';
const PORT_WITHIN_MS = 8000;

const preload = (): PreloadApi | null => {
  const api = (window as { readonly skein?: unknown }).skein;
  return typeof api === 'object' && api !== null ? (api as PreloadApi) : null;
};

/** Electron by MessagePort, a browser by WebSocket. */
export function pickConnect(): Connect {
  const api = preload();
  if (api) return () => connectPort(api);
  takeToken();
  const url = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/rpc`;
  return () => {
    const token = sessionStorage.getItem(TOKEN_KEY);
    return token === null ? Promise.resolve(err('no-token')) : connectWebSocket(url, token, keepToken);
  };
}

function connectPort(api: PreloadApi): ReturnType<Connect> {
  return new Promise((resolve) => {
    const done = new AbortController();
    const finish = (result: Awaited<ReturnType<Connect>>) => {
      clearTimeout(tooLate);
      done.abort();
      resolve(result);
    };
    const tooLate = setTimeout(() => finish(err('unreachable')), PORT_WITHIN_MS);
    window.addEventListener(
      'message',
      (event) => {
        const port = event.source === window && event.data === PORT_MESSAGE ? event.ports[0] : undefined;
        if (port) finish(ok(portTransport(port)));
      },
      { signal: done.signal },
    );
    api.connect();
  });
}

/**
 * The token, or a ticket that becomes one, stands in the address's fragment (`#t=…`), which no server log or referrer ever sees. It moves
 * to this tab's session storage, so that a reload keeps it, and leaves the address, so that it is not copied along.
 */
function takeToken(): void {
  const token = new URLSearchParams(location.hash.slice(1)).get('t');
  if (token === null || token === '') return;
  keepToken(token);
  history.replaceState(null, '', location.pathname + location.search);
}

const keepToken = (token: string): void => sessionStorage.setItem(TOKEN_KEY, token);
