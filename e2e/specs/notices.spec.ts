import { expect, test } from '@playwright/test';
import { createElectronWorld } from '../electron-stand-in/electron-world.ts';
import { AppPage } from '../pages/app-page.ts';

test('the system tells what happens while nobody looks, and its buttons decide as the card does', async ({
  context,
}) => {
  const world = await createElectronWorld(context);
  const electron = world.launch([world.shop]);
  const app = new AppPage(await electron.firstWindow());
  await app.whenReady();
  await app.startThread('say: while you look');
  await expect(app.timeline.lastMessage).toContainText('while you look');
  await expect(app.composer.stop).toBeHidden();
  expect(electron.records('notification')).toEqual([]);

  await electron.ask({ what: 'leave' });
  await app.runTurn('say: while you are away');
  expect(await electron.recorded('notification')).toMatchObject([
    { title: 'Finished: say: while you look', hasReply: true, actions: [] },
  ]);
  await electron.ask({ what: 'answerNotification', button: null, words: 'say: an answer from outside' });
  await app.answered('an answer from outside');
  await electron.recorded('notification', 2);

  await app.composer.send('esc: touch approved-outside.txt');
  await electron.recorded('notification', 3);
  expect(electron.records('notification')[2]).toMatchObject({
    title: 'Needs you: say: while you look',
    body: expect.stringContaining('touch approved-outside.txt'),
    actions: [{ text: 'Approve' }, { text: 'Decline' }],
    urgency: 'critical',
  });
  expect(electron.records('badge').at(-1)).toBe(1);
  await electron.ask({ what: 'answerNotification', button: 'Approve', words: null });
  await electron.recorded('notification', 4);
  await expect(app.approvals).toHaveCount(0);
  expect(electron.records('badge').at(-1)).toBe(0);

  // A click on it comes back to the thread, from wherever one was.
  const settings = 'settings desktop codex command';
  await app.runCommand(settings);
  await expect(app.timeline.root).toBeHidden();
  await electron.ask({ what: 'answerNotification', button: null, words: null });
  await electron.recorded('focus');
  await expect(app.timeline.lastMessage).toBeVisible();
  await app.runCommand(settings);
  await app.page.getByRole('combobox', { name: 'Notifications' }).click();
  await app.page.getByRole('option', { name: 'Never' }).click();
  await electron.ask({ what: 'leave' });
  await app.startThread('say: told to nobody');
  await expect(app.timeline.lastMessage).toContainText('told to nobody');
  await expect(app.composer.stop).toBeHidden();
  expect(electron.records('notification')).toHaveLength(4);
  await world.close();
});
