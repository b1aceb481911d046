// Runs the browser host as a child and reads its one line.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from './ensure-build.mjs';

/**
 * Starts the host and calls `onEvent` with each line it prints. Its standard input is our pipe: when this process is gone, however it
 * ended, the host ends too. It has a process group of its own, so that Ctrl+C reaches it once, through us. Ends this process with it.
 */
export function runWebHost(args, onEvent, { command = [join(ROOT, 'out/main/web.js')], env = process.env } = {}) {
  const child = spawn(process.execPath, [...command, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: process.platform !== 'win32',
    env,
  });
  createInterface({ input: child.stdout }).on('line', (line) => onEvent(JSON.parse(line)));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
  return child;
}
