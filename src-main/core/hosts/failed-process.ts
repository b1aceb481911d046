import { PassThrough } from 'node:stream';
import type { HostProcess, ProcessExit } from './host.ts';

/** A process that never ran. */
export function failedProcess(code: string, message: string): HostProcess {
  const pipe = () => new PassThrough().end();
  const exit: ProcessExit = { kind: 'failed', code, message };
  const nothing = () => undefined;
  const [stdin, stdout, stderr] = [pipe(), pipe(), pipe()];
  stdin.on('error', nothing);
  return { pid: null, stdin, stdout, stderr, exited: Promise.resolve(exit), terminate: nothing, kill: nothing };
}
