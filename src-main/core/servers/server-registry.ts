import { join } from 'node:path';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { StreamSink, Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { DemoStart } from '../../../src-shared/contract/servers.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import type { ServerState } from '../../../src-shared/model/server.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { createCodexSupervisor, type CodexServer } from '../codex/codex-supervisor.ts';
import { createListeners } from '../codex/listeners.ts';
import type { Host, RemoteServer } from '../hosts/host.ts';
import type { Clock, CoreConfig, Log } from '../ports.ts';
import { startDemo, type RunningDemo } from './demo.ts';
import { remoteServerId, serverIdOf } from './server-id.ts';

/** The app-servers of this core: the user's own, started at once, and the demo's, started when asked for. */
export interface ServerRegistry {
  readonly defaultId: ServerId;
  list(): readonly CodexServer[];
  find(serverId: ServerId): Result<CodexServer, AppError>;
  /** Does something with a server, or fails with `server.unknown`. */
  use<T>(serverId: ServerId, run: (server: CodexServer) => Promise<Result<T, AppError>>): Promise<Result<T, AppError>>;
  /** Opens a stream on a server, or ends it with `server.unknown`. */
  stream(
    serverId: ServerId,
    sink: Pick<StreamSink<never>, 'fail'>,
    open: (server: CodexServer) => Unsubscribe,
  ): Unsubscribe;
  /** Calls the listener with every server there is and every one that comes. */
  onServer(listener: (server: CodexServer) => void): Unsubscribe;
  /** Calls the listener with every server that was removed, once it has ended. */
  onRemoved(listener: (serverId: ServerId) => void): Unsubscribe;
  /** Calls the listener with all states now and after each change. */
  watch(listener: (states: readonly ServerState[]) => void): Unsubscribe;
  /** Adds the server of another machine, and starts or connects to it. */
  addRemote(remote: RemoteServer): ServerId;
  /** Adds a server on another Codex home of this machine, and starts it. */
  addHome(label: string, codexHome: string): ServerId;
  /** Ends a server that was added, or the connection to it, and forgets it. */
  remove(serverId: ServerId): Promise<void>;
  restart(serverId: ServerId): Promise<Result<null, AppError>>;
  log(serverId: ServerId): Result<{ readonly text: string }, AppError>;
  dismissNotice(serverId: ServerId, noticeId: string): Result<null, AppError>;
  /** Answers when the demo's server is ready; asked again, it answers the same one. */
  startDemo(): Promise<Result<DemoStart, AppError>>;
  /** Stops every app-server and the demo model, leaving no process behind. */
  dispose(): Promise<void>;
}

export interface RegistryOptions {
  readonly config: CoreConfig;
  readonly host: Host;
  readonly clock: Clock;
  readonly log: Log;
}

export function createServerRegistry({ config, host, clock, log }: RegistryOptions): ServerRegistry {
  const servers = new Map<ServerId, CodexServer>();
  const added = createListeners<CodexServer>('servers', log);
  const removed = createListeners<ServerId>('servers gone', log);
  const states = createListeners<readonly ServerState[]>('server states', log);
  let demo: Promise<Result<RunningDemo, AppError>> | null = null;
  const disposing = new AbortController();

  const allStates = () => [...servers.values()].map((server) => server.state());

  const supervise = (label: string, codexHome: string, isDemo: boolean) =>
    addServer({ id: serverIdOf(host.id, codexHome), label, codexHome, demo: isDemo });

  function addServer(what: { id: ServerId; label: string; codexHome: string; demo: boolean; remote?: RemoteServer }) {
    const server = createCodexSupervisor({
      ...what,
      host,
      version: config.version,
      codexBinary: config.codexBinary,
      codexDir: config.codexDir,
      env: config.env,
      clock,
      log,
    });
    servers.set(server.id, server);
    server.onState(() => states.emit(allStates()));
    added.emit(server);
    states.emit(allStates());
    return server;
  }

  const find = (serverId: ServerId): Result<CodexServer, AppError> => {
    const server = servers.get(serverId);
    return server ? ok(server) : err({ code: 'server.unknown', serverId });
  };

  async function runDemo(): Promise<Result<RunningDemo, AppError>> {
    const started = await startDemo({
      folder: join(config.skeinHome, 'demo'),
      host,
      env: config.env,
      log,
      signal: disposing.signal,
      supervise: async (codexHome) => {
        const present = servers.get(serverIdOf(host.id, codexHome));
        await present?.restart();
        return present ?? supervise('Demo', codexHome, true);
      },
    });
    // A failed start may be tried again.
    if (!started.ok) demo = null;
    return started;
  }

  const own = supervise('Codex', config.codexHome, false);
  return {
    defaultId: own.id,
    list: () => [...servers.values()],
    find,
    use: async (serverId, run) => {
      const server = find(serverId);
      return server.ok ? run(server.value) : server;
    },
    stream: (serverId, sink, open) => {
      const server = find(serverId);
      if (server.ok) return open(server.value);
      sink.fail(server.error);
      return () => undefined;
    },
    onServer: (listener) => {
      for (const server of servers.values()) listener(server);
      return added.add(listener);
    },
    onRemoved: removed.add,
    watch: (listener) => {
      listener(allStates());
      return states.add(listener);
    },
    addRemote: (remote) => {
      const id = remoteServerId(remote.hostId);
      addServer({ id, label: remote.label(), codexHome: '', demo: false, remote });
      return id;
    },
    addHome: (label, codexHome) => supervise(label, codexHome, false).id,
    remove: async (serverId) => {
      const server = servers.get(serverId);
      servers.delete(serverId);
      states.emit(allStates());
      await server?.stop();
      removed.emit(serverId);
    },
    restart: async (serverId) => {
      const server = find(serverId);
      if (!server.ok) return server;
      await server.value.restart();
      return ok(null);
    },
    log: (serverId) => {
      const server = find(serverId);
      return server.ok ? ok({ text: server.value.logText() }) : server;
    },
    dismissNotice: (serverId, noticeId) => {
      const server = find(serverId);
      if (!server.ok) return server;
      server.value.dismissNotice(noticeId);
      return ok(null);
    },
    startDemo: async () => {
      demo ??= runDemo();
      const started = await demo;
      return started.ok ? ok(started.value.start) : started;
    },
    dispose: async () => {
      // A demo that is being started gives up, and takes along what is there of it.
      disposing.abort(new Error('Skein ends'));
      const stopped = [...servers.values()].map((server) => server.stop());
      const running = await demo;
      if (running?.ok) await running.value.stopModel();
      await Promise.all(stopped);
    },
  };
}
