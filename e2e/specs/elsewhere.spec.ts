import { join } from 'node:path';
import { codexVersion } from '../../src-main/core/demo-model/testing/codex-binary.ts';
import { expect, test } from '../fixtures.ts';
import { AppPage } from '../pages/app-page.ts';
import { startWebHost } from '../web-host.ts';

test.skip(codexVersion() === '0.124.0', 'lets two programs write one thread, and does not say so');

test('a fork of a thread that another program writes takes along what was written', async ({ app, world, context }) => {
  // Two hosts, two app-servers.
  test.slow();
  await app.startThread('say: mine');
  await expect(app.timeline.lastMessage).toContainText('mine');
  const { codexHome, root, shop } = world;
  const second = await startWebHost({
    skeinHome: join(root, 'skein-2'),
    codexHome,
    tmp: join(root, 'tmp'),
    path: shop,
  });
  try {
    const far = new AppPage(await context.newPage());
    await far.open(second.url);
    await far.sidebar.thread(/say: mine/).click();
    const notice = far.page.getByText('Another program writes this thread');
    await expect(notice).toBeVisible();
    await far.composer.write('half a thought');
    await far.page.getByRole('button', { name: 'Fork', exact: true }).click();
    await expect(notice).toBeHidden();
    await expect(far.composer.message).toHaveValue('half a thought');
    await far.composer.message.press('Enter');
    await expect(far.timeline.turns).toHaveCount(2);
    await far.sidebar
      .thread(/say: mine/)
      .last()
      .click();
    await expect(notice).toBeVisible();
    await expect(far.composer.message).toHaveValue('');
    await far.page.close();
  } finally {
    await second.stop();
  }
});
