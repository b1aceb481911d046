import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { openJsonFile } from './json-file.ts';

const schema = z.object({ names: z.array(z.string()) });
const fallback: z.output<typeof schema> = { names: [] };

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skein-json-'));
  file = join(folder, 'names.json');
});
afterEach(async () => {
  await chmod(folder, 0o700);
  await rm(folder, { recursive: true, force: true });
});
const stored = async (): Promise<unknown> => JSON.parse(await readFile(file, 'utf8'));
const add = (name: string) => (value: typeof fallback) => ({ names: [...value.names, name] });

describe('a JSON file', () => {
  it('starts with the fallback and writes nothing until it changes', async () => {
    const opened = await openJsonFile({ file, schema, fallback });
    await opened.flush();
    expect(opened.value()).toBe(fallback);
    expect(await readdir(folder)).toEqual([]);
    await opened.dispose();
  });

  it('keeps every change, in order, over many coalesced writes', async () => {
    const opened = await openJsonFile({ file, schema, fallback });
    const names = Array.from({ length: 300 }, (_, index) => `n${index}`);
    for (const name of names) {
      opened.update(add(name));
      if (name.endsWith('00')) await opened.flush();
    }
    expect(await opened.flush()).toEqual({ ok: true, value: null });
    expect(await stored()).toEqual({ version: 1, data: { names } });
    await opened.dispose();
    const again = await openJsonFile({ file, schema, fallback });
    expect(again.value()).toEqual({ names });
    expect(await readdir(folder)).toEqual(['names.json']);
    await again.dispose();
  });

  it('writes what changed while a write was under way', async () => {
    const opened = await openJsonFile({ file, schema, fallback });
    opened.update(add('first'));
    const flushed = opened.flush();
    opened.update(add('second'));
    await flushed;
    await opened.dispose();
    expect(await stored()).toEqual({ version: 1, data: { names: ['first', 'second'] } });
  });

  it.each([
    ['not JSON', '{ "version": 1, "da'],
    ['not the shape', '{ "version": 1, "data": { "names": "x" } }'],
    ['from the future', '{ "version": 9, "data": { "names": ["x"] } }'],
    ['empty', ''],
  ])('sets a file aside that is %s, and says so', async (_, content) => {
    await writeFile(file, content);
    const reported: AppError[] = [];
    const opened = await openJsonFile({ file, schema, fallback, report: (error) => reported.push(error) });
    expect(opened.value()).toEqual(fallback);
    const copies = (await readdir(folder)).filter((name) => name.startsWith('names.json.broken-'));
    expect(copies).toHaveLength(1);
    expect(await readFile(join(folder, copies[0] ?? ''), 'utf8')).toBe(content);
    expect(opened.notices()).toMatchObject([{ code: 'storage.set-aside', file, copy: join(folder, copies[0] ?? '') }]);
    expect(reported).toEqual(opened.notices());
    opened.update(add('new'));
    await opened.dispose();
    expect(await stored()).toEqual({ version: 1, data: { names: ['new'] } });
  });

  it('migrates an older version and keeps a copy of it', async () => {
    const old = '{ "version": 1, "data": ["a", "b"] }';
    await writeFile(file, old);
    const migrate = (data: unknown, from: number) => (from === 1 ? { names: data } : data);
    const opened = await openJsonFile({ file, schema, fallback, version: 2, migrate });
    expect(opened.value()).toEqual({ names: ['a', 'b'] });
    expect(await stored()).toEqual({ version: 2, data: { names: ['a', 'b'] } });
    expect(await readFile(`${file}.v1`, 'utf8')).toBe(old);
    await opened.dispose();
  });

  it('keeps the value when writing fails, reports it once, and writes it with the next change', async () => {
    const blocked = join(folder, 'sub');
    await writeFile(blocked, 'a file where the folder should be');
    const reported: AppError[] = [];
    const inBlocked = { file: join(blocked, 'names.json'), schema, fallback };
    const opened = await openJsonFile({ ...inBlocked, report: (error) => reported.push(error) });
    opened.update(add('one'));
    expect(await opened.flush()).toMatchObject({ ok: false, error: { code: 'storage.failed' } });
    opened.update(add('two'));
    await opened.flush();
    expect(reported.map((error) => error.code).filter((code) => code === 'storage.failed')).toHaveLength(1);
    expect(opened.value()).toEqual({ names: ['one', 'two'] });
    await rm(blocked);
    await mkdir(blocked);
    opened.update(add('three'));
    expect(await opened.flush()).toEqual({ ok: true, value: null });
    expect(opened.notices().filter((notice) => notice.code === 'storage.failed')).toEqual([]);
    expect(JSON.parse(await readFile(inBlocked.file, 'utf8'))).toMatchObject({
      data: { names: ['one', 'two', 'three'] },
    });
    await opened.dispose();
  });

  it('never writes over an unreadable file that it could not move away', async () => {
    // Root may write everywhere, so there is nothing to see.
    if (process.getuid?.() === 0) return;
    await writeFile(file, 'broken');
    await chmod(folder, 0o500);
    const opened = await openJsonFile({ file, schema, fallback });
    opened.update(add('x'));
    expect(await opened.flush()).toMatchObject({ ok: false, error: { code: 'storage.failed' } });
    expect(await readFile(file, 'utf8')).toBe('broken');
    await opened.dispose();
  });
});
