import { codexVersion } from '../../src-main/core/demo-model/testing/codex-binary.ts';
import { expect, test } from '../fixtures.ts';

// A model that the server does not know is offered sub-agents.
test.use({ worldOptions: { home: { model: 'plain-model' } } });

test('a sub-agent has a way to its thread and back, and is not in the list', async ({ app }) => {
  await app.startThread('mcp: spawn_agent {"message":"say: I am the helper","task_name":"helper"}');
  const item = app.timeline.root.getByRole('group', { name: 'Sub-agent', exact: true });
  await expect(item).toContainText('Started a sub-agent');
  await expect(app.composer.stop).toBeHidden();
  await item.getByRole('button', { name: 'Open its thread' }).click();
  await expect(app.timeline.lastMessage).toContainText('I am the helper');
  await expect(app.sidebar.thread(/^say: I am the helper/)).toHaveCount(0);
  await app.page.getByRole('button', { name: /^Back to the thread that started/ }).click();
  await expect(item).toBeVisible();

  // Words of an answer are found, and the thread opens where they are.
  if (codexVersion() === '0.124.0') {
    // It finds titles alone, and the box says so.
    await app.sidebar.search.click();
    await expect(app.dialog('Search threads').getByRole('combobox')).toHaveAttribute('placeholder', /titles/);
    return;
  }
  await app.startThread('items 40');
  await expect(app.composer.stop).toBeHidden();
  await app.startThread('say: something else');
  await app.sidebar.search.click();
  const dialog = app.dialog('Search threads');
  await dialog.getByRole('combobox').fill('of the list');
  await dialog.getByRole('option', { name: /items 40/ }).click();
  await expect(app.page.getByRole('search', { name: 'Find in thread' })).toContainText('40 of 40');

  await app.runCommand('About');
  await expect(app.page.getByRole('main')).toContainText(/memory · \d+ threads loaded · 4 threads stored in/);
});
