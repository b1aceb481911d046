import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { randomUUID } from 'node:crypto';
import { WebSocketServer, type WebSocket } from 'ws';
import { REFUSED_CLOSE_CODE, type ToClient, type ToHost, type Transport } from '../../src-shared/contract/wire.ts';
import type { ServedFile } from '../core/core.ts';
import type { Log } from '../core/ports.ts';
import { contentSecurityPolicy, createPageFiles, SECURITY_HEADERS } from '../shell/page-files.ts';
import { MAX_SHOW_BYTES, SHOW_HEADER, SHOW_PATH, showRequest } from '../shell/ask-to-show.ts';
import type { ShowAnswer, ShowRequest } from '../shell/ask-to-show.ts';
import type { Keys } from './token.ts';
import { createWebSocketTransport } from './ws-transport.ts';

/** Long enough for a slow page to start, short enough for a stranger's connection. */
const HELLO_TIMEOUT_MS = 5_000;
/** The largest input of the contract (an image of 20 MB as base64, a message far over the server's limit) with room. */
const MAX_MESSAGE_BYTES = 72 * 1024 * 1024;
/** A page that reloads may be here before its old connection is known to have ended. */
const HELD_KEY_WAIT_MS = 1_000;
/** What may come before a key was shown: a greeting, and nothing that fills the memory. */
const MAX_HELLO_BYTES = 16 * 1024;
/** RFC 6455. The page may simply be slow: it tries again. */
const POLICY_VIOLATION = 1008;
/** A client that answers no ping for this long is gone: a laptop that slept, a tab that was killed. */
const PING_EVERY_MS = 30_000;
/** Names under which loopback is reached. Any port: it may be forwarded. A page of another name is a rebound one. */
const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i;

export interface WebServerOptions {
  /** Folder of the built page. */
  readonly pageRoot: string;
  readonly port: number;
  readonly keys: Omit<Keys, 'ticket'>;
  readonly log: Log;
  /** A client has shown a key. */
  readonly onClient: (transport: Transport<ToClient, ToHost>, clientId: string) => void;
  /** What is behind a file id, or null when it is unknown or has expired. */
  readonly file: (fileId: string) => Promise<ServedFile | null>;
  /** Somebody started Skein again: any program of the user may ask, so this opens and shows, and gives nothing away. */
  readonly onShow: (request: ShowRequest) => Promise<ShowAnswer>;
  readonly helloTimeoutMs?: number;
}

export interface WebServer {
  readonly port: number;
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  close(): Promise<void>;
}

