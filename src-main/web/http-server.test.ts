import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect as connectSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { call, stream, type HandlersOf } from '../../src-shared/contract/define.ts';
import { REFUSED_CLOSE_CODE, type ToClient, type ToHost } from '../../src-shared/contract/wire.ts';
import { ok } from '../../src-shared/result.ts';
import { systemClock } from '../core/ports.ts';
import { serveClient } from '../core/rpc/client-connection.ts';
import { startWebServer, type WebServer } from './http-server.ts';
import type { ShowRequest } from '../shell/ask-to-show.ts';
import { askToShow } from '../shell/ask-to-show.ts';
import { createKeys } from './token.ts';

const contract = {
  echo: {
    back: call(z.object({ text: z.string() })).returns<string>(),
    ticks: stream(z.object({})).of<number>(),
  },
} as const;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const keys = createKeys({ now: () => 0 });
const { token } = keys;
const image = new Uint8Array([1, 2, 3]);

let root: string;
let server: WebServer;
let openStreams = 0;
let shown: ShowRequest[] = [];
const sockets: WebSocket[] = [];

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'skein-web-'));
  const page = join(root, 'renderer');
  mkdirSync(join(page, 'assets'), { recursive: true });
  writeFileSync(join(root, 'secret.html'), 'secret');
  writeFileSync(join(page, 'index.html'), '<!doctype html>');
  writeFileSync(join(page, 'assets/app-1a2b.js'), 'let packed');
  writeFileSync(join(page, 'assets/app-1a2b.js.br'), brotliCompressSync('let packed'));
  const handlers: HandlersOf<typeof contract> = {
    echo: {
      back: ({ text }) => Promise.resolve(ok(text)),
      ticks: (_input, sink) => {
        openStreams += 1;
        for (const tick of [1, 2, 3]) sink.emit(tick);
        return () => {
          openStreams -= 1;
        };
      },
    },
  };
  server = await startWebServer({
    pageRoot: page,
    port: 0,
    keys,
    log: quiet,
    helloTimeoutMs: 300,
    onClient: (transport, clientId) =>
      serveClient({ contract, handlers, transport, clientId, clock: systemClock, log: quiet }),
    onShow: (request) => {
      shown.push(request);
      return Promise.resolve({ pid: 42, window: 'opening', refused: [{ path: '/gone', code: 'path.missing' }] });
    },
    file: (id) => Promise.resolve(id === 'known' ? { bytes: image, mimeType: 'image/png' } : null),
  });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await server.close();
  rmSync(root, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}
