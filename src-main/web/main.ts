import { fstatSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AppError } from '../../src-shared/contract/app-error.ts';
import { createCore, type Core } from '../core/core.ts';
import { systemClock, type Ports } from '../core/ports.ts';
import { coreConfig, SKEIN_VERSION, skeinHomeOf } from '../shell/launch-config.ts';
import { readArguments, type LaunchArguments } from '../shell/launch-arguments.ts';
import { createFileLog } from '../shell/log-file.ts';
import { handOver } from './hand-over.ts';
import { startWebServer, type WebServer } from './http-server.ts';
import { createToken } from './token.ts';

/** Built beside the page: out/main/web.js, out/renderer/. */
const PAGE_ROOT = join(dirname(fileURLToPath(import.meta.url)), '../renderer');
/** Longest orderly end; after it the process goes anyway, and its children with it. */
const SHUTDOWN_LIMIT_MS = 8_000;

const announce = (event: Readonly<Record<string, unknown>>) => process.stdout.write(`${JSON.stringify(event)}\n`);
const complain = (words: string) => process.stderr.write(`skein: ${words}\n`);

async function main(): Promise<void> {
  const launch = readArguments(process.argv.slice(2), process.cwd());
  if (!launch.ok) {
    complain(launch.error);
    process.exitCode = 2;
    return;
  }
  const log = createFileLog(join(skeinHomeOf(process.env), 'logs'));
  // Fixed only by the development script, so that its page survives a restart of the host.
  const token = process.env['SKEIN_WEB_TOKEN'] || createToken();
  let core: Core | null = null;
  let server: WebServer | null = null;
  let ending = false;

  /** The second call does not wait any more. */
  function end(reason: string, exitCode: number): void {
    if (ending) process.exit(exitCode || 1);
    ending = true;
    log.info('host: ending', { reason });
    setTimeout(() => process.exit(exitCode || 1), SHUTDOWN_LIMIT_MS).unref();
    void (async () => {
      await server?.close();
      await core?.dispose();
      process.exit(exitCode);
    })();
  }

  process.on('SIGINT', () => end('SIGINT', 130));
  process.on('SIGTERM', () => end('SIGTERM', 0));
  process.on('SIGHUP', () => end('SIGHUP', 0));
  process.on('uncaughtException', (error) => {
    log.error('host: an error nobody caught', { error: error.stack });
    end('uncaughtException', 1);
  });
  process.on('unhandledRejection', (reason) => {
    log.error('host: a rejection nobody caught', { error: reason instanceof Error ? reason.stack : String(reason) });
  });
  // Whoever reads our output may go first; writing to it then must not end us in the middle of things.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);

  const ports: Ports = {
    shell: 'web',
    pickFolder: null,
    reveal: null,
    openExternal: null,
    quit: () => end('quit', 0),
    fileUrl: (fileId) => `/file/${fileId}`,
    log,
    clock: systemClock,
  };
  const created = await createCore(ports, coreConfig({ env: process.env, version: SKEIN_VERSION, codexDir: null }));
  if (!created.ok) {
    process.exitCode = await explainRefusal(created.error, launch.value);
    return;
  }
  const running = created.value;
  core = running;
  endWithParent(() => end('stdin ended', 0));
  try {
    server = await startWebServer({
      pageRoot: PAGE_ROOT,
      port: launch.value.port,
      token,
      log,
      onClient: (transport, clientId) => running.connect(transport, clientId),
      file: (fileId) => running.file(fileId),
    });
  } catch (error) {
    complain(`cannot listen on port ${launch.value.port}: ${error instanceof Error ? error.message : String(error)}`);
    end('no port', 1);
    return;
  }
  const url = `${server.origin}/#t=${token}`;
  await running.setUrl(url);
  await openFirst(running, launch.value);
  log.info('host: ready', { version: SKEIN_VERSION, node: process.version, origin: server.origin });
  announce({ event: 'ready', url });
}

async function openFirst(core: Core, { paths, demo }: LaunchArguments): Promise<void> {
  for (const path of paths) {
    const opened = await core.openPath(path);
    if (!opened.ok) complain(`cannot open ${path}: ${opened.error.code}`);
  }
  if (!demo) return;
  const started = await core.startDemo();
  if (!started.ok) complain(`the demo did not start: ${JSON.stringify(started.error)}`);
}

/** Another core has SKEIN_HOME: its address is given instead, and the paths are handed to it. Answers the exit code. */
async function explainRefusal(error: AppError, launch: LaunchArguments): Promise<number> {
  if (error.code !== 'storage.locked') {
    complain(error.code === 'storage.failed' ? `cannot use ${error.file}: ${error.reason}` : error.code);
    return 1;
  }
  const { pid, url } = error;
  if (url === null || !(await handOver(url, launch.paths))) {
    complain(`another Skein (process ${pid}) uses this SKEIN_HOME and cannot be reached from here`);
    return 1;
  }
  complain(`Skein is running already (process ${pid}); this is its address`);
  announce({ event: 'already-running', url, pid });
  return 0;
}

/**
 * When standard input is a pipe, its end means that whoever started us is gone. A terminal, a file or /dev/null says nothing of the kind.
 */
function endWithParent(end: () => void): void {
  const input = fstatSync(0);
  if (!input.isFIFO() && !input.isSocket()) return;
  process.stdin.on('error', end);
  process.stdin.on('end', end);
  process.stdin.resume();
}

void main();
