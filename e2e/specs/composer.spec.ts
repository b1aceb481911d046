import { codexVersion } from '../../src-main/core/demo-model/testing/codex-binary.ts';
import { expect, test } from '../fixtures.ts';

test.use({ worldOptions: { home: { sandboxMode: 'workspace-write' } } });

/** A red square of 8 × 8 pixels. */
const RED_PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAFElEQVR4nGP8z4APMOGVHbHSAM4XAQ9X3Wn2AAAAAElFTkSuQmCC';

test('Enter twice sends once; slash commands: a list to choose from, words for what there is not', async ({ app }) => {
  await app.sidebar.newThread.click();
  await app.composer.write('say: hello');
  // Enter twice, faster than anything that is asked before a message goes: it is sent once.
  await app.composer.message.evaluate((box) => {
    for (let time = 0; time < 2; time++)
      box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
  });
  await expect(app.timeline.lastMessage).toContainText('hello');
  await app.sidebar.newThread.click();
  await expect(app.composer.message).toHaveValue('');
  await expect(app.page.getByRole('alert')).toHaveCount(0);
  await app.sidebar.thread(/say: hello/).click();
  await app.composer.write('/nothing-like-this');
  await app.composer.message.press('Enter');
  await expect(app.page.getByRole('alert')).toContainText('/nothing-like-this');
  await expect(app.composer.message).toHaveValue('/nothing-like-this');
  await app.composer.message.fill('');
  await app.page.keyboard.type('/stat');
  await app.page.keyboard.press('Enter');
  await expect(app.page.getByLabel('Status')).toContainText('Folder');
  await expect(app.composer.message).toHaveValue('');
  await app.composer.write('/rename Better name');
  await app.composer.message.press('Enter');
  await expect(app.sidebar.thread(/Better name/)).toBeVisible();
});

test('what the thread runs with is shown, changed and still true after a reload', async ({ app }) => {
  await app.sidebar.newThread.click();
  await app.composer.choose('Permissions', /Read only/);
  await app.composer.send('say: hello');
  await expect(app.timeline.lastMessage).toContainText('hello');
  const permissions = app.page.getByRole('combobox', { name: 'Permissions' });
  await expect(permissions).toContainText('Read only');
  await app.composer.choose('Permissions', /Full access/);
  await app.page.getByRole('alertdialog').getByRole('button', { name: 'Give full access' }).click();
  await expect(permissions).toContainText('Full access');
  await app.page.reload();
  await expect(permissions).toContainText('Full access');
});

test('a goal is worked on over turns that start by themselves, paused by Stop, resumed and cleared', async ({
  app,
}) => {
  test.skip(codexVersion() === '0.124.0', 'has no goals');
  await app.sidebar.newThread.click();
  await app.composer.send('/goal gate: never|at work |x');
  const goal = app.page.getByRole('region', { name: 'Goal' });
  await expect(app.timeline.lastMessage).toContainText('at work');
  await expect(goal).toContainText('Working on it');
  await app.composer.stop.click();
  await expect(goal).toContainText('Paused');
  await expect(app.composer.stop).toBeHidden();
  await goal.getByRole('button', { name: 'Edit the goal' }).click();
  await expect(app.composer.message).toHaveValue('/goal gate: never|at work |x');
  await app.composer.message.fill('/goal say: closer');
  await app.composer.message.press('Enter');
  await expect(goal).toContainText('Reached');
  await expect(app.timeline.root).toContainText('closer');
  await goal.getByRole('button', { name: 'Clear the goal' }).click();
  await expect(goal).toHaveCount(0);
});

test('the queue is edited and moved with the keyboard', async ({ app, world }) => {
  await app.startThread('gate: go|first |done');
  await app.composer.queue('say: alpha');
  await app.composer.queue('say: beta');
  const entries = app.composer.queued.getByRole('listitem');
  await expect(entries).toHaveCount(2);
  await entries.nth(1).getByRole('button', { name: /^Move/ }).press('Alt+ArrowUp');
  await expect(entries.nth(0)).toContainText('beta');
  await entries.nth(0).getByRole('button', { name: 'Edit queued message' }).click();
  await app.page.getByRole('textbox', { name: 'Queued message' }).fill('say: gamma');
  await app.page.keyboard.press('Enter');
  await expect(entries.nth(0)).toContainText('gamma');
  world.model.openGate('go');
  await expect(app.timeline.turns).toHaveCount(3);
  await expect(app.timeline.lastMessage).toContainText('alpha');
  await expect(app.timeline.root).not.toContainText('beta');
});

