import { codexVersion } from '../../src-main/core/demo-model/testing/codex-binary.ts';
import { expect, test } from '../fixtures.ts';

test.use({ worldOptions: { needsAccount: true } });
test.skip(codexVersion() === '0.124.0', 'asks the real issuer');

test('a message that the limit blocks keeps its text and waits for the reset, over a restart, once', async ({
  app,
  world,
  openApp,
}) => {
  const { page } = app;
  await page.getByRole('button', { name: 'Use a device code' }).click();
  await expect(app.sidebar.root.getByRole('status', { name: 'Usage limits' })).toContainText('43 %');
  await app.startThread('say: hello');
  await expect(app.timeline.lastMessage).toContainText('hello');
  await page.getByRole('button', { name: /^\d+ % of context$/ }).click();
  await expect(page.getByRole('menuitem', { name: 'Compact now' })).toBeEnabled();
  await page.getByRole('menuitem', { name: 'Usage of this thread…' }).click();
  await expect(app.dialog('Usage of this thread')).toContainText('About 1.25 credits, $0.05');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^\d+ % of context$/ }).click();
  await page.getByRole('menuitem', { name: 'Memory of this thread…' }).click();
  const memory = app.dialog('Memory of this thread');
  await expect(memory).toContainText('Nothing is told to this thread');
  await memory.getByRole('button', { name: 'Leave it out' }).click();
  await expect(memory).toContainText('Later threads are told nothing of this one');
  await page.keyboard.press('Escape');
  world.model.setUsage({ primaryPercent: 100, secondaryPercent: 7 });
  await app.runTurn('limit');

  const failed = app.timeline.turns.last();
  await expect(failed).toContainText('Usage limit reached');
  await expect(failed.getByRole('button', { name: /^Queue until the reset \(.*\d\d:\d\d\)$/ })).toBeVisible();
  await app.composer.write('say: after the reset');
  await app.composer.message.press('Enter');
  const notice = page.getByRole('alert').filter({ hasText: 'The usage limit is reached until' });
  await expect(notice).toContainText('Your text is kept below');
  await expect(app.composer.message).toHaveValue('say: after the reset');
  await expect(page.getByRole('alert', { name: 'Usage limit' }).getByRole('button', { name: 'Upgrade' })).toBeVisible();
  await test.step('a thread that does not exist yet waits above the list of threads, or is given up', async () => {
    await app.sidebar.newThread.click();
    await app.composer.write('say: a new one');
    await app.composer.message.press('Enter');
    await expect(notice.getByRole('button', { name: 'Send anyway' })).toBeVisible();
    await expect(app.composer.message).toHaveValue('say: a new one');
    const until = notice.getByRole('button', { name: /^Queue until the reset/ });
    await until.click();
    await page.getByRole('button', { name: 'Give up' }).click();
    await expect(app.composer.message).toHaveValue('say: a new one');
    await app.composer.message.press('Enter');
    await until.click();
    await expect(page.getByRole('heading', { name: 'say: a new one' })).toBeVisible();
    await expect(page.getByText(/^Waits for the reset, .*\d\d:\d\d$/)).toBeVisible();
    await app.sidebar.thread(/say: hello/).click();
    await app.composer.write('say: after the reset');
    await app.composer.message.press('Enter');
  });
  await notice.getByRole('button', { name: /^Queue until the reset/ }).click();
  await expect(app.composer.queued).toContainText(/after the reset\s*Waits for the reset, /);
  await expect(app.composer.message).toHaveValue('');
  await expect(failed.getByRole('button', { name: /^Queue until/ })).toBeHidden();
  await page.close();
  await world.restartHost();

  const again = await openApp();
  await again.sidebar.thread(/say: hello/).click();
  await expect(again.composer.queued).toContainText('Waits for the reset');
  const begins = again.page.getByRole('list', { name: 'Threads being prepared' });
  await expect(begins).toContainText(/say: a new one\s*Waits for the reset/);
  await expect(again.timeline.root).not.toContainText('after the reset');
  world.model.setUsage({ primaryPercent: 3, secondaryPercent: 7 });
  await again.runCommand('Account and usage');
  await again.page.getByRole('button', { name: 'Read again' }).click();
  await again.sidebar.thread(/say: hello/).click();
  await expect(again.timeline.lastMessage).toContainText('after the reset');
  await expect(again.composer.queued).toBeHidden();
  await expect(again.timeline.item('User message').filter({ hasText: 'after the reset' })).toHaveCount(1);
  await expect(begins).toBeHidden();
  await again.sidebar.thread(/a new one/).click();
  await expect(again.timeline.lastMessage).toContainText('a new one');
  await expect(again.timeline.item('User message')).toHaveCount(1);
});
