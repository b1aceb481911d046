import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { CodexServer } from './codex-supervisor.ts';

export interface TerminalSize {
  readonly cols: number;
  readonly rows: number;
}
export interface TerminalCommand extends TerminalSize {
  /** Unique on this server while it runs. */
  readonly processId: string;
  readonly command: readonly string[];
  readonly folder: string;
  /** Added to the server's environment; null takes a variable away. */
  readonly env: Readonly<Record<string, string | null>>;
}

/** How a terminal came to its end. */
export type TerminalEnd =
  | { readonly kind: 'exited'; readonly exitCode: number | null }
  /** The app-server is gone, and the shell with it. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'failed'; readonly message: string };

/** A command on a PTY of the app-server. */
export interface TerminalProcess {
  /** Never rejects. Comes after the last output. */
  readonly ended: Promise<TerminalEnd>;
  /** In the order of the calls. Fails with `terminal.gone` when it has ended. */
  write(base64: string): Promise<Result<null, AppError>>;
  resize(size: TerminalSize): Promise<Result<null, AppError>>;
  /** Kills the command itself; what it started in groups of its own lives on. */
  terminate(): Promise<Result<null, AppError>>;
}

export interface TerminalGateway {
  /** Runs outside the sandbox, for as long as it likes (app-server.md §9). `onOutput` gets base64. */
  start(command: TerminalCommand, onOutput: (base64: string) => void): TerminalProcess;
  /** Runs a helper command to its end, outside the sandbox, without a PTY. Answers with what it printed. */
  run(command: readonly string[], timeoutMs: number): Promise<Result<string, AppError>>;
  dispose: Unsubscribe;
}

/** `command/exec` is answered when the shell ends. This is the longest a timer of Node can wait: 24 days. */
const NO_TIMEOUT_MS = 2 ** 31 - 1;
/** A server whose PTY does not take any more still answers: it keeps what is written (measured with 1.5 MB). */
const CONTROL_TIMEOUT_MS = 30_000;
const FULL_ACCESS = { type: 'dangerFullAccess' } as const;

export function createTerminalGateway(server: CodexServer): TerminalGateway {
  const listeners = new Map<string, (base64: string) => void>();
  const stop = server.onNotification((notification) => {
    if (notification.method !== 'command/exec/outputDelta') return;
    listeners.get(notification.params.processId)?.(notification.params.deltaBase64);
  });
  const control = { timeoutMs: CONTROL_TIMEOUT_MS };
  return {
    start: ({ processId, command, folder, env, cols, rows }, onOutput) => {
      listeners.set(processId, onOutput);
      const answer = server.call(
        'command/exec',
        {
          command: [...command],
          processId,
          tty: true,
          size: { cols, rows },
          cwd: folder,
          env,
          disableTimeout: true,
          disableOutputCap: true,
          sandboxPolicy: FULL_ACCESS,
        },
        { timeoutMs: NO_TIMEOUT_MS },
      );
      const ended = answer.then((result): TerminalEnd => {
        listeners.delete(processId);
        return result.ok ? { kind: 'exited', exitCode: result.value.exitCode } : endOf(result.error);
      });
      return {
        ended,
        write: async (deltaBase64) =>
          done(await server.call('command/exec/write', { processId, deltaBase64 }, control)),
        resize: async (size) =>
          done(
            await server.call(
              'command/exec/resize',
              { processId, size: { cols: size.cols, rows: size.rows } },
              control,
            ),
          ),
        terminate: async () => done(await server.call('command/exec/terminate', { processId }, control)),
      };
    },
    run: async (command, timeoutMs) => {
      const ran = await server.call(
        'command/exec',
        { command: [...command], timeoutMs, sandboxPolicy: FULL_ACCESS },
        { timeoutMs: timeoutMs + CONTROL_TIMEOUT_MS },
      );
      return ran.ok ? ok(ran.value.stdout) : ran;
    },
    dispose: stop,
  };
}

function endOf(error: AppError): TerminalEnd {
  switch (error.code) {
    case 'server.died':
    case 'server.not-running':
    case 'rpc.disconnected':
      return { kind: 'lost' };
    case 'server.timeout':
      // It ran for 24 days: how it ends will not be heard.
      return { kind: 'exited', exitCode: null };
    case 'codex.rejected':
      return { kind: 'failed', message: error.message };
    default:
      return { kind: 'failed', message: error.code };
  }
}

/** The server knows a process until it has ended; after that every request for it is refused. */
function done(answer: Result<unknown, AppError>): Result<null, AppError> {
  if (answer.ok) return ok(null);
  return err(answer.error.code === 'codex.rejected' ? { code: 'terminal.gone' } : answer.error);
}
