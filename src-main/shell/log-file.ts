import { appendFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../core/ports.ts';

const LOG_NAME = 'skein.log';
const MAX_LOG_BYTES = 4 * 1024 * 1024;
/** Older files kept beside the current one: `skein.1.log` is the newest of them. */
const KEPT_FILES = 3;
const MAX_LINE_CHARS = 20_000;

/**
 * A log in `<folder>/skein.log`, one JSON line an entry, turned over when it is full. Written at once, so that the line before a crash is
 * there; lines are few. Errors go to standard error as well. A folder that cannot be written costs the log, not the app.
 */
export function createFileLog(folder: string, options: { readonly maxBytes?: number } = {}): Log {
  const { maxBytes = MAX_LOG_BYTES } = options;
  const file = join(folder, LOG_NAME);
  let bytes = 0;
  let usable = true;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    bytes = existsSync(file) ? statSync(file).size : 0;
  } catch (error) {
    giveUp(error);
  }

  function giveUp(error: unknown): void {
    usable = false;
    process.stderr.write(`skein: no log file: ${error instanceof Error ? error.message : String(error)}\n`);
  }

  const kept = (index: number) => join(folder, index === 0 ? LOG_NAME : `skein.${index}.log`);
  function turnOver(): void {
    rmSync(kept(KEPT_FILES), { force: true });
    for (let index = KEPT_FILES - 1; index >= 0; index -= 1) {
      if (existsSync(kept(index))) renameSync(kept(index), kept(index + 1));
    }
    bytes = 0;
  }

  function write(level: string, message: string, data?: Readonly<Record<string, unknown>>): void {
    const line = `${JSON.stringify({ at: new Date().toISOString(), level, message, ...data }).slice(0, MAX_LINE_CHARS)}\n`;
    if (level === 'error') process.stderr.write(`skein: ${line}`);
    if (!usable) return;
    try {
      if (bytes > 0 && bytes + line.length > maxBytes) turnOver();
      appendFileSync(file, line, { mode: 0o600 });
      bytes += Buffer.byteLength(line);
    } catch (error) {
      giveUp(error);
    }
  }

  return {
    info: (message, data) => write('info', message, data),
    warn: (message, data) => write('warn', message, data),
    error: (message, data) => write('error', message, data),
  };
}
