import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { systemClock } from '../ports.ts';
import { openWebSocketLink } from './websocket-link.ts';

let server: WebSocketServer;
let url: URL;
beforeEach(async () => {
  server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const address = server.address();
  url = new URL(`ws://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`);
});
afterEach(() => server.close());

it('makes lines of messages that come while nobody reads', async () => {
  const messages = ['x'.repeat(100_000), 'y'.repeat(100_000), 'z'];
  server.on('connection', (socket) => {
    for (const message of messages) socket.send(message);
    socket.close(1000);
  });
  const link = openWebSocketLink({ url, token: null, clock: systemClock });
  // Something has come, and waits.
  await once(link.stdout, 'readable');
  const lines: number[] = [];
  for await (const line of createInterface({ input: link.stdout })) lines.push(line.length);
  expect(lines).toEqual(messages.map((message) => message.length));
});

it.each([10, 16 * 1024, 64 * 1024, 3_000_000])('makes one line of each message, however long: %i', async (length) => {
  const messages = ['x'.repeat(length), 'y'.repeat(length), 'z'];
  server.on('connection', (socket) => {
    for (const message of messages) socket.send(message);
    socket.close(1000);
  });
  const link = openWebSocketLink({ url, token: null, clock: systemClock });
  const lines: number[] = [];
  for await (const line of createInterface({ input: link.stdout })) lines.push(line.length);
  expect(lines).toEqual([length, length, 1]);
  expect(await link.exited).toEqual({ kind: 'exited', code: 0, signal: null });
});
