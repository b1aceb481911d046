import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { createElectronWorld } from '../electron-stand-in/electron-world.ts';
import { expect, test } from '../fixtures.ts';
import { AppPage } from '../pages/app-page.ts';

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

test('the codex command is installed on request, opens Skein at a folder, hands the rest on, and goes again', async ({
  app,
  world,
}) => {
  const home = join(world.root, 'tmp');
  const command = join(home, '.local/bin/codex');
  const codex = (...args: readonly string[]): Promise<Ended> =>
    new Promise((resolve) => {
      const { skeinHome, codexHome } = world;
      const env = {
        PATH: process.env['PATH'],
        HOME: home,
        SKEIN_HOME: skeinHome,
        CODEX_HOME: codexHome,
        SKEIN_NO_BUILD: '1',
      };
      execFile(command, args, { cwd: world.root, env }, (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
      );
    });
  await app.runCommand('settings desktop codex command');
  await expect(app.page.getByRole('heading', { name: 'Desktop', exact: true })).toBeVisible();
  await app.page.getByRole('button', { name: 'Install', exact: true }).click();
  // A machine may have another codex on its PATH: then it is asked about, and stays where it is.
  const removed = app.page.getByRole('button', { name: 'Remove', exact: true });
  const asked = app.page.getByRole('button', { name: 'Use Skein’s', exact: true });
  await expect(removed.or(asked)).toBeVisible();
  if (await asked.isVisible()) await asked.click();
  await expect(removed).toBeVisible();

  await world.anotherShop('from the shell');
  expect(await codex('app', 'from the shell')).toEqual({ code: 0, stdout: '', stderr: '' });
  await expect(app.sidebar.root.getByText('from the shell')).toBeVisible();
  expect((await codex('--version')).stdout).toMatch(/^codex-cli \d/);
  expect((await codex('no-such-flag', '--nope')).code).not.toBe(0);

  await app.runCommand('settings desktop codex command');
  await removed.click();
  await expect(app.page.getByRole('button', { name: 'Install', exact: true })).toBeVisible();
  await expect(access(command)).rejects.toThrow();
});

base('codex:// links stay with the program that has them until the user says otherwise', async ({ context }) => {
  const world = await createElectronWorld(context);
  const electron = world.launch([world.shop], { STAND_IN_CODEX_LINKS: 'Codex' });
  const app = new AppPage(await electron.firstWindow());
  await app.whenReady();
  expect(electron.records('scheme')).toEqual([]);
  await app.runCommand('settings desktop codex command');
  await app.page.getByRole('button', { name: 'Open them in Skein', exact: true }).click();
  await app.page.getByRole('alertdialog').getByRole('button', { name: 'Open them in Skein' }).click();
  await expect(app.page.getByText('They open in Skein.')).toBeVisible();
  expect(electron.records('scheme')).toEqual(['codex']);
  await app.page.getByRole('button', { name: 'Stop opening them' }).click();
  await expect(app.page.getByText('No program opens them yet.')).toBeVisible();
  await world.close();
});
