import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';

test.use({ worldOptions: { home: { sandboxMode: 'workspace-write' } } });

const WIDE = { width: 1440, height: 900 };
const SMALL = { width: 480, height: 400 };
const ZOOMED = { width: 720, height: 450 };

async function boxOf(locator: Locator): Promise<{ top: number; bottom: number; left: number; right: number }> {
  const box = await locator.boundingBox();
  if (box === null) throw new Error('It is not on screen');
  return { top: box.y, bottom: box.y + box.height, left: box.x, right: box.x + box.width };
}
async function overlap(one: Locator, other: Locator): Promise<boolean> {
  const [a, b] = [await boxOf(one), await boxOf(other)];
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
const scrollsSideways = (page: Page): Promise<boolean> =>
  page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');

test('in a narrow window sidebar and side panel lie over the page, and go when they were used or with Escape', async ({
  app,
}) => {
  const { page } = app;
  await app.startThread('say: the first');
  await app.startThread('say: the second');
  const wide = await boxOf(app.sidebar.root);
  await page.setViewportSize(SMALL);
  await expect(app.sidebar.root).toBeHidden();
  const show = page.getByRole('button', { name: 'Show the sidebar', exact: true });
  await show.click();
  await expect(app.sidebar.root).toBeVisible();
  // What lies below can neither be clicked nor reached.
  await expect(page.getByRole('main')).toHaveAttribute('inert');
  await app.sidebar.thread(/the first/).click();
  await expect(app.sidebar.root).toBeHidden();
  await expect(app.timeline.lastMessage).toContainText('the first');

  await show.click();
  await app.sidebar.thread(/the first/).click();
  await expect(app.sidebar.root).toBeHidden();
  await show.focus();
  await page.keyboard.press('Enter');
  await expect(app.sidebar.root).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(app.sidebar.root).toBeHidden();
  await expect(show).toBeFocused();

  await page.setViewportSize(WIDE);
  expect(await boxOf(app.sidebar.root)).toEqual(wide);

  await page.setViewportSize(ZOOMED);
  const panel = page.getByRole('complementary', { name: 'Side panel' });
  await expect(panel).toBeHidden();
  await page.getByRole('button', { name: 'Show the side panel', exact: true }).click();
  await expect(panel).toBeVisible();
  await panel.getByRole('button', { name: 'Close the side panel', exact: true }).click();
  await expect(panel).toBeHidden();
  await page.setViewportSize(WIDE);
  await expect(page.getByRole('button', { name: 'Show the side panel', exact: true })).toBeVisible();
});

test('nothing scrolls sideways, the buttons of the composer stay on one line, notices cover neither a request nor the message', async ({
  app,
}) => {
  const { page } = app;
  const everywhere = async () => {
    for (const size of [SMALL, ZOOMED, { width: 900, height: 600 }]) {
      await page.setViewportSize(size);
      // The page follows the window's new size a frame later.
      await expect.poll(() => scrollsSideways(page)).toBe(false);
    }
  };
  await everywhere();
  await app.startThread('gate: never|running |end');
  await expect(app.composer.stop).toBeVisible();
  await everywhere();
  const [stop, queue, send] = [app.composer.stop, app.composer.queueButton, app.composer.sendButton];
  for (const size of [SMALL, ZOOMED, { width: 900, height: 600 }]) {
    await page.setViewportSize(size);
    const tops = await Promise.all([stop, queue, send].map(async (button) => (await boxOf(button)).top));
    expect(new Set(tops).size).toBe(1);
  }
  await app.runCommand('Keyboard shortcuts');
  await everywhere();

  await page.setViewportSize(WIDE);
  await app.startThread('say: to be archived');
  await app.startThread('esc: touch waiting.txt');
  await expect(app.approvals).toHaveCount(1);
  await app.sidebar.menu(/to be archived/, /^Archive/);
  const notices = page.getByRole('region', { name: /^Notifications/ }).getByRole('list');
  await expect(notices).toContainText('to be archived');
  // The time of a notice that has the focus stands still.
  await notices.getByRole('button', { name: 'Undo', exact: true }).focus();
  for (const size of [WIDE, { width: 900, height: 600 }, ZOOMED, SMALL]) {
    await page.setViewportSize(size);
    for (const kept of [app.approvals, app.composer.message, app.composer.sendButton])
      await expect.poll(() => overlap(notices, kept)).toBe(false);
    await expect(notices.getByRole('button', { name: 'Undo', exact: true })).toBeInViewport();
  }
});
