import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import type { ServerCapabilities, ServerFailure, ServerPhase, ServerState } from '../../../src-shared/model/server.ts';
import { ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { Host, HostProcess, RemoteServer } from '../hosts/host.ts';
import type { Clock, Log } from '../ports.ts';
import { createCallGate } from './call-gate.ts';
import { findCodexBinary } from './codex-binary.ts';
import type { CallOptions, CodexClient } from './codex-client.ts';
import { diagnose } from './diagnosis.ts';
import { createListeners } from './listeners.ts';
import type { ClientMethod, ParamsOf, ResponseOf, ServerNotification } from './protocol-types.ts';
import { createRestartPolicy } from './restart-policy.ts';
import { createServerFacts, type SandboxSetupMode } from './server-facts.ts';
import { createServerLog } from './server-log.ts';
import { SHUTTING_DOWN, createServerRequests } from './server-requests.ts';
import type { RequestHandler, ServerRequests } from './server-requests.ts';
import { startLocal } from './start-local.ts';
import { startServerRun } from './server-run.ts';
import type { ReadyRun, RunEnd, ServerRun } from './server-run.ts';
import { untoldChange } from './untold-changes.ts';

export interface ServerReady {
  readonly version: string;
  readonly capabilities: ServerCapabilities;
  /** 1 for the first start, then one more each time: threads of a lower generation have to be resumed. */
  readonly generation: number;
}

/** One app-server under supervision: it is started at once, restarted when it dies, and never leaves a call pending. */
export interface CodexServer {
  readonly id: ServerId;
  readonly state: () => ServerState;
  readonly onState: (listener: (state: ServerState) => void) => Unsubscribe;
  /** Waits for a server that is starting or coming back, within the call's time-out; fails at once when it is stopped. */
  readonly call: <M extends ClientMethod>(
    method: M,
    params: ParamsOf<M>,
    options?: CallOptions,
  ) => Promise<Result<ResponseOf<M>, AppError>>;
  readonly onNotification: (listener: (notification: ServerNotification) => void) => Unsubscribe;
  /** One handler. Without one, with an unknown method or when it throws, the server is answered with an error. */
  readonly handleRequests: (handler: RequestHandler) => Unsubscribe;
  /** A request that somebody else answers than all the others. */
  readonly handleRequest: ServerRequests['handleOne'];
  /** After every handshake, before calls that have been waiting are sent; at once when the server is ready already. */
  readonly onReady: (listener: (ready: ServerReady) => void) => Unsubscribe;
  /** A server that was ready is gone (crash, restart or stop): nothing runs there any more, open requests are void. */
  readonly onDown: (listener: (failure: ServerFailure) => void) => Unsubscribe;
  readonly dismissNotice: (noticeId: string) => void;
  /** Only what it is called; another machine's name comes from its host. */
  readonly rename: (label: string) => void;
  /** Windows only. How it ends stands in the state. */
  readonly setUpSandbox: (mode: SandboxSetupMode) => Promise<Result<null, AppError>>;
  /** Something was changed that decides who is signed in, or whether anybody has to be. */
  readonly rereadAccount: () => void;
  /** Stops it if it runs, forgets earlier failures and starts it. Resolves when it is ready or has failed. */
  readonly restart: () => Promise<void>;
  /** Refuses open requests and ends the process with all it started. `restart` brings it back. */
  readonly stop: () => Promise<void>;
  /** For *Copy log*; secrets are masked. */
  readonly logText: () => string;
}

export interface CodexSupervisorOptions {
  readonly id: ServerId;
  readonly label: string;
  readonly host: Host;
  /** Where it runs when that is not this machine; `host`, `codexHome` and the binaries are not used then. */
  readonly remote?: RemoteServer;
  readonly codexHome: string;
  readonly demo: boolean;
  /** Skein's version. */
  readonly version: string;
  readonly codexBinary: string | null;
  readonly codexDir: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly log: Log;
  /** From 0 up to 1; `Math.random` outside tests. */
  readonly random?: () => number;
}

export function createCodexSupervisor(options: CodexSupervisorOptions): CodexServer {
  const { id, host, remote, demo, clock, log, env } = options;
  let { codexHome } = options;
  let ownLabel = options.label;
  let platform: string | null = null;
  const serverLog = createServerLog(() => clock.now());
  const policy = createRestartPolicy();
  const gate = createCallGate(clock);
  const requests = createServerRequests({ clock, log });
  const facts = createServerFacts(() => publish());
  const states = createListeners<ServerState>('server state', log);
  const notifications = createListeners<ServerNotification>('notifications', log);
  const readies = createListeners<ServerReady>('server ready', log);
  const downs = createListeners<ServerFailure>('server down', log);

  let phase: ServerPhase = { kind: 'starting', attempt: 1 };
  let capabilities: ServerCapabilities | null = null;
  let ready: ServerReady | null = null;
  let client: CodexClient | null = null;
  let run: ServerRun | null = null;
  /** Raised whenever the run at hand is given up, so that what it still reports is not taken for the next one's. */
  let runNumber = 0;
  let generation = 0;
  let cancelRestart = () => {};
  /** Stops and restarts happen one after the other. */
  let orders: Promise<void> = Promise.resolve();

  const compose = (): ServerState => {
    const { hostId, label } = remote
      ? { hostId: remote.hostId, label: remote.label() }
      : { hostId: host.id, label: ownLabel };
    return { id, label, hostId, codexHome, platform, demo, phase, capabilities, ...facts.current() };
  };
  let state = compose();
  const publish = () => {
    state = compose();
    states.emit(state);
  };
  const enter = (next: ServerPhase) => {
    phase = next;
    serverLog.note(describePhase(next));
    publish();
  };

  const findStart = (): Result<{ path: string | null; start: () => HostProcess }, readonly string[]> => {
    if (remote) return ok({ path: null, start: remote.start });
    const binary = findCodexBinary(options);
    if (!binary.ok) return binary;
    const start = () => startLocal({ host, binary: binary.value, codexHome, env, serverLog });
    return ok({ path: binary.value.path, start });
  };

  const launch = async (attempt: number): Promise<void> => {
    const mine = ++runNumber;
    serverLog.startRun();
    facts.clearNotices();
    gate.set({ kind: 'waiting' });
    enter({ kind: 'starting', attempt });
    const found = findStart();
    if (!found.ok) {
      const end = { exitCode: null, signal: null, version: null, permanent: true };
      fail({ kind: 'binary-missing', detail: found.error.join('\n'), ...end }, null);
      return;
    }
    const { path, start } = found.value;
    run = startServerRun({
      start,
      clientVersion: options.version,
      clock,
      log,
      serverLog,
      random: options.random ?? Math.random,
      onNotification: (notification) => {
        if (mine === runNumber) dispatch(notification);
      },
      onRequest: (request, peer) => {
        if (mine === runNumber) requests.receive(request, peer);
        else peer.refuse(request.id, SHUTTING_DOWN);
      },
    });
    const { ended } = run;
    const shaken = await run.ready;
    if (mine !== runNumber) return;
    if (!shaken.ok) {
      fail(shaken.error, path);
      return;
    }
    becomeReady(shaken.value);
    void ended.then((end) => {
      if (mine !== runNumber) return;
      fail(end, path);
    });
  };

  const becomeReady = (started: ReadyRun) => {
    ({ client, capabilities, platform } = started);
    // Another machine's home is known there alone.
    if (remote) ({ codexHome } = started);
    policy.reached();
    // Calls on hold are sent after this function, so whoever resumes threads when the server is ready comes first.
    gate.set({ kind: 'open', client });
    ready = { version: started.version, capabilities, generation: ++generation };
    enter({ kind: 'ready', version: started.version });
    facts.refresh(client, codexHome, platform);
    readies.emit(ready);
  };

  const dispatch = (notification: ServerNotification) => {
    if (notification.method === 'serverRequest/resolved') requests.resolved(notification.params.requestId);
    facts.receive(notification, client);
    notifications.emit(notification);
  };

  /** The run is over. Answers whether the server had been ready. */
  const letGo = (): boolean => {
    runNumber++;
    const wasReady = ready !== null;
    run = null;
    client = null;
    ready = null;
    gate.set({ kind: 'waiting' });
    requests.forgetAll();
    return wasReady;
  };

  const fail = (end: RunEnd, binary: string | null) => {
    const wasReady = letGo();
    const { permanent, version, ...rest } = end;
    const failure: ServerFailure = { ...rest, stderr: serverLog.lastStderr(), diagnosis: null };
    log.warn('The app-server failed', {
      server: state.label,
      kind: failure.kind,
      exitCode: failure.exitCode,
      signal: failure.signal,
    });
    const step = permanent ? null : policy.failed(clock.now(), AWAY.has(failure.kind));
    if (step?.kind === 'retry') {
      const { attempt, delayMs } = step;
      enter({ kind: 'restarting', failure, attempt, nextAttemptAt: clock.now() + delayMs });
      cancelRestart = clock.after(delayMs, () => void launch(attempt));
    } else {
      giveUp(permanent ? failure : { ...failure, kind: 'crash-loop' }, binary, version);
    }
    if (wasReady) downs.emit(failure);
  };

  const giveUp = (failure: ServerFailure, binary: string | null, version: string | null) => {
    const stopped: ServerPhase = { kind: 'stopped', failure };
    enter(stopped);
    gate.set({ kind: 'shut' });
    // Looking at a large Codex home takes its time; the state is shown before.
    void diagnose({ failure: failure.kind, codexHome, binary, version, host, env }).then((diagnosis) => {
      if (phase === stopped) enter({ kind: 'stopped', failure: { ...failure, diagnosis } });
    });
  };

  const halt = async () => {
    cancelRestart();
    requests.refuseAll();
    const stopping = run;
    const wasReady = letGo();
    enter({ kind: 'stopped', failure: null });
    gate.set({ kind: 'shut' });
    if (wasReady) downs.emit(stoppedByUs(serverLog.lastStderr()));
    await stopping?.stop();
  };

  // After the caller has put its listeners on.
  queueMicrotask(() => {
    if (runNumber === 0) void launch(1);
  });

  return {
    id,
    state: () => state,
    onState: states.add,
    call: async (method, params, callOptions) => {
      const answer = await gate.call(method, params, callOptions);
      const untold = answer.ok ? untoldChange(method, params) : null;
      if (untold) notifications.emit(untold);
      return answer;
    },
    onNotification: notifications.add,
    handleRequests: requests.handle,
    handleRequest: requests.handleOne,
    onReady: (listener) => {
      const remove = readies.add(listener);
      if (ready) listener(ready);
      return remove;
    },
    onDown: downs.add,
    dismissNotice: facts.dismiss,
    rename: (label) => {
      ownLabel = label;
      publish();
    },
    setUpSandbox: (mode) => facts.setUpSandbox(gate, mode),
    rereadAccount: () => {
      if (client) facts.reread(client);
    },
    restart: async () => {
      let launched: Promise<void> = Promise.resolve();
      orders = orders.then(halt).then(() => {
        policy.forgive();
        launched = launch(1);
      });
      await orders;
      await launched;
    },
    stop: () => (orders = orders.then(halt)),
    logText: serverLog.text,
  };
}

/** The server may be well: its machine is not there. */
const AWAY: ReadonlySet<ServerFailure['kind']> = new Set(['host-unreachable', 'host-lost']);

function stoppedByUs(stderr: readonly string[]): ServerFailure {
  return { kind: 'exited', exitCode: null, signal: null, detail: 'stopped by Skein', stderr, diagnosis: null };
}

function describePhase(phase: ServerPhase): string {
  if (phase.kind === 'ready') return `ready, version ${phase.version}`;
  if (phase.kind === 'starting') return `starting, attempt ${phase.attempt}`;
  if (!phase.failure) return phase.kind;
  const { kind, exitCode, signal, detail } = phase.failure;
  return `${phase.kind} after ${kind} (exit code ${String(exitCode)}, signal ${String(signal)}) ${detail}`.trimEnd();
}
