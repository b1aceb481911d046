import type { HostProcess, RunCommand, RunResult, SpawnCommand } from './host.ts';

const DEFAULT_MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/** Runs a command to its end and collects what it printed. Never rejects. */
export async function runToEnd(spawn: (command: SpawnCommand) => HostProcess, command: RunCommand): Promise<RunResult> {
  const { stdin, timeoutMs, maxOutputBytes = DEFAULT_MAX_OUTPUT_BYTES, signal } = command;
  if (signal?.aborted) return aborted;
  const child = spawn(command);
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
