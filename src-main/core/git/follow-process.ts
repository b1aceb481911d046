import { StringDecoder } from 'node:string_decoder';
import type { HostProcess, ProcessExit } from '../hosts/host.ts';

/** Kept of each of the two outputs, for the error that may have to be made of them: the beginning is dropped. */
const KEPT_BYTES = 1024 * 1024;

/** Reads a process to its end while passing on what it prints; its input is closed after `stdin`. */
export async function followProcess(
  child: HostProcess,
  options: {
    readonly stdin?: string;
    readonly onOutput: (text: string) => void;
    readonly signal: AbortSignal;
    readonly killSignal: AbortSignal;
  },
): Promise<{ readonly exit: ProcessExit; readonly stdout: Buffer; readonly stderr: string }> {
  const { onOutput, signal, killSignal } = options;
  const [stdout, stderr] = (['stdout', 'stderr'] as const).map((name) => {
    const decoder = new StringDecoder('utf8');
    let chunks: Buffer[] = [];
    let bytes = 0;
    child[name].on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > 2 * KEPT_BYTES) {
        chunks = [Buffer.concat(chunks).subarray(-KEPT_BYTES)];
        bytes = KEPT_BYTES;
      }
      onOutput(decoder.write(chunk));
    });
    return () => Buffer.concat(chunks);
  });
  signal.addEventListener('abort', child.terminate);
  killSignal.addEventListener('abort', child.kill);
  if (signal.aborted) child.terminate();
  child.stdin.end(options.stdin ?? '');
  const exit = await child.exited;
  signal.removeEventListener('abort', child.terminate);
  killSignal.removeEventListener('abort', child.kill);
  return { exit, stdout: stdout?.() ?? Buffer.alloc(0), stderr: (stderr?.() ?? Buffer.alloc(0)).toString('utf8') };
}
