import { execFileSync } from 'node:child_process';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { FolderEntry } from '../../../src-shared/model/files.ts';
import { createListFolder, type ListFolder } from './list-folder.ts';
import { createFilesRig, type FilesRig } from './testing/files-rig.ts';

let rig: FilesRig;
let list: ListFolder;
let asked: (readonly string[])[];
beforeEach(async () => {
  rig = await createFilesRig();
  asked = [];
  const git: typeof rig.git.raw = (args, options) => {
    asked.push(args);
    return rig.git.raw(args, options);
  };
  list = createListFolder({ git: { raw: git }, clock: rig.clock });
});
afterEach(() => rig.remove());

const page = async (path: string, after: string | null = null, limit = 1000) => {
  const answer = await list({ root: rig.root, path, after, limit });
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value;
};
const names = (entries: readonly FolderEntry[]) => entries.map(({ name }) => name);

it('has folders first, numbers counted, and hides what is Git’s own', async () => {
  await rig.put({ 'file10.txt': '', 'file9.txt': '', 'Zoo/a': '', 'apes/a': '', '.git/HEAD': '', '.env': 'x' });
  const { entries, total, more } = await page('.');
  expect(names(entries)).toEqual(['apes', 'Zoo', '.env', 'file9.txt', 'file10.txt']);
  expect({ total, more }).toEqual({ total: 5, more: false });
  expect(entries[2]).toMatchObject({ kind: 'file', link: false, bytes: 1, ignored: false });
});

it('marks what Git ignores, whatever the names are, with one process a page', async () => {
  execFileSync('git', ['init', '-q'], { cwd: rig.root });
  const odd = [':(top)x', 'new\nline', '"quoted"', 'ünï 🧶', '-n', ' space ', 'a*b'];
  await rig.put({ '.gitignore': 'dist/\n*.log\n-n\n"*\n', 'dist/a.js': '', 'src/x.log': '', 'src/x.ts': '' });
  await rig.put(Object.fromEntries(odd.map((name) => [name, ''])));
  const ignored = async (path: string) => names((await page(path)).entries.filter((entry) => entry.ignored));
  expect(await ignored('.')).toEqual(['dist', '"quoted"', '-n']);
  expect(asked).toHaveLength(1);
  expect(await ignored('src')).toEqual(['x.log']);
  expect(await ignored('dist')).toEqual(['a.js']);
  expect(new Set(names((await page('.')).entries))).toEqual(new Set(['.gitignore', 'dist', 'src', ...odd]));
});

it('follows links to say what they lead to, and not out of the root', async () => {
  await rig.put({ 'inside/a.txt': '' });
  await symlink(rig.base, join(rig.root, 'up'));
  await symlink(join(rig.root, 'inside'), join(rig.root, 'in'));
  await symlink('nowhere', join(rig.root, 'broken'));
  const { entries } = await page('.');
  expect(entries.map(({ name, kind, link }) => `${name} ${kind} ${link}`)).toEqual([
    'in folder true',
    'inside folder false',
    'up folder true',
    'broken other true',
  ]);
  expect(names((await page('in')).entries)).toEqual(['a.txt']);
  for (const path of ['up', '..', rig.base])
    expect(await list({ root: rig.root, path, after: null, limit: 10 })).toMatchObject({
      error: { code: 'path.outside' },
    });
});

it('says what is wrong with a folder', async () => {
  await rig.put({ 'a.txt': '' });
  const failure = async (path: string) => {
    const answer = await list({ root: rig.root, path, after: null, limit: 10 });
    return answer.ok ? 'ok' : answer.error.code;
  };
  expect(await failure('none')).toBe('path.missing');
  expect(await failure('a.txt')).toBe('path.not-a-folder');
});

it('pages through ten thousand entries, each once, also when the folder changes meanwhile', async () => {
  const folder = join(rig.root, 'many');
  await mkdir(folder);
  const wanted = Array.from({ length: 10_000 }, (_, index) => `file-${index}.txt`);
  for (let at = 0; at < wanted.length; at += 500)
    await Promise.all(wanted.slice(at, at + 500).map((name) => writeFile(join(folder, name), '')));
  const found: string[] = [];
  let after: string | null = null;
  for (;;) {
    const { entries, total, more } = await page('many', after, 1000);
    expect(total).toBe(10_000);
    found.push(...names(entries));
    if (found.length === 3000) {
      await rm(join(folder, 'file-2999.txt'));
      await writeFile(join(folder, 'file-0-new.txt'), '');
    }
    if (!more) break;
    after = found.at(-1) ?? null;
  }
  expect(found).toEqual(wanted);
  expect(asked).toHaveLength(10);
  // Whoever begins anew sees what is there now.
  const first = await page('many', null, 5);
  expect(names(first.entries)).toEqual(['file-0-new.txt', 'file-0.txt', 'file-1.txt', 'file-2.txt', 'file-3.txt']);
});
