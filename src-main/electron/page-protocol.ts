import { app, protocol, type Session } from 'electron';
import type { ServedFile } from '../core/core.ts';
import { contentSecurityPolicy, createPageFiles, SECURITY_HEADERS } from '../shell/page-files.ts';

/** In development the page comes from Vite (electron-vite sets the variable); a packaged app never looks. */
const devUrl = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL'];
export const PAGE_ORIGIN = devUrl ? new URL(devUrl).origin : 'app://skein';
export const PAGE_URL = devUrl ? new URL(devUrl).href : `${PAGE_ORIGIN}/index.html`;

/** Has to run before the app is ready: the page gets an origin like any web page, with storage, workers and a policy of its own. */
export function registerPageScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true };
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges }]);
}

/** Serves the built page and the core's files under `app://skein`, and nothing else. */
export function servePage(
  session: Session,
  pageRoot: string,
  file: (fileId: string) => Promise<ServedFile | null>,
): void {
  const pages = createPageFiles(pageRoot, () => contentSecurityPolicy());
  session.protocol.handle('app', async (request) => {
    const { host, pathname } = new URL(request.url);
    if (host !== 'skein' || request.method !== 'GET') return notFound();
    const fileId = /^\/file\/([\w-]+)$/.exec(pathname)?.[1];
    if (fileId !== undefined) {
      const served = await file(fileId);
      if (!served) return notFound();
      const headers = { ...SECURITY_HEADERS, 'content-type': served.mimeType, 'cache-control': 'no-store' };
      return new Response(new Uint8Array(served.bytes), { headers });
    }
    const found = await pages.find(pathname, '');
    return found ? new Response(new Uint8Array(found.body), { headers: found.headers }) : notFound();
  });
}

const notFound = () => new Response(null, { status: 404, headers: SECURITY_HEADERS });
