import { expect, test } from '../fixtures.ts';

test.beforeEach(async ({ app }) => {
  for (const name of ['apple', 'banana', 'cherry']) {
    await app.startThread(`say: about the ${name}`);
    await expect(app.timeline.lastMessage).toContainText(`about the ${name}`);
    await expect(app.composer.stop).toBeHidden();
  }
});

test('found by words of its content, pinned first, renamed in place and keeps its name', async ({
  app,
  world,
  openApp,
}) => {
  await app.sidebar.thread(/about the apple/).click();
  await app.sidebar.search.click();
  const dialog = app.dialog('Search threads');
  await dialog.getByRole('combobox').fill('cherry');
  await expect(dialog.getByRole('option')).toHaveCount(1);
  await dialog.getByRole('option', { name: /cherry/ }).click();
  await expect(dialog).toBeHidden();
  await expect(app.timeline.root).toContainText('about the cherry');

  await app.sidebar.menu(/about the apple/, /^Pin/);
  const titles = app.sidebar.root.getByText(/about the (apple|banana|cherry)/);
  await expect(titles.first()).toContainText('apple');

  await app.sidebar.menu(/about the banana/, /Rename/);
  const field = app.sidebar.root.getByRole('textbox');
  await expect(field).toBeFocused();
  await app.page.keyboard.type('Yellow things');
  await app.page.keyboard.press('Enter');
  await expect(app.sidebar.thread(/Yellow things/)).toBeVisible();
  await expect(app.sidebar.thread(/about the banana/)).toHaveCount(0);
  await app.page.close();
  await world.restartHost();
  const again = await openApp();
  await expect(again.sidebar.thread(/Yellow things/)).toBeVisible();
});

test('with the sidebar folded the shown thread is renamed in its header, and its words are found; a fork has a life of its own', async ({
  app,
}) => {
  const { page } = app;
  await page.keyboard.press('ControlOrMeta+B');
  await expect(app.sidebar.root).toBeHidden();
  await page.keyboard.press('F2');
  await expect(page.getByRole('textbox', { name: 'Thread title' })).toBeFocused();
  await page.keyboard.type('Red things');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Red things', level: 1 })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+F');
  await page.keyboard.type('cherry');
  await expect(page.getByRole('main')).toContainText('2 of 2');

  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+B');

  await app.sidebar.thread(/about the banana/).click();
  await expect(app.timeline.lastMessage).toContainText('about the banana');
  await app.sidebar.menu(/about the banana/, /^Fork/);
  await expect(app.sidebar.thread(/about the banana/)).toHaveCount(2);
  await app.answered('about the banana');
  await app.runTurn('say: only in the fork');
  await expect(app.timeline.turns).toHaveCount(2);
});

test('archived threads leave the list and come back, also elsewhere; a notice goes by itself', async ({
  app,
  openApp,
}) => {
  await app.sidebar.menu(/about the apple/, /^Archive/);
  await expect(app.sidebar.thread(/about the apple/)).toHaveCount(0);
  await app.runCommand('Archived threads');
  const list = app.page.getByRole('region', { name: 'Archived threads' });
  const shelved = list.getByRole('listitem').filter({ hasText: 'about the apple' });
  await shelved.getByRole('button', { name: 'Unarchive', exact: true }).click();
  await expect(list).toContainText('Nothing is archived');
  await expect(app.sidebar.thread(/about the apple/)).toBeVisible();

  const other = await openApp();
  await app.sidebar.menu(/about the apple/, /^Archive/);
  await app.sidebar.menu(/about the cherry/, /^Archive/);
  const noticeOf = (title: string) => app.page.getByRole('listitem').filter({ hasText: `“say: ${title}” archived` });
  await expect(noticeOf('about the apple')).toHaveCount(1);
  await expect(noticeOf('about the cherry')).toHaveCount(1);
  await other.runCommand('Archived threads');
  const archived = other.page.getByRole('region', { name: 'Archived threads' }).getByRole('listitem');
  await archived.filter({ hasText: 'about the apple' }).getByRole('button', { name: 'Unarchive', exact: true }).click();
  await expect(noticeOf('about the apple')).toHaveCount(0);
  await noticeOf('about the cherry').getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(app.sidebar.thread(/about the cherry/)).toBeVisible();
  await expect(app.sidebar.thread(/about the apple/)).toBeVisible();

  await app.startThread('say: there and back');
  await expect(app.timeline.lastMessage).toContainText('there and back');
  const notice = app.page.getByText('“say: there and back” archived', { exact: true });
  const row = app.sidebar.thread(/say: there and back/);
  await app.sidebar.menu(/say: there and back/, /^Archive/);
  await app.page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(notice).toHaveCount(0);
  await expect(row).toBeVisible();

  await app.page.clock.install();
  await app.sidebar.menu(/say: there and back/, /^Archive/);
  await expect(notice.first()).toBeVisible();
  await app.page.mouse.move(0, 0);
  await app.page.clock.fastForward(10_000);
  await expect(notice).toHaveCount(0);
});
