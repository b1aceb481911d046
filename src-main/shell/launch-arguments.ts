import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { err, ok, type Result } from '../../src-shared/result.ts';

/** What was asked for on the command line. */
export interface LaunchArguments {
  /** Folders or files to open, absolute. */
  readonly paths: readonly string[];
  readonly demo: boolean;
  /** 0: any free port. */
  readonly port: number;
  /** False: no browser is to be opened. */
  readonly open: boolean;
}

/**
 * Reads `[PATH…] [--demo] [--port N] [--no-open]`; paths are relative to `cwd`. `--no-open` is also read by the
 * script that starts the host, and opens the browser. The error is a sentence for the terminal.
 */
export function readArguments(args: readonly string[], cwd: string): Result<LaunchArguments, string> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { demo: { type: 'boolean' }, port: { type: 'string' }, 'no-open': { type: 'boolean' } },
    });
    const port = Number(values.port ?? 0);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) return err(`Not a port: ${values.port ?? ''}`);
    const paths = positionals.map((path) => resolve(cwd, path));
    return ok({ paths, demo: values.demo ?? false, port, open: values['no-open'] !== true });
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
}
