import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../fixtures.ts';

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

test('a read-only folder: the failed patch is shown as failed', async ({ app, world }) => {
  test.skip(process.getuid?.() === 0, 'root may write everywhere');
  await chmod(world.shop, 0o555);
  try {
    await app.startThread('patch: new.md|hello');
    await expect(app.timeline.item('File change')).toContainText(/failed/i);
  } finally {
    await chmod(world.shop, 0o755);
  }
});
