import { join } from 'node:path';
import { prepareDemoHome } from '../../src-main/core/demo-model/demo-home.ts';
import { codexVersion, knownModel } from '../../src-main/core/demo-model/testing/codex-binary.ts';
import { expect, test } from '../fixtures.ts';

test.use({ worldOptions: { needsAccount: true } });
test.skip(codexVersion() === '0.124.0', 'asks the real issuer');

test('a second Codex home has an account and threads of its own, over a restart; a shortcut is found and taken over', async ({
  app,
  world,
  openApp,
}) => {
  const { page } = app;
  await page.getByRole('button', { name: 'Use a device code' }).click();
  await expect(app.sidebar.root.getByRole('button', { name: /^Account:/ })).toContainText('demo@example.test');
  await app.startThread('say: in the first home');
  await expect(app.timeline.lastMessage).toContainText('in the first home');

  const second = join(world.root, 'second-home');
  await prepareDemoHome({ dir: second, url: world.model.url, model: knownModel(), needsAccount: true });
  await app.runCommand('Account and usage');
  await page.getByRole('button', { name: 'Add codex home' }).click();
  const form = page.getByRole('form', { name: 'New Codex home' });
  await form.getByLabel('Name').fill('Work');
  await form.getByLabel('Folder').fill(world.codexHome);
  await form.getByRole('button', { name: 'Add' }).click();
  await expect(form).toContainText('in the list already');
  await form.getByLabel('Folder').fill(second);
  await form.getByRole('button', { name: 'Add' }).click();
  const work = page.getByRole('region', { name: 'Account, Work' });
  await expect(work).toContainText('Nobody is signed in');

  await work.getByRole('button', { name: 'Rename Work' }).click();
  await work.getByRole('textbox', { name: 'Name' }).fill('Office');
  await page.keyboard.press('Enter');
  const office = page.getByRole('region', { name: 'Account, Office' });
  await office.getByRole('button', { name: 'Rename Office' }).click();
  await office.getByRole('textbox', { name: 'Name' }).fill('Work');
  await page.keyboard.press('Enter');

  await work.getByRole('button', { name: 'Work with Work' }).click();
  await expect(page.getByRole('combobox', { name: 'Host' })).toContainText('This machine, Work');
  await page.getByRole('textbox', { name: 'Folder path' }).fill(await world.anotherShop('work-shop'));
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await app.trustFolder.click();
  await page.getByRole('button', { name: 'Use an API key' }).click();
  await page.getByLabel('API key', { exact: true }).fill('sk-skein-e2e-0123456789abcdefghij');
  await page.keyboard.press('Enter');
  await expect(app.sidebar.root.getByRole('button', { name: /^Account:/ })).toContainText('API key');
  await page.close();
  await world.restartHost();

  const again = await openApp();
  await again.sidebar.thread(/in the first home/).click();
  await expect(again.sidebar.root.getByRole('button', { name: /^Account:/ })).toContainText('demo@example.test');
  await again.runCommand('Account and usage');
  const kept = again.page.getByRole('region', { name: 'Account, Work' });
  await expect(kept).toContainText('API key');
  // What is read meanwhile moves what is below it.
  await expect(again.page.getByRole('list', { name: 'Tokens by day' })).toBeVisible();
  await kept.getByRole('button', { name: 'Remove Work' }).click();
  await again.page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect(again.page.getByText('Projects belong to this account', { exact: true })).toBeVisible();
  await again.closeToasts();

  await test.step('a shortcut is found by its key, and taken over when asked', async () => {
    await again.runCommand('Keyboard shortcuts');
    await again.page.getByRole('button', { name: 'Find by key' }).click();
    await again.page.keyboard.press('ControlOrMeta+K');
    const row = (name: RegExp) => again.page.getByRole('button', { name });
    await expect(row(/\. Change$/)).toHaveCount(1);
    await again.page.getByRole('button', { name: /show all$/ }).click();
    await row(/^Account and usage: no key/).click();
    await again.page.keyboard.press('ControlOrMeta+K');
    const question = again.page.getByRole('alertdialog');
    await expect(question).toContainText('It runs “');
    await question.getByRole('button', { name: 'Take it over' }).click();
    await expect(row(/^Account and usage: Ctrl\+?K/)).toBeVisible();
    await again.page.getByRole('button', { name: 'Reset all' }).click();
    await expect(row(/^Account and usage: no key/)).toBeVisible();
  });
});
