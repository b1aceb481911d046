import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { StreamSink, Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { HookRun, HookShelf } from '../../../src-shared/model/extension.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import type { Json } from '../../../src-shared/model/json.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import { createHookGateway } from '../codex/hook-gateway.ts';
import type { ConfigWriter } from '../config/config-service.ts';
import { createLiveValues } from '../live/live-values.ts';
import type { Log } from '../ports.ts';

/** Hooks: what is set up, and what ran last. */
export interface HookService {
  /** Its runs are remembered from now on. */
  addServer(server: CodexServer): void;
  watch(server: CodexServer, cwd: string | null, sink: StreamSink<HookShelf>): Unsubscribe;
  reload(server: CodexServer): Promise<Result<null, AppError>>;
  setEnabled(server: CodexServer, key: string, enabled: boolean): Promise<Result<null, AppError>>;
  trust(server: CodexServer, key: string, hash: string): Promise<Result<null, AppError>>;
  /** Something else brought or took hooks. */
  changed(serverId: ServerId): void;
  dispose(): void;
}

const KEPT_RUNS = 50;

export function createHookService({ config, log }: { readonly config: ConfigWriter; readonly log: Log }): HookService {
  const runs = new Map<ServerId, readonly HookRun[]>();
  const stops: Unsubscribe[] = [];
  const shelves = createLiveValues<Omit<HookShelf, 'runs'>>({
    name: 'Hooks',
    read: (server, cwd) => createHookGateway(server).list(cwd),
    log,
  });
  /** What Codex remembers of a hook stands in the user's file, wherever the hook itself is from. */
  const remember = async (server: CodexServer, key: string, name: string, value: Json) => {
    const written = await config.edit(server.id, () => ok([{ path: ['hooks', 'state', key, name], value }]));
    return written.ok ? shelves.reload(server.id) : written;
  };
  return {
    addServer: (server) => {
      stops.push(
        createHookGateway(server).onRun((run) => {
          const others = (runs.get(server.id) ?? []).filter(({ id }) => id !== run.id);
          runs.set(server.id, [run, ...others].slice(0, KEPT_RUNS));
          shelves.change(server.id, (shelf) => shelf);
        }),
      );
    },
    watch: (server, cwd, sink) =>
      shelves.watch(server, cwd, {
        emit: (shelf) => sink.emit({ ...shelf, runs: runs.get(server.id) ?? [] }),
        fail: (error) => sink.fail(error),
      }),
    reload: (server) => shelves.reload(server.id),
    setEnabled: (server, key, enabled) => remember(server, key, 'enabled', enabled),
    trust: (server, key, hash) => remember(server, key, 'trusted_hash', hash),
    changed: (serverId) => void shelves.reload(serverId),
    dispose: () => {
      for (const stop of stops) stop();
      shelves.dispose();
    },
  };
}
