import { spawn } from 'node:child_process';
import type { ChildProcess, ChildProcessWithoutNullStreams } from 'node:child_process';
import { failedProcess } from './failed-process.ts';
import { localFiles } from './host-files.ts';
import type { Host, HostProcess, ProcessExit, SpawnCommand } from './host.ts';
import { signalTree } from './process-tree.ts';
import { runToEnd } from './run-to-end.ts';

/** After a process has ended, a child that inherited its pipes may hold them open; reading stops after this. */
const PIPE_GRACE_MS = 500;

/** This machine. */
export const localHost: Host = {
  id: 'local',
  platform: process.platform,
  files: localFiles,
  spawn: spawnLocal,
  run: (command) => runToEnd(spawnLocal, command),
};

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
    return failedProcess(errorCode(error), String(error));
  }
  // Out of file descriptors: there are no pipes, whatever the type says.
  if (!hasPipes(child)) {
    return failedProcess('UNKNOWN', 'No pipes');
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
