import { fstatSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AppError } from '../../src-shared/contract/app-error.ts';
import { createCore, type Core } from '../core/core.ts';
import { systemClock, type Log, type Ports } from '../core/ports.ts';
import { askToShow } from '../shell/ask-to-show.ts';
import { coreConfig, SKEIN_VERSION, skeinHomeOf } from '../shell/launch-config.ts';
import { readArguments, type LaunchArguments } from '../shell/launch-arguments.ts';
import { createFileLog } from '../shell/log-file.ts';
import { writeReceipt } from '../shell/receipt.ts';
import { startWebServer, type WebServer } from './http-server.ts';
import { createOpener } from './opener.ts';
import { createKeys } from './token.ts';

/** Built beside the page: out/main/web.js, out/renderer/. */
const PAGE_ROOT = join(dirname(fileURLToPath(import.meta.url)), '../renderer');
/** What `npm start` runs, with the Node that runs this. */
const START = [process.execPath, join(dirname(fileURLToPath(import.meta.url)), '../../build/scripts/start.mjs')];
/** Longest orderly end; after it the process goes anyway, and its children with it. */
const SHUTDOWN_LIMIT_MS = 8_000;

const announce = (event: Readonly<Record<string, unknown>>) => process.stdout.write(`${JSON.stringify(event)}\n`);
const complain = (words: string) => process.stderr.write(`skein: ${words}\n`);

/** Runs until it is told to end. Answers an exit code when it could not even start. */
async function main(log: Log, launch: LaunchArguments): Promise<number | null> {
  // Fixed only by the development script, so that its page survives a restart of the host. No child shall find it in its environment.
  const { SKEIN_WEB_TOKEN: agreedToken, ...env } = process.env;
  const keys = createKeys(systemClock, agreedToken || undefined);
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
    askToQuit: null,
    vault: null,
    onResume: null,
    system: null,
    windows: null,
    fileUrl: (fileId) => `/file/${fileId}`,
    log,
    clock: systemClock,
  };
  const created = await createCore(
    ports,
    coreConfig({ env, version: SKEIN_VERSION, codexDir: null, startCommand: START }),
  );
  if (!created.ok) return explainRefusal(created.error, launch);
  const running = created.value;
  core = running;
  endWithParent(() => end('stdin ended', 0));
  // The address is known once the server is there, and only then can anybody ask for it.
  const url = (key: string) => `${server?.origin ?? ''}/#t=${key}`;
  const opener = createOpener({
    core: running,
    clock: systemClock,
    window: launch.open ? 'opening' : 'printed',
    show: () => announce({ event: 'show', url: url(keys.token), openUrl: url(keys.ticket()) }),
    complain,
  });
  try {
    server = await startWebServer({
      pageRoot: PAGE_ROOT,
      port: launch.port,
      keys,
      log,
      onClient: (transport, clientId) => running.connect(transport, clientId),
      file: (fileId) => running.file(fileId),
      onShow: (request) => opener.show(request),
    });
  } catch (error) {
    complain(`cannot listen on port ${launch.port}: ${error instanceof Error ? error.message : String(error)}`);
    end('no port', 1);
    return null;
  }
  // Without it a second start cannot be shown the way, which is no reason not to run.
  await running
    .setPort(server.port)
    .catch((error: unknown) => log.warn('host: no port in the lock', { error: String(error) }));
  log.info('host: ready', { version: SKEIN_VERSION, node: process.version, origin: server.origin });
  // `url` keeps working and is for whoever reads this; `openUrl` works once and may stand where others can see it.
  announce({ event: 'ready', url: url(keys.token), openUrl: url(keys.ticket()) });
  writeReceipt(launch.receipt, await opener.open(launch));
  return null;
}

/** Another core has SKEIN_HOME: it is asked to show itself, and to open what was to be opened here. Answers the exit code. */
async function explainRefusal(error: AppError, launch: LaunchArguments): Promise<number> {
  if (error.code !== 'storage.locked') {
    complain(error.code === 'storage.failed' ? `cannot use ${error.file}: ${error.reason}` : error.code);
    return 1;
  }
  const { pid, port } = error;
  const answer = port === null ? null : await askToShow({ port, pid }, launch);
  writeReceipt(launch.receipt, answer ? answer.refused : [error]);
  if (!answer) {
    complain(`Skein is running already (process ${pid}) on this SKEIN_HOME. It cannot be asked to show itself.`);
    return 1;
  }
  const where = { opening: 'It shows itself.', printed: 'Its address stands where it was started.' }[answer.window];
  complain(`Skein is running already (process ${pid}). ${where}`);
  for (const { path, code } of answer.refused) complain(`it cannot open ${path}: ${code}`);
  announce({ event: 'already-running', pid, window: answer.window });
  return answer.refused.length > 0 ? 1 : 0;
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

/** Ends a process that never came to serve anything; nothing may keep it alive, and nobody may take it for a success. */
function giveUp(exitCode: number): void {
  process.exitCode = exitCode;
  // What was written to a pipe is still on its way.
  process.stdout.write('', () => process.stderr.write('', () => process.exit(exitCode)));
}

const launch = readArguments(process.argv.slice(2), process.cwd());
if (launch.ok) {
  main(createFileLog(join(skeinHomeOf(process.env), 'logs')), launch.value).then(
    (exitCode) => {
      if (exitCode !== null) giveUp(exitCode);
    },
    (error: unknown) => {
      complain(`could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      giveUp(1);
    },
  );
} else {
  complain(launch.error);
  giveUp(2);
}
