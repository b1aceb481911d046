import { lstat, mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEntry, duplicateEntry, renameEntry } from './file-changes.ts';
import { createFilesRig, quiet, type FilesRig } from './testing/files-rig.ts';
import { createTrash, TRASH_RULE, type Trash } from './trash.ts';

let rig: FilesRig;
let trash: Trash;
beforeEach(async () => {
  rig = await createFilesRig();
  trash = createTrash({ home: () => join(rig.skeinHome, 'trash'), clock: rig.clock, log: quiet });
  await rig.put({ 'a.txt': 'a', 'src/b.txt': 'b' });
  await symlink(rig.base, join(rig.root, 'up'));
});
afterEach(() => rig.remove());

const code = async (answer: Promise<{ ok: true } | { ok: false; error: { code: string } }>) => {
  const result = await answer;
  return result.ok ? 'done' : result.error.code;
};
const create = (path: string, kind: 'file' | 'folder' = 'file') => code(createEntry({ root: rig.root, path, kind }));
const rename = (path: string, to: string) => code(renameEntry({ root: rig.root, path, to }));
const there = (path: string) =>
  lstat(join(rig.root, path)).then(
    () => true,
    () => false,
  );

it('creates files and folders with the ones above, and replaces nothing', async () => {
  expect(await create('x/y/z.txt')).toBe('done');
  expect(await create('x/w', 'folder')).toBe('done');
  expect(await create('a.txt')).toBe('file.exists');
  expect(await create('src', 'folder')).toBe('file.exists');
  expect(await create('a.txt/b')).toBe('file.exists');
  expect(await readFile(join(rig.root, 'a.txt'), 'utf8')).toBe('a');
});
it('renames and moves, and replaces nothing', async () => {
  expect(await rename('a.txt', 'moved/c.txt')).toBe('done');
  expect(await rename('src', 'lib')).toBe('done');
  expect(await rename('moved/c.txt', 'lib/b.txt')).toBe('file.exists');
  expect(await rename('lib', 'lib/inner')).toBe('file.into-itself');
  expect(await rename('none', 'other')).toBe('path.missing');
  expect(await rename('moved/c.txt', 'moved/C.txt')).toBe('done');
  expect(await readFile(join(rig.root, 'lib', 'b.txt'), 'utf8')).toBe('b');
  expect(await readdir(join(rig.root, 'moved'))).toEqual(['C.txt']);
});
it('duplicates files, folders and links beside them, over nothing', async () => {
  await rig.put({ 'src/deep/c.txt': 'c', '.env': 'x', 'src copy/mine.txt': 'mine' });
  const duplicate = async (path: string) => {
    const answer = await duplicateEntry({ root: rig.root, path });
    return answer.ok ? answer.value.path : answer.error.code;
  };
  expect(await duplicate('a.txt')).toBe('a copy.txt');
  expect(await duplicate('a copy.txt')).toBe('a copy 2.txt');
  expect(await duplicate('src/deep')).toBe('src/deep copy');
  expect(await duplicate('src')).toBe('src copy 2');
  expect(await duplicate('.env')).toBe('.env copy');
  expect(await duplicate('up')).toBe('up copy');
  expect(await readFile(join(rig.root, 'a copy 2.txt'), 'utf8')).toBe('a');
  expect(await readFile(join(rig.root, 'src copy 2/deep copy/c.txt'), 'utf8')).toBe('c');
  expect(await readdir(join(rig.root, 'src copy'))).toEqual(['mine.txt']);
  expect((await lstat(join(rig.root, 'up copy'))).isSymbolicLink()).toBe(true);
  for (const path of ['.', '../x', 'up/secret.txt']) expect(await duplicate(path)).toBe('path.outside');
  expect(await duplicate('none')).toBe('path.missing');
});
it('touches nothing outside, and not the root itself', async () => {
  for (const path of ['../x', 'up/x', join(rig.base, 'x')]) expect(await create(path)).toBe('path.outside');
  for (const to of ['../a.txt', 'up/a.txt']) expect(await rename('a.txt', to)).toBe('path.outside');
  expect(await rename('up/secret.txt', 'mine.txt')).toBe('path.outside');
  for (const path of ['.', '..', '', 'src/..', 'up/secret.txt'])
    expect(await code(trash.remove({ root: rig.root, path: path || rig.root }))).toBe('path.outside');
  expect((await readdir(rig.base)).sort()).toEqual(['project', 'secret.txt']);
  expect(await there('a.txt')).toBe(true);
});

describe('trash', () => {
  const remove = async (path: string) => {
    const removed = await trash.remove({ root: rig.root, path });
    if (!removed.ok) throw new Error(removed.error.code);
    return removed.value.id;
  };
  it('brings back files, folders and links as they were, also after a restart', async () => {
    const ids = [await remove('a.txt'), await remove('src'), await remove('up')];
    expect(await readdir(rig.root)).toEqual([]);
    // The link went, and not what it leads to.
    expect(await readFile(join(rig.base, 'secret.txt'), 'utf8')).toBe('secret');
    const again = createTrash({ home: () => join(rig.skeinHome, 'trash'), clock: rig.clock, log: quiet });
    for (const id of ids) expect(await code(again.restore(id))).toBe('done');
    expect(await readFile(join(rig.root, 'src', 'b.txt'), 'utf8')).toBe('b');
    expect((await lstat(join(rig.root, 'up'))).isSymbolicLink()).toBe(true);
    expect(await readdir(join(rig.skeinHome, 'trash'))).toEqual([]);
  });
  it('replaces nothing that came meanwhile, and makes the folder above again', async () => {
    const id = await remove('src/b.txt');
    await rig.put({ 'src/b.txt': 'new' });
    expect(await code(trash.restore(id))).toBe('file.exists');
    expect(await readFile(join(rig.root, 'src', 'b.txt'), 'utf8')).toBe('new');
    await remove('src');
    expect(await code(trash.restore(id))).toBe('done');
    expect(await readFile(join(rig.root, 'src', 'b.txt'), 'utf8')).toBe('b');
  });
  it('says what is not there, and leaves nothing behind', async () => {
    expect(await code(trash.remove({ root: rig.root, path: 'none' }))).toBe('path.missing');
    for (const id of ['none', '../../project', '']) expect(await code(trash.restore(id))).toBe('file.expired');
    expect(await readdir(join(rig.skeinHome, 'trash')).catch(() => [])).toEqual([]);
  });
  it('lets go after a month', async () => {
    const old = await remove('a.txt');
    rig.clock.advance(TRASH_RULE.keepMs);
    const young = await remove('src');
    rig.clock.advance(1);
    await trash.sweep();
    // The newest stay, however old.
    expect((await trash.list()).map(({ id, paths }) => [id, paths])).toEqual([
      [young, ['src']],
      [old, ['a.txt']],
    ]);
    for (let more = 0; more < TRASH_RULE.keepNewest; more++) {
      await rig.put({ 'more.txt': 'x' });
      await remove('more.txt');
    }
    await trash.sweep();
    expect(await code(trash.restore(old))).toBe('file.expired');
    expect(await code(trash.restore(young))).toBe('done');
  });
});

it('does not lose an entry whose folder is a file by now', async () => {
  const removed = await trash.remove({ root: rig.root, path: 'src' });
  if (!removed.ok) throw new Error(removed.error.code);
  await mkdir(join(rig.root, 'src'));
  expect(await code(trash.restore(removed.value.id))).toBe('file.exists');
  expect(await readdir(join(rig.skeinHome, 'trash', removed.value.id))).toContain('entry');
});
