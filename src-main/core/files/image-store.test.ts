import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createImageStore, KEEP_IMAGES_MS } from './image-store.ts';
import type { ImageStore } from './image-store.ts';
import { MAX_IMAGE_BYTES } from './image-type.ts';
import { GIF, PNG, SVG } from './testing/sample-images.ts';

let skeinHome: string;
let now: number;
let store: ImageStore;
beforeEach(async () => {
  skeinHome = await mkdtemp(join(tmpdir(), 'skein-images-'));
  now = Date.now();
  store = createImageStore({ skeinHome, clock: { now: () => now, after: () => () => undefined } });
});
afterEach(() => rm(skeinHome, { recursive: true, force: true }));

const add = async (bytes: Uint8Array) => {
  const added = await store.add('picture', bytes);
  if (!added.ok) throw new Error(added.error.code);
  return added.value.imageId;
};

it('keeps an image as a file, once', async () => {
  const id = await add(PNG);
  expect(await add(PNG)).toBe(id);
  expect(await readdir(join(skeinHome, 'images'))).toEqual([id]);
  expect(await readFile(store.path(id) ?? '')).toEqual(PNG);
  expect(store.path(id)).toMatch(/\.png$/);
});

it('takes nothing that is no image, and nothing that is too large', async () => {
  expect(await store.add('a.png', SVG)).toEqual({ ok: false, error: { code: 'file.not-an-image', name: 'a.png' } });
  expect(await store.add('b.png', Buffer.alloc(MAX_IMAGE_BYTES + 1, PNG))).toEqual({
    ok: false,
    error: { code: 'file.too-large', path: 'b.png', bytes: MAX_IMAGE_BYTES + 1, maxBytes: MAX_IMAGE_BYTES },
  });
});

it.each(['', '..', '../queue.json', 'x.png', `${'0'.repeat(64)}.png`, `../${'0'.repeat(64)}.png`])(
  'knows no image %j',
  (id) => {
    expect(store.path(id)).toBeNull();
  },
);

it('sweeps what nobody has added for a long time, unless it is still needed', async () => {
  const [png, gif] = [await add(PNG), await add(GIF)];
  expect(await store.sweep(new Set())).toBe(0);
  now += KEEP_IMAGES_MS + 1000;
  const bmp = await add(Buffer.concat([PNG, Buffer.from([1])]));
  await add(GIF);
  expect(await store.sweep(new Set())).toBe(1);
  expect([png, gif, bmp].map((id) => store.path(id) !== null)).toEqual([false, true, true]);
  now += 2 * KEEP_IMAGES_MS;
  expect(await store.sweep(new Set([gif]))).toBe(1);
  expect([gif, bmp].map((id) => store.path(id) !== null)).toEqual([true, false]);
});
