import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { prepareDemoHome } from '../../src-main/core/demo-model/demo-home.ts';
import { knownModel } from '../../src-main/core/demo-model/testing/codex-binary.ts';
import { startListening } from '../../src-main/core/hosts/testing/listening-server.ts';
import { expect, test } from '../fixtures.ts';
import { ReviewPanel } from '../pages/review-panel.ts';
import { usableSandbox } from '../world.ts';

test('a host is added, works, goes away and says so', async ({ app, world }) => {
  const far = await world.anotherShop('far-shop');
  const [codexHome, tmp] = [join(world.root, 'far-home'), join(world.root, 'far-tmp')];
  await mkdir(tmp);
  const sandboxMode = await usableSandbox();
  await prepareDemoHome({ dir: codexHome, url: world.model.url, model: knownModel(), sandboxMode });
  const server = await startListening({ codexHome, tmp });
  const { page } = app;
  try {
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    await page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: 'Hosts' }).click();
    await expect(page.getByText('Everything runs on this machine')).toBeVisible();
    await page.getByRole('button', { name: 'Add host' }).click();
    const form = page.getByRole('form', { name: 'New host' });
    const choose = async (label: string, option: RegExp) => {
      await form.getByLabel(label, { exact: true }).click();
      await page.getByRole('option', { name: option }).click();
    };
    await form.getByRole('textbox', { name: 'Name' }).fill('Build machine');
    await choose('Reached by', /^WebSocket/);
    await choose('Token', /^No token/);
    // Off this machine nothing goes without a token, and the form says why.
    await form.getByRole('textbox', { name: 'Address' }).fill('wss://build.example.com');
    await form.getByRole('button', { name: 'Test' }).click();
    await expect(form).toContainText('A host off this machine needs a token');
    await form.getByRole('textbox', { name: 'Address' }).fill(server.url);
    await form.getByRole('button', { name: 'Test' }).click();
    await expect(form.getByRole('status')).toContainText(codexHome);
    await form.getByRole('button', { name: 'Add', exact: true }).click();
    const row = page.getByRole('list', { name: 'Hosts' }).getByRole('listitem');
    await expect(row).toContainText(/Codex \d/);

    await page.getByRole('button', { name: 'Add project' }).first().click();
    await page.getByRole('dialog').getByLabel('Host', { exact: true }).click();
    await page.getByRole('option', { name: /^Build machine/ }).click();
    const path = page.getByRole('textbox', { name: 'Folder path' });
    await expect(path).toHaveValue(world.root);
    await path.fill(far);
    await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('button', { name: /^Trust/ }).click();
    await app.runTurn('patch: from-here.md|hello');
    expect(await readFile(join(far, 'from-here.md'), 'utf8')).toContain('hello');
    await expect(page.getByRole('main')).toContainText('Build machine');
    // What was changed there is reviewed and staged from here.
    await app.runCommand('Review changes');
    const review = new ReviewPanel(page);
    await expect(review.file('from-here.md')).toBeVisible();
    await review.button('Stage hunk').click();
    await expect(review.button('Unstage hunk')).toBeVisible();

    await server.kill();
    const away = page.getByText(/The host does not answer|The connection to the host was lost/);
    await expect(away.first()).toBeVisible();
    const threads = page.getByRole('navigation', { name: 'Threads' });
    await expect(threads.getByRole('button', { name: /from-here\.md.*, Host away/ })).toContainText('Build machine');
    const again = await startListening({ codexHome, tmp, port: server.port });
    try {
      // It is tried again and again, by itself.
      await expect(away).toHaveCount(0, { timeout: 30_000 });
      await app.runTurn('patch: once-more.md|again');
      await expect(review.file('once-more.md')).toBeVisible();
    } finally {
      await again.kill();
    }
  } finally {
    await server.kill();
  }
});
