import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { prepareDataFolder } from './data-folder.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'skein-data-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it('makes the folder for the user alone, and takes one that is there', () => {
  const folder = join(root, 'a/b');
  expect([prepareDataFolder(folder), prepareDataFolder(folder)]).toEqual([null, null]);
  expect(statSync(folder).isDirectory()).toBe(true);
  if (process.platform !== 'win32') expect(statSync(folder).mode & 0o777).toBe(0o700);
});

it('says why it cannot', () => {
  writeFileSync(join(root, 'file'), '');
  expect(prepareDataFolder(join(root, 'file'))).toMatch(/EEXIST/);
  expect(prepareDataFolder(join(root, 'file/skein'))).toMatch(/ENOTDIR/);
});
