import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seriousFindings } from '../axe.ts';
import { expect, test } from '../fixtures.ts';
import { appServers } from '../processes.ts';

test.use({ worldOptions: { home: { sandboxMode: 'workspace-write' } } });
test.skip(process.platform === 'win32', 'types into a POSIX shell');

test('a shell in the drawer: type, reload, and it is still there; a thread has its own, whose text goes into the message', async ({
  app,
}) => {
  const { page } = app;
  await page.keyboard.press('Control+Backquote');
  const drawer = page.getByRole('region', { name: 'Terminal', exact: true });
  await expect(drawer.getByRole('tab')).toHaveAttribute('aria-selected', 'true');
  await expect(drawer.getByRole('textbox', { name: 'Terminal input' })).toBeFocused();
  await page.keyboard.type('echo "sum $((6*7))"\n');
  await expect(drawer).toContainText('sum 42');
  await page.reload();
  await expect(drawer).toContainText('sum 42');
  await drawer.getByRole('tab').click();
  await page.keyboard.type('echo "again $((7*7))"\n');
  await expect(drawer).toContainText('again 49');
  await page.keyboard.press('Control+Backquote');
  await expect(drawer).toBeHidden();
  await expect(app.composer.message).toBeFocused();

  await app.startThread('say: hello');
  await page.keyboard.press('Control+Backquote');
  await expect(drawer.getByRole('textbox', { name: 'Terminal input' })).toBeFocused();
  await page.keyboard.type('echo "pick $((40+2)) up"\n');
  await expect(drawer).toContainText('pick 42 up');
  await drawer.getByRole('button', { name: 'Terminal menu' }).click();
  await page.getByRole('menuitem', { name: 'Select all' }).click();
  await drawer.getByRole('button', { name: 'Terminal menu' }).click();
  await page.getByRole('menuitem', { name: 'Add selection to message' }).click();
  await expect(app.composer.message).toHaveValue(/^```\n[^]*pick 42 up\n[^]*\n```$/);
  const choose = async (entry: string) => {
    await drawer.getByRole('button', { name: 'Terminal menu' }).click();
    await page.getByRole('menuitem', { name: entry, exact: true }).click();
  };
  await choose('Find…');
  await drawer.getByRole('textbox', { name: 'Find in terminal' }).fill('pick 42');
  await expect(drawer).toContainText('1 of 1');
  await page.keyboard.press('Escape');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await choose('Select all');
  await choose('Copy');
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('pick 42 up');
  await choose('Clear');
  await expect(drawer).not.toContainText('pick 42');
  await page.evaluate(() => navigator.clipboard.writeText('echo "put $((3*7))"'));
  await choose('Paste');
  await expect(drawer).toContainText('put $((');
  await expect(drawer.getByRole('textbox', { name: 'Terminal input' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(drawer).toContainText('put 21');
  // Without a thread it is the project's own shell again.
  await app.sidebar.newThread.click();
  await expect(drawer).toContainText('again 49');
  await expect(drawer).not.toContainText('pick 42');
});

test('an environment action runs in a terminal of its own, which asks before it is closed', async ({ app, world }) => {
  const { page } = app;
  const environments = join(world.shop, '.codex', 'environments');
  mkdirSync(environments, { recursive: true });
  const command = 'echo "serving $((6*7))"; sleep 600';
  const actions = `[[actions]]\nname = "Serve"\ncommand = ${JSON.stringify(command)}\n`;
  writeFileSync(join(environments, 'dev.toml'), `name = "Development"\n${actions}`);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.keyboard.press('Control+Backquote');
  const drawer = page.getByRole('region', { name: 'Terminal', exact: true });
  // The environment's file is read when the drawer opens; a menu shows what is known when it is opened.
  await expect(async () => {
    await drawer.getByRole('button', { name: 'Terminal menu' }).click();
    await page.getByRole('menuitem', { name: 'Serve' }).click({ timeout: 1000 });
  }).toPass();
  await expect(drawer.getByRole('tab', { name: 'Serve' })).toHaveAttribute('aria-selected', 'true');
  await expect(drawer).toContainText('serving 42');
  expect(await seriousFindings(page)).toEqual([]);
  await drawer.getByRole('button', { name: 'Close terminal' }).click();
  const question = page.getByRole('alertdialog', { name: 'Close Serve?' });
  await expect(question).toContainText('sleep still runs there');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(drawer.getByRole('tab', { name: 'Serve' })).toBeVisible();
  await drawer.getByRole('button', { name: 'Close terminal' }).click();
  await question.getByRole('button', { name: 'Close terminal' }).click();
  await expect(drawer.getByRole('tab', { name: 'Serve' })).toHaveCount(0);
});

test('when the app-server is killed the shell is lost, says so, and a new one works', async ({ app, world }) => {
  test.skip(process.platform !== 'linux', 'looks for the process in /proc');
  const { page } = app;
  await page.keyboard.press('Control+Backquote');
  const drawer = page.getByRole('region', { name: 'Terminal', exact: true });
  await expect(drawer.getByRole('textbox', { name: 'Terminal input' })).toBeFocused();
  await page.keyboard.type('echo "before $((6*7))"\n');
  await expect(drawer).toContainText('before 42');
  for (const { pid } of appServers(world.host().pid)) process.kill(pid, 'SIGKILL');
  await expect(drawer.getByRole('status')).toContainText('The app-server ended, and this shell with it');
  await expect(drawer).toContainText('before 42');
  await drawer.getByRole('button', { name: 'New shell' }).click();
  await expect(drawer.getByRole('tab')).toHaveCount(2);
  await expect(drawer.getByRole('textbox', { name: 'Terminal input' })).toBeFocused();
  await page.keyboard.type('echo "after $((6*7))"\n');
  await expect(drawer).toContainText('after 42');
});
