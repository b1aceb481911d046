import { mkdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codexBinary } from '../../src-main/core/demo-model/testing/codex-binary.ts';
import { expect, test } from '../fixtures.ts';
import { AppPage } from '../pages/app-page.ts';
import { startWebHost } from '../web-host.ts';

test.describe('without a Codex', () => {
  const lateBinary = join(tmpdir(), `skein-e2e-codex-${process.pid}`);
  test.use({ worldOptions: { host: { env: { SKEIN_CODEX_BIN: lateBinary } } } });
  test.afterEach(() => rm(lateBinary, { force: true }));

  test('it is said what is missing, nothing waits for ever, and the message goes once it is there', async ({ app }) => {
    test.skip(process.platform === 'win32', 'puts a symbolic link in the place of the binary');
    const banner = app.page.getByRole('alert').filter({ hasText: 'Codex was not found' });
    await expect(banner).toContainText(lateBinary);
    await expect(app.sidebar.root).toContainText('Shown when Codex runs');
    await expect(app.sidebar.root).not.toContainText('Loading');

    await app.composer.write('say: it works now');
    await app.composer.message.press('Enter');
    const notice = app.page.getByRole('alert').filter({ hasText: 'Codex is not running' });
    await expect(notice).toBeVisible();
    await expect(app.composer.message).toHaveValue('say: it works now');

    await symlink(codexBinary(), lateBinary);
    await banner.getByRole('button', { name: 'Restart', exact: true }).click();
    await expect(banner).toBeHidden();
    await expect(notice).toBeHidden();
    await expect(app.sidebar.root).toContainText('No threads yet');
    await app.composer.message.press('Enter');
    await expect(app.timeline.lastMessage).toContainText('it works now');
  });
});

test('a thread that another program writes can be read, and goes on in a fork', async ({ app, world, context }) => {
  await app.startThread('say: in the first');
  await expect(app.timeline.lastMessage).toContainText('in the first');
  const skeinHome = join(world.root, 'another-skein');
  await mkdir(skeinHome);
  const { codexHome, shop } = world;
  const host = await startWebHost({ skeinHome, codexHome, tmp: join(world.root, 'tmp'), path: shop });
  try {
    const other = new AppPage(await context.newPage());
    await other.open(host.url);
    await other.sidebar.thread(/say: in the first/).click();
    await expect(other.timeline.lastMessage).toContainText('in the first');
    await expect(other.page.getByText(/Another (program|Codex)/)).toHaveCount(1);
    await other.page.getByRole('button', { name: 'Fork', exact: true }).click();
    await expect(other.page.getByText(/Another (program|Codex)/)).toHaveCount(0);
    await other.runTurn('say: in the fork');
    await expect(other.timeline.turns).toHaveCount(2);
    await expect(app.timeline.turns).toHaveCount(1);
  } finally {
    await host.stop();
  }
});
