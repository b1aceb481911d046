import { expect, it } from 'vitest';
import { createMemoryLog } from '../codex/testing/supervised.ts';
import { createFileTokens } from '../files/file-tokens.ts';
import { systemClock } from '../ports.ts';
import { createPictureDesk } from './picture-desk.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const BIG = Buffer.concat([PNG, Buffer.alloc(3 * 1024 * 1024)]);
const ANSWERS: Readonly<Record<string, () => Response>> = {
  'https://a.test/logo.png': () => new Response(new Uint8Array(PNG)),
  'https://a.test/big.png': () => new Response(new Uint8Array(BIG)),
  'https://a.test/page.png': () =>
    new Response('<svg onload="alert(1)"/>', { headers: { 'content-type': 'image/png' } }),
  'https://a.test/gone.png': () => new Response(null, { status: 404 }),
};

it('serves pictures by what their bytes say, fetched once, and nothing else', async () => {
  const asked: string[] = [];
  const tokens = createFileTokens(systemClock);
  const desk = createPictureDesk({
    tokens,
    fileUrl: (id) => `/file/${id}`,
    fetch: (address) => {
      asked.push(address);
      const answer = ANSWERS[address];
      return answer ? Promise.resolve(answer()) : Promise.reject(new Error('no network'));
    },
    log: createMemoryLog().log,
  });
  const url = await desk.show(['https://a.test/gone.png', '/nowhere/logo.png', 'https://a.test/logo.png']);
  expect(url).toMatch(/^\/file\/[\w-]{20,}$/);
  expect(await tokens.serve(url?.replace('/file/', '') ?? '')).toMatchObject({ mimeType: 'image/png' });
  expect(await desk.show(['https://a.test/logo.png'])).toBe(url);
  for (const bad of [
    'http://a.test/logo.png',
    'https://user:word@a.test/logo.png',
    'https://a.test/big.png',
    'https://a.test/page.png',
    'https://nobody.test/logo.png',
  ]) {
    expect(await desk.show([bad]), bad).toBeNull();
  }
  expect(asked.filter((address) => address === 'https://a.test/logo.png')).toHaveLength(1);
  expect(asked).not.toContain('http://a.test/logo.png');
  expect(asked).not.toContain('https://user:word@a.test/logo.png');
});
