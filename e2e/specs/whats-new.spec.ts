import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../fixtures.ts';

test('after an update it is said what is new, once; before that nothing', async ({ app, world, openApp }) => {
  const note = app.page.getByRole('region', { name: 'What is new', exact: true });
  await expect(app.sidebar.newThread).toBeVisible();
  await expect(note).toHaveCount(0);
  await app.page.close();
  await world.host().stop();
  const settings = JSON.stringify({ version: 1, data: { seenVersion: '0.0.9', firstRunDone: true } });
  await writeFile(join(world.skeinHome, 'settings.json'), settings);
  await world.restartHost();
  const again = await openApp();
  const news = again.page.getByRole('region', { name: 'What is new', exact: true });
  await expect(news.getByRole('listitem')).not.toHaveCount(0);
  await news.getByRole('button', { name: 'Close what is new' }).click();
  await expect(news).toHaveCount(0);
  await again.page.reload();
  await again.whenReady();
  await expect(news).toHaveCount(0);
  await again.runCommand('About Skein');
  await expect(again.page.getByRole('region', { name: /^What is new in / })).not.toHaveCount(0);
});
