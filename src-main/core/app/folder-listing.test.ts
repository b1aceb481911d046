import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkExternalUrl } from './external-url.ts';
import { createFolder, listFolder } from './folder-listing.ts';

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'skein-listing-')));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it('lists folders by name, hidden ones last, links to folders included, files left out', async () => {
  for (const name of ['b10', 'b2', '.hidden', 'ä 🧶', 'repo/.git']) mkdirSync(join(root, name), { recursive: true });
  writeFileSync(join(root, 'file'), '');
  symlinkSync(join(root, 'b2'), join(root, 'link'));
  symlinkSync(join(root, 'nowhere'), join(root, 'broken'));
  const listed = await listFolder(null, root);
  if (!listed.ok) throw new Error(listed.error.code);
  expect(listed.value).toMatchObject({ path: root, parent: dirname(root), truncated: false });
  expect(listed.value.entries.map(({ name, isGit, hidden }) => [name, isGit, hidden])).toEqual([
    ['ä 🧶', false, false],
    ['b2', false, false],
    ['b10', false, false],
    ['link', false, false],
    ['repo', true, false],
    ['.hidden', false, true],
  ]);
});

it('knows the top and what is not there', async () => {
  expect(await listFolder('/', root)).toMatchObject({ ok: true, value: { path: '/', parent: null } });
  expect(await listFolder(join(root, 'none'), root)).toMatchObject({ ok: false, error: { code: 'path.missing' } });
  expect(await listFolder('relative', root)).toMatchObject({ ok: false, error: { code: 'path.not-absolute' } });
});

it('makes one folder, and none anywhere else', async () => {
  expect(await createFolder(root, 'new', root)).toMatchObject({
    ok: true,
    value: { path: join(root, 'new'), entries: [] },
  });
  for (const name of ['..', '.', '../x', 'a/b', 'a\\b', 'a\0b']) {
    expect(await createFolder(root, name, root), name).toMatchObject({ ok: false, error: { code: 'rpc.bad-input' } });
  }
  writeFileSync(join(root, 'file'), '');
  expect(await createFolder(root, 'file', root)).toMatchObject({ ok: false, error: { code: 'path.not-a-folder' } });
});

it('lets only web pages and mail out', () => {
  const allowed = ['https://example.com/a?b#c', 'http://localhost:3000/', 'mailto:a@b.c'];
  expect(allowed.map((url) => checkExternalUrl(url).ok)).toEqual([true, true, true]);
  for (const url of [
    'file:///etc/passwd',
    'javascript:alert(1)',
    'smb://x',
    'codex://x',
    'C:\\x.exe',
    '',
    'ms-msdt:x',
  ]) {
    expect(checkExternalUrl(url), url).toEqual({ ok: false, error: { code: 'url.not-allowed', url } });
  }
});
