import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { call, stream, type HandlersOf } from '../../src-shared/contract/define.ts';
import { ok } from '../../src-shared/result.ts';
import { systemClock } from '../core/ports.ts';
import { serveClient } from '../core/rpc/client-connection.ts';
import { startWebServer, type WebServer } from './http-server.ts';
import { createKeys } from './token.ts';

const CASES = process.env['SKEIN_LONG'] === '1' ? 10_000 : 150;
const LIMIT_MS = 900_000;
const contract = {
  echo: {
    back: call(z.object({ from: z.number() })).returns<number>(),
    ticks: stream(z.object({ from: z.number() })).of<number>(),
  },
} as const;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const keys = createKeys({ now: () => 0 });
const { token } = keys;

let root: string;
let server: WebServer;
/** Cases whose messages came to a handler. */
const heard: unknown[] = [];
let openStreams = 0;
let clients = 0;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'skein-socket-'));
  writeFileSync(join(root, 'index.html'), '<!doctype html>');
  const handlers: HandlersOf<typeof contract> = {
    echo: {
      back: ({ from }) => {
        heard.push(from);
        return Promise.resolve(ok(from));
      },
      ticks: ({ from }) => {
        heard.push(from);
        openStreams += 1;
        return () => {
          openStreams -= 1;
        };
      },
    },
  };
  server = await startWebServer({
    pageRoot: root,
    port: 0,
    keys,
    log: quiet,
    // Whoever is sent away is sent away for what it says.
    helloTimeoutMs: 60_000,
    onClient: (transport, clientId) => {
      clients += 1;
      const onEnd = () => (clients -= 1);
      serveClient({ contract, handlers, transport, clientId, onEnd, clock: systemClock, log: quiet });
    },
    onShow: () => Promise.reject(new Error('nobody asked')),
    file: () => Promise.resolve(null),
  });
});
afterAll(async () => {
  await server.close();
  rmSync(root, { recursive: true, force: true });
});

interface Frame {
  readonly first: number;
  readonly masked: boolean;
  readonly payload: Buffer;
  /** What the length field says beyond the truth. */
  readonly lie: number;
  /** Written as 16 or 64 bits where fewer would do. */
  readonly wide: 'no' | '16' | '64';
}

function bytesOf({ first, masked, payload, lie, wide }: Frame): Buffer {
  const length = payload.length + lie;
  const head = [first];
  const mask = masked ? 0x80 : 0;
  if (wide === '64' || length > 0xffff) {
    const field = Buffer.alloc(8);
    field.writeBigUInt64BE(BigInt(length));
    head.push(mask | 127, ...field);
  } else if (wide === '16' || length > 125) head.push(mask | 126, length >> 8, length & 0xff);
  else head.push(mask | length);
  if (!masked) return Buffer.concat([Buffer.from(head), payload]);
  const key = [0x11, 0x22, 0x33, 0x44];
  return Buffer.from([...head, ...key, ...payload.map((byte, at) => byte ^ (key[at % 4] ?? 0))]);
}

const text = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
const hello = { first: 0x81, masked: true, payload: text({ t: 'hello', token }), lie: 0, wide: 'no' } as const;
/** What is asked for in the name of a case, so that it is known who was heard. */
const asks = (from: number) =>
  fc.constantFrom(
    text({ t: 'call', id: 1, path: 'echo.back', input: { from } }),
    text({ t: 'open', id: 2, path: 'echo.ticks', input: { from } }),
    text({ t: 'open', id: 2, path: 'echo.ticks', input: { from } }),
    text({ t: 'close', id: 2 }),
    text({ t: 'call', id: 3, path: 'echo.back', input: { from: 'a word' } }),
    text({ t: 'hello', token: 'a guess' }),
    text({ t: 'hello', token: [token] }),
    text('{"t":"hello","token":'),
    text('null'),
    Buffer.from([0xff, 0xc0, 0x80]),
    Buffer.alloc(70_000, 'x'),
  );
