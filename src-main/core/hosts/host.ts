import type { Readable, Writable } from 'node:stream';
import type { HostFiles } from './host-files.ts';

/** How a process ended. `failed` never ran: the program is missing, not executable, or the folder is gone. */
export type ProcessExit =
  | { readonly kind: 'exited'; readonly code: number | null; readonly signal: string | null }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

export interface SpawnCommand {
  /** Absolute path, or a name that the host finds on its PATH. */
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment; nothing is inherited. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface HostProcess {
  /** Null when it could not be started. */
  readonly pid: number | null;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Settles once, after the pipes have been read to their end or let go. Never rejects. */
  readonly exited: Promise<ProcessExit>;
  /** The user was asked something on the way there since this was last looked at: whoever waits for it waits on. */
  readonly asked?: () => boolean;
  /** Asks the process and everything it started to end (SIGTERM; on Windows there is only the hard end). */
  readonly terminate: () => void;
  /** Ends the process and everything it started, at once. */
  readonly kill: () => void;
}

export interface RunCommand extends SpawnCommand {
  readonly stdin?: string | Uint8Array;
  /** Killed with all it started when it takes longer. */
  readonly timeoutMs: number;
  /** Output beyond this is thrown away and `truncated` is set. */
  readonly maxOutputBytes?: number;
  readonly signal?: AbortSignal;
}

export interface RunResult {
  readonly exit: ProcessExit;
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly timedOut: boolean;
  readonly truncated: boolean;
}

/** An app-server on another machine: a process that is started there, or a connection to one that runs. */
export interface RemoteServer {
  readonly hostId: string;
  /** As the user calls it now. */
  readonly label: () => string;
  /** Starts or connects, with what is set up now. A failure is an `exited` of kind `failed`. */
  readonly start: () => HostProcess;
}

/** A place where an app-server, Git and shells run. The only way to start a process in the core. */
export interface Host {
  /** `local` for this machine. */
  readonly id: string;
  readonly platform: NodeJS.Platform;
  readonly files: HostFiles;
  /** Starts a process that the caller feeds, reads and ends. Does not throw: a failed start is an `exited` of kind `failed`. */
  readonly spawn: (command: SpawnCommand) => HostProcess;
  /** Runs a command to its end and collects what it printed. Never rejects. */
  readonly run: (command: RunCommand) => Promise<RunResult>;
}
