import { request } from 'node:http';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PREVIEW_LIFE_MS, createPreviewServer, type PreviewServer } from './preview-server.ts';
import { createFilesRig, quiet, type FilesRig } from './testing/files-rig.ts';

let rig: FilesRig;
let previews: PreviewServer;
beforeEach(async () => {
  rig = await createFilesRig();
  previews = createPreviewServer({ clock: rig.clock, log: quiet });
  await rig.put({
    'site/a page.html': '<h1>Hi</h1>',
    'site/style.css': 'h1{}',
    'doc.pdf': '%PDF-1.4',
    '.git/config': 'x',
  });
});
afterEach(async () => {
  await previews.dispose();
  await rig.remove();
});

const show = async (path: string) => {
  const shown = await previews.show({ root: rig.root, path });
  if (!shown.ok) throw new Error(shown.error.code);
  return shown.value;
};
interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}
/** As it is written: `fetch` would take `..` out of a path. */
const get = (url: string, options: { path?: string; method?: string; headers?: Record<string, string> } = {}) =>
  new Promise<Answer>((resolve, reject) => {
    const { hostname, port, pathname } = new URL(url);
    const { path = pathname, method = 'GET', headers = {} } = options;
    request({ hostname, port, path, method, headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (body += part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    })
      .on('error', reject)
      .end();
  });

it('serves a file and what lies beside it, in a sandbox that reaches only that', async () => {
  const { url, kind } = await show('site/a page.html');
  expect(kind).toBe('html');
  const page = await get(url);
  expect(page.status).toBe(200);
  expect(page.headers['content-type']).toBe('text/html');
  expect(page.body).toMatch(/^<h1>Hi<\/h1>\n<script>/);
  const base = url.slice(0, url.indexOf('site/'));
  const policy = String(page.headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain(`connect-src ${base} data: blob:`);
  expect(policy).toMatch(/sandbox allow-scripts$/);
  expect(policy.replace(/frame-ancestors[^;]*/, '')).not.toContain('*');
  expect(await get(`${base}site/style.css`)).toMatchObject({ status: 200, body: 'h1{}' });
  const pdf = await show('doc.pdf');
  expect(pdf).toEqual({ url: `${base}doc.pdf`, kind: 'pdf' });
  expect((await get(pdf.url)).headers['content-security-policy']).toBeUndefined();
});

it('serves nothing else, whatever the address says', async () => {
  const { url } = await show('site/a page.html');
  await symlink(join(rig.base, 'secret.txt'), join(rig.root, 'leak.txt'));
  await symlink(rig.base, join(rig.root, 'up'));
  await symlink(join(rig.root, '.git'), join(rig.root, 'shown'));
  const id = new URL(url).pathname.split('/')[1] ?? '';
  const wrong = `${id.slice(0, -1)}${id.endsWith('A') ? 'B' : 'A'}`;
  const paths = [
    ...['leak.txt', 'up/secret.txt', '../secret.txt', '..%2fsecret.txt', '%2e%2e/secret.txt', '.git/config'],
    ...['shown/config', 'site', '/etc/passwd', 'a%00b', '..\\secret.txt', '%', 'none.txt'],
  ].map((path) => `/${id}/${path}`);
  for (const path of [...paths, '/', `/${wrong}/site/style.css`, '/style.css', '//etc/passwd'])
    expect([path, (await get(url, { path })).status]).toEqual([path, 404]);
  expect((await get(url, { method: 'POST' })).status).toBe(405);
  // A name of somebody else's that points here.
  expect((await get(url, { headers: { host: 'evil.example' } })).status).toBe(403);
});

it('shows only files of the folder', async () => {
  await symlink(join(rig.base, 'secret.txt'), join(rig.root, 'leak.txt'));
  const failure = async (path: string) => {
    const shown = await previews.show({ root: rig.root, path });
    return shown.ok ? 'shown' : shown.error.code;
  };
  expect(await Promise.all(['leak.txt', '../secret.txt', 'none', 'site'].map(failure))).toEqual([
    'path.outside',
    'path.outside',
    'path.missing',
    'path.not-a-file',
  ]);
});

it('ends when nobody looks any more', async () => {
  const { url } = await show('site/style.css');
  rig.clock.advance(PREVIEW_LIFE_MS - 1);
  expect((await get(url)).status).toBe(200);
  rig.clock.advance(PREVIEW_LIFE_MS);
  expect((await get(url)).status).toBe(404);
  expect((await show('site/style.css')).url).not.toBe(url);
});

it('reads as a page without an origin does, and never as another page', async () => {
  await writeFile(join(rig.root, 'data.json'), '{}');
  const { url } = await show('data.json');
  const allowed = async (origin: string) =>
    (await get(url, { headers: { origin } })).headers['access-control-allow-origin'];
  expect(await allowed('null')).toBe('null');
  expect(await allowed('http://127.0.0.1:1')).toBeUndefined();
});