const frameOf = (from: number): fc.Arbitrary<Frame> =>
  fc.record({
    first: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(0x81) }, fc.integer({ min: 0, max: 255 })),
    masked: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, fc.constant(false)),
    payload: fc.oneof(
      { weight: 4, arbitrary: asks(from) },
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    ),
    lie: fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, fc.constantFrom(1, 2_000, 2 ** 31, 2 ** 52)),
    wide: fc.constantFrom('no', '16', '64'),
  });

/** One frame as two, the second of which continues the first. */
const torn = (frame: Frame): Frame[] => {
  const at = Math.floor(frame.payload.length / 2);
  return [
    { ...frame, first: frame.first & 0x7f, payload: frame.payload.subarray(0, at), lie: 0 },
    { ...frame, first: 0x80, payload: frame.payload.subarray(at) },
  ];
};

const upgrade = (port: number) =>
  [
    'GET /rpc HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    `Origin: http://127.0.0.1:${port}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    '\r\n',
  ].join('\r\n');

/** Sends bytes in pieces and hangs up; answers when the other side has let go. */
function send(pieces: readonly Buffer[]): Promise<void> {
  return new Promise((resolve) => {
    const socket: Socket = connect(server.port, '127.0.0.1', () => {
      for (const piece of pieces) socket.write(piece);
      socket.end();
    });
    socket.resume();
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
  });
}

const inPieces = (bytes: Buffer, sizes: readonly number[]): Buffer[] => {
  const pieces: Buffer[] = [];
  let at = 0;
  for (const size of sizes) {
    if (at >= bytes.length) break;
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return [...pieces, bytes.subarray(at)];
};

const openSockets = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;

it(
  'bytes of any kind at its socket do nothing without the token, nothing that the contract forbids with it, and leave nothing behind',
  { timeout: LIMIT_MS },
  async () => {
    // Other tests of this process may have some of their own.
    const before = openSockets();
    let number = 0;
    const withToken = new Set<number>();
    await fc.assert(
      fc.asyncProperty(
        fc.constant(null).chain(() => {
          const from = (number += 1);
          return fc.record({
            from: fc.constant(from),
            begins: fc.constantFrom('hello', 'torn hello', 'nothing', 'nothing', 'no upgrade'),
            frames: fc.array(fc.tuple(frameOf(from), fc.boolean()), { maxLength: 5 }),
            sizes: fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 4 }),
            garbage: fc.uint8Array({ maxLength: 200 }),
          });
        }),
        async ({ from, begins, frames, sizes, garbage }) => {
          const greeting = begins === 'hello' ? [hello] : begins === 'torn hello' ? torn(hello) : [];
          if (greeting.length > 0) withToken.add(from);
          const all = [...greeting, ...frames.flatMap(([frame, tear]) => (tear ? torn(frame) : [frame]))];
          const head = begins === 'no upgrade' ? Buffer.from(garbage) : text(upgrade(server.port));
          await send(inPieces(Buffer.concat([head, ...all.map(bytesOf)]), sizes));
        },
      ),
      { numRuns: CASES },
    );
    // Handlers are called in later turns of the loop, and a side that hung up is heard of in one.
    await expect.poll(() => [clients, openStreams]).toEqual([0, 0]);
    expect(heard.length).toBeGreaterThan(0);
    expect(heard.filter((from) => typeof from !== 'number' || !withToken.has(from))).toEqual([]);
    expect(await goodClient()).toBe('keys');
    await expect.poll(openSockets).toBeLessThanOrEqual(before);
  },
);

it('hears no more of a stranger than a greeting needs', async () => {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/rpc`, { origin: server.origin });
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  socket.on('error', () => undefined);
  socket.on('open', () => socket.send(Buffer.alloc(4_000_000, 'x'), { fin: false }));
  await closed;
  expect(await goodClient(keys.ticket())).toBe('keys');
});

/** What the server says first to somebody who shows a key. */
function goodClient(key = token): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/rpc`, { origin: server.origin });
    socket.on('open', () => socket.send(JSON.stringify({ t: 'hello', token: key })));
    socket.on('error', reject);
    socket.once('message', (data: Buffer) => {
      socket.on('close', () => resolve((JSON.parse(data.toString()) as { readonly t: unknown }).t));
      socket.close();
    });
  });
}
