import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import type { Log } from '../ports.ts';
import { createLiveValue, onNextReady, type LiveSink, type LiveValue } from './live-value.ts';

/** Values that are read from servers, by server and folder, and kept current while somebody watches. */
export interface LiveValues<T> {
  /** What is known, as soon as it is, and each change. Ends with the error when it could not be read at all. */
  watch(server: CodexServer, cwd: string | null, sink: LiveSink<T>): Unsubscribe;
  /** The last value of a folder that is watched. */
  current(serverId: ServerId, cwd: string | null): T | null;
  /** Reads what is watched of a server again. The error is that of the first that failed; what was known stays. */
  reload(serverId: ServerId, fresh?: boolean): Promise<Result<null, AppError>>;
  /** Changes what is known of a server without reading, in every folder that is watched. */
  change(serverId: ServerId, update: (value: T) => T): void;
  dispose(): void;
}

export interface LiveOptions<T> {
  /** `fresh`: past every cache. */
  readonly read: (server: CodexServer, cwd: string | null, fresh: boolean) => Promise<Result<T, AppError>>;
  /** Calls the listener when a server has told that what was read is old. */
  readonly onStale?: (server: CodexServer, reload: () => void) => Unsubscribe;
  /** For the log: what these values are. */
  readonly name: string;
  readonly log: Log;
}

interface Entry<T> {
  readonly serverId: ServerId;
  readonly live: LiveValue<T>;
}

export function createLiveValues<T>({ read, onStale, name, log }: LiveOptions<T>): LiveValues<T> {
  const entries = new Map<string, Entry<T>>();
  const of = (serverId: ServerId) => [...entries.values()].filter((entry) => entry.serverId === serverId);

  const open = (key: string, server: CodexServer, cwd: string | null): Entry<T> => {
    const live = createLiveValue<T>({
      read: (fresh) => read(server, cwd, fresh),
      listen: (changed) => {
        const stops = [onNextReady(server, changed), onStale?.(server, changed)];
        return () => {
          for (const stop of stops) stop?.();
        };
      },
      onFailure: (error) => log.warn(`${name} could not be read`, { error: error.code }),
      onClose: () => {
        if (entries.get(key)?.live === live) entries.delete(key);
      },
    });
    const entry = { serverId: server.id, live };
    entries.set(key, entry);
    return entry;
  };

  return {
    watch: (server, cwd, sink) => {
      const key = keyOf(server.id, cwd);
      return (entries.get(key) ?? open(key, server, cwd)).live.watch(sink);
    },
    current: (serverId, cwd) => entries.get(keyOf(serverId, cwd))?.live.current() ?? null,
    reload: async (serverId, fresh) => {
      const results = await Promise.all(of(serverId).map(({ live }) => live.reload(fresh)));
      return results.find((result) => !result.ok) ?? ok(null);
    },
    change: (serverId, update) => {
      for (const { live } of of(serverId)) {
        const value = live.current();
        if (value !== null) live.set(update(value));
      }
    },
    dispose: () => {
      for (const { live } of [...entries.values()]) live.close();
    },
  };
}

const keyOf = (serverId: ServerId, cwd: string | null): string => JSON.stringify([serverId, cwd]);
