import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, realpath, stat, type FileHandle } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { PreviewKind } from '../../../src-shared/model/files.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Clock, Log } from '../ports.ts';
import { isWithin } from '../hosts/is-within.ts';
import { locate, relativeTo } from './place.ts';
import { PICK_SCRIPT } from './pick-script.ts';
import { previewKind, servedType } from './preview-kind.ts';

/** Shows files of a folder in a frame, on a loopback port of its own: another origin than the page's, that has none of its secrets. */
export interface PreviewServer {
  /** An address of the file. What lies in the same root is reachable beside it, and nothing else. */
  show(request: {
    readonly root: string;
    readonly path: string;
  }): Promise<Result<{ readonly url: string; readonly kind: PreviewKind }, AppError>>;
  dispose(): Promise<void>;
}

/** From the last time that it was asked for or shown. */
export const PREVIEW_LIFE_MS = 2 * 60 * 60 * 1000;
const ID_BYTES = 24;
/** Of an HTML file, which is read whole. */
const MAX_HTML_BYTES = 32 * 1024 * 1024;
const LOOPBACK_HOST = /^127\.0\.0\.1:\d{1,5}$/;

interface Shown {
  readonly root: string;
  until: number;
}

export function createPreviewServer({ clock, log }: { clock: Clock; log: Log }): PreviewServer {
  const shown = new Map<string, Shown>();
  let listening: Promise<{ readonly server: Server; readonly port: number }> | null = null;
  let disposed = false;

  const find = (id: string): Shown | null => {
    const entry = shown.get(id);
    if (!entry || entry.until <= clock.now()) {
      shown.delete(id);
      return null;
    }
    entry.until = clock.now() + PREVIEW_LIFE_MS;
    return entry;
  };
  const idFor = (root: string): string => {
    for (const [id, entry] of shown) if (entry.root === root && find(id)) return id;
    const id = randomBytes(ID_BYTES).toString('base64url');
    shown.set(id, { root, until: clock.now() + PREVIEW_LIFE_MS });
    return id;
  };

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const host = request.headers.host ?? '';
    // A name that was made to point here is not ours.
    if (!LOOPBACK_HOST.test(host)) {
      refuse(response, 403);
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      refuse(response, 405);
      return;
    }
    const asked = partsOf(request.url ?? '');
    const entry = asked && find(asked.id);
    if (!asked || !entry) {
      refuse(response, 404);
      return;
    }
    const headers = headersFor(`http://${host}/${asked.id}/`, request.headers.origin);
    const file = await openBelow(entry.root, asked.path);
    if (!file) {
      refuse(response, 404);
      return;
    }
    try {
      const type = servedType(file.path);
      const { size } = await file.handle.stat();
      const isHtml = type === 'text/html' && size <= MAX_HTML_BYTES;
      const html = isHtml ? withPicker(await file.handle.readFile()) : null;
      // The browser's own viewer of PDF files does not run in a sandbox; it runs none of ours either.
      const { sandbox, ...plain } = headers;
      const policy = type === 'application/pdf' ? plain : { ...plain, 'content-security-policy': sandbox };
      response.writeHead(200, { ...policy, 'content-type': type, 'content-length': html?.length ?? size });
      if (request.method === 'HEAD') response.end();
      else if (html) response.end(html);
      else if (size === 0) response.end();
      else
        await pipeline(file.handle.createReadStream({ autoClose: false, start: 0, end: size - 1 }), response).catch(
          // Whoever looked went away.
          () => response.destroy(),
        );
    } finally {
      await file.handle.close();
    }
  }

  const listen = () =>
    (listening ??= new Promise((resolve, reject) => {
      const server = createServer((request, response) => {
        respond(request, response).catch((error: unknown) => {
          log.error('preview: a request failed', { error: error instanceof Error ? error.stack : String(error) });
          if (!response.headersSent) refuse(response, 500);
          else response.destroy();
        });
      });
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => resolve({ server, port: (server.address() as AddressInfo).port }));
    }));

  return {
    show: async ({ root, path }) => {
      const place = await locate(root, path);
      if (!place.ok) return place;
      const { real, named } = place.value;
      const found = await stat(real).catch(() => null);
      if (!found?.isFile()) return err({ code: 'path.not-a-file', path: named });
      if (disposed) return err({ code: 'file.expired' });
      try {
        const { port } = await listen();
        const below = relativeTo(place.value.root, real).split('/').map(encodeURIComponent).join('/');
        return ok({ url: `http://127.0.0.1:${port}/${idFor(place.value.root)}/${below}`, kind: previewKind(named) });
      } catch (error) {
        listening = null;
        return err({ code: 'internal', message: error instanceof Error ? error.message : String(error) });
      }
    },
    dispose: async () => {
      disposed = true;
      shown.clear();
      const open = await listening?.catch(() => null);
      if (!open) return;
      await new Promise<void>((resolve) => {
        open.server.close(() => resolve());
        open.server.closeAllConnections();
      });
    },
  };
}

