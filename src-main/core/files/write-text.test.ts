import { chmod, link, lstat, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepLineEnds } from './line-ends.ts';
import { readTextFile } from './read-text.ts';
import { createFilesRig, type FilesRig } from './testing/files-rig.ts';
import { writeTextFile } from './write-text.ts';

let rig: FilesRig;
beforeEach(async () => {
  rig = await createFilesRig();
});
afterEach(() => rig.remove());

const read = async (path: string) => {
  const answer = await readTextFile(path, [rig.root]);
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value;
};
const write = (path: string, text: string, expected: string | null) =>
  writeTextFile({ root: rig.root, path, text, expected });
const code = async (answer: ReturnType<typeof write>) => {
  const result = await answer;
  return result.ok ? 'written' : result.error.code;
};

describe('writeTextFile', () => {
  it('writes what was read, and answers the version that a reader sees next', async () => {
    await rig.put({ 'a "b".txt': 'one\n' });
    const answer = await write('a "b".txt', 'two\n', (await read('a "b".txt')).version);
    expect(await readFile(join(rig.root, 'a "b".txt'), 'utf8')).toBe('two\n');
    expect(answer).toEqual({ ok: true, value: { version: (await read('a "b".txt')).version } });
    expect(await readdir(rig.root)).toEqual(['a "b".txt']);
  });
  it.each([
    ['UTF-8 with a mark and CRLF', Buffer.from('\uFEFFé\r\nb\r\n'), Buffer.from('\uFEFFé\r\nnew\r\nb\r\n')],
    ['UTF-16 LE', Buffer.from('\uFEFFé\nb\n', 'utf16le'), Buffer.from('\uFEFFé\nnew\nb\n', 'utf16le')],
    [
      'UTF-16 BE',
      Buffer.from('\uFEFFé\nb\n', 'utf16le').swap16(),
      Buffer.from('\uFEFFé\nnew\nb\n', 'utf16le').swap16(),
    ],
    ['mixed line ends', Buffer.from('é\r\nb\n'), Buffer.from('é\r\nnew\r\nb\n')],
  ])('keeps the character set, its mark and the line ends: %s', async (_, before, after) => {
    await rig.put({ 'x.txt': before });
    expect(await code(write('x.txt', 'é\nnew\nb\n', (await read('x.txt')).version))).toBe('written');
    expect(await readFile(join(rig.root, 'x.txt'))).toEqual(after);
  });
  it('refuses when somebody else has written, created or removed it meanwhile', async () => {
    await rig.put({ 'a.txt': 'one' });
    const { version } = await read('a.txt');
    await writeFile(join(rig.root, 'a.txt'), 'theirs');
    expect(await code(write('a.txt', 'mine', version))).toBe('file.changed');
    expect(await code(write('a.txt', 'mine', null))).toBe('file.changed');
    expect(await readFile(join(rig.root, 'a.txt'), 'utf8')).toBe('theirs');
    await rm(join(rig.root, 'a.txt'));
    expect(await code(write('a.txt', 'mine', version))).toBe('file.changed');
    expect(await code(write('sub/a.txt', 'mine', null))).toBe('written');
    expect(await readFile(join(rig.root, 'sub', 'a.txt'), 'utf8')).toBe('mine');
  });
  it('keeps permissions, links and other names of the same file', async () => {
    await rig.put({ 'run.sh': '#!/bin/sh\n', 'twin.txt': 'one' });
    await chmod(join(rig.root, 'run.sh'), 0o751);
    await symlink('run.sh', join(rig.root, 'alias.sh'));
    await link(join(rig.root, 'twin.txt'), join(rig.root, 'other.txt'));
    expect(await code(write('alias.sh', 'echo\n', (await read('alias.sh')).version))).toBe('written');
    expect((await lstat(join(rig.root, 'alias.sh'))).isSymbolicLink()).toBe(true);
    expect((await stat(join(rig.root, 'run.sh'))).mode & 0o777).toBe(0o751);
    expect(await readFile(join(rig.root, 'run.sh'), 'utf8')).toBe('echo\n');
    expect(await code(write('twin.txt', 'two', (await read('twin.txt')).version))).toBe('written');
    expect(await readFile(join(rig.root, 'other.txt'), 'utf8')).toBe('two');
  });
  it('writes nothing outside, wherever links lead', async () => {
    await symlink(join(rig.base, 'secret.txt'), join(rig.root, 'out.txt'));
    await symlink(rig.base, join(rig.root, 'up'));
    for (const path of ['out.txt', 'up/secret.txt', '../secret.txt', join(rig.base, 'secret.txt')])
      expect(await code(write(path, 'x', 'any'))).toBe('path.outside');
    for (const path of ['up/new.txt', '../new.txt', 'up/a/b/new.txt'])
      expect(await code(write(path, 'x', null))).toBe('path.outside');
    expect(await readFile(join(rig.base, 'secret.txt'), 'utf8')).toBe('secret');
    expect((await readdir(rig.base)).sort()).toEqual(['project', 'secret.txt']);
  });
  it('leaves read-only and unknown texts as they are', async () => {
    await rig.put({ 'locked.txt': 'x', 'old.txt': Buffer.from('caf\xe9', 'latin1') });
    await chmod(join(rig.root, 'locked.txt'), 0o444);
    expect(await code(write('locked.txt', 'y', (await read('locked.txt')).version))).toBe('path.no-access');
    expect(await code(write('old.txt', 'y', (await read('old.txt')).version))).toBe('file.not-text');
    expect(await readFile(join(rig.root, 'locked.txt'), 'utf8')).toBe('x');
  });
});

it.each([
  ['LF', 'a\nb\n', 'x\nb', 'x\nb'],
  ['CRLF', 'a\r\nb', 'a\nx\n', 'a\r\nx\r\n'],
  ['CR', 'a\rb\r', 'a\nb\nc\n', 'a\rb\rc\r'],
  ['nothing before', '', 'a\nb', 'a\nb'],
  ['mixed, a line taken out', 'a\r\nb\nc\r\n', 'a\nc\n', 'a\r\nc\r\n'],
  ['mixed, a line changed', 'a\r\nb\nc\r\n', 'a\nB\nc\n', 'a\r\nB\r\nc\r\n'],
  ['mixed, lines between changed ones', 'a\r\nb\nc\r\nd\n', 'x\nb\ny\nd\n', 'x\r\nb\ny\nd\n'],
  ['mixed, untouched', 'a\r\n\nb\n\r\n', 'a\n\nb\n\n', 'a\r\n\nb\n\r\n'],
])('keeps line ends: %s', (_, before, text, expected) => {
  expect(keepLineEnds(before, text)).toBe(expected);
});