test('files, images and long pastes go along with the message; what is no image is refused with words', async ({
  app,
}) => {
  await app.sidebar.newThread.click();
  await app.composer.message.click();
  await app.page.keyboard.type('say: I read @pack');
  const option = app.page.getByRole('option', { name: /package\.json/ });
  await expect(option).toBeVisible();
  await app.page.keyboard.press('Enter');
  await expect(app.composer.message).toHaveValue('say: I read @package.json ');
  await app.page.keyboard.press('Enter');
  await expect(app.timeline.lastMessage).toContainText('I read package.json');
  await expect(app.timeline.item('User message').getByRole('button', { name: 'package.json' })).toBeVisible();

  await app.sidebar.newThread.click();
  const picker = app.page.locator('input[type=file]');
  await picker.setInputFiles({ name: 'red.png', mimeType: 'image/png', buffer: Buffer.from(RED_PNG, 'base64') });
  await expect(app.page.getByRole('list', { name: 'Images' }).getByRole('img', { name: 'red.png' })).toBeVisible();
  await picker.setInputFiles({ name: 'fake.png', mimeType: 'image/png', buffer: Buffer.from('no image') });
  await expect(app.page.getByRole('alert')).toBeVisible();
  await app.composer.write('say: seen');
  await app.composer.message.press('Enter');
  await expect(app.timeline.lastMessage).toContainText('seen');
  await expect(app.timeline.item('User message').getByRole('img')).toBeVisible();

  await app.sidebar.newThread.click();
  await app.composer.message.click();
  await app.page.keyboard.type('say: ');
  const pasted = `${'many words '.repeat(2000)}the end`;
  await app.composer.message.evaluate((box, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    box.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, pasted);
  await expect(app.composer.message).toHaveValue(/^say: \[Pasted text \d+: 22,007 characters\]$/);
  await app.composer.message.press('Enter');
  // Whichever end of the turn is on screen.
  await expect(app.timeline.root).toContainText(/the end|22,012 characters/);
});

test('what was sent before: walked with the arrows, found, edited in a fork', async ({ app }) => {
  await app.startThread('say: one');
  await app.answered('one');
  await app.runTurn('say: two');
  await app.composer.write('a draft');
  await app.composer.message.press('ArrowUp');
  await expect(app.composer.message).toHaveValue('say: two');
  await app.composer.message.press('ArrowUp');
  await expect(app.composer.message).toHaveValue('say: one');
  await app.composer.message.press('ArrowDown');
  await app.composer.message.press('ArrowDown');
  await expect(app.composer.message).toHaveValue('a draft');
  await app.composer.message.fill('');
  await app.composer.message.press('Control+r');
  await app.page.getByRole('combobox', { name: 'Search earlier messages' }).fill('one');
  await expect(app.page.getByRole('option')).toHaveCount(1);
  await app.page.keyboard.press('Enter');
  await expect(app.composer.message).toHaveValue('say: one');
  await app.composer.message.fill('');

  await app.composer.message.press('Escape');
  await app.composer.message.press('Escape');
  await expect(app.composer.message).toHaveValue('say: two');
  await app.composer.message.press('ArrowUp');
  await expect(app.composer.message).toHaveValue('say: one');
  await app.composer.message.press('ArrowDown');
  await app.composer.message.fill('say: two, better');
  await app.composer.message.press('Enter');
  await expect(app.timeline.turns).toHaveCount(1);
  await expect(app.composer.message).toHaveValue('say: two, better');
  await app.composer.message.press('Enter');
  await expect(app.timeline.lastMessage).toContainText('two, better');
});
