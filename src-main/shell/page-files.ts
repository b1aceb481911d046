import { readFile, realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
};

/** How a file of the built page was found packed, in the order of preference. */
const ENCODINGS = [
  { name: 'br', extension: '.br' },
  { name: 'gzip', extension: '.gz' },
] as const;

export interface PageFile {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * What the page may do: run and fetch only what comes with it. `connect` names further addresses it may connect to (the WebSocket).
 * Measured to be enough for the editor, the terminal and workers.
 */
export const contentSecurityPolicy = (connect: readonly string[] = []): string =>
  [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self' 'unsafe-inline'`,
    `font-src 'self' data:`,
    `img-src 'self' data: blob:`,
    `worker-src 'self' blob:`,
    `connect-src ${["'self'", ...connect].join(' ')}`,
    // Previews: files on a port of their own, and web servers of this machine. Skein's own page lets itself be framed by nobody.
    `frame-src http://127.0.0.1:* http://localhost:*`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ');

/** Headers of everything that is served to the page. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
};

export interface PageFiles {
  /** The file behind a path of an address, or null. `/` is the page itself. */
  find(pathname: string, acceptEncoding: string): Promise<PageFile | null>;
}

/** Serves the built page from `root`: nothing outside of it, whatever the path says, and packed where the build left packed copies. */
export function createPageFiles(root: string, policy: () => string): PageFiles {
  return {
    find: async (pathname, acceptEncoding) => {
      const path = await resolveInside(root, pathname);
      if (path === null) return null;
      const type = CONTENT_TYPES[extname(path).toLowerCase()];
      // Only kinds of files that belong to a page; the packed copies are no pages of their own.
      if (type === undefined) return null;
      const headers: Record<string, string> = {
        ...SECURITY_HEADERS,
        'content-type': type,
        'content-security-policy': policy(),
        // Names under assets/ carry a hash of what is in them.
        'cache-control': pathname.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
        vary: 'accept-encoding',
      };
      for (const { name, extension } of ENCODINGS) {
        if (!accepts(acceptEncoding, name)) continue;
        const packed = await readFile(path + extension).catch(() => null);
        if (packed) return { body: packed, headers: { ...headers, 'content-encoding': name } };
      }
      const body = await readFile(path).catch(() => null);
      return body && { body, headers };
    },
  };
}

async function resolveInside(root: string, pathname: string): Promise<string | null> {
  let decoded;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return null;
  try {
    const path = await realpath(join(root, decoded === '/' ? 'index.html' : decoded));
    if (!path.startsWith((await realpath(root)) + sep)) return null;
    return (await stat(path)).isFile() ? path : null;
  } catch {
    // Not there.
    return null;
  }
}

/** Whether `Accept-Encoding` names an encoding without refusing it (`;q=0`). */
const accepts = (header: string, name: string): boolean =>
  header
    .split(',')
    .map((entry) => entry.trim().toLowerCase().split(';'))
    .some(([encoding, ...parameters]) => encoding === name && !parameters.some((part) => /^\s*q=0(\.0*)?$/.test(part)));
