import { expect, test } from '../fixtures.ts';
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
  await expect(visitor.getByRole('alert')).toContainText(/address/);
  await expect(visitor.locator('body')).not.toContainText('corner-shop');
  await stranger.close();
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
