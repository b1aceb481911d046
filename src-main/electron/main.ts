import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, Menu, powerMonitor, session } from 'electron';
import { createCore, type Core } from '../core/core.ts';
import { systemClock, type SystemNews } from '../core/ports.ts';
import type { AppError } from '../../src-shared/contract/app-error.ts';
import { prepareDataFolder } from '../shell/data-folder.ts';
import { coreConfig, SKEIN_VERSION } from '../shell/launch-config.ts';
import { NO_ARGUMENTS, readAppArguments, type LaunchArguments } from '../shell/launch-arguments.ts';
import { createFileLog } from '../shell/log-file.ts';
import { writeReceipt } from '../shell/receipt.ts';
import { startUpdates } from './app-updates.ts';
import { createElectronPorts } from './electron-ports.ts';
import { menuTemplate } from './menu.ts';
import { servePorts, type PagePorts } from './page-ports.ts';
import { registerPageScheme, servePage } from './page-protocol.ts';
import { explainRefusal, refuseToStart } from './refuse-to-start.ts';
import { createSystemPlaces, starterOf } from './system-places.ts';
import { takeFreeSchemes } from './system-port.ts';
import { watchHelpers } from './watch-helpers.ts';
import { denyPermissions } from './window.ts';
import { createWindows } from './windows.ts';

const OUT = join(dirname(fileURLToPath(import.meta.url)), '..');

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
  const read = readAppArguments(argv.slice(app.isPackaged ? 1 : 2), cwd);
  if (!read.ok) log.warn('arguments were not understood', { reason: read.error });
  return read.ok ? read.value : NO_ARGUMENTS;
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
  let ports: PagePorts | null = null;
  let news: SystemNews | null = null;
  const early: { paths: string[]; links: string[] } = { paths: [], links: [] };

  const quitNow = () => {
    if (phase !== 'open') return;
    phase = 'ending';
    windows.freeze();
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
  const places = createSystemPlaces({
    act: {
      show: () => windows.show(),
      newWindow: () => windows.port.open({ view: null, solo: false }),
      newThread: () => void core?.openLink('skein://new').then(() => windows.show()),
      openPath: (path) => void core?.openPath(path).then(() => windows.show()),
      quit: () => app.quit(),
    },
    starter: starterOf(OUT),
    log,
  });
  /** Elsewhere the last window takes the app with it. */
  const staysWithoutWindow = () => process.platform === 'darwin' || places.hasTray();
  const windows = createWindows({
    preload: join(OUT, 'preload/index.cjs'),
    stateFile: join(config.skeinHome, 'window.json'),
    log,
    clientOf: (contents) => ports?.clientOf(contents),
    // macOS brings its own dictionaries; elsewhere Chromium fetches them from the network, when the user wants that.
    spelling: () => process.platform === 'darwin' || news?.settings.spelling === true,
    onSessionEnd: () => endWithSystem('session-end'),
    mayClose: () => phase !== 'open' || staysWithoutWindow() || core?.requestQuit() !== true,
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
    if (!staysWithoutWindow()) app.quit();
  });
  app.on('second-instance', (_event, argv, cwd) => {
    windows.show();
    if (core) void open(core, launch(argv, cwd));
  });
  // macOS hands files and folders over this way, also before the app is ready.
  app.on('open-file', (event, path) => {
    event.preventDefault();
    if (core) void core.openPath(path).then(() => windows.show());
    else early.paths.push(path);
  });
  app.on('open-url', (event, link) => {
    event.preventDefault();
    if (core) void core.openLink(link).then(() => windows.show());
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
  const tell = (told: SystemNews) => {
    news = told;
    places.tell(told);
  };
  const created = await createCore(createElectronPorts({ log, quit: quitNow, windows, tell }), config);
  if (!created.ok) {
    phase = 'done';
    await explainRefusal(created.error, config.skeinHome, launch(process.argv, process.cwd()));
    return;
  }
  core = created.value;
  const running = core;
  const served = servePorts((transport, clientId) => running.connect(transport, clientId));
  ports = served;
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      menuTemplate(process.platform, {
        newWindow: () => windows.port.open({ view: null, solo: false }),
        run: (commandId) => {
          const window = windows.current();
          const clientId = window && served.clientOf(window.webContents);
          if (clientId) running.command(commandId, clientId);
        },
      }),
    ),
  );
  watchHelpers(log, quitNow);
  await startUpdates(log, () => running.runningThreads()).catch((error: unknown) =>
    log.warn('updates: not possible', { error: String(error) }),
  );
  app.on('activate', () => windows.show());
  const asked = launch(process.argv, process.cwd());
  windows.openAll();
  await open(running, {
    ...asked,
    paths: [...asked.paths, ...early.paths],
    links: [...asked.links, ...early.links],
  });
}
