import { randomUUID } from 'node:crypto';
import type { AppHandlers } from '../../../src-shared/contract/contract.ts';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { StreamSink, Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { TerminalEvent } from '../../../src-shared/contract/terminals.ts';
import { threadKey, type ServerId, type ThreadRef } from '../../../src-shared/model/ids.ts';
import type { Terminal } from '../../../src-shared/model/terminal.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import { createListeners } from '../codex/listeners.ts';
import { createTerminalGateway, type TerminalGateway, type TerminalSize } from '../codex/terminal-gateway.ts';
import type { Clock, Log } from '../ports.ts';
import { isLocalServer } from '../servers/server-id.ts';
import { startTerminal, type LiveTerminal } from './live-terminal.ts';
import { hangUpCommand, runningCommand } from './shell-command.ts';

type Handlers = AppHandlers['terminals'];
type OpenInput = Parameters<Handlers['open']>[0];

/** The shells of the terminal drawer, of all servers: the `terminals` slice of the contract. */
export interface TerminalService {
  addServer(server: CodexServer): Unsubscribe;
  watchList(serverId: ServerId, sink: StreamSink<readonly Terminal[]>): Unsubscribe;
  open(input: OpenInput): Result<{ readonly terminalId: string }, AppError>;
  watch(terminalId: string, sink: StreamSink<TerminalEvent>, clientId: string): Unsubscribe;
  seen(terminalId: string, end: number, clientId: string): Result<null, AppError>;
  write(terminalId: string, base64: string): Promise<Result<null, AppError>>;
  resize(terminalId: string, size: TerminalSize): Promise<Result<null, AppError>>;
  rename(terminalId: string, title: string): Result<null, AppError>;
  /** Names of what runs in the shell; empty: it waits, has ended, or it cannot be told. */
  running(terminalId: string): Promise<Result<readonly string[], AppError>>;
  /** Shells that run, of all servers. */
  live(): readonly Terminal[];
  closeAll(terminalIds: readonly string[]): Promise<void>;
  /** Resolves when its processes have ended. */
  close(terminalId: string): Promise<Result<null, AppError>>;
  /** The thread is gone for good: its shells end. */
  closeThread(thread: ThreadRef): Promise<void>;
  /** Ends every shell and what runs in it. */
  dispose(): Promise<void>;
}

export interface TerminalServiceOptions {
  /** Of this machine. */
  readonly platform: NodeJS.Platform;
  readonly version: string;
  /** The user gave a shell in that folder a line: it may write there. */
  readonly onLine: (folder: string, serverId: ServerId) => void;
  readonly clock: Clock;
  readonly log: Log;
}

interface Place {
  readonly server: CodexServer;
  readonly gateway: TerminalGateway;
}

/** The script waits one second for what ignores a hang-up; on a busy machine its looks at the processes take their time. */
const HANG_UP_TIMEOUT_MS = 15_000;
const RUNNING_TIMEOUT_MS = 10_000;

export function createTerminalService({
  platform,
  version,
  onLine,
  clock,
  log,
}: TerminalServiceOptions): TerminalService {
  const places = new Map<ServerId, Place>();
  const terminals = new Map<string, LiveTerminal>();
  const changes = createListeners<ServerId>('terminals', log);

  const listOf = (serverId: ServerId): readonly Terminal[] =>
    [...terminals.values()].map((terminal) => terminal.info()).filter((terminal) => terminal.serverId === serverId);

  const withTerminal = <T>(terminalId: string, run: (terminal: LiveTerminal) => Result<T, AppError>) => {
    const terminal = terminals.get(terminalId);
    return terminal ? run(terminal) : err<AppError>({ code: 'terminal.gone' });
  };
  const askTerminal = <T>(terminalId: string, ask: (terminal: LiveTerminal) => Promise<Result<T, AppError>>) => {
    const terminal = terminals.get(terminalId);
    return terminal ? ask(terminal) : Promise.resolve(err<AppError>({ code: 'terminal.gone' }));
  };

  const platformOf = (serverId: ServerId): NodeJS.Platform => {
    const state = places.get(serverId)?.server.state();
    if (!state || isLocalServer(serverId)) return platform;
    return state.platform === 'windows' ? 'win32' : state.platform === 'macos' ? 'darwin' : 'linux';
  };

  /** One look at the processes for all of them. */
  const hangUp = async (serverId: ServerId, ending: readonly LiveTerminal[]): Promise<void> => {
    const alive = ending.filter((terminal) => terminal.isAlive());
    if (alive.length === 0) return;
    const sessions = alive.flatMap((terminal) => terminal.session() ?? []);
    const command = hangUpCommand(platformOf(serverId), sessions);
    const gateway = places.get(serverId)?.gateway;
    if (command && gateway) {
      const done = await gateway.run(command, HANG_UP_TIMEOUT_MS);
      if (!done.ok) log.warn('A terminal could not be hung up', { error: done.error.code });
    }
    for (const terminal of alive) terminal.terminate();
  };

  const forget = async (ending: readonly LiveTerminal[]): Promise<void> => {
    for (const terminal of ending) {
      terminals.delete(terminal.info().id);
      terminal.dispose();
    }
    const serverIds = new Set(ending.map((terminal) => terminal.info().serverId));
    for (const serverId of serverIds) changes.emit(serverId);
    const on = (serverId: ServerId) => ending.filter((terminal) => terminal.info().serverId === serverId);
    await Promise.all([...serverIds].map((serverId) => hangUp(serverId, on(serverId))));
  };

  return {
    addServer: (server) => {
      const place: Place = { server, gateway: createTerminalGateway(server) };
      places.set(server.id, place);
      return () => {
        place.gateway.dispose();
        places.delete(server.id);
      };
    },
    watchList: (serverId, sink) => {
      if (!places.has(serverId)) {
        sink.fail({ code: 'server.unknown', serverId });
        return () => undefined;
      }
      sink.emit(listOf(serverId));
      return changes.add((changed) => {
        if (changed === serverId) sink.emit(listOf(serverId));
      });
    },
    open: ({ serverId, thread, folder, run, title, cols, rows }) => {
      const place = places.get(serverId);
      if (!place) return err({ code: 'server.unknown', serverId });
      if (place.server.state().phase.kind === 'stopped') return err({ code: 'server.not-running' });
      const terminalId = randomUUID();
      const terminal = startTerminal({
        info: { id: terminalId, serverId, thread, folder, createdAt: clock.now() },
        title,
        run,
        cols,
        rows,
        platform: platformOf(serverId),
        version,
        gateway: place.gateway,
        clock,
        onChange: () => changes.emit(serverId),
      });
      terminals.set(terminalId, terminal);
      if (run !== null) onLine(folder, serverId);
      changes.emit(serverId);
      return ok({ terminalId });
    },
    watch: (terminalId, sink, clientId) => {
      const terminal = terminals.get(terminalId);
      if (terminal) return terminal.watch(clientId, sink);
      sink.fail({ code: 'terminal.gone' });
      return () => undefined;
    },
    seen: (terminalId, end, clientId) =>
      withTerminal(terminalId, (terminal) => {
        terminal.seen(clientId, end);
        return ok(null);
      }),
    write: (terminalId, base64) =>
      askTerminal(terminalId, (terminal) => {
        const { serverId, folder } = terminal.info();
        if (endsLine(base64)) onLine(folder, serverId);
        return terminal.write(base64);
      }),
    resize: (terminalId, size) => askTerminal(terminalId, (terminal) => terminal.resize(size)),
    rename: (terminalId, title) =>
      withTerminal(terminalId, (terminal) => {
        terminal.rename(title);
        return ok(null);
      }),
    running: (terminalId) =>
      askTerminal(terminalId, async (terminal) => {
        const session = terminal.session();
        const command = session === null ? null : runningCommand(platform, [session]);
        const gateway = places.get(terminal.info().serverId)?.gateway;
        if (!command || !gateway) return ok([]);
        const told = await gateway.run(command, RUNNING_TIMEOUT_MS);
        return told.ok ? ok([...new Set(told.value.split('\n').filter((name) => name !== ''))]) : told;
      }),
    live: () => [...terminals.values()].filter((one) => one.isAlive()).map((one) => one.info()),
    closeAll: (ids) => forget(ids.flatMap((id) => terminals.get(id) ?? [])),
    close: (terminalId) =>
      askTerminal(terminalId, async (terminal) => {
        await forget([terminal]);
        return ok(null);
      }),
    closeThread: async (thread) => {
      const key = threadKey(thread);
      const own = [...terminals.values()].filter((terminal) => {
        const owner = terminal.info().thread;
        return owner !== null && threadKey(owner) === key;
      });
      await forget(own);
    },
    dispose: async () => {
      await forget([...terminals.values()]);
      for (const { gateway } of places.values()) gateway.dispose();
      places.clear();
    },
  };
}

/** Typed bytes that make a shell do something. */
const endsLine = (base64: string): boolean => /[\r\n]/.test(Buffer.from(base64, 'base64').toString('latin1'));
