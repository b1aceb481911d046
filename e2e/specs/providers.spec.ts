import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codexVersion } from '../../src-main/core/demo-model/testing/codex-binary.ts';
import { seriousFindings } from '../axe.ts';
import { expect, test } from '../fixtures.ts';

test.use({ worldOptions: { needsAccount: true } });

test('a provider of one’s own needs no account: added, used, taken out', async ({ app, world }) => {
  const { page } = app;
  await expect(page.getByRole('button', { name: 'Sign in with ChatGPT' })).toBeVisible();
  await app.runCommand('Account and usage');
  const part = page.getByRole('region', { name: 'Model provider' });
  await part.getByRole('button', { name: 'Add provider' }).click();
  const form = part.getByRole('form', { name: 'New provider' });
  await form.getByLabel('Base URL').fill('not an address');
  await form.getByLabel('Environment variable').fill('sk-a-key');
  await form.getByRole('button', { name: 'Save and use' }).click();
  await expect(form).toContainText('Give it a name.');
  await expect(form).toContainText('An address is needed that begins with http:// or https://');
  await expect(form).toContainText('This looks like a key.');
  await form.getByLabel('Name', { exact: true }).fill('My box');
  await form.getByLabel('Environment variable').fill('');
  await form.getByLabel('Base URL').fill(`${world.model.url}/v1`);
  await form.getByRole('button', { name: 'Look for models' }).click();
  await expect(form.getByLabel('Model', { exact: true })).toHaveValue('demo-model');
  expect(await seriousFindings(page)).toEqual([]);
  await form.getByRole('button', { name: 'Save and use' }).click();

  const mine = part.getByRole('list', { name: 'Providers' }).getByRole('listitem').filter({ hasText: 'My box' });
  await expect(mine).toContainText(/in use.*demo-model/);
  if (codexVersion() !== '0.124.0') await expect(part).toContainText(/ · (text alone|with )/);
  await app.sidebar.newThread.click();
  await expect(page.getByRole('button', { name: 'Sign in with ChatGPT' })).toBeHidden();
  await app.startThread('say: from my own box');
  await expect(app.timeline.lastMessage).toContainText('from my own box');

  await app.runCommand('Account and usage');
  await test.step('another program was faster: its words are kept, or written over', async () => {
    await mine.getByRole('button', { name: 'Edit My box' }).click();
    const editing = part.getByRole('form', { name: 'Provider My box' });
    await editing.getByLabel('Name', { exact: true }).fill('My crate');
    const file = join(world.codexHome, 'config.toml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"My box"', '"Theirs"'));
    await editing.getByRole('button', { name: 'Save and use' }).click();
    const question = page.getByRole('alertdialog', { name: 'Changed elsewhere' });
    await question.getByRole('button', { name: 'Reload' }).click();
    await expect(part).toContainText('Theirs');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"Theirs"', '"My box"'));
    await part.getByRole('button', { name: 'Edit Theirs' }).click();
    await part.getByLabel('Name', { exact: true }).fill('My box');
    await part.getByRole('button', { name: 'Save and use' }).click();
    await question.getByRole('button', { name: 'Overwrite this key' }).click();
    await expect(mine).toBeVisible();
  });
  await mine.getByRole('button', { name: 'Remove My box' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect(mine).toBeHidden();
  await app.sidebar.newThread.click();
  await expect(page.getByRole('button', { name: 'Sign in with ChatGPT' })).toBeVisible();
});
