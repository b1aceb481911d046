import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { codexVersion } from '../../src-main/core/demo-model/testing/codex-binary.ts';
import { expect, test as base } from '../fixtures.ts';
import { AppPage } from '../pages/app-page.ts';
import { startWebHost, type WebHost } from '../web-host.ts';

/** Starts a second Skein with data of its own, on the Codex home of the first, and opens it. */
const test = base.extend<{ readonly openOther: () => Promise<AppPage> }>({
  openOther: async ({ world, context }, use) => {
    const started: WebHost[] = [];
    await use(async () => {
      const skeinHome = join(world.root, 'another-skein');
      await mkdir(skeinHome);
      const { codexHome, shop } = world;
      const host = await startWebHost({ skeinHome, codexHome, tmp: join(world.root, 'tmp'), path: shop });
      started.push(host);
      const other = new AppPage(await context.newPage());
      await other.open(host.url);
      return other;
    });
    for (const host of started) await host.stop();
  },
});

test.skip(codexVersion() === '0.124.0', 'lets two programs write one thread, and does not say so');

test('a thread that the other one writes can be read and followed, and goes on in a fork', async ({
  app,
  openOther,
}) => {
  await app.startThread('say: in the first');
  await expect(app.timeline.lastMessage).toContainText('in the first');
  const other = await openOther();
  await other.sidebar.thread(/say: in the first/).click();
  await expect(other.timeline.lastMessage).toContainText('in the first');
  const notice = other.page.getByText(/Another program writes this thread/);
  await expect(notice).toHaveCount(1);

  await app.runTurn('say: and on in the first');
  await expect(other.timeline.lastMessage).toContainText('and on in the first');
  await expect(notice).toHaveCount(1);

  await other.composer.write('say: in the fork');
  await other.page.getByRole('button', { name: 'Fork', exact: true }).click();
  await expect(notice).toHaveCount(0);
  await expect(other.composer.message).toHaveValue('say: in the fork');
  await other.composer.message.press('Enter');
  await expect(other.timeline.turns).toHaveCount(3);
  await expect(other.timeline.lastMessage).toContainText('in the fork');
  await expect(app.timeline.turns).toHaveCount(2);
});

test('a thread is free again when the one that wrote it has ended', async ({
  app,
  openOther,
  world,
  allowedErrors,
}) => {
  allowedErrors.push(/WebSocket|ERR_CONNECTION/);
  await app.startThread('say: for a while');
  await expect(app.timeline.lastMessage).toContainText('for a while');
  const other = await openOther();
  await other.sidebar.thread(/say: for a while/).click();
  const notice = other.page.getByText(/Another program writes this thread/);
  await expect(notice).toHaveCount(1);
  await world.host().stop();
  await expect(notice).toHaveCount(0);
  await other.runTurn('say: my turn now');
  await expect(other.timeline.turns).toHaveCount(2);
});
