import { rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codexBinary } from '../../src-main/core/demo-model/testing/codex-binary.ts';
import { expect, test } from '../fixtures.ts';

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
