import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDeskStore } from './desk-store.ts';
import { createFileDrafts } from './file-drafts.ts';
import { createFilesRig, quiet, type FilesRig } from './testing/files-rig.ts';

let rig: FilesRig;
beforeEach(async () => {
  rig = await createFilesRig();
});
afterEach(() => rig.remove());
const open = () => createFileDrafts({ skeinHome: rig.skeinHome, clock: rig.clock, log: quiet });

it('keeps what was typed, per folder and file, through the end of the core', async () => {
  const drafts = open();
  const savedAt = rig.clock.now();
  // The newest one stays, in whatever order the disk is done with them.
  await Promise.all(['a', 'ab', 'abc'].map((text) => drafts.keep(rig.root, 'x/é.ts', { text, base: 'v1' })));
  await drafts.keep('/other', 'x/é.ts', { text: 'other', base: null });
  expect(await open().list(rig.root)).toEqual([{ path: 'x/é.ts', text: 'abc', base: 'v1', savedAt }]);
  await drafts.keep(rig.root, 'x/é.ts', { text: null, base: null });
  expect(await open().list(rig.root)).toEqual([]);
  expect(await open().list('/other')).toMatchObject([{ text: 'other', base: null }]);
});

it('leaves a draft that cannot be read where it is, and shows the others', async () => {
  const drafts = open();
  await drafts.keep(rig.root, 'a', { text: 'a', base: null });
  const home = join(rig.skeinHome, 'file-drafts');
  const folder = join(home, (await readdir(home))[0] ?? '');
  await writeFile(join(folder, 'broken.json'), '{');
  expect(await drafts.list(rig.root)).toMatchObject([{ path: 'a' }]);
  expect(await readdir(folder)).toContain('broken.json');
});

it('remembers what is open in each folder', async () => {
  const desk = { open: ['a', 'b'], front: 'b', recent: ['b', 'a'] };
  const store = await openDeskStore({ skeinHome: rig.skeinHome, clock: rig.clock, log: quiet });
  store.set('/one', desk);
  expect(store.get('/two')).toEqual({ open: [], front: null, recent: [] });
  await store.dispose();
  const again = await openDeskStore({ skeinHome: rig.skeinHome, clock: rig.clock, log: quiet });
  expect(again.get('/one')).toEqual(desk);
  await again.dispose();
});
