import type { ServerFailure } from '../../../src-shared/model/server.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { HostProcess, ProcessExit } from '../hosts/host.ts';
import type { Clock, Log } from '../ports.ts';
import { createCodexClient } from './codex-client.ts';
import type { CodexClient } from './codex-client.ts';
import { startCodexProcess } from './codex-process.ts';
import { shakeHands } from './handshake.ts';
import type { Handshake } from './handshake.ts';
import type { JsonRpcPeer, JsonRpcRequest } from './json-rpc-peer.ts';
import { SERVER_NOTIFICATIONS } from './protocol/generated/methods.ts';
import type { ServerNotification } from './protocol-types.ts';
import type { ServerLog } from './server-log.ts';

export interface RunEnd {
  readonly kind: ServerFailure['kind'];
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly detail: string;
  /** Null when it never told. */
  readonly version: string | null;
  /** The next try would end the same way. */
  readonly permanent: boolean;
}

export interface ReadyRun extends Handshake {
  readonly client: CodexClient;
}

/** One life of an app-server, from spawn to exit. */
export interface ServerRun {
  /** Settles when it can be used, or with the reason why it never will. */
  readonly ready: Promise<Result<ReadyRun, RunEnd>>;
  readonly ended: Promise<RunEnd>;
  readonly stop: () => Promise<void>;
}

export interface ServerRunOptions {
  readonly start: () => HostProcess;
  readonly clientVersion: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly serverLog: ServerLog;
  readonly random: () => number;
  readonly onNotification: (notification: ServerNotification) => void;
  readonly onRequest: (request: JsonRpcRequest, peer: JsonRpcPeer) => void;
}

/** Failed starts that may work a moment later: the machine is out of processes, files or memory. */
const TRANSIENT = ['EAGAIN', 'EMFILE', 'ENFILE', 'ENOMEM'];
/** How the connection to another machine failed (`LinkFailure`). */
const LINK_FAILURES: ReadonlyMap<string, ServerFailure['kind']> = new Map([
  ['HOST_UNREACHABLE', 'host-unreachable'],
  ['HOST_REFUSED', 'host-refused'],
  ['HOST_LOST', 'host-lost'],
  ['HOST_NO_CODEX', 'binary-missing'],
]);
const KNOWN: ReadonlySet<string> = new Set(SERVER_NOTIFICATIONS);
/** Unreadable lines that are written to the log in one run; a server that sends only rubbish must not fill it. */
const MAX_MALFORMED_LOGGED = 5;

export function startServerRun(options: ServerRunOptions): ServerRun {
  const { clock, log, serverLog, random } = options;
  const unknownLogged = new Set<string>();
  let malformed = 0;
  const child = options.start();
  const codex = startCodexProcess({
    child,
    clock,
    onNotification: (notification) => {
      // Known by name; older versions send the same shapes with fewer fields.
      if (KNOWN.has(notification.method)) options.onNotification(notification as ServerNotification);
      else if (!unknownLogged.has(notification.method)) {
        unknownLogged.add(notification.method);
        log.info('Unknown notification of the app-server', { method: notification.method });
      }
    },
    onRequest: (request) => options.onRequest(request, codex.peer),
    onMalformed: (line) => {
      if (++malformed > MAX_MALFORMED_LOGGED) return;
      serverLog.note(`unreadable line of ${line.length} characters: ${line.slice(0, 200)}`);
    },
    onStderr: (line) => serverLog.stderr(line),
  });

  let version: string | null = null;
  const ended = codex.exited.then((exit) => describeExit(exit, version));
  const ready = shakeHands(codex.peer, options.clientVersion, child.asked).then(async (shaken) => {
    if (shaken.ok) {
      ({ version } = shaken.value);
      return ok({ ...shaken.value, client: createCodexClient({ peer: codex.peer, clock, version, random }) });
    }
    const failure = shaken.error;
    if (failure.kind === 'ended') return err(await ended);
    // It hangs, refuses or is too old: no reason to wait for it politely.
    codex.kill();
    await codex.exited;
    const told = failure.kind === 'unsupported-version' ? failure.version : null;
    const { kind, detail } = failure;
    return err({ kind, exitCode: null, signal: null, detail, version: told, permanent: true } satisfies RunEnd);
  });
  return { ready, ended, stop: codex.stop };
}

function describeExit(exit: ProcessExit, version: string | null): RunEnd {
  if (exit.kind === 'exited') {
    const { code: exitCode, signal } = exit;
    return { kind: 'exited', exitCode, signal, detail: '', version, permanent: false };
  }
  const kind = LINK_FAILURES.get(exit.code) ?? 'spawn-failed';
  // A host that is away comes back; one that refuses goes on refusing.
  const permanent =
    kind === 'host-refused' || kind === 'binary-missing' || (kind === 'spawn-failed' && !TRANSIENT.includes(exit.code));
  return { kind, exitCode: null, signal: null, detail: exit.message, version, permanent };
}
