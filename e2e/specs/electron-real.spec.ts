import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { _electron, expect, test } from '@playwright/test';
import { createElectronWorld } from '../electron-stand-in/electron-world.ts';
import { AppPage } from '../pages/app-page.ts';
import { projectRoot } from '../web-host.ts';

/** Electron's own executable, where it was downloaded. Asking the package itself would start the download. */
function electronBinary(): string | null {
  const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  const pathFile = join(folder, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const binary = join(folder, 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(binary) ? binary : null;
}

const binary = electronBinary();

test('runs a turn in the real Electron, sandboxed', async ({ context }) => {
  test.skip(binary === null, 'Electron’s binary is not here; electron-shell.spec.ts runs on the stand-in');
  const world = await createElectronWorld(context);
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const electron = await _electron.launch({
    executablePath: binary ?? '',
    args: [...asRoot, projectRoot, world.shop],
    env: Object.fromEntries(
      Object.entries(world.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
  });
  const page = await electron.firstWindow();
  const app = new AppPage(page);
  await app.whenReady();
  await app.startThread('say: hello from Electron');
  await expect(app.timeline.lastMessage).toContainText('hello from Electron');
  expect(page.url()).toMatch(/^app:\/\/skein\/index\.html#view=/);
  expect(await page.evaluate(() => typeof (globalThis as { readonly require?: unknown }).require)).toBe('undefined');
  await electron.close();
  await world.close();
});
