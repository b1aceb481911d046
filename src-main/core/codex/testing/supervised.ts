import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerId } from '../../../../src-shared/model/ids.ts';
import type { ServerPhase, ServerState } from '../../../../src-shared/model/server.ts';
import type { Host, SpawnCommand } from '../../hosts/host.ts';
import { localHost } from '../../hosts/local-host.ts';
import type { Clock, Log } from '../../ports.ts';
import { createCodexSupervisor } from '../codex-supervisor.ts';
import type { CodexServer } from '../codex-supervisor.ts';

export const realClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** A clock that stands still until the test moves it. */
export function createManualClock() {
  let time = 1_800_000_000_000;
  const timers = new Set<{ at: number; run: () => void }>();
  const clock: Clock = {
    now: () => time,
    after: (ms, run) => {
      const timer = { at: time + ms, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
  };
  const advance = (ms: number) => {
    time += ms;
    for (const timer of [...timers].filter(({ at }) => at <= time).sort((a, b) => a.at - b.at)) {
      if (timers.delete(timer)) timer.run();
    }
  };
  return { clock, advance };
}

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly data: unknown;
}

export function createMemoryLog() {
  const lines: LogLine[] = [];
  const write = (level: LogLine['level']) => (message: string, data?: unknown) =>
    void lines.push({ level, message, data });
  const log: Log = { info: write('info'), warn: write('warn'), error: write('error') };
  return { log, lines };
}

export interface Supervised {
  readonly server: CodexServer;
  readonly codexHome: string;
  /** Process ids of every app-server that was started, oldest first. */
  readonly pids: readonly number[];
  readonly logLines: readonly LogLine[];
  /** Every phase the server went through. */
  readonly phases: readonly ServerPhase[];
  /** Resolves with the state as soon as it satisfies `wanted`, now or later. */
  readonly until: (wanted: (state: ServerState) => boolean) => Promise<ServerState>;
  readonly untilPhase: <K extends ServerPhase['kind']>(kind: K) => Promise<Extract<ServerPhase, { kind: K }>>;
  /** Stops the server and removes its folder. */
  readonly dispose: () => Promise<void>;
}

export interface SuperviseOptions {
  /** Default: `SKEIN_CODEX_BIN`, else the bundled binary. */
  readonly binary?: string | null;
  readonly clock?: Clock;
  readonly env?: Readonly<Record<string, string>>;
  readonly random?: () => number;
  /** Starts something else in its place, for example the same thing with fewer rights. */
  readonly instead?: (command: SpawnCommand) => SpawnCommand;
}

/** A supervised server with a Codex home of its own, outside the temporary folder that its processes see. */
export function supervise(options: SuperviseOptions = {}): Supervised {
  const root = mkdtempSync(join(tmpdir(), 'skein-supervised-'));
  const codexHome = join(root, 'home');
  const tmp = join(root, 'tmp');
  mkdirSync(tmp);
  const { log, lines } = createMemoryLog();
  const pids: number[] = [];
  const host: Host = {
    ...localHost,
    spawn: (command) => {
      const child = localHost.spawn(options.instead?.(command) ?? command);
      if (child.pid !== null) pids.push(child.pid);
      return child;
    },
  };
  const server = createCodexSupervisor({
    id: 'test' as ServerId,
    label: 'Test',
    host,
    codexHome,
    demo: false,
    version: '0.0.0',
    codexBinary: options.binary ?? process.env['SKEIN_CODEX_BIN'] ?? null,
    codexDir: null,
    env: { ...process.env, HOME: root, TMPDIR: tmp, ...options.env },
    clock: options.clock ?? realClock,
    log,
    random: options.random ?? (() => 0),
  });
  const phases: ServerPhase[] = [];
  server.onState(({ phase }) => {
    if (phases.at(-1) !== phase) phases.push(phase);
  });
  const until: Supervised['until'] = (wanted) =>
    new Promise((resolve) => {
      const look = (state: ServerState) => {
        if (!wanted(state)) return false;
        remove();
        resolve(state);
        return true;
      };
      const remove = server.onState(look);
      look(server.state());
    });
  return {
    server,
    codexHome,
    pids,
    logLines: lines,
    phases,
    until,
    untilPhase: async (kind) => {
      const { phase } = await until((state) => state.phase.kind === kind);
      return phase as Extract<ServerPhase, { kind: typeof kind }>;
    },
    dispose: async () => {
      await server.stop();
      rmSync(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
