import { BrowserWindow, nativeTheme, shell, type Rectangle, type Session, type WebContents } from 'electron';
import { checkExternalUrl } from '../core/core.ts';
import { PAGE_ORIGIN, PAGE_URL } from './page-protocol.ts';
import { offerTextMenu } from './text-menu.ts';

const MIN_SIZE = { minWidth: 560, minHeight: 400 };
/** Of a window for one thread. */
const MIN_SOLO_SIZE = { minWidth: 360, minHeight: 320 };
/** The page's own background in ui/tokens.css, so that nothing flashes before it paints. */
const BACKGROUND = { dark: '#101114', light: '#ffffff' };
/** What a page may ask the system for. Copying text is the one thing Skein's page does. */
const ALLOWED_PERMISSIONS: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

export interface WindowLook {
  readonly preload: string;
  /** Without a place the system finds one. */
  readonly place: Rectangle | { readonly width: number; readonly height: number };
  readonly maximized: boolean;
  readonly solo: boolean;
  readonly onTop: boolean;
  readonly spelling: boolean;
}

/** Makes a window, sandboxed and isolated; nothing is loaded yet. */
export function makeWindow({ preload, place, maximized, solo, onTop, spelling }: WindowLook): BrowserWindow {
  const window = new BrowserWindow({
    ...place,
    ...(solo ? MIN_SOLO_SIZE : MIN_SIZE),
    show: false,
    title: 'Skein',
    alwaysOnTop: onTop,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: spelling,
    },
  });
  if (maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  offerTextMenu(window.webContents);
  confine(window.webContents);
  return window;
}

/** The page stays the page: no other address in this window, no windows of its own, no embedded ones. Links go to the browser. */
function confine(contents: WebContents): void {
  contents.setWindowOpenHandler(({ url }) => {
    const checked = checkExternalUrl(url);
    if (checked.ok) void shell.openExternal(checked.value);
    return { action: 'deny' };
  });
  const stay = (event: { readonly url: string; readonly isMainFrame: boolean; preventDefault(): void }) => {
    const { href, protocol, hostname } = new URL(event.url);
    // Frames show previews, from other ports of this machine (page-files.ts says the same to the page).
    const isPreview = !event.isMainFrame && protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(hostname);
    if (!isPreview && href.replace(/#.*$/s, '') !== PAGE_URL) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

/** Denies what a page could ask the system for: camera, location, notifications, devices and the rest. */
export function denyPermissions(session: Session): void {
  const isAllowed = (permission: string, origin: string) =>
    ALLOWED_PERMISSIONS.has(permission) && origin.startsWith(PAGE_ORIGIN);
  session.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(isAllowed(permission, details.requestingUrl)),
  );
  session.setPermissionCheckHandler((_contents, permission, origin) => isAllowed(permission, origin));
  session.setDevicePermissionHandler(() => false);
}
