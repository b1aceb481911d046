import { copyFile, readFile, rename } from 'node:fs/promises';
import { z } from 'zod';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { systemClock, type Clock, type Log } from '../ports.ts';
import { writeAtomically } from './write-atomically.ts';

/** Shortest time between the end of one write and the start of the next, so that a busy owner costs a few syncs a second. */
const WRITE_GAP_MS = 150;

export interface JsonFileOptions<T> {
  /** Absolute path. Its folder is created with the first write. */
  readonly file: string;
  /** Checks what was read. It must accept what `JSON.stringify` makes of any value the owner sets. */
  readonly schema: z.ZodType<T>;
  /** The value when there is no file, or none that can be read. */
  readonly fallback: T;
  /** Version of the file's shape, 1 when not given. */
  readonly version?: number;
  /** Brings the data of an older version to this one; the old file is kept beside it. Without it an older file is set aside. */
  readonly migrate?: (data: unknown, fromVersion: number) => unknown;
  readonly clock?: Clock;
  readonly log?: Log;
  /** Told once when writing starts to fail, and when a file was set aside. */
  readonly report?: (error: AppError) => void;
}

/** One JSON file with one owner. The value in memory is the truth; the file follows it. */
export interface JsonFile<T> {
  value(): T;
  /** Changes the value at once and writes it soon. Answers the new value; the same reference writes nothing. */
  update(change: (value: T) => T): T;
  /** Settles when everything up to now is on the disk, or could not be put there. */
  flush(): Promise<Result<null, AppError>>;
  /** The last flush; later updates stay in memory. */
  dispose(): Promise<void>;
  /** What went wrong so far and still matters: a file set aside, a write that failed and has not succeeded since. */
  notices(): readonly AppError[];
}

const envelope = z.object({ version: z.number().int().min(1), data: z.unknown() });

type Loaded<T> =
  | { readonly kind: 'value'; readonly value: T; readonly dirty: boolean }
  /** Unreadable: must be moved away before anything is written in its place. */
  | { readonly kind: 'broken'; readonly reason: string };

/**
 * Opens a JSON file. Never fails: a file that cannot be read is moved to `<file>.broken-<time>` and reported, and the fallback is
 * used. On the disk it is `{ "version": 1, "data": … }`.
 */
export async function openJsonFile<T>(options: JsonFileOptions<T>): Promise<JsonFile<T>> {
  const loaded = await load(options);
  const opened = createJsonFile(options, loaded);
  if (loaded.kind === 'broken' || loaded.dirty) await opened.begin();
  return opened.file;
}

async function load<T>(options: JsonFileOptions<T>): Promise<Loaded<T>> {
  const { file, schema, fallback, version = 1, migrate } = options;
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return { kind: 'value', value: fallback, dirty: false };
    return { kind: 'broken', reason: message(error) };
  }
  try {
    const stored = envelope.parse(JSON.parse(text));
    if (stored.version > version) return { kind: 'broken', reason: `written by a newer version (${stored.version})` };
    if (stored.version === version) return { kind: 'value', value: schema.parse(stored.data), dirty: false };
    if (!migrate) return { kind: 'broken', reason: `no migration from version ${stored.version}` };
    const value = schema.parse(migrate(stored.data, stored.version));
    await copyFile(file, `${file}.v${stored.version}`);
    return { kind: 'value', value, dirty: true };
  } catch (error) {
    return { kind: 'broken', reason: error instanceof z.ZodError ? z.prettifyError(error) : message(error) };
  }
}

function createJsonFile<T>(options: JsonFileOptions<T>, loaded: Loaded<T>) {
  const { file, fallback, version = 1, clock = systemClock, log, report } = options;
  let value = loaded.kind === 'value' ? loaded.value : fallback;
  let broken = loaded.kind === 'broken' ? loaded.reason : null;
  let dirty = loaded.kind === 'value' && loaded.dirty;
  let disposed = false;
  let asideNotice: AppError | null = null;
  let failure: AppError | null = null;
  let writing: Promise<void> | null = null;
  let cancelPause: (() => void) | null = null;

  const say = (error: AppError) => {
    log?.warn(error.code, { ...error });
    report?.(error);
  };

  /** Until the unreadable file is out of the way nothing is written: it may hold what the user misses. */
  async function setAside(reason: string): Promise<void> {
    const copy = `${file}.broken-${new Date(clock.now()).toISOString().replaceAll(':', '-')}`;
    try {
      await rename(file, copy);
    } catch (error) {
      if (hasCode(error, 'ENOENT')) {
        // Somebody moved it away already.
        broken = null;
        return;
      }
      asideNotice = { code: 'storage.set-aside', file, copy: null, reason };
      throw error;
    }
    broken = null;
    asideNotice = { code: 'storage.set-aside', file, copy, reason };
    say(asideNotice);
  }

  async function writeOnce(): Promise<void> {
    try {
      if (broken !== null) await setAside(broken);
      if (!dirty) return;
      dirty = false;
      await writeAtomically(file, `${JSON.stringify({ version, data: value }, null, 1)}\n`);
      failure = null;
    } catch (error) {
      dirty = true;
      const first = failure === null;
      failure = { code: 'storage.failed', file, reason: message(error) };
      if (first) say(failure);
    }
  }

  /** One write at a time; changes made meanwhile go into the next one. A failed write waits for the next change. */
  function begin(): Promise<void> {
    writing ??= writeOnce().finally(() => {
      writing = null;
      if (dirty && failure === null) pause();
    });
    return writing;
  }

  function pause(): void {
    cancelPause ??= clock.after(WRITE_GAP_MS, () => {
      cancelPause = null;
      void begin();
    });
  }

  function endPause(): void {
    cancelPause?.();
    cancelPause = null;
  }

  async function flush(): Promise<Result<null, AppError>> {
    endPause();
    if (writing) await writing;
    // The write that was under way may have scheduled a pause for what came after it.
    endPause();
    if (dirty || broken !== null) await begin();
    endPause();
    return failure === null ? ok(null) : err(failure);
  }

  const jsonFile: JsonFile<T> = {
    value: () => value,
    update: (change) => {
      const next = change(value);
      if (next === value) return value;
      value = next;
      dirty = true;
      if (!disposed && !writing && !cancelPause) void begin();
      return value;
    },
    flush,
    dispose: async () => {
      disposed = true;
      await flush();
    },
    notices: () => [asideNotice, failure].filter((notice) => notice !== null),
  };
  return { file: jsonFile, begin };
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));
