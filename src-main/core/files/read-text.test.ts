import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeText, isInside, MAX_TEXT_BYTES, readTextFile } from './read-text.ts';

let base: string;
let root: string;
let skills: string;
beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'skein-read-')));
  root = join(base, 'project');
  skills = join(base, 'home', 'skills');
  await mkdir(join(root, 'src'), { recursive: true });
  await mkdir(skills, { recursive: true });
  await writeFile(join(root, 'src', 'a "b"\n🧶.txt'), 'héllo\n');
  await writeFile(join(skills, 'SKILL.md'), 'wise');
  await writeFile(join(base, 'secret.txt'), 'secret');
});
afterEach(() => rm(base, { recursive: true, force: true }));
const read = (path: string) => readTextFile(path, [root, skills, join(base, 'missing')]);
const fails = (code: string, path: string) => ({ ok: false, error: { code, path } });

describe('readTextFile', () => {
  it('reads by a relative or an absolute path', async () => {
    const path = join(root, 'src', 'a "b"\n🧶.txt');
    const file = { path, text: 'héllo\n', binary: false, bytes: 7, truncated: false };
    expect(await read('src/a "b"\n🧶.txt')).toEqual({ ok: true, value: file });
    expect(await read(path)).toEqual({ ok: true, value: file });
  });
  it('reads in the other folders too', async () => {
    expect(await read(join(skills, 'SKILL.md'))).toMatchObject({ value: { text: 'wise' } });
  });
  it.each(['../secret.txt', 'src/../../secret.txt', '../nothing.txt', '/etc/passwd'])(
    'reads nothing outside: %s',
    async (path) => {
      expect(await read(path)).toMatchObject({ ok: false, error: { code: 'path.outside' } });
    },
  );
  it('follows links only as far as they stay inside', async () => {
    await symlink(join(base, 'secret.txt'), join(root, 'out.txt'));
    await symlink(base, join(root, 'up'));
    await symlink(join(root, 'src'), join(root, 'in'));
    await symlink(root, join(base, 'alias'));
    expect(await read('out.txt')).toEqual(fails('path.outside', join(root, 'out.txt')));
    expect(await read('up/secret.txt')).toEqual(fails('path.outside', join(root, 'up', 'secret.txt')));
    expect(await read('in/a "b"\n🧶.txt')).toMatchObject({ ok: true });
    expect(await readTextFile('src/a "b"\n🧶.txt', [join(base, 'alias')])).toMatchObject({ ok: true });
  });
  it('says what is wrong with a path', async () => {
    expect(await read('none.txt')).toEqual(fails('path.missing', join(root, 'none.txt')));
    expect(await read('src')).toEqual(fails('path.not-a-file', join(root, 'src')));
    expect(await readTextFile('a', ['project'])).toEqual(fails('path.not-absolute', 'project'));
  });
  it.skipIf(process.platform === 'win32')('does not wait at a pipe', async () => {
    execFileSync('mkfifo', [join(root, 'pipe')]);
    expect(await read('pipe')).toEqual(fails('path.not-a-file', join(root, 'pipe')));
  });
  it('cuts a long file, never inside a character', async () => {
    await writeFile(join(root, 'long.txt'), `x${'é'.repeat(MAX_TEXT_BYTES / 2)}`);
    expect(await read('long.txt')).toMatchObject({
      value: {
        text: `x${'é'.repeat(MAX_TEXT_BYTES / 2 - 1)}`,
        bytes: MAX_TEXT_BYTES + 1,
        truncated: true,
        binary: false,
      },
    });
  });
});

it.each([
  ['UTF-8 with a mark', Buffer.from('\uFEFFhé'), 'hé'],
  ['UTF-16 LE', Buffer.from('\uFEFFhé\n', 'utf16le'), 'hé\n'],
  ['UTF-16 BE', Buffer.from('\uFEFFhé\n', 'utf16le').swap16(), 'hé\n'],
  ['Latin-1, as well as it goes', Buffer.from('h\xe9', 'latin1'), 'h'],
  ['Latin-1 inside', Buffer.from('h\xe9!', 'latin1'), 'h\uFFFD!'],
  ['binary', Buffer.from([1, 0, 2]), null],
  ['empty', Buffer.alloc(0), ''],
])('decodes %s', (_, bytes, text) => {
  expect(decodeText(bytes)).toBe(text);
});

it.each([
  ['/a', '/a', true],
  ['/a', '/a/b', true],
  ['/a', '/a/..b', true],
  ['/a', '/ab', false],
  ['/a', '/', false],
  ['/', '/a', true],
])('in %s lies %s: %s', (folder, path, inside) => {
  expect(isInside(folder, path)).toBe(inside);
});