/** A request as it is: `fetch` would tidy the path and the headers. */
function get(path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET', body = ''): Promise<Answer> {
  const { hostname, port } = new URL(server.origin);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
function connect(options: { readonly origin?: string; readonly host?: string; readonly path?: string } = {}) {
  const socket = new WebSocket(`${server.origin.replace('http', 'ws')}${options.path ?? '/rpc'}`, {
    origin: options.origin ?? server.origin,
    ...(options.host !== undefined && { headers: { host: options.host } }),
  });
  sockets.push(socket);
  const received: ToClient[] = [];
  socket.on('message', (data: Buffer) => received.push(JSON.parse(data.toString('utf8')) as ToClient));
  const closed = new Promise<number>((resolve) => {
    socket.on('error', () => resolve(-1));
    socket.on('close', resolve);
  });
  const send = (message: ToHost) => socket.send(JSON.stringify(message));
  const opened = new Promise<void>((resolve) => {
    socket.once('open', () => resolve());
  });
  const seen = async (fact: () => boolean) => {
    while (!fact()) await new Promise((resolve) => socket.once('message', resolve));
  };
  return { socket, received, closed, send, opened, seen };
}

describe('the page', () => {
  it('is served with a strict policy and without a cookie', async () => {
    const page = await get('/');
    expect(page).toMatchObject({ status: 200, body: Buffer.from('<!doctype html>') });
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    const policy = String(page.headers['content-security-policy']);
    for (const rule of [`default-src 'none'`, `script-src 'self'`, `frame-ancestors 'none'`, `base-uri 'none'`]) {
      expect(policy).toContain(rule);
    }
    expect(page.headers['set-cookie']).toBeUndefined();
  });

  it('comes packed to those who take it, and is kept where its name carries a hash', async () => {
    const packed = await get('/assets/app-1a2b.js', { 'accept-encoding': 'gzip, br' });
    expect(packed.headers).toMatchObject({
      'content-encoding': 'br',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    for (const encoding of ['', 'identity', 'br;q=0']) {
      const plain = await get('/assets/app-1a2b.js', { 'accept-encoding': encoding });
      expect(plain.headers['content-encoding']).toBeUndefined();
      expect(plain.body.toString()).toBe('let packed');
    }
    expect((await get('/', {}, 'HEAD')).body).toHaveLength(0);
  });

  it('is all there is: nothing outside its folder, no other method', async () => {
    const paths = [
      '/../secret.html',
      '/%2e%2e/secret.html',
      '/..%2fsecret.html',
      '/assets/../../secret.html',
      '/..%5csecret.html',
    ];
    for (const path of [...paths, '/none.js', '/%00', '/%', '/assets', '/assets/app-1a2b.js.br', '//etc/passwd']) {
      expect((await get(path)).status, path).toBe(404);
    }
    expect((await get('/', {}, 'POST')).status).toBe(405);
  });

  it('is not for pages of other names or origins', async () => {
    for (const host of ['evil.example', 'evil.example:80', '127.0.0.1.evil.example', '10.0.0.1']) {
      expect((await get('/', { host })).status, host).toBe(403);
    }
    expect((await get('/', { origin: 'https://evil.example' })).status).toBe(403);
    expect((await get('/', { origin: 'null' })).status).toBe(403);
    expect((await get('/', { host: 'localhost:9999', origin: 'http://localhost:9999' })).status).toBe(200);
  });

  it('gets files of the core by their ids', async () => {
    const served = await get('/file/known');
    expect(served).toMatchObject({ status: 200, body: Buffer.from(image) });
    expect(served.headers).toMatchObject({ 'content-type': 'image/png', 'cache-control': 'private, no-store' });
    expect(String(served.headers['content-security-policy'])).toContain('sandbox');
    expect((await get('/file/unknown')).status).toBe(404);
    expect((await get('/file/../secret')).status).toBe(404);
  });
});

describe('the connection', () => {
  it('works after the token was shown, and ends its streams when it goes', async () => {
    const client = connect();
    await client.opened;
    client.send({ t: 'hello', token });
    client.send({ t: 'call', id: 1, path: 'echo.back', input: { text: 'ä🧶' } });
    client.send({ t: 'open', id: 2, path: 'echo.ticks', input: {} });
    await client.seen(() => client.received.some((message) => message.t === 'events'));
    expect(client.received).toEqual([
      { t: 'keys', token, returnKey: expect.stringMatching(/^[\w-]{43}$/) as string },
      { t: 'welcome' },
      {
        t: 'events',
        events: [
          [2, 1],
          [2, 2],
          [2, 3],
        ],
      },
      { t: 'answer', id: 1, result: { ok: true, value: 'ä🧶' } },
    ]);
    expect(openStreams).toBe(1);
    const other = connect();
    await other.opened;
    other.send({ t: 'hello', token });
    client.socket.terminate();
    other.send({ t: 'call', id: 1, path: 'echo.back', input: { text: 'still here' } });
    await other.seen(() => other.received.length === 3);
    expect(openStreams).toBe(0);
  });

  it('takes a ticket once, and gives the token for it', async () => {
    const ticket = keys.ticket();
    const client = connect();
    await client.opened;
    client.send({ t: 'hello', token: ticket });
    await client.seen(() => client.received.length === 2);
    expect(client.received).toMatchObject([{ t: 'keys', token }, { t: 'welcome' }]);
    const second = connect();
    await second.opened;
    second.send({ t: 'hello', token: ticket });
    expect(await second.closed).toBe(REFUSED_CLOSE_CODE);
    expect(second.received).toEqual([]);
  });

  it('lets a page back in with its return key when it has gone, and nobody beside it', async () => {
    const welcomed = async (hello: { readonly token: string; readonly was?: string }) => {
      const page = connect();
      await page.opened;
      page.send({ t: 'hello', ...hello });
      await page.seen(() => page.received.length === 2);
      const [keysGiven] = page.received;
      if (keysGiven?.t !== 'keys') throw new Error('no keys');
      return { ...page, returnKey: keysGiven.returnKey };
    };
    const first = await welcomed({ token });
    const beside = connect();
    await beside.opened;
    beside.send({ t: 'hello', token: first.returnKey });
    expect(await beside.closed).toBe(REFUSED_CLOSE_CODE);
    // A page that reloads may be here before its old connection has ended.
    const reloaded = connect();
    await reloaded.opened;
    reloaded.send({ t: 'hello', token: first.returnKey });
    first.socket.terminate();
    await reloaded.seen(() => reloaded.received.length === 2);
    const again = await welcomed({ token, was: first.returnKey });
    again.socket.terminate();
    await again.closed;
    const newest = await welcomed({ token, was: again.returnKey });
    const replaced = connect();
    await replaced.opened;
    replaced.send({ t: 'hello', token: again.returnKey });
    expect(await replaced.closed).toBe(REFUSED_CLOSE_CODE);
    expect(newest.received).toHaveLength(2);
  });

  it('is closed for a wrong token, no token, noise and silence, before anything is answered', async () => {
    const attempts: ((socket: WebSocket) => void)[] = [
      (socket) => socket.send(JSON.stringify({ t: 'hello', token: `${token}x` })),
      (socket) => socket.send(JSON.stringify({ t: 'hello', token: '' })),
      (socket) => socket.send(JSON.stringify({ t: 'hello' })),
      (socket) => socket.send(JSON.stringify({ t: 'call', id: 1, path: 'echo.back', input: { text: 'x' } })),
      (socket) => socket.send('noise'),
      (socket) => socket.send('null'),
      (socket) => socket.send(Buffer.from(JSON.stringify({ t: 'hello', token }))),
    ];
    const codeAfter = async (attempt: (socket: WebSocket) => void) => {
      const client = connect();
      await client.opened;
      attempt(client.socket);
      const code = await client.closed;
      expect(client.received).toEqual([]);
      return code;
    };
    for (const attempt of attempts) expect(await codeAfter(attempt)).toBe(REFUSED_CLOSE_CODE);
    // A page that is only slow may have the right one.
    expect(await codeAfter(() => undefined)).toBe(1008);
  });

  it('is refused to pages of other origins and names', async () => {
    const refused = [
      { origin: 'https://evil.example' },
      { origin: server.origin.replace('127.0.0.1', 'localhost') },
      { host: 'evil.example', origin: 'http://evil.example' },
      { path: '/other' },
    ];
    for (const attempt of refused) expect(await connect(attempt).closed, JSON.stringify(attempt)).toBe(-1);
  });

  it('survives addresses that are none', async () => {
    const { host, hostname, port } = new URL(server.origin);
    const answer = (head: string) =>
      new Promise<string>((resolve, reject) => {
        const socket = connectSocket(Number(port), hostname, () =>
          socket.end(`GET // HTTP/1.1\r\nhost: ${host}\r\n${head}\r\n`),
        );
        let text = '';
        socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        socket.on('end', () => resolve(text.split('\r\n')[0] ?? ''));
        socket.on('error', reject);
      });
    expect(await answer('connection: close\r\n')).toBe('HTTP/1.1 400 Bad Request');
    expect(await answer('connection: upgrade\r\nupgrade: websocket\r\n')).toBe('HTTP/1.1 403 Forbidden');
    expect(await answer('connection: close\r\n')).toBe('HTTP/1.1 400 Bad Request');
  });

  it('is closed for what is no JSON', async () => {
    const client = connect();
    await client.opened;
    client.send({ t: 'hello', token });
    client.socket.send('{"t":');
    expect(await client.closed).toBe(1007);
  });
});

describe('a second start', () => {
  beforeEach(() => {
    shown = [];
  });
  const headers = { 'content-type': 'application/json', 'x-skein-show': '1' };

  it('asks for the window, without a secret and without being told one', async () => {
    const answer = await askToShow(
      { port: server.port, pid: 42 },
      { paths: ['/a b', '/gone'], links: ['codex://new'], demo: true },
    );
    expect(answer).toEqual({ pid: 42, window: 'opening', refused: [{ path: '/gone', code: 'path.missing' }] });
    expect(shown).toEqual([{ paths: ['/a b', '/gone'], links: ['codex://new'], demo: true }]);
    const raw = await get('/show', headers, 'POST', JSON.stringify({ paths: [], demo: false }));
    expect(JSON.stringify(raw.headers) + raw.body.toString()).not.toContain(token);
  });

  it('is told when somebody else is at the port, or nobody', async () => {
    expect(await askToShow({ port: server.port, pid: 43 }, { paths: [], links: [], demo: false })).toBeNull();
    const { port } = server;
    await server.close();
    expect(await askToShow({ port, pid: 42 }, { paths: [], links: [], demo: false })).toBeNull();
  });

  it('is not a page: pages are refused, and so is nonsense', async () => {
    const good = JSON.stringify({ paths: [], demo: false });
    const post = async (given: Readonly<Record<string, string>>, body = good) =>
      (await get('/show', given, 'POST', body)).status;
    expect(await post({ 'content-type': 'text/plain' })).toBe(403);
    expect(await post({ ...headers, origin: server.origin })).toBe(403);
    expect(await post({ ...headers, origin: 'https://evil.example' })).toBe(403);
    expect(await post({ ...headers, host: 'evil.example' })).toBe(403);
    // What a browser asks before it lets a page send the header: without our leave it does not.
    expect((await get('/show', { origin: 'https://evil.example' }, 'OPTIONS')).status).toBe(403);
    for (const body of [
      '',
      'null',
      '{',
      '{"paths":["a",7],"demo":false}',
      '{"paths":[""],"demo":true}',
      '{"paths":[]}',
    ])
      expect(await post(headers, body), body).toBe(400);
    expect((await get('/show', headers)).status).toBe(404);
    expect(shown).toEqual([]);
  });
});
