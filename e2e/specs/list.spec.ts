import { readFile } from 'node:fs/promises';
import { codexVersion } from '../../src-main/core/demo-model/testing/codex-binary.ts';
import { expect, test } from '../fixtures.ts';

test('projects are dragged into order and taken off, threads are chosen together, exported, archived and listed by time', async ({
  app,
  world,
}) => {
  const { page, sidebar } = app;
  for (const name of ['apple', 'banana', 'cherry']) {
    await app.startThread(`say: ${name}`);
    await expect(app.composer.stop).toBeHidden();
  }
  await app.addProject(await world.anotherShop('other-shop'));
  const projects = sidebar.root.getByRole('button', { name: /^(corner|other)-shop/ });
  await expect(projects.first()).toHaveText(/^corner-shop/);
  await projects.nth(1).dragTo(projects.first(), { targetPosition: { x: 40, y: 3 } });
  await expect(projects.first()).toHaveText(/^other-shop/);
  await projects.first().click({ button: 'right' });
  await page.getByRole('menuitem', { name: /^Remove from the list/ }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(projects).toHaveCount(1);

  await sidebar.root.getByRole('button', { name: 'Group threads' }).click();
  await page
    .getByRole('menuitemradio', { name: 'By time' })
    .or(page.getByRole('menuitemcheckbox', { name: 'By time' }))
    .click();
  await expect(sidebar.root.getByRole('heading', { name: 'Today' })).toBeVisible();

  const download = page.waitForEvent('download');
  await sidebar.menu(/say: banana/, /^Export as Markdown/);
  const file = await (await download).path();
  expect(await readFile(file, 'utf8')).toContain('say: banana');

  await sidebar.thread(/say: apple/).click();
  await sidebar.thread(/say: cherry/).click({ modifiers: ['Shift'] });
  await expect(sidebar.thread(/Selected/)).toHaveCount(3);
  await sidebar.thread(/say: banana/).click({ modifiers: ['ControlOrMeta'] });
  await sidebar.menu(/say: cherry/, /^Archive/);
  await expect(sidebar.thread(/say: /)).toHaveCount(1);

  if (codexVersion() === '0.124.0') {
    // It can archive alone, so nothing else is offered.
    await sidebar.thread(/say: banana/).click({ button: 'right' });
    await expect(page.getByRole('menuitem', { name: /^Archive/ })).toBeVisible();
    await expect(page.getByRole('menuitem', { name: /^Delete/ })).toHaveCount(0);
    return;
  }
  await sidebar.menu(/say: banana/, /^Delete for good/);
  await page.getByRole('button', { name: 'Delete for good', exact: true }).click();
  await expect(sidebar.thread(/say: /)).toHaveCount(0);
});

test('away from the end new items are counted, and the button leads back; a turn is forked from and sent again', async ({
  app,
  world,
}) => {
  const { page, timeline } = app;
  await app.startThread('flood 1500');
  await expect(app.composer.stop).toBeHidden();
  await app.composer.send('gate: go|wait |on we go');
  await expect(timeline.root).toContainText('wait');
  await app.composer.queue('say: afterwards');
  await timeline.root.hover();
  await page.mouse.wheel(0, -3000);
  await expect(page.getByRole('button', { name: 'Back to the end', exact: true })).toBeVisible();
  world.model.openGate('go');
  await page.getByRole('button', { name: /^Back to the end, \d+ new items?$/ }).click();
  await expect(timeline.lastMessage).toContainText('afterwards');
  await expect(
    page.locator('[aria-live="polite"]').filter({ hasText: 'Agent: afterwards. Turn completed.' }),
  ).toHaveCount(1);
  await expect(app.composer.stop).toBeHidden();
  await timeline.turns.last().getByRole('button', { name: 'Retry', exact: true }).click();
  await expect(timeline.item('User message').filter({ hasText: 'say: afterwards' })).toHaveCount(2);
  await expect(app.composer.stop).toBeHidden();

  await timeline.turns.last().getByRole('button', { name: 'Fork from here', exact: true }).click();
  await expect(app.sidebar.thread(/flood 1500/)).toHaveCount(2);
});
