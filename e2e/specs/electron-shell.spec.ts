import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { createElectronWorld, type ElectronWorld } from '../electron-stand-in/electron-world.ts';
import { AppPage } from '../pages/app-page.ts';
import { appServers } from '../processes.ts';
import { startWebHost } from '../web-host.ts';

const test = base.extend<{ readonly world: ElectronWorld }>({
  world: async ({ context }, use) => {
    const world = await createElectronWorld(context);
    await use(world);
    await world.close();
  },
});

test('boots the real main process, preload and page, and runs a turn', async ({ world }) => {
  const electron = world.launch([world.shop]);
  const page = await electron.firstWindow();
  const app = new AppPage(page);
  await expect(app.composer.message).toBeEditable();
  const [opened] = (await electron.recorded('window')) as [{ options: { webPreferences: object; show: boolean } }];
  expect(opened.options).toMatchObject({
    show: false,
    webPreferences: {
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    },
  });
  expect(await electron.recorded('show')).toHaveLength(1);
  expect(await page.evaluate(() => Object.keys((window as unknown as { skein: object }).skein))).toEqual(['connect']);
  expect(await page.evaluate(() => [typeof require, typeof process])).toEqual(['undefined', 'undefined']);
  expect(electron.stderr()).toBe('');
});
