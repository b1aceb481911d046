import { spawn } from 'node:child_process';
import type { ChildProcess, ChildProcessWithoutNullStreams } from 'node:child_process';
import { PassThrough } from 'node:stream';
import type { Host, HostProcess, ProcessExit, RunCommand, RunResult, SpawnCommand } from './host.ts';
import { signalTree } from './process-tree.ts';

const DEFAULT_MAX_OUTPUT_BYTES = 64 * 1024 * 1024;
/** After a process has ended, a child that inherited its pipes may hold them open; reading stops after this. */
const PIPE_GRACE_MS = 500;

/** This machine. */
export const localHost: Host = { id: 'local', platform: process.platform, spawn: spawnLocal, run: runLocal };

/**
 * Each process leads a group of its own (POSIX), so that it can be ended with its children and a Ctrl+C in the terminal that
 * started Skein goes to Skein alone. When Skein itself is killed, the pipes close: the app-server ends at the end of its input.
 */
function spawnLocal({ program, args, cwd, env }: SpawnCommand): HostProcess {
  const detached = process.platform !== 'win32';
  let child;
  try {
    child = spawn(program, args, { cwd, env, detached, windowsHide: true, stdio: ['pipe', 'pipe', 'pipe'] });
  } catch (error) {
    return failedProcess(error);
  }
  // Out of file descriptors: there are no pipes, whatever the type says.
  if (!hasPipes(child)) {
    return failedProcess(new Error('No pipes'));
  }
  // A process that ends while it is being written to: its exit tells the story, the broken pipe adds nothing.
  child.stdin.on('error', () => undefined);
  let ended = false;
  const exited = whenEnded(child).then((exit) => {
    ended = true;
    return exit;
  });
  const signal = (name: 'SIGTERM' | 'SIGKILL') => {
    if (!ended && child.pid !== undefined) signalTree(child.pid, name);
  };
  return {
    pid: child.pid ?? null,
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    exited,
    terminate: () => signal('SIGTERM'),
    kill: () => signal('SIGKILL'),
  };
}

const hasPipes = (child: ChildProcess): child is ChildProcessWithoutNullStreams =>
  [child.stdin, child.stdout, child.stderr].every(Boolean);

function failedProcess(error: unknown): HostProcess {
  const pipe = () => new PassThrough().end();
  const exit: ProcessExit = { kind: 'failed', code: errorCode(error), message: String(error) };
  const nothing = () => undefined;
  const [stdin, stdout, stderr] = [pipe(), pipe(), pipe()];
  stdin.on('error', nothing);
  return { pid: null, stdin, stdout, stderr, exited: Promise.resolve(exit), terminate: nothing, kill: nothing };
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN';
}

function whenEnded(child: ChildProcessWithoutNullStreams): Promise<ProcessExit> {
  return new Promise((resolve) => {
    let grace: NodeJS.Timeout | undefined;
    const settle = (exit: ProcessExit) => {
      clearTimeout(grace);
      resolve(exit);
    };
    child.once('error', (error) => {
      if (child.pid === undefined) settle({ kind: 'failed', code: errorCode(error), message: error.message });
    });
    child.once('exit', (code, signal) => {
      grace = setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
        settle({ kind: 'exited', code, signal });
      }, PIPE_GRACE_MS);
    });
    child.once('close', (code, signal) => settle({ kind: 'exited', code, signal }));
  });
}

async function runLocal(command: RunCommand): Promise<RunResult> {
  const { stdin, timeoutMs, maxOutputBytes = DEFAULT_MAX_OUTPUT_BYTES, signal } = command;
  if (signal?.aborted) return aborted;
  const child = spawnLocal(command);
  const stdout = collect(child, 'stdout', maxOutputBytes);
  const stderr = collect(child, 'stderr', maxOutputBytes);
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    child.kill();
  }, timeoutMs);
  signal?.addEventListener('abort', child.kill);
  child.stdin.end(stdin ?? '');
  const exit = await child.exited;
  clearTimeout(timer);
  signal?.removeEventListener('abort', child.kill);
  return {
    exit,
    stdout: Buffer.concat(stdout.chunks),
    stderr: Buffer.concat(stderr.chunks).toString('utf8'),
    timedOut,
    truncated: stdout.truncated || stderr.truncated,
  };
}

const aborted: RunResult = {
  exit: { kind: 'exited', code: null, signal: 'SIGKILL' },
  stdout: Buffer.alloc(0),
  stderr: '',
  timedOut: false,
  truncated: false,
};

function collect(child: HostProcess, name: 'stdout' | 'stderr', limitBytes: number) {
  const output = { chunks: [] as Buffer[], truncated: false };
  let bytes = 0;
  child[name].on('data', (chunk: Buffer) => {
    const room = limitBytes - bytes;
    bytes += chunk.length;
    if (room <= 0) output.truncated = true;
    else if (chunk.length > room) {
      output.truncated = true;
      output.chunks.push(chunk.subarray(0, room));
    } else output.chunks.push(chunk);
  });
  return output;
}
