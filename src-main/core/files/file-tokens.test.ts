import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createManualClock } from '../codex/testing/supervised.ts';
import { createFileTokens, FILE_ID_LIFE_MS } from './file-tokens.ts';
import type { FileTokens } from './file-tokens.ts';
import { MAX_IMAGE_BYTES } from './image-type.ts';
import { GIF, PNG, SVG } from './testing/sample-images.ts';

let folder: string;
let time: ReturnType<typeof createManualClock>;
let tokens: FileTokens;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skein-tokens-'));
  time = createManualClock();
  tokens = createFileTokens(time.clock);
});
afterEach(() => rm(folder, { recursive: true, force: true }));
const idOf = async (result: ReturnType<FileTokens['forPath']> | ReturnType<FileTokens['forBytes']>) => {
  const issued = await result;
  if (!issued.ok) throw new Error(issued.error.code);
  return issued.value;
};

it('serves an image under a name that nobody can guess', async () => {
  const file = join(folder, 'no ending');
  await writeFile(file, PNG);
  const id = await idOf(tokens.forPath(file));
  expect(Buffer.from(id, 'base64url')).toHaveLength(24);
  expect(await tokens.serve(id)).toEqual({ bytes: PNG, mimeType: 'image/png' });
  expect(await idOf(tokens.forPath(file))).toBe(id);
  const held = await idOf(tokens.forBytes(GIF, 'x'));
  expect(held).not.toBe(id);
  expect(await tokens.serve(held)).toEqual({ bytes: GIF, mimeType: 'image/gif' });
});

it.each(['', 'x', '../../etc/passwd', 'constructor'])('serves nothing for %j', async (id) => {
  expect(await tokens.serve(id)).toBeNull();
});

it('ends when it is not used, and lives on while it is shown', async () => {
  const id = await idOf(tokens.forBytes(PNG, 'x'));
  time.advance(FILE_ID_LIFE_MS - 1);
  expect(await tokens.serve(id)).not.toBeNull();
  time.advance(FILE_ID_LIFE_MS - 1);
  expect(await tokens.serve(id)).not.toBeNull();
  time.advance(FILE_ID_LIFE_MS);
  expect(await tokens.serve(id)).toBeNull();
  expect(await idOf(tokens.forBytes(PNG, 'x'))).not.toBe(id);
});

it('is for images alone, also when the file becomes another one', async () => {
  const file = join(folder, 'a.png');
  await writeFile(file, SVG);
  expect(await tokens.forPath(file)).toEqual({ ok: false, error: { code: 'file.not-an-image', name: file } });
  await writeFile(file, PNG);
  const id = await idOf(tokens.forPath(file));
  await writeFile(file, 'secret');
  expect(await tokens.serve(id)).toBeNull();
  await rm(file);
  expect(await tokens.serve(id)).toBeNull();
  expect(await tokens.forPath(file)).toEqual({ ok: false, error: { code: 'path.missing', path: file } });
  expect(await tokens.forPath(folder)).toEqual({ ok: false, error: { code: 'path.not-a-file', path: folder } });
});

it('has no room for giants, in memory only for the latest', async () => {
  const giant = Buffer.alloc(MAX_IMAGE_BYTES, 0);
  PNG.copy(giant);
  expect(tokens.forBytes(Buffer.concat([giant, PNG]), 'x')).toMatchObject({ error: { code: 'file.too-large' } });
  const ids = [];
  for (let index = 0; index < 8; index++) {
    const bytes = Buffer.from(giant);
    bytes[100] = index;
    ids.push(await idOf(tokens.forBytes(bytes, 'x')));
  }
  const served = await Promise.all(ids.map((id) => tokens.serve(id)));
  expect(served.map((file) => file !== null)).toEqual([false, false, true, true, true, true, true, true]);
});
