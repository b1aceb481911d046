import { seriousFindings } from '../axe.ts';
import { expect, test } from '../fixtures.ts';

test.use({ worldOptions: { home: { sandboxMode: 'workspace-write' } } });

for (const colorScheme of ['dark', 'light'] as const) {
  test(`axe finds nothing serious (${colorScheme})`, async ({ app }) => {
    // axe reads every element three times over.
    test.slow();
    await app.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await seriousFindings(app.page)).toEqual([]);
    await app.startThread('think 5');
    await expect(app.timeline.lastMessage).toContainText('Thought about it');
    await app.runTurn('flood 300');
    await app.composer.send('esc: touch waiting.txt');
    await expect(app.approval().button('Approve once')).toBeEnabled();
    expect(await seriousFindings(app.page)).toEqual([]);
    await app.approval().decide('Decline');
    await app.page.keyboard.press('ControlOrMeta+K');
    await expect(app.dialog('Command palette')).toBeVisible();
    expect(await seriousFindings(app.page)).toEqual([]);
  });
}

test('axe finds nothing serious in settings, search and a narrow window', async ({ app }) => {
  test.slow();
  const { page } = app;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await app.startThread('esc: touch waiting.txt');
  await expect(app.approvals).toHaveCount(1);
  await page.setViewportSize({ width: 480, height: 400 });
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Show the sidebar', exact: true }).click();
  await expect(app.sidebar.root).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.keyboard.press('ControlOrMeta+G');
  await app.dialog('Search threads').getByRole('combobox').fill('waiting');
  await expect(app.dialog('Search threads').getByRole('option')).not.toHaveCount(0);
  expect(await seriousFindings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await app.sidebar.root.getByRole('button', { name: 'Settings', exact: true }).click();
  const pages = page.getByRole('navigation', { name: 'Settings' }).getByRole('button');
  for (const name of await pages.allInnerTexts()) {
    await pages.filter({ hasText: name }).click();
    await expect(page.getByRole('heading', { name, level: 2 })).toBeVisible();
    expect(await seriousFindings(page), name).toEqual([]);
  }
});

test('the main job is done with the keyboard alone', async ({ app }) => {
  const { keyboard } = app.page;
  await app.composer.message.focus();
  await keyboard.type('say: typed');
  await keyboard.press('Enter');
  await expect(app.timeline.lastMessage).toContainText('typed');
  await expect(app.composer.message).toBeFocused();

  await keyboard.press('ControlOrMeta+K');
  await expect(app.dialog('Command palette')).toBeVisible();
  await keyboard.press('Escape');
  await expect(app.dialog('Command palette')).toBeHidden();
  await keyboard.press('ControlOrMeta+K');
  await keyboard.type('new thread');
  await keyboard.press('Enter');
  await expect(app.page.getByRole('heading', { name: 'New thread', level: 1 })).toBeVisible();
  await expect(app.composer.message).toBeFocused();

  await keyboard.type('esc: touch by-keys.txt');
  await keyboard.press('Enter');
  await expect(app.approval().button('Approve once')).toBeEnabled();
  await keyboard.press('ControlOrMeta+Shift+Y');
  await expect(app.approvals).toBeFocused();
  await keyboard.press('y');
  await expect(app.approvals).toHaveCount(0);
  await app.answered('Done');

  await app.composer.message.focus();
  await keyboard.type('gate: never|half way |end');
  await keyboard.press('Enter');
  await expect(app.timeline.lastMessage).toContainText('half way');
  await keyboard.press('ControlOrMeta+Period');
  await expect(app.timeline.turns.last()).toContainText('Interrupted');
});
