import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { codexBinary } from '../../src-main/core/demo-model/testing/codex-binary.ts';
import { floodEnd } from '../../src-main/core/demo-model/flood-text.ts';
import { createElectronWorld, type ElectronWorld } from '../electron-stand-in/electron-world.ts';
import type { StandIn } from '../electron-stand-in/launch-stand-in.ts';
import { AppPage } from '../pages/app-page.ts';
import { appServers, isAlive } from '../processes.ts';
import { startWebHost } from '../web-host.ts';

const test = base.extend<{ readonly world: ElectronWorld }>({
  world: async ({ context }, use) => {
    const world = await createElectronWorld(context);
    await use(world);
    await world.close();
  },
});

test('boots the real main process, preload and page, locked down; the page stays where it is', async ({ world }) => {
  const electron = world.launch([world.shop]);
  const page = await electron.firstWindow();
  const app = new AppPage(page);
  await expect(app.sidebar.newThread).toBeVisible();
  await expect(page.getByText('shop').first()).toBeVisible();
  expect(await electron.recorded('window')).toMatchObject([
    {
      options: {
        show: false,
        webPreferences: {
          sandbox: true,
          contextIsolation: true,
          nodeIntegration: false,
          webSecurity: true,
          webviewTag: false,
        },
      },
    },
  ]);
  expect(await electron.recorded('show')).toHaveLength(1);
  const seen = await page.evaluate(() => [
    Object.keys((window as unknown as { readonly skein: object }).skein),
    typeof (globalThis as { readonly require?: unknown }).require,
    typeof (globalThis as { readonly process?: unknown }).process,
  ]);
  expect(seen).toEqual([['connect'], 'undefined', 'undefined']);
  expect(appServers(electron.pid)).toHaveLength(1);

  const inWindow = { windowId: 1 };
  const elsewhere = ['https://example.com/', 'file:///etc/passwd', 'app://skein/file/x', 'app://other/index.html'];
  for (const url of elsewhere) {
    expect(await electron.ask({ what: 'mayNavigate', url, ...inWindow }), url).toBe(false);
  }
  for (const url of ['https://example.com/a', 'javascript:alert(1)', 'file:///etc/passwd', 'mailto:a@b.c']) {
    expect(await electron.ask({ what: 'mayOpen', url, ...inWindow }), url).toBe(false);
  }
  expect(electron.records('openExternal')).toEqual(['https://example.com/a', 'mailto:a@b.c']);
  const may = (permission: string, url: string) => electron.ask({ what: 'permission', permission, url, ...inWindow });
  for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal']) {
    expect(await may(permission, 'app://skein/index.html'), permission).toBe(false);
  }
  expect(await may('clipboard-sanitized-write', 'app://skein/index.html')).toBe(true);
  expect(await may('clipboard-sanitized-write', 'https://example.com/')).toBe(false);
  expect(electron.stderr()).toBe('');
});

test('its menu runs commands; a page that was reloaded connects again; a browser host on the same data says so and ends', async ({
  world,
}) => {
  const electron = world.launch([world.shop]);
  const page = await electron.firstWindow();
  const app = new AppPage(page);
  await expect(app.sidebar.newThread).toBeVisible();
  expect(await electron.ask({ what: 'clickMenu', labels: ['View', 'Command Palette…'] })).toBe(true);
  await expect(app.dialog('Command palette')).toBeVisible();

  await page.reload();
  await expect(app.sidebar.root.getByText('shop')).toBeVisible();
  expect(electron.records('window')).toHaveLength(1);

  const { skeinHome } = world;
  const second = startWebHost({
    skeinHome,
    codexHome: world.env['CODEX_HOME'] ?? '',
    tmp: world.env['TMPDIR'] ?? '',
  });
  await expect(second).rejects.toThrow(`ended with 1: skein: Skein is running already (process ${electron.pid})`);
});

