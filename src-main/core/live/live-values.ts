import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { StreamSink, Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import type { Log } from '../ports.ts';

export type LiveSink<T> = Pick<StreamSink<T>, 'emit' | 'fail'>;

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
  readonly server: CodexServer;
  readonly sinks: Set<LiveSink<T>>;
  readonly set: (value: T) => void;
  readonly load: (fresh: boolean) => Promise<Result<null, AppError>>;
  readonly value: () => T | null;
  readonly close: () => void;
}

export function createLiveValues<T>({ read, onStale, name, log }: LiveOptions<T>): LiveValues<T> {
  const entries = new Map<string, Entry<T>>();
  const of = (serverId: ServerId) => [...entries.values()].filter(({ server }) => server.id === serverId);

  const open = (key: string, server: CodexServer, cwd: string | null): Entry<T> => {
    const sinks = new Set<LiveSink<T>>();
    let value: T | null = null;
    /** Of several reads only the one that was begun last counts. */
    let newest = 0;
    let closed = false;
    const set = (next: T) => {
      value = next;
      for (const sink of sinks) sink.emit(next);
    };
    const load = async (fresh: boolean): Promise<Result<null, AppError>> => {
      const mine = ++newest;
      const answer = await read(server, cwd, fresh);
      if (closed || mine !== newest) return ok(null);
      if (answer.ok) {
        set(answer.value);
        return ok(null);
      }
      log.warn(`${name} could not be read`, { error: answer.error.code });
      if (value === null) {
        for (const sink of [...sinks]) sink.fail(answer.error);
        close();
      }
      return answer;
    };
    // Told at once of a run that is ready already: that is no news.
    let known = server.state().phase.kind === 'ready';
    const stops = [
      server.onReady(() => {
        if (!known) void load(true);
        known = false;
      }),
      onStale?.(server, () => void load(true)),
    ];
    const close = () => {
      closed = true;
      for (const stop of stops) stop?.();
      if (entries.get(key)?.sinks === sinks) entries.delete(key);
    };
    return { server, sinks, set, load, value: () => value, close };
  };

  return {
    watch: (server, cwd, sink) => {
      const key = keyOf(server.id, cwd);
      const known = entries.get(key);
      const entry = known ?? open(key, server, cwd);
      entries.set(key, entry);
      entry.sinks.add(sink);
      const value = entry.value();
      if (value !== null) sink.emit(value);
      if (!known) void entry.load(false);
      return () => {
        entry.sinks.delete(sink);
        if (entry.sinks.size === 0) entry.close();
      };
    },
    current: (serverId, cwd) => entries.get(keyOf(serverId, cwd))?.value() ?? null,
    reload: async (serverId, fresh = true) => {
      const results = await Promise.all(of(serverId).map((entry) => entry.load(fresh)));
      return results.find((result) => !result.ok) ?? ok(null);
    },
    change: (serverId, update) => {
      for (const entry of of(serverId)) {
        const value = entry.value();
        if (value !== null) entry.set(update(value));
      }
    },
    dispose: () => {
      for (const entry of [...entries.values()]) entry.close();
    },
  };
}

const keyOf = (serverId: ServerId, cwd: string | null): string => JSON.stringify([serverId, cwd]);
