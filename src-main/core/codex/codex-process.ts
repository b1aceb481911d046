import type { HostProcess, ProcessExit } from '../hosts/host.ts';
import type { Clock } from '../ports.ts';
import { createJsonLines } from './json-lines.ts';
import { createJsonRpcPeer } from './json-rpc-peer.ts';
import type { JsonRpcNotification, JsonRpcPeer, JsonRpcRequest } from './json-rpc-peer.ts';

/** Each step of a graceful stop waits this long before the next, harder one. An idle server ends in 8 ms, a busy one in 100. */
const STOP_STEP_MS = 2000;

export interface CodexProcessOptions {
  /** Just started, or a connection that looks like it. */
  readonly child: HostProcess;
  readonly clock: Clock;
  readonly onNotification: (notification: JsonRpcNotification) => void;
  readonly onRequest: (request: JsonRpcRequest) => void;
  readonly onMalformed: (line: string) => void;
  readonly onStderr: (line: string) => void;
}

/** One run of `codex app-server`: its process, with a peer on its pipes. */
export interface CodexProcess {
  readonly pid: number | null;
  readonly peer: JsonRpcPeer;
  /** Settles when the process has ended; the peer is closed by then. */
  readonly exited: Promise<ProcessExit>;
  /** Ends it: end of input, then SIGTERM to the tree, then SIGKILL, each after a bounded wait. Resolves when it has ended. */
  readonly stop: () => Promise<void>;
  readonly kill: () => void;
}

export function startCodexProcess(options: CodexProcessOptions): CodexProcess {
  const { child, clock } = options;
  const { stdin, stdout } = child;
  const peer = createJsonRpcPeer({
    clock,
    // A destroyed pipe takes nothing and never drains; the exit that follows closes the peer.
    write: (line) => stdin.writable && stdin.write(line),
    onNotification: options.onNotification,
    onRequest: options.onRequest,
    onMalformed: options.onMalformed,
  });
  const lines = createJsonLines({
    onLine: peer.receive,
    onUnreadable: (bytes) => options.onMalformed(`${bytes} bytes in one line`),
    pause: () => stdout.pause(),
    resume: () => stdout.resume(),
    now: () => performance.now(),
    defer: (next) => void setImmediate(next),
  });
  stdin.on('drain', peer.drained);
  stdout.on('data', lines.push);
  readStderr(child, options.onStderr);

  const exited = child.exited.then((exit) => {
    lines.stop();
    peer.close();
    return exit;
  });
  const endedWithin = (ms: number) =>
    new Promise<boolean>((resolve) => {
      const cancel = clock.after(ms, () => resolve(false));
      void exited.then(() => {
        cancel();
        resolve(true);
      });
    });

  return {
    pid: child.pid,
    peer,
    exited,
    stop: async () => {
      stdin.end();
      // A paused pipe would keep the end of the output, and with it the end of the process, unseen.
      stdout.resume();
      if (await endedWithin(STOP_STEP_MS)) return;
      child.terminate();
      if (await endedWithin(STOP_STEP_MS)) return;
      child.kill();
      await exited;
    },
    kill: () => child.kill(),
  };
}

/** Longest line of standard error that is kept together. */
const MAX_STDERR_LINE_CHARS = 4000;

function readStderr({ stderr }: HostProcess, onLine: (line: string) => void): void {
  let tail = '';
  stderr.setEncoding('utf8');
  stderr.on('data', (text: string) => {
    const lines = (tail + text).split('\n');
    tail = (lines.pop() ?? '').slice(0, MAX_STDERR_LINE_CHARS);
    for (const line of lines) if (line) onLine(line.slice(0, MAX_STDERR_LINE_CHARS));
  });
  stderr.on('end', () => {
    if (tail) onLine(tail);
  });
}