test('adds projects: by the native picker, from a second launch, from files that the system hands over', async ({
  world,
}) => {
  const folder = async (name: string) => {
    const path = join(world.root, name);
    await mkdir(path);
    await writeFile(join(path, 'notes.txt'), 'notes');
    return path;
  };
  const electron = world.launch();
  const app = new AppPage(await electron.firstWindow());
  await expect(app.sidebar.newThread).toBeVisible();
  await electron.ask({ what: 'answerDialog', value: { canceled: false, filePaths: [world.shop] } });
  expect(await electron.ask({ what: 'clickMenu', labels: ['File', 'Add Project…'] })).toBe(true);
  await expect(app.sidebar.root.getByText('shop')).toBeVisible();
  expect(await electron.recorded('openDialog')).toMatchObject([{ properties: ['openDirectory', 'createDirectory'] }]);

  const second = world.launch([await folder('second')]);
  expect(await second.exited).toEqual({ code: 0, signal: null });
  await expect(app.sidebar.root.getByText('second')).toBeVisible();
  expect(await electron.recorded('focus')).toHaveLength(1);
  expect(second.records('window')).toEqual([]);

  await electron.ask({ what: 'openFile', path: join(await folder('third'), 'notes.txt') });
  await expect(app.sidebar.root.getByText('third')).toBeVisible();
});

test('follows links from the system, from its start and from a second start, which brings nothing else', async ({
  world,
}) => {
  const electron = world.launch([world.shop]);
  const app = new AppPage(await electron.firstWindow());
  await app.whenReady();
  const prompt = 'codex://new?prompt=only%20written&path=';
  await electron.ask({ what: 'openUrl', url: `${prompt}${encodeURIComponent(world.shop)}` });
  await expect(app.composer.message).toHaveValue('only written');
  const second = world.launch(['skein://settings/about', '--demo', world.root]);
  expect(await second.exited).toEqual({ code: 0, signal: null });
  await expect(app.page.getByRole('heading', { name: 'About and logs' })).toBeVisible();
  await expect(app.sidebar.root.getByText('tiny-shop')).toHaveCount(0);
  await electron.ask({ what: 'openUrl', url: 'codex://run?command=x' });
  await expect(app.page.getByText('A link was not followed', { exact: true })).toBeVisible();
  await expect(app.timeline.turns).toHaveCount(0);
});

test('quits with its last window, keeps its place and leaves nothing behind', async ({ world }) => {
  const electron = world.launch([world.shop]);
  await expect(new AppPage(await electron.firstWindow()).sidebar.newThread).toBeVisible();
  expect(await electron.ask({ what: 'closeWindow', windowId: 1 })).toBe(true);
  expect(await electron.exited).toEqual({ code: 0, signal: null });
  expect(appServers(process.pid).filter(({ parent }) => parent === electron.pid)).toEqual([]);
  expect(JSON.parse(await readFile(join(world.skeinHome, 'window.json'), 'utf8'))).toMatchObject({
    windows: [{ maximized: false, solo: false, view: expect.stringContaining('"new"') as unknown }],
  });
  expect(electron.stderr()).toBe('');
});

test('asks before it quits while a turn runs, and the turn goes with it', async ({ world }) => {
  const electron = world.launch([world.shop]);
  const page = await electron.firstWindow();
  const app = new AppPage(page);
  await app.whenReady();
  await app.startThread('gate: never|thinking aloud |never said');
  await expect(app.timeline.lastMessage).toContainText('thinking aloud');
  const question = page.getByRole('alertdialog', { name: /Quit while a thread runs/ });
  expect(await electron.ask({ what: 'closeWindow', windowId: 1 })).toBe(false);
  await question.getByRole('button', { name: 'Keep running' }).click();
  await expect(app.composer.stop).toBeVisible();
  void electron.ask({ what: 'quit' });
  await question.getByRole('button', { name: 'Quit', exact: true }).click();
  expect(await electron.exited).toEqual({ code: 0, signal: null });
  expect(electron.records('window')).toHaveLength(1);
});

const FLOOD = 15_000;
/** The page does nothing else for so long. */
const BUSY_MS = 1_500;

/** A thread whose turn runs until it is ended. */
async function runForEver(electron: StandIn): Promise<AppPage> {
  const app = new AppPage(await electron.firstWindow());
  await app.whenReady();
  await app.startThread('gate: never|thinking aloud |never said');
  await expect(app.timeline.lastMessage).toContainText('thinking aloud');
  return app;
}

