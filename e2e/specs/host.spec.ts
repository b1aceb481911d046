import { expect, test } from '../fixtures.ts';
import { AppPage } from '../pages/app-page.ts';
import { startWebHost } from '../web-host.ts';
import { usableSandbox } from '../world.ts';
import { join } from 'node:path';

test('without the token nothing is told, and no cookie is set', async ({ app, world, context, request }) => {
  const { origin } = new URL(world.host().url);
  expect(await context.cookies()).toEqual([]);
  const page = await request.get(origin);
  expect(page.headers()['content-security-policy']).toContain("default-src 'none'");
  expect(page.headers()['set-cookie']).toBeUndefined();

  const stranger = await app.page.context().browser()?.newContext();
  if (stranger === undefined) throw new Error('No browser of its own');
  const visitor = await stranger.newPage();
  await visitor.goto(origin);
  const alert = visitor.getByRole('alert');
  await expect(alert).toContainText('This address is not complete');
  await expect(visitor.locator('body')).not.toContainText('corner-shop');
  // Another document: a change of the fragment alone loads nothing.
  const wrong = await stranger.newPage();
  await wrong.goto(`${origin}/#t=${'x'.repeat(43)}`);
  await expect(wrong.getByRole('alert')).toContainText('does not belong to the Skein that runs here');
  await expect(wrong.locator('body')).not.toContainText('corner-shop');
  await stranger.close();
});

test('the address for a browser’s command line opens one page, which then stays', async ({ world, context }) => {
  const { openUrl } = world.host();
  const app = new AppPage(await context.newPage());
  await app.open(openUrl);
  await app.page.reload();
  await app.whenReady();
  await test.step('nothing that the browser writes down opens another page', async () => {
    const token = new URL(world.host().url).hash.slice('#t='.length);
    const stored = await app.page.evaluate(() => JSON.stringify([sessionStorage, localStorage]));
    expect(stored).not.toContain(token);
    const key = await app.page.evaluate(() => sessionStorage.getItem('skein.return'));
    const thief = await context.browser()?.newContext();
    const page = await thief?.newPage();
    await page?.goto(`${new URL(openUrl).origin}/#t=${key ?? ''}`);
    await expect(page?.getByRole('alert') ?? app.page.locator('nothing')).toContainText('does not belong');
    await thief?.close();
    // A copy of the tab has its storage; it is let in by the tab itself.
    const copy = new AppPage(await context.newPage());
    await copy.page.addInitScript((kept) => sessionStorage.setItem('skein.return', kept), key ?? '');
    await copy.page.goto(new URL(openUrl).origin);
    await copy.whenReady();
  });
  const second = await context.newPage();
  await second.goto(openUrl);
  await expect(second.getByRole('alert')).toContainText('works only once');
});

test('a host of another name is refused', async ({ world, request }) => {
  const { origin } = new URL(world.host().url);
  const answer = await request.get(origin, { headers: { host: 'evil.example.test' } });
  expect(answer.ok()).toBe(false);
});

test('the demo opens with its prompts and runs one', async ({ world, context }) => {
  const demo = await startWebHost({
    skeinHome: join(world.root, 'demo-skein'),
    codexHome: join(world.root, 'demo-codex'),
    tmp: join(world.root, 'tmp'),
    args: ['--demo'],
  });
  try {
    const page = await context.newPage();
    await page.goto(demo.url);
    await page.getByRole('button', { name: /Look around/ }).click();
    const log = page.getByRole('log', { name: 'Timeline' });
    // Where the system cannot sandbox, the demo still runs and says what that means.
    const canSandbox = (await usableSandbox()) === 'workspace-write';
    await expect(log).toContainText(canSandbox ? 'This is a very small shop' : 'this system cannot sandbox');
  } finally {
    await demo.stop();
  }
});
