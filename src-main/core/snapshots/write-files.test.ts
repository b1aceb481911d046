import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { localFiles, type HostFiles } from '../hosts/host-files.ts';
import { writeFiles } from './write-files.ts';

const NAME = `${'n'.repeat(250)}.txt`;
let folder: string;
let staged: string;
let root: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skein-write-'));
  [staged, root] = [join(folder, 'staged'), join(folder, 'root')];
  [staged, root].forEach((one) => mkdirSync(one));
  writeFileSync(join(staged, NAME), 'new\n');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const failure = (code: string) => Promise.reject(Object.assign(new Error(code), { code }));
/** Git's folder lies on another disk than the working tree. */
const apart: HostFiles = {
  ...localFiles,
  rename: (from, to) => (String(from).startsWith(staged) ? failure('EXDEV') : localFiles.rename(from, to)),
};
const write = (files: HostFiles) => {
  const entry = { mode: '100644', oid: '0' };
  return writeFiles(files, root, staged, [{ path: NAME, entry, before: { kind: 'absent' } }], () => undefined);
};

it('writes a file from another disk, with a name as long as names can be', async () => {
  expect(await write(apart)).toEqual({ ok: true, value: null });
  expect(readdirSync(root)).toEqual([NAME]);
  expect(readFileSync(join(root, NAME), 'utf8')).toBe('new\n');
});

it('leaves nothing beside a file that could not be copied from another disk', async () => {
  const full: HostFiles = {
    ...apart,
    copyFile: async (_from, to) => {
      await writeFile(to, 'ne');
      await failure('ENOSPC');
    },
  };
  expect(await write(full)).toMatchObject({ ok: false, error: { code: 'snapshot.failed', reason: 'ENOSPC' } });
  expect(readdirSync(root)).toEqual([]);
});