const WAYS_TO_END: Readonly<Record<string, (electron: StandIn) => Promise<unknown>>> = {
  'a signal': async (electron) => {
    electron.kill('SIGTERM');
    await electron.exited;
  },
  'a shutdown, which is held up for it': async (electron) =>
    expect(await electron.ask({ what: 'power', event: 'shutdown' })).toBe(true),
  'the end of the session': (electron) => electron.ask({ what: 'sessionEnd', windowId: 1 }),
};
for (const [name, end] of Object.entries(WAYS_TO_END)) {
  test(`is not asked whether it may end by ${name}: the turn goes with it, in order`, async ({ world }) => {
    const electron = world.launch([world.shop]);
    await runForEver(electron);
    const servers = appServers(electron.pid).map(({ pid }) => pid);
    await end(electron);
    expect(await electron.exited).toEqual({ code: 0, signal: null });
    expect(servers.filter(isAlive)).toEqual([]);
    expect(electron.records('messageBox')).toEqual([]);

    const again = new AppPage(await world.launch([world.shop]).firstWindow());
    await again.sidebar.thread(/gate: never/).click();
    await expect(again.timeline.turns.last()).toContainText('Interrupted');
  });
}

test('asks by itself before it quits where threads run on without a window, as on macOS', async ({ world }) => {
  const electron = world.launch([world.shop], { STAND_IN_PLATFORM: 'darwin', SKEIN_CODEX_BIN: codexBinary() });
  await runForEver(electron);
  expect(await electron.ask({ what: 'closeWindow', windowId: 1 })).toBe(true);
  await electron.ask({ what: 'answerDialog', value: { response: 0, checkboxChecked: false } });
  await electron.ask({ what: 'quit' });
  await electron.recorded('messageBox');
  expect(appServers(electron.pid)).toHaveLength(1);
  await electron.ask({ what: 'answerDialog', value: { response: 1, checkboxChecked: false } });
  await electron.ask({ what: 'quit' });
  expect(await electron.exited).toEqual({ code: 0, signal: null });
  expect(electron.records('messageBox')).toMatchObject([
    { message: 'Quit while a thread runs?', buttons: ['Keep running', 'Quit'], defaultId: 0, cancelId: 0 },
    { message: 'Quit while a thread runs?' },
  ]);
});

test('shows all of a flood that its page was too busy for', async ({ world }) => {
  const electron = world.launch([world.shop]);
  const page = await electron.firstWindow();
  const app = new AppPage(page);
  await app.whenReady();
  await app.startThread(`flood ${FLOOD}`);
  await page.evaluate((busyMs) => {
    const end = performance.now() + busyMs;
    while (performance.now() < end);
  }, BUSY_MS);
  await expect(app.timeline.lastMessage).toContainText(floodEnd(FLOOD));
  expect(electron.stderr()).toBe('');
});

test('says that another Skein has its data, which shows itself and the folder', async ({ world, context }) => {
  const host = await startWebHost({
    skeinHome: world.skeinHome,
    codexHome: world.env['CODEX_HOME'] ?? '',
    tmp: world.env['TMPDIR'] ?? '',
  });
  const electron = world.launch([world.shop]);
  expect(await electron.exited).toEqual({ code: 0, signal: null });
  expect(electron.records('messageBox')).toMatchObject([
    { message: 'Skein is running already.', detail: expect.stringContaining(`Process ${host.pid}`) },
  ]);
  expect(electron.records('window')).toEqual([]);
  const app = new AppPage(await context.newPage());
  await app.page.goto(host.url);
  await expect(app.sidebar.root.getByText('shop')).toBeVisible();
  await host.stop();
});

test('says what is wrong with its data folder, and ends with an error', async ({ world }) => {
  await writeFile(world.skeinHome, 'a file in its place');
  const electron = world.launch();
  expect(await electron.exited).toEqual({ code: 1, signal: null });
  expect(electron.records('messageBox')).toMatchObject([{ detail: expect.stringContaining(world.skeinHome) }]);
});
