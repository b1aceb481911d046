import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../fixtures.ts';
import { makeReadOnly } from '../read-only.ts';

test('a folder without Git works; what it lacks is not offered', async ({ app, world }) => {
  const plain = join(world.root, 'plain folder');
  await mkdir(plain);
  await writeFile(join(plain, 'notes.txt'), 'hello\n');
  await app.addProject(plain);
  await app.runTurn('patchupd: notes.txt|hello|hello there');
  await expect(app.timeline.item('File change')).toContainText('notes.txt');
  await expect(app.timeline.lastMessage).toContainText('Done');
});

test('a project whose folder was deleted says so and takes nothing down', async ({ app, world }) => {
  const other = await world.anotherShop('short-lived');
  await app.addProject(other);
  await app.runTurn('say: still here');
  await rm(other, { recursive: true });
  await app.composer.send('run: ls');
  await expect(app.composer.stop).toBeHidden();
  // Its history can be read, the page of a new thread tells, and the other project goes on working.
  await expect(app.timeline.root).toContainText('still here');
  await app.sidebar.newThread.click();
  await expect(app.page.getByRole('main')).toContainText('The folder of this project is missing');
  await app.openProject('corner-shop');
  await app.runTurn('say: elsewhere all is well');
  await expect(app.timeline.lastMessage).toContainText('elsewhere all is well');
});

test.describe('in a sandbox', () => {
  test.use({ worldOptions: { home: { sandboxMode: 'workspace-write' } } });

  test('a read-only folder: it is said, a patch fails and is shown as failed, and the thread goes on', async ({
    app,
    world,
  }) => {
    const writeAgain = await makeReadOnly(world.shop);
    test.skip(writeAgain === null, 'root may write everywhere, and this system lets it take that from no folder');
    try {
      await app.startThread('patch: new.md|hello');
      await expect(app.approval().root).toContainText('retry without sandbox');
      await app.approval().decide('Approve once');
      await expect(app.timeline.item('File change')).toContainText(/failed/i);
      await expect(app.composer.stop).toBeHidden();
      await expect(app.sidebar.root).toContainText('read-only');
      expect(existsSync(join(world.shop, 'new.md'))).toBe(false);
      await app.runTurn('say: still at work');
      await expect(app.timeline.lastMessage).toContainText('still at work');
    } finally {
      await writeAgain?.();
    }
  });
});
