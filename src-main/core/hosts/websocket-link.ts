import { PassThrough, Writable } from 'node:stream';
import { WebSocket } from 'ws';
import type { Clock } from '../ports.ts';
import type { HostProcess, ProcessExit } from './host.ts';

/** A server that has not taken the connection by then does not answer. */
const OPEN_TIMEOUT_MS = 15_000;
/** A network may drop a connection without a word, for example in sleep: a ping that nobody answers by the next one ends it. */
const PING_EVERY_MS = 15_000;
/** Words of a server that refuses are for a line on the screen. */
const MAX_REFUSAL_BYTES = 500;
/** A message of a server; its lines have no limit of their own (app-server.md §6). */
const MAX_MESSAGE_BYTES = 512 * 1024 * 1024;

/** Codes of an exit of kind `failed` that a connection ends with. */
export type LinkFailure = 'HOST_UNREACHABLE' | 'HOST_REFUSED' | 'HOST_LOST';

export interface LinkOptions {
  readonly url: URL;
  /** Sent as `Authorization: Bearer …`; never logged. */
  readonly token: string | null;
  readonly clock: Clock;
}

/**
 * Connects to a running app-server, and looks like its process: lines in, lines out. The protocol has one message per frame. What is
 * written before the connection stands waits. Ending it ends the connection, never the server.
 */
export function openWebSocketLink({ url, token, clock }: LinkOptions): HostProcess {
  const headers = token === null ? {} : { authorization: `Bearer ${token}` };
  const socket = new WebSocket(url, {
    headers,
    handshakeTimeout: OPEN_TIMEOUT_MS,
    followRedirects: false,
    maxPayload: MAX_MESSAGE_BYTES,
  });
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  let settle: (exit: ProcessExit) => void = () => undefined;
  const exited = new Promise<ProcessExit>((resolve) => (settle = resolve));
  let stopPinging = () => {};
  let opened = false;
  let ended = false;

  const end = (exit: ProcessExit) => {
    if (ended) return;
    ended = true;
    stopPinging();
    stdout.end();
    stderr.end();
    stdin.destroy();
    // Keeps a listener for what a torn connection may still say.
    socket.on('error', () => undefined);
    socket.terminate();
    settle(exit);
  };
  const fail = (code: LinkFailure, message: string) => end({ kind: 'failed', code, message });

  const ready = new Promise<void>((resolve) => socket.once('open', resolve));
  const stdin = new Writable({
    decodeStrings: false,
    write: (chunk: string | Buffer, _encoding, done) => {
      void ready.then(() => {
        if (ended) done();
        // The line break belongs to pipes.
        else socket.send(String(chunk).replace(/\n$/, ''), (error) => done(error ?? null));
      });
    },
    final: (done) => {
      socket.close(1000);
      done();
    },
  });
  stdin.on('error', () => undefined);

  let answered = true;
  const ping = () => {
    if (!answered) {
      fail('HOST_LOST', 'The connection does not answer any more');
      return;
    }
    answered = false;
    socket.ping();
    stopPinging = clock.after(PING_EVERY_MS, ping);
  };
  socket.on('pong', () => (answered = true));
  socket.on('open', () => {
    opened = true;
    stopPinging = clock.after(PING_EVERY_MS, ping);
  });
  socket.on('message', (data: Buffer) => {
    // A paused reader is felt by the other side: the socket is not read while the pipe is full.
    stdout.write(data);
    // However full the pipe is: without its line break a message would run into the next one.
    if (stdout.write('\n')) return;
    socket.pause();
    stdout.once('drain', () => socket.resume());
  });
  socket.on('unexpected-response', (_request, response) => {
    let words = '';
    response.on('data', (part: Buffer) => {
      words = (words + part.toString('utf8')).slice(0, MAX_REFUSAL_BYTES);
    });
    const say = () => {
      const status = response.statusCode ?? 0;
      const refused = status === 401 || status === 403;
      fail(refused ? 'HOST_REFUSED' : 'HOST_UNREACHABLE', `${status} ${words.trim()}`.trim());
    };
    response.on('end', say);
    response.on('error', say);
  });
  socket.on('error', (error) => fail(opened ? 'HOST_LOST' : 'HOST_UNREACHABLE', error.message));
  socket.on('close', (code, reason) => {
    if (code === 1000) end({ kind: 'exited', code: 0, signal: null });
    else fail('HOST_LOST', [`closed with ${code}`, reason.toString('utf8')].filter(Boolean).join(': '));
  });

  const hangUp = () => end({ kind: 'exited', code: 0, signal: null });
  return { pid: null, stdin, stdout, stderr, exited, terminate: hangUp, kill: hangUp };
}
