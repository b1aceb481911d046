import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, BrowserWindow, dialog, Menu, powerMonitor, session } from 'electron';
import { createCore, type Core } from '../core/core.ts';
import { systemClock } from '../core/ports.ts';
import type { AppError } from '../../src-shared/contract/app-error.ts';
import { askToShow } from '../shell/ask-to-show.ts';
import { prepareDataFolder } from '../shell/data-folder.ts';
import { coreConfig, SKEIN_VERSION } from '../shell/launch-config.ts';
import { readArguments, type LaunchArguments } from '../shell/launch-arguments.ts';
import { createFileLog } from '../shell/log-file.ts';
import { writeReceipt } from '../shell/receipt.ts';
import { startUpdates } from './app-updates.ts';
import { createElectronPorts } from './electron-ports.ts';
import { menuTemplate } from './menu.ts';
import { servePorts } from './page-ports.ts';
import { registerPageScheme, servePage } from './page-protocol.ts';
import { takeFreeSchemes } from './system-port.ts';
import { denyPermissions, openWindow } from './window.ts';

const OUT = join(dirname(fileURLToPath(import.meta.url)), '..');
const NOTHING: LaunchArguments = { paths: [], links: [], demo: false, port: 0, receipt: null, open: true };

/** Longest orderly end; after it the process goes anyway, and its children with it. */
const SHUTDOWN_LIMIT_MS = 8_000;
const config = coreConfig({
  env: process.env,
  version: SKEIN_VERSION,
  codexDir: app.isPackaged ? join(process.resourcesPath, 'codex') : null,
  startCommand: startCommand(),
});
const log = createFileLog(join(config.skeinHome, 'logs'));
/** Arguments after the program, or after the folder that a development Electron was started with. */
const launch = (argv: readonly string[], cwd: string): LaunchArguments => {
  const args = argv.slice(app.isPackaged ? 1 : 2);
  // Chromium's own switches come along; only Skein's are read.
  const ours = args.filter((arg) => !arg.startsWith('-') || arg === '--demo' || arg.startsWith('--receipt='));
  const read = readArguments(ours, cwd);
  if (!read.ok) log.warn('arguments were not understood', { reason: read.error });
  if (!read.ok) return NOTHING;
  // The system puts a link on our command line as it is: what a crafted one may have added beside itself is not read.
  return read.value.links.length > 0 ? { ...NOTHING, links: read.value.links } : read.value;
};

/** What an AppImage holds is there only while it runs: a command that outlives it cannot point inside. */
function startCommand(): readonly string[] | null {
  if (!app.isPackaged) return [process.execPath, dirname(OUT)];
  return process.env['APPIMAGE'] === undefined ? [process.execPath] : null;
}

app.setAppUserModelId('dev.skein.app');
registerPageScheme();
const unusable = prepareDataFolder(config.skeinHome);
if (unusable === null) start();
else
  void app
    .whenReady()
    .then(() => refuseToStart('Skein cannot use its data folder.', `${config.skeinHome}: ${unusable}`));

function start(): void {
  // Cookies, caches and the single-instance lock belong to one SKEIN_HOME, as everything else does.
  app.setPath('userData', join(config.skeinHome, 'electron'));
  if (!app.requestSingleInstanceLock({ cwd: process.cwd() })) {
    app.quit();
    return;
  }
  run().catch((error: unknown) => {
    log.error('the app did not start', { error: error instanceof Error ? error.stack : String(error) });
    return refuseToStart('Skein could not start.', error instanceof Error ? error.message : String(error));
  });
}

