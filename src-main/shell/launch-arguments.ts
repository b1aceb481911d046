import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { looksLikeLink } from '../../src-shared/model/deep-link.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';

/** What was asked for on the command line. */
export interface LaunchArguments {
  /** Folders or files to open, absolute. */
  readonly paths: readonly string[];
  /** `codex://` and `skein://` links, unread. */
  readonly links: readonly string[];
  readonly demo: boolean;
  /** 0: any free port. */
  readonly port: number;
  /** A file that the `codex` command waits for, see receipt.ts. */
  readonly receipt: string | null;
  /** False: no browser is to be opened. */
  readonly open: boolean;
}

/**
 * Reads `[PATH|LINK…] [--demo] [--port N] [--no-open]`; paths are relative to `cwd`. `--no-open` is also read by the
 * script that starts the host, and opens the browser. The error is a sentence for the terminal.
 */
export function readArguments(args: readonly string[], cwd: string): Result<LaunchArguments, string> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        demo: { type: 'boolean' },
        port: { type: 'string' },
        'no-open': { type: 'boolean' },
        receipt: { type: 'string' },
      },
    });
    const port = Number(values.port ?? 0);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) return err(`Not a port: ${values.port ?? ''}`);
    const links = positionals.filter(looksLikeLink);
    const paths = positionals.filter((word) => !looksLikeLink(word)).map((path) => resolve(cwd, path));
    return ok({
      paths,
      links,
      demo: values.demo ?? false,
      port,
      receipt: values.receipt ?? null,
      open: values['no-open'] !== true,
    });
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
}

export const NO_ARGUMENTS: LaunchArguments = { paths: [], links: [], demo: false, port: 0, receipt: null, open: true };

/**
 * The same for the desktop app, whose command line is not Skein's alone: Chromium's own switches come along and are not read. The system puts a
 * link there as it is: what a crafted one may have added beside itself is not read either. Paths come as the systems write them: a file manager
 * of Linux may give `file:` addresses, and the folder menu of Windows ends a drive with a quote.
 */
export function readAppArguments(
  args: readonly string[],
  cwd: string,
  platform: NodeJS.Platform = process.platform,
): Result<LaunchArguments, string> {
  const ours = args.filter((arg) => !arg.startsWith('-') || arg === '--demo' || arg.startsWith('--receipt='));
  const read = readArguments(
    ours.map((arg) => pathOfAddress(platform === 'win32' ? arg.replace(/^([a-z]:)"$/i, '$1\\') : arg)),
    cwd,
  );
  if (!read.ok) return read;
  const { links } = read.value;
  return ok(links.length > 0 ? { ...NO_ARGUMENTS, links } : read.value);
}

/** A `file:` address of this machine as a path; every other word as it is. One of another machine is no path here, and is refused as missing. */
function pathOfAddress(word: string): string {
  if (!/^file:\/\//i.test(word) || !URL.canParse(word)) return word;
  const url = new URL(word);
  if (url.hostname !== '') return word;
  try {
    return fileURLToPath(url);
  } catch {
    // Coded separators: no file manager writes them.
    return word;
  }
}