/** The id and the path below it; null for an address that is none of ours. */
function partsOf(url: string): { readonly id: string; readonly path: string } | null {
  const [, id, rest] = /^\/([\w-]{20,60})\/([^?#]*)/.exec(url) ?? [];
  if (id === undefined || rest === undefined) return null;
  try {
    const path = decodeURIComponent(rest);
    return path.includes('\0') || path.includes('\\') ? null : { id, path };
  } catch {
    return null;
  }
}

/** Opens a file below the root, wherever links lead; a folder's `index.html`. Git's own folder holds secrets and belongs to no page. */
async function openBelow(root: string, path: string): Promise<{ handle: FileHandle; path: string } | null> {
  if (path.split('/').includes('.git')) return null;
  try {
    let real = await realpath(join(root, path));
    if ((await stat(real)).isDirectory()) real = await realpath(join(real, 'index.html'));
    if (!isWithin(root, real) || real.slice(root.length).split(sep).includes('.git')) return null;
    const handle = await open(real, constants.O_RDONLY | constants.O_NONBLOCK);
    if ((await handle.stat()).isFile()) return { handle, path: real };
    await handle.close();
    return null;
  } catch {
    return null;
  }
}

/**
 * A page may run its own scripts and load what lies beside it; it reaches nothing else, neither the network nor other pages, and has no
 * origin (so no storage) of its own. `base`: the address of the root, that ends with a slash.
 */
function headersFor(base: string, origin: string | undefined) {
  const sandbox = [
    `default-src 'none'`,
    `script-src ${base} 'unsafe-inline' 'unsafe-eval' blob:`,
    `style-src ${base} 'unsafe-inline'`,
    `img-src ${base} data: blob:`,
    `font-src ${base} data:`,
    `media-src ${base} data: blob:`,
    `connect-src ${base} data: blob:`,
    `worker-src ${base} blob:`,
    `frame-src ${base}`,
    `base-uri ${base}`,
    `form-action 'none'`,
    'frame-ancestors http://127.0.0.1:* http://localhost:* app:',
    'sandbox allow-scripts',
  ].join('; ');
  return {
    sandbox,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-dns-prefetch-control': 'off',
    'cross-origin-resource-policy': 'cross-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), clipboard-read=()',
    'cache-control': 'no-store',
    // A page without an origin of its own may read what lies beside it; only who knows the id comes this far.
    ...(origin === 'null' ? { 'access-control-allow-origin': 'null' } : {}),
  };
}

/** An HTML file that can tell which element is at a place. Texts of two bytes a character stay as they are. */
function withPicker(html: Buffer): Buffer {
  if ((html[0] === 0xff && html[1] === 0xfe) || (html[0] === 0xfe && html[1] === 0xff)) return html;
  // After everything: whatever comes first in the file (its type, its character set) stays first.
  return Buffer.concat([html, Buffer.from(`\n<script>${PICK_SCRIPT}</script>\n`, 'utf8')]);
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  response.end(`${status}\n`);
}
