import { PassThrough, Writable } from 'node:stream';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { failedProcess } from '../hosts/failed-process.ts';
import type { Host, HostProcess, ProcessExit, SpawnCommand } from '../hosts/host.ts';
import { runToEnd } from '../hosts/run-to-end.ts';
import { createShellFiles } from '../hosts/shell-files.ts';
import type { CodexServer } from './codex-supervisor.ts';

/** The longest a timer of Node can wait: 24 days. Who runs a command to its end has a limit of his own. */
const NO_TIMEOUT_MS = 2 ** 31 - 1;
const CONTROL_TIMEOUT_MS = 30_000;

interface Reader {
  readonly stdout: PassThrough;
  readonly stderr: PassThrough;
}

/**
 * The host a server runs on, through the server itself: its processes are `command/exec`, outside the sandbox. So Git works wherever an
 * app-server does. Unlike on this machine, a command's `env` comes on top of the server's own environment, and the platform is
 * `linux` for everything that is not Windows or macOS.
 */
export function createServerHost(server: CodexServer): Host {
  const readers = new Map<string, Reader>();
  let count = 0;
  server.onNotification((notification) => {
    if (notification.method !== 'command/exec/outputDelta') return;
    const { processId, stream, deltaBase64 } = notification.params;
    readers.get(processId)?.[stream].write(Buffer.from(deltaBase64, 'base64'));
  });

  const spawn = ({ program, args, cwd, env }: SpawnCommand): HostProcess => {
    if ([program, ...args].some((word) => word.includes('\0'))) return failedProcess('ERR_INVALID_ARG_VALUE', program);
    const processId = `skein-run-${++count}`;
    const reader: Reader = { stdout: new PassThrough(), stderr: new PassThrough() };
    readers.set(processId, reader);
    const answer = server.call(
      'command/exec',
      {
        ...{ command: [program, ...args], processId, cwd, env: withoutGaps(env) },
        ...{ streamStdin: true, streamStdoutStderr: true, disableTimeout: true, disableOutputCap: true },
        sandboxPolicy: { type: 'dangerFullAccess' },
      },
      { timeoutMs: NO_TIMEOUT_MS },
    );
    const exited = answer.then((result): ProcessExit => {
      readers.delete(processId);
      reader.stdout.end();
      reader.stderr.end();
      return result.ok ? { kind: 'exited', code: result.value.exitCode, signal: null } : describe(result.error);
    });
    const control = { timeoutMs: CONTROL_TIMEOUT_MS };
    const write = (deltaBase64: string | null, closeStdin: boolean) =>
      server.call('command/exec/write', { processId, deltaBase64, closeStdin }, control);
    const stdin = new Writable({
      // What has ended takes nothing any more; its exit tells the story.
      write: (chunk: Buffer, _encoding, done) => void write(chunk.toString('base64'), false).then(() => done()),
      final: (done) => void write(null, true).then(() => done()),
    });
    stdin.on('error', () => undefined);
    const end = () => void server.call('command/exec/terminate', { processId }, control);
    return { pid: null, stdin, stdout: reader.stdout, stderr: reader.stderr, exited, terminate: end, kill: end };
  };
  const processes: Pick<Host, 'run' | 'platform'> = {
    get platform(): NodeJS.Platform {
      const { platform } = server.state();
      return platform === 'windows' ? 'win32' : platform === 'macos' ? 'darwin' : 'linux';
    },
    run: (command) => runToEnd(spawn, command),
  };
  return {
    id: server.state().hostId,
    files: createShellFiles(processes),
    get platform() {
      return processes.platform;
    },
    spawn,
    run: processes.run,
  };
}

/** What is named without a value is taken out of the server's own environment. */
const withoutGaps = (env: SpawnCommand['env']): Record<string, string | null> =>
  Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value ?? null]));

/** A program or folder that is not there is the system's word for it (`os error 2`). */
function describe(error: AppError): ProcessExit {
  const message = error.code === 'codex.rejected' ? error.message : error.code;
  const missing = /os error 2\b|no such file|not found/i.test(message);
  return { kind: 'failed', code: missing ? 'ENOENT' : error.code, message };
}
