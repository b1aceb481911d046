import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const projectRoot = join(dirname(fileURLToPath(import.meta.url)), '..');
const ENTRY = join(projectRoot, 'out/main/web.js');

export type WebHostOptions = {
  readonly skeinHome: string;
  readonly codexHome: string;
  /** The temporary folder of the host and of what it starts; the Codex home must not be inside. */
  readonly tmp: string;
  /** A folder to open as a project. */
  readonly path?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

/** A running browser host, built by `npm run build`. */
export type WebHost = {
  /** With the token in its fragment. */
  readonly url: string;
  /** The same for a browser's command line: it opens one page. */
  readonly openUrl: string;
  readonly pid: number;
  /** Everything it wrote to standard error so far. */
  readonly stderr: () => string;
  /** Asks it to end as a service manager would, and waits until it has. */
  readonly stop: () => Promise<void>;
  /** Ends it without a chance to clean up. */
  readonly kill: () => Promise<void>;
};

/** Starts the browser host and waits for its line of JSON; rejects with its last words when it ends before. */
export async function startWebHost(options: WebHostOptions): Promise<WebHost> {
  if (!existsSync(ENTRY)) throw new Error('The browser host is not built: run npm run build');
  const args = [ENTRY, '--no-open', ...(options.args ?? []), ...(options.path === undefined ? [] : [options.path])];
  const child = spawn(process.execPath, args, {
    cwd: options.tmp,
    env: {
      // What a test installs for its user goes into the test's own folder, never into the machine's.
      PATH: `${join(options.tmp, '.local/bin')}${delimiter}${process.env.PATH ?? ''}`,
      LANG: 'C.UTF-8',
      HOME: options.tmp,
      TMPDIR: options.tmp,
      SKEIN_HOME: options.skeinHome,
      CODEX_HOME: options.codexHome,
      ...(process.env.SKEIN_CODEX_BIN === undefined ? {} : { SKEIN_CODEX_BIN: process.env.SKEIN_CODEX_BIN }),
      ...options.env,
    },
    // A pipe: the host ends with us, even when we are killed.
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const { url, openUrl } = await whenReady(child, () => stderr);
  return {
    url,
    openUrl,
    pid: child.pid ?? -1,
    stderr: () => stderr,
    stop: () => end(child, 'SIGTERM'),
    kill: () => end(child, 'SIGKILL'),
  };
}

async function whenReady(child: ChildProcess, stderr: () => string): Promise<ReadyLine> {
  if (child.stdout === null) throw new Error('The browser host has no standard output');
  const lines = createInterface({ input: child.stdout });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The browser host ended with ${code ?? 'a signal'}: ${stderr()}`)));
    lines.on('line', (line) => {
      const ready = readyLine(line);
      if (ready !== undefined) resolve(ready);
    });
  });
}

type ReadyLine = Pick<WebHost, 'url' | 'openUrl'>;

/** Other lines may come first; only one that is JSON and says `ready` counts. */
function readyLine(line: string): ReadyLine | undefined {
  if (!line.startsWith('{')) return undefined;
  const message = JSON.parse(line) as ReadyLine & { readonly event?: unknown };
  return message.event === 'ready' ? message : undefined;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