/** Serves the page and its connection on loopback only. Rejects when the port is taken. */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const { log, keys } = options;
  const pages = createPageFiles(options.pageRoot, () => contentSecurityPolicy());
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    clientTracking: true,
  });
  /** The connected pages by their return keys. */
  const holders = new Map<string, WebSocket>();
  const server = createServer((request, response) => {
    respond(request, response).catch((error: unknown) => {
      log.error('web: a request failed', { error: error instanceof Error ? error.stack : String(error) });
      if (!response.headersSent) refuse(response, 500);
      else response.destroy();
    });
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // A connection that breaks off while it is being refused is no news.
    socket.on('error', () => undefined);
    if (pathOf(request) !== '/rpc' || !isOurOrigin(request, 'required')) {
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => admit(client, socket));
  });

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isOurOrigin(request, 'optional')) {
      refuse(response, 403);
      return;
    }
    const pathname = pathOf(request);
    if (pathname === null) {
      refuse(response, 400);
      return;
    }
    if (pathname === SHOW_PATH && request.method === 'POST') {
      await respondToShow(request, response);
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      refuse(response, 405);
      return;
    }
    const fileId = /^\/file\/([\w-]+)$/.exec(pathname)?.[1];
    const found =
      fileId === undefined
        ? await pages.find(pathname, request.headers['accept-encoding']?.toString() ?? '')
        : fileResponse(await options.file(fileId));
    if (!found) {
      refuse(response, 404);
      return;
    }
    response.writeHead(200, { ...found.headers, 'content-length': found.body.length });
    response.end(request.method === 'HEAD' ? undefined : found.body);
  }

  /** For programs on this machine, never for pages: those cannot leave `Origin` out, and only with our leave send the header. */
  async function respondToShow(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.headers.origin !== undefined || request.headers[SHOW_HEADER] === undefined) {
      refuse(response, 403);
      return;
    }
    const body = await readBody(request, MAX_SHOW_BYTES);
    const asked = showRequest.safeParse(body === null ? null : parseJson(body));
    if (!asked.success) {
      refuse(response, 400);
      return;
    }
    const answer = JSON.stringify(await options.onShow(asked.data));
    response.writeHead(200, { ...SECURITY_HEADERS, 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(answer);
  }

  /** The first message has to show a key, soon; nothing else is read before. */
  function admit(client: WebSocket, socket: Duplex): void {
    client.on('error', (error) => log.warn('web: a connection failed', { error: error.message }));
    const timer = setTimeout(
      () => client.close(POLICY_VIOLATION, 'no hello'),
      options.helloTimeoutMs ?? HELLO_TIMEOUT_MS,
    );
    let unread = 0;
    let greeted = false;
    const count = (bytes: Buffer) => {
      unread += bytes.length;
      // What came in one piece with the greeting is its page's.
      if (unread > MAX_HELLO_BYTES && !greeted) client.terminate();
    };
    socket.on('data', count);
    client.once('close', () => clearTimeout(timer));
    client.once('message', (data: Buffer, isBinary: boolean) => {
      clearTimeout(timer);
      greeted = true;
      socket.off('data', count);
      const hello = isBinary ? null : helloIn(data);
      void (async () => {
        const key = keys.check(hello?.token);
        if (key === 'held') await holderLeaves(hello?.token);
        if (client.readyState !== client.OPEN) return;
        if (key === 'refused' || (key === 'held' && keys.check(hello?.token) !== 'returned')) {
          if (key === 'held') log.warn('web: the key of a page that is connected was shown by another one');
          client.close(REFUSED_CLOSE_CODE, 'wrong token');
          return;
        }
        keys.forget(hello?.was);
        welcome(client);
      })();
    });
  }

  function welcome(client: WebSocket): void {
    keepAlive(client);
    const returnKey = keys.returnKey();
    const { key } = returnKey;
    holders.set(key, client);
    client.once('close', () => {
      holders.delete(key);
      returnKey.left();
    });
    const given: ToClient = { t: 'keys', token: keys.token, returnKey: key };
    client.send(JSON.stringify(given));
    options.onClient(createWebSocketTransport(client), randomUUID());
  }

  /** Settles when the page that has this key has gone, or has had the time to go and is still there. */
  function holderLeaves(returnKey: unknown): Promise<void> {
    const holder = typeof returnKey === 'string' ? holders.get(returnKey) : undefined;
    if (!holder) return Promise.resolve();
    return new Promise((resolve) => {
      let answers = false;
      const answered = () => {
        answers = true;
      };
      const timer = setTimeout(() => {
        // One that does not even answer is as good as gone.
        if (answers) done();
        else holder.terminate();
      }, HELD_KEY_WAIT_MS);
      const done = () => {
        clearTimeout(timer);
        holder.off('close', done).off('pong', answered);
        resolve();
      };
      holder.once('close', done).once('pong', answered);
      holder.ping();
    });
  }

  const port = await listen(server, options.port);
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        for (const client of sockets.clients) client.terminate();
        sockets.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The path asked for, or null for an address that is none (`//` is one: a page elsewhere can ask for it). */
function pathOf({ url }: IncomingMessage): string | null {
  const base = 'http://loopback';
  return URL.canParse(url ?? '/', base) ? new URL(url ?? '/', base).pathname : null;
}

/**
 * Whether a request comes from our own page, or from the address bar. The name in `Host` guards against rebound names; `Origin`, where a
 * browser sends one, has to be the same place. Programs on this machine can claim anything, which is what the token is for.
 */
function isOurOrigin({ headers }: IncomingMessage, origin: 'required' | 'optional'): boolean {
  if (!LOOPBACK_HOST.test(headers.host ?? '')) return false;
  if (headers.origin === undefined) return origin === 'optional';
  return headers.origin === `http://${headers.host ?? ''}`;
}

/** What a hello shows; null for anything else. */
function helloIn(data: Buffer): { readonly token?: unknown; readonly was?: unknown } | null {
  const message = parseJson(data) as { t?: unknown; token?: unknown; was?: unknown } | null | undefined;
  return message?.t === 'hello' ? message : null;
}

/** Undefined for what is no JSON. */
function parseJson(data: Buffer): unknown {
  try {
    return JSON.parse(data.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

/** Null for a body beyond `maxBytes`, which is not read any further. */
async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > maxBytes) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function keepAlive(client: WebSocket): void {
  let answered = true;
  client.on('pong', () => {
    answered = true;
  });
  const timer = setInterval(() => {
    if (!answered) {
      client.terminate();
      return;
    }
    answered = false;
    client.ping();
  }, PING_EVERY_MS);
  client.once('close', () => clearInterval(timer));
}

function fileResponse(file: ServedFile | null): { body: Buffer; headers: Record<string, string> } | null {
  if (!file) return null;
  return {
    body: Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength),
    headers: {
      ...SECURITY_HEADERS,
      'content-type': file.mimeType,
      // An image that is opened by itself (an SVG may hold scripts) can do nothing.
      'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; sandbox`,
      'cache-control': 'private, no-store',
    },
  };
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, {
    ...SECURITY_HEADERS,
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(`${status}\n`);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
