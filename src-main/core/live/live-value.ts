import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { StreamSink, Unsubscribe } from '../../../src-shared/contract/define.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';

export type LiveSink<T> = Pick<StreamSink<T>, 'emit' | 'fail'>;

/** One value that is read while somebody watches it, and read again whenever something may have changed. */
export interface LiveValue<T> {
  /** Tells the value as soon as it is there, and each one after it. The last one who leaves closes it. */
  watch(sink: LiveSink<T>): Unsubscribe;
  current(): T | null;
  /** Reads it again; settles when everybody who watches was told. What was known stays when that fails. */
  reload(fresh?: boolean): Promise<Result<null, AppError>>;
  /** Changes it without reading. */
  set(value: T): void;
  close(): void;
}

export interface LiveValueOptions<T> {
  /** `fresh`: past every cache. Null: it cannot be told now, the one before stays. An error before there was any ends the streams. */
  readonly read: (fresh: boolean) => Promise<Result<T, AppError> | null>;
  /** Begins to listen for changes; ended when the value is closed. */
  readonly listen: (changed: () => void) => Unsubscribe;
  readonly onFailure?: (error: AppError) => void;
  readonly onClose: () => void;
}

export function createLiveValue<T>({ read, listen, onFailure, onClose }: LiveValueOptions<T>): LiveValue<T> {
  const sinks = new Set<LiveSink<T>>();
  let value: T | null = null;
  let asked = false;
  let closed = false;
  /** Of several reads only the one that was begun last counts: an earlier one may have seen half of a change. */
  let newest: Promise<Result<null, AppError>> = Promise.resolve(ok(null));
  let number = 0;

  const set = (next: T) => {
    value = next;
    for (const sink of sinks) sink.emit(next);
  };
  const close = () => {
    if (closed) return;
    closed = true;
    stop();
    onClose();
  };
  const load = async (fresh: boolean): Promise<Result<null, AppError>> => {
    const mine = ++number;
    const answer = await read(fresh);
    if (closed) return ok(null);
    if (mine !== number) return newest;
    if (answer === null) return ok(null);
    if (answer.ok) {
      set(answer.value);
      return ok(null);
    }
    onFailure?.(answer.error);
    if (value === null) {
      for (const sink of [...sinks]) sink.fail(answer.error);
      close();
    }
    return answer;
  };
  const reload = (fresh = true) => {
    asked = true;
    newest = load(fresh);
    return newest;
  };
  const stop = listen(() => void reload());
  return {
    watch: (sink) => {
      sinks.add(sink);
      if (value !== null) sink.emit(value);
      if (!asked) void reload(false);
      return () => {
        sinks.delete(sink);
        if (sinks.size === 0) close();
      };
    },
    current: () => value,
    reload,
    set,
    close,
  };
}

/** Calls the listener for each new run of a server; of one that is ready already nothing is told. */
export function onNextReady(server: CodexServer, listener: () => void): Unsubscribe {
  let known = server.state().phase.kind === 'ready';
  return server.onReady(() => {
    if (!known) listener();
    known = false;
  });
}
