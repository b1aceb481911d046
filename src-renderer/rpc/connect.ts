import { err, ok } from '../../src-shared/result.ts';
import { askOtherTabs, shareToken } from './other-tabs.ts';
import { portTransport } from './port-transport.ts';
import type { Connect } from './rpc-client.ts';
import { connectWebSocket } from './ws-transport.ts';

/** What the preload puts on the window in Electron. The port arrives as a message event with this data. */
interface PreloadApi {
  /** Asks the main process for a new port. */
  connect(): void;
}
const PORT_MESSAGE = 'skein:port';
/** Where a tab's return key is kept. Browsers write it to the disk, which is why the token is never there. */
const RETURN_KEY = 'skein.return';
const PORT_WITHIN_MS = 8000;

const preload = (): PreloadApi | null => {
  const api = (window as { readonly skein?: unknown }).skein;
  return typeof api === 'object' && api !== null ? (api as PreloadApi) : null;
};

/** Electron by MessagePort, a browser by WebSocket. */
export function pickConnect(): Connect {
  const api = preload();
  if (api) return () => connectPort(api);
  const url = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/rpc`;
  let key = takeKey();
  shareToken(() => token);
  /** Only ever in this page's memory. */
  let token: string | null = null;
  const open = (shown: string, signal?: AbortSignal) =>
    connectWebSocket(
      url,
      shown,
      sessionStorage.getItem(RETURN_KEY),
      (keys) => {
        key = null;
        token = keys.token;
        sessionStorage.setItem(RETURN_KEY, keys.returnKey);
      },
      signal,
    );
  return async () => {
    const shown = token ?? key;
    if (shown !== null) return open(shown);
    const kept = sessionStorage.getItem(RETURN_KEY);
    if (kept === null) return err('no-token');
    // This tab may be a copy of one that is connected, whose key waits at the host, or have been away for long: another tab of this browser
    // may know the token, and says so at once.
    const byKey = new AbortController();
    const opened = open(kept, byKey.signal);
    const asked = askOtherTabs();
    const first = await Promise.race([opened, asked.then((shared) => (shared === null ? opened : null))]);
    if (first?.ok === true) return first;
    const shared = await asked;
    if (shared === null) return opened;
    byKey.abort();
    return open(shared);
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
 * The token, or a ticket, stands in the address's fragment (`#t=…`), which no server log or referrer ever sees. It leaves the address at
 * once, so that it is not copied along; in development it stays, where a page outlives its host.
 */
function takeKey(): string | null {
  const key = new URLSearchParams(location.hash.slice(1)).get('t');
  if (key === null || key === '') return null;
  if (!import.meta.env.DEV) history.replaceState(null, '', location.pathname + location.search);
  return key;
}
