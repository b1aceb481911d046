import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TextFile } from '../../../src-shared/model/files.ts';
import { isWithin } from '../hosts/is-within.ts';
import { MAX_TEXT_BYTES, PART_BYTES, readTextFile, readTextPart } from './read-text.ts';
import { decodeText, encodeText } from './text-codec.ts';

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
    const file: TextFile = {
      ...{ path, text: 'héllo\n', binary: false, bytes: 7, truncated: false, readOnly: null, encoding: 'utf-8' },
      version: expect.any(String) as string,
    };
    expect(await read('src/a "b"\n🧶.txt')).toEqual({ ok: true, value: file });
    expect(await read(path)).toEqual({ ok: true, value: file });
  });
  it('reads in the other folders too', async () => {
    expect(await read(join(skills, 'SKILL.md'))).toMatchObject({ value: { text: 'wise', readOnly: 'outside' } });
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
  it('has another version for every other content, and for nothing else', async () => {
    const version = async () => {
      const answer = await read('v.txt');
      return answer.ok ? answer.value.version : answer.error.code;
    };
    await writeFile(join(root, 'v.txt'), 'one');
    const one = await version();
    await utimes(join(root, 'v.txt'), 1, 1);
    expect(await version()).toBe(one);
    await writeFile(join(root, 'v.txt'), 'two');
    expect(await version()).not.toBe(one);
  });
  it('says that a file is nobody’s to write, or of no known character set', async () => {
    await writeFile(join(root, 'locked.txt'), 'x', { mode: 0o444 });
    await writeFile(join(root, 'old.txt'), Buffer.from('caf\xe9', 'latin1'));
    expect(await read('locked.txt')).toMatchObject({ value: { text: 'x', readOnly: 'permissions' } });
    expect(await read('old.txt')).toMatchObject({ value: { text: 'café', encoding: 'other', readOnly: 'encoding' } });
  });
  it.each([
    ['UTF-8', 'utf-8' as const, `x${'é🧶\n'.repeat(MAX_TEXT_BYTES / 7 + 1)}`],
    ['UTF-8 on one line', 'utf-8' as const, `x${'é🧶'.repeat(MAX_TEXT_BYTES / 6 + 1)}`],
    ['UTF-16', 'utf-16be' as const, 'é\n'.repeat(MAX_TEXT_BYTES / 4 + 1)],
  ])('reads a huge file in parts, never inside a character: %s', async (_, encoding, text) => {
    await writeFile(join(root, 'long.txt'), encodeText(text, encoding));
    const first = await read('long.txt');
    if (!first.ok) throw new Error(first.error.code);
    expect(first.value).toMatchObject({ truncated: true, readOnly: 'part', binary: false });
    let all = '';
    for (let offset: number | null = 0; offset !== null;) {
      const part = await readTextPart(root, 'long.txt', offset);
      if (!part.ok) throw new Error(part.error.code);
      if (offset === 0) expect(part.value.text === first.value.text).toBe(true);
      expect(part.value.text.length).toBeLessThanOrEqual(PART_BYTES);
      all += part.value.text;
      offset = part.value.next;
    }
    expect(all === text).toBe(true);
  });
});

it.each([
  ['UTF-8 with a mark', Buffer.from('\uFEFFhé'), 'hé', 'utf-8-bom'],
  ['UTF-16 LE', Buffer.from('\uFEFFhé\n', 'utf16le'), 'hé\n', 'utf-16le'],
  ['UTF-16 BE', Buffer.from('\uFEFFhé\n', 'utf16le').swap16(), 'hé\n', 'utf-16be'],
  ['half a character', Buffer.from('\uFEFFhé\n', 'utf16le').subarray(0, 5), 'h\uFFFD', 'other'],
  ['Latin-1', Buffer.from('h\xe9!', 'latin1'), 'hé!', 'other'],
  ['empty', Buffer.alloc(0), '', 'utf-8'],
])('decodes %s', (_, bytes, text, encoding) => {
  expect(decodeText(bytes)).toEqual({ text, encoding });
});

it('takes zero bytes for binary', () => {
  expect(decodeText(Buffer.from([1, 0, 2]))).toBeNull();
});

it.each([
  ['/a', '/a', true],
  ['/a', '/a/b', true],
  ['/a', '/a/..b', true],
  ['/a', '/ab', false],
  ['/a', '/', false],
  ['/', '/a', true],
])('in %s lies %s: %s', (folder, path, inside) => {
  expect(isWithin(folder, path)).toBe(inside);
});
