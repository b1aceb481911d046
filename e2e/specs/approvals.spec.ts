import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../fixtures.ts';

// In this mode what leaves the sandbox asks, also where the system cannot make one.
const ASKING = { sandboxMode: 'workspace-write' } as const;
test.use({ worldOptions: { home: ASKING } });

test('approve once asks again next time, approve for this session does not', async ({ app, world }) => {
  await app.startThread('esc: touch once.txt');
  await expect(app.approval().root).toContainText('touch once.txt');
  await expect(app.timeline.item('Command')).toContainText('Waits for you');
  await expect(app.sidebar.thread(/esc: touch once/)).toHaveAccessibleName(/Needs you/);
  expect(existsSync(join(world.shop, 'once.txt'))).toBe(false);
  await app.approval().decide('Approve once');
  await expect(app.approvals).toHaveCount(0);
  await app.answered('Done');
  expect(existsSync(join(world.shop, 'once.txt'))).toBe(true);
  await app.composer.send('esc: touch once.txt');
  await expect(app.approvals).toHaveCount(1);

  await app.startThread('esc: touch session.txt');
  await app.approval().decide('Approve for this session');
  await app.answered('Done');
  await app.composer.send('esc: touch session.txt');
  await expect(app.timeline.turns).toHaveCount(2);
  await expect(app.timeline.lastMessage).toContainText('Done');
  await expect(app.timeline.item('Command')).toHaveCount(2);
  await expect(app.approvals).toHaveCount(0);
});

test('decline lets the turn go on, cancel ends it, and neither does it; a file change is asked for too', async ({
  app,
  world,
}) => {
  await app.startThread('esc: touch declined.txt');
  await app.approval().decide('Decline');
  await expect(app.timeline.lastMessage).toContainText('Done');
  await expect(app.timeline.item('Command')).toContainText(/declined/i);
  expect(existsSync(join(world.shop, 'declined.txt'))).toBe(false);

  await app.startThread('esc: touch cancelled.txt');
  await app.approval().decide('Cancel turn');
  await expect(app.timeline.turns.last()).toContainText(/Interrupted/);
  await expect(app.composer.stop).toBeHidden();
  expect(existsSync(join(world.shop, 'cancelled.txt'))).toBe(false);

  await app.sidebar.newThread.click();
  await app.composer.choose('Permissions', /Read only/);
  await app.composer.send('patch: asked.md|hello');
  await expect(app.approval().root).toContainText('asked.md');
  await app.approval().decide('Approve once');
  await expect(app.timeline.item('File change')).toContainText('asked.md');
  await expect(app.timeline.lastMessage).toContainText('Done');
  expect(existsSync(join(world.shop, 'asked.md'))).toBe(true);
});

test('always allow shows the rule it writes, and then it is not asked', async ({ app }) => {
  await app.startThread('esc: touch always.txt');
  await app.approval().alwaysAllow.click();
  await expect(app.approval().root).toContainText('prefix_rule');
  await app
    .approval()
    .root.getByRole('button', { name: /Write the rule/ })
    .click();
  await app.answered('Done');
  await app.composer.send('esc: touch always.txt');
  await expect(app.timeline.turns).toHaveCount(2);
  await expect(app.timeline.lastMessage).toContainText('Done');
  await expect(app.composer.stop).toBeHidden();
  await expect(app.approvals).toHaveCount(0);
});

test('what is typed approves nothing; two requests wait at once, also in a thread that is not on screen', async ({
  app,
  world,
}) => {
  await app.startThread('esc: touch typed.txt');
  await expect(app.approvals).toHaveCount(1);
  await app.composer.message.click();
  await app.page.keyboard.type('yes, y s a approve ');
  await expect(app.composer.message).toHaveValue('yes, y s a approve ');
  await expect(app.approvals).toHaveCount(1);
  expect(existsSync(join(world.shop, 'typed.txt'))).toBe(false);
  // With the focus inside the card its keys do act.
  await app.approval().root.focus();
  await expect(app.approval().button('Approve once')).toBeEnabled();
  await app.page.keyboard.press('y');
  await expect(app.approvals).toHaveCount(0);

  await app.startThread('multiesc: touch left.txt;;touch right.txt');
  await expect(app.approvals).toHaveCount(2);
  await app.startThread('say: here');
  await expect(app.approvals).toHaveCount(0);
  const waiting = app.sidebar.thread(/multiesc: touch/);
  await expect(waiting).toHaveAccessibleName(/Needs you/);
  await waiting.click();
  await expect(app.approvals).toHaveCount(2);
  const right = app.approvals.filter({ hasText: 'touch right.txt' });
  await right.getByRole('button', { name: 'Decline', exact: true }).click();
  await expect(app.approvals).toHaveCount(1);
  await app.approval().decide('Approve once');
  await expect(app.timeline.lastMessage).toContainText('Done');
  await expect(waiting).not.toHaveAccessibleName(/Needs you/);
  expect([existsSync(join(world.shop, 'left.txt')), existsSync(join(world.shop, 'right.txt'))]).toEqual([true, false]);
});

test.describe('questions', () => {
  test.use({ worldOptions: { home: { ...ASKING, extraToml: '[features]\ndefault_mode_request_user_input = true' } } });

  test('a question is answered with one of its options', async ({ app }) => {
    await app.startThread('ask');
    await expect(app.question).toContainText('Which colour should the button have?');
    await app.question.getByRole('radio', { name: /Blue/ }).check();
    await app.question.getByRole('button', { name: /Answer|Send/ }).click();
    await expect(app.question).toHaveCount(0);
    await expect(app.timeline.lastMessage).toContainText('Done');
  });
});