async function run(): Promise<void> {
  /** `ending`: the core is being shut down; `done`: nothing is left. */
  let phase: 'open' | 'ending' | 'done' = 'open';
  let core: Core | null = null;
  const early: { paths: string[]; links: string[] } = { paths: [], links: [] };

  const quitNow = () => {
    if (phase !== 'open') return;
    phase = 'ending';
    const done = () => {
      if (phase === 'done') return;
      phase = 'done';
      app.quit();
    };
    // A disk that hangs must not leave a process without a window.
    systemClock.after(SHUTDOWN_LIMIT_MS, done);
    void Promise.resolve(core?.dispose())
      .catch((error: unknown) => log.error('the core did not end well', { error: String(error) }))
      .then(done);
  };
  /** The system, or whoever manages services, ends us: that was decided, and nobody may be there to answer. */
  const endWithSystem = (reason: string) => {
    log.info('ending with the system', { reason });
    quitNow();
  };
  const show = () => {
    const [window] = BrowserWindow.getAllWindows();
    if (!window) return void openPage();
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  };
  const openPage = () =>
    openWindow({
      preload: join(OUT, 'preload/index.cjs'),
      stateFile: join(config.skeinHome, 'window.json'),
      log,
      onSessionEnd: () => endWithSystem('session-end'),
      // Elsewhere than on macOS the last window takes the app with it.
      mayClose: () => phase !== 'open' || process.platform === 'darwin' || core?.requestQuit() !== true,
    });
  const open = async (opened: Core, { paths, links, demo, receipt }: LaunchArguments) => {
    const refused: AppError[] = [];
    for (const path of paths) {
      const result = await opened.openPath(path);
      if (result.ok) continue;
      refused.push(result.error);
      log.warn('a path could not be opened', { ...result.error });
    }
    writeReceipt(receipt, refused);
    for (const link of links) {
      const result = await opened.openLink(link);
      if (!result.ok) log.warn('a link was not followed', { ...result.error });
    }
    if (demo) await opened.startDemo();
  };

  app.on('before-quit', (event) => {
    if (phase === 'done') return;
    event.preventDefault();
    if (phase === 'open' && core?.requestQuit() !== true) quitNow();
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  app.on('second-instance', (_event, argv, cwd) => {
    show();
    if (core) void open(core, launch(argv, cwd));
  });
  // macOS hands files and folders over this way, also before the app is ready.
  app.on('open-file', (event, path) => {
    event.preventDefault();
    if (core) void core.openPath(path).then(show);
    else early.paths.push(path);
  });
  app.on('open-url', (event, link) => {
    event.preventDefault();
    if (core) void core.openLink(link).then(show);
    else early.links.push(link);
  });

  await app.whenReady();
  // Not before: Electron puts handlers of its own on while it starts, which would quit as a user does, and ask.
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT'] as const) process.on(signal, () => endWithSystem(signal));
  // Held up for as long as an orderly end takes. The event comes along, though Electron's types do not say so.
  powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => {
    event?.preventDefault();
    endWithSystem('shutdown');
  });
  denyPermissions(session.defaultSession);
  takeFreeSchemes();
  servePage(session.defaultSession, join(OUT, 'renderer'), async (fileId) => (await core?.file(fileId)) ?? null);
  const created = await createCore(createElectronPorts(log, quitNow, show), config);
  if (!created.ok) {
    phase = 'done';
    await explainRefusal(created.error);
    return;
  }
  core = created.value;
  const running = core;
  const ports = servePorts((transport, clientId) => running.connect(transport, clientId));
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      menuTemplate(process.platform, (commandId) => {
        const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
        const clientId = window && ports.clientOf(window.webContents);
        if (clientId !== undefined) running.command(commandId, clientId);
      }),
    ),
  );
  // A graphics process that crashed is started again by Chromium itself, and the windows paint anew.
  app.on('child-process-gone', (_event, { type, reason }) => log.warn('a helper process ended', { type, reason }));
  if (process.platform === 'win32')
    app.setUserTasks([
      {
        program: process.execPath,
        arguments: app.isPackaged ? 'skein://new' : `"${dirname(OUT)}" skein://new`,
        iconPath: process.execPath,
        iconIndex: 0,
        title: 'New thread',
        description: 'Opens Skein to write the first message of a thread',
      },
    ]);
  await startUpdates(log, () => running.runningThreads()).catch((error: unknown) =>
    log.warn('updates: not possible', { error: String(error) }),
  );
  app.on('activate', show);
  const asked = launch(process.argv, process.cwd());
  openPage();
  await open(running, {
    ...asked,
    paths: [...asked.paths, ...early.paths],
    links: [...asked.links, ...early.links],
  });
}

/** Another core has SKEIN_HOME, most likely the browser host: it is asked to show itself and to open what was to be opened here. */
async function explainRefusal(error: AppError): Promise<void> {
  if (error.code !== 'storage.locked') {
    const detail = error.code === 'storage.failed' ? `${error.file}: ${error.reason}` : error.code;
    await refuseToStart('Skein cannot use its data folder.', detail);
    return;
  }
  const { pid, port } = error;
  const asked = launch(process.argv, process.cwd());
  const answer = port === null ? null : await askToShow({ port, pid }, asked);
  writeReceipt(asked.receipt, answer ? answer.refused : [error]);
  const where =
    answer?.window === 'opening'
      ? 'Its window opens in the browser.'
      : 'Its address stands in the terminal where it was started.';
  await say('Skein is running already.', `Process ${pid} uses ${config.skeinHome}. ${where}`);
  app.exit(0);
}

async function refuseToStart(message: string, detail: string): Promise<void> {
  await say(message, detail);
  app.exit(1);
}
const say = (message: string, detail: string) =>
  dialog.showMessageBox({ type: 'info', message, detail, buttons: ['OK'] });
