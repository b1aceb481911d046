import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codexVersion } from '../../src-main/core/demo-model/testing/codex-binary.ts';
import { writeMarketplace } from '../../src-main/core/plugins/testing/market-folder.ts';
import { seriousFindings } from '../axe.ts';
import { expect, test } from '../fixtures.ts';

test.skip(codexVersion() === '0.124.0', 'lists no hooks, and tells nothing of what plugins bring');

const SCRIPT = fileURLToPath(new URL('../faults/mcp-server.mjs', import.meta.url));
const HOOK = '[[hooks.UserPromptSubmit]]\n[[hooks.UserPromptSubmit.hooks]]\ntype = "command"\ncommand = "echo steam"';
test.use({ worldOptions: { home: { extraToml: HOOK } } });

test('a marketplace is added, a plugin installed and switched; its skill, an MCP tool and a hook are put to use', async ({
  app,
  world,
}) => {
  const { page } = app;
  const market = join(world.root, 'corner');
  writeMarketplace(market, {
    name: 'corner',
    title: 'The corner',
    plugins: [
      { name: 'tea', title: 'Tea time', skills: ['brew'] },
      { name: 'cake', broken: true },
    ],
  });
  const go = (name: string) =>
    page
      .getByRole('navigation', { name: 'Plugins and what they bring' })
      .getByRole('button', { name, exact: true })
      .click();

  await app.runCommand('Plugins');
  await page.getByRole('button', { name: 'Add marketplace' }).first().click();
  const dialog = app.dialog('Add marketplace');
  await dialog.getByRole('textbox', { name: 'Source' }).fill(world.shop);
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('There is no marketplace in it');
  await dialog.getByRole('textbox', { name: 'Source' }).fill(market);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'The corner' })).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('tab', { name: 'All' }).click();
  expect(await seriousFindings(page)).toEqual([]);

  const cards = page.getByRole('list', { name: 'Plugins' }).getByRole('listitem');
  const card = cards.filter({ hasText: 'Tea time' });
  await card.getByRole('button', { name: 'Install Tea time' }).click();
  const enabled = card.getByRole('switch', { name: 'Enabled' });
  await expect(enabled).toBeChecked();
  const title = card.getByRole('button', { name: 'Tea time', exact: true });
  await title.press(' ');
  await expect(enabled).not.toBeChecked();
  await title.press(' ');
  await expect(enabled).toBeChecked();
  await cards.filter({ hasText: 'cake' }).getByRole('button', { name: 'Install cake' }).click();
  await expect(page.getByText('The plugin cake is broken', { exact: true })).toBeVisible();
  await app.closeToasts();
  await title.press('Enter');
  await expect(page.getByRole('heading', { name: 'Tea time' })).toBeFocused();
  await page.getByRole('listitem', { name: 'tea:brew' }).getByRole('button', { name: 'Open' }).click();
  await expect(app.dialog('tea:brew')).toContainText('Words of brew.');
  await page.keyboard.press('Escape');
  expect(await seriousFindings(page)).toEqual([]);

  await test.step('the skill is in the lists of the composer', async () => {
    await app.sidebar.newThread.click();
    for (const mark of ['$', '/']) {
      await app.composer.message.fill('');
      await app.composer.message.pressSequentially(`${mark}brew`);
      await expect(page.getByRole('option', { name: /brew/ })).toBeVisible();
    }
    await app.composer.message.fill('');
  });

  await test.step('skills', async () => {
    await app.runCommand('Skills');
    await page.getByRole('searchbox', { name: 'Search skills' }).fill('brew');
    await expect(page.getByRole('list', { name: 'Skills' }).getByRole('listitem')).toHaveCount(1);
    const switchedOn = page.getByRole('list', { name: 'Skills' }).getByRole('switch', { name: 'Enabled' });
    await switchedOn.click();
    await expect(switchedOn).not.toBeChecked();
    await switchedOn.click();
    await expect(switchedOn).toBeChecked();
    await page.getByRole('button', { name: 'Folders…' }).click();
    const folders = app.dialog('Folders of skills');
    await folders.getByRole('textbox', { name: 'Folder' }).fill(join(world.root, 'nowhere'));
    await page.keyboard.press('Enter');
    await expect(folders.getByRole('alert')).toBeVisible();
    await folders.getByRole('textbox', { name: 'Folder' }).fill(market);
    await page.keyboard.press('Enter');
    await expect(folders.getByRole('list', { name: 'Folders' })).toContainText(market);
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  await test.step('an MCP server is added, and one of its tools tried', async () => {
    await go('MCP servers');
    await page.getByRole('button', { name: 'Add server' }).first().click();
    const form = page.getByRole('form', { name: 'New MCP server' });
    await form.getByRole('textbox', { name: 'Name' }).fill('shop');
    await form.getByRole('textbox', { name: 'Command' }).fill(process.execPath);
    await form.getByRole('textbox', { name: 'Arguments' }).fill(`"${SCRIPT}" good`);
    await form.getByRole('textbox', { name: 'Never these tools' }).fill('crash');
    expect(await seriousFindings(page)).toEqual([]);
    await form.getByRole('button', { name: 'Save' }).click();
    const row = page.getByRole('list', { name: 'MCP servers' }).getByRole('listitem', { name: 'shop' });
    await expect(row).toContainText('4 tools');
    await row.getByRole('button', { name: 'shop' }).click();
    const tool = page.getByRole('listitem', { name: 'lines', exact: true });
    await tool.getByRole('button', { name: 'Try it' }).click();
    await tool.getByRole('button', { name: 'Run' }).click();
    await expect(tool.getByRole('group', { name: 'Result' })).toContainText('5,000 lines');
    await page.getByRole('listitem', { name: 'Stock' }).getByRole('button', { name: 'Read' }).click();
    await expect(page.getByRole('listitem', { name: 'Stock' })).toContainText('3 cups');
    expect(await seriousFindings(page)).toEqual([]);
    expect(readFileSync(join(world.codexHome, 'config.toml'), 'utf8')).toContain('disabled_tools = ["crash"]');
  });

  await test.step('a hook is trusted, and runs', async () => {
    await go('Hooks');
    const hook = page.getByRole('list', { name: 'Hooks' }).getByRole('listitem');
    await expect(hook).toContainText('Not trusted');
    await hook.getByRole('button', { name: 'Trust…' }).click();
    await page.getByRole('alertdialog', { name: 'Trust this hook?' }).getByRole('button', { name: 'Trust' }).click();
    await expect(hook).not.toContainText('Not trusted');
    expect(await seriousFindings(page)).toEqual([]);
    await app.startThread('say: warm');
    await app.runCommand('Hooks');
    await expect(page.getByRole('region', { name: 'Last runs' })).toContainText('steam');
  });
  await go('Apps');
  await expect(page.getByText('Apps need a ChatGPT account')).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);

  await test.step('everything is read again, and taken out', async () => {
    await go('Plugins');
    await app.closeToasts();
    await page.getByRole('button', { name: 'Refresh all marketplaces' }).click();
    await expect(page.getByText('Local marketplaces were read again.', { exact: true })).toBeVisible();
    await app.closeToasts();
    const agree = (question: string, name: string) =>
      page.getByRole('alertdialog', { name: question }).getByRole('button', { name }).click();
    await title.press('Enter');
    await page.getByRole('button', { name: 'Uninstall' }).click();
    await agree('Uninstall Tea time?', 'Uninstall');
    await expect(page.getByRole('button', { name: 'Install', exact: true })).toBeVisible();
    await app.closeToasts();
    await go('Plugins');
    await page.getByRole('tab', { name: 'The corner' }).click();
    await page.getByRole('button', { name: 'Remove…' }).click();
    await agree('Remove The corner?', 'Remove');
    await expect(page.getByRole('tab', { name: 'The corner' })).toHaveCount(0);
  });
});
