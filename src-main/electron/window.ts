import { BrowserWindow, nativeTheme, screen, shell, type Session, type WebContents } from 'electron';
import { checkExternalUrl } from '../core/core.ts';
import type { Log } from '../core/ports.ts';
import { PAGE_ORIGIN, PAGE_URL } from './page-protocol.ts';
import { offerTextMenu } from './text-menu.ts';
import { isOnScreen, readWindowState, writeWindowState } from './window-state.ts';

const DEFAULT_SIZE = { width: 1280, height: 820 };
const MIN_SIZE = { minWidth: 560, minHeight: 400 };
/** The page's own background in ui/tokens.css, so that nothing flashes before it paints. */
const BACKGROUND = { dark: '#101114', light: '#ffffff' };
/** What a page may ask the system for. Copying text is the one thing Skein's page does. */
const ALLOWED_PERMISSIONS: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

export interface WindowOptions {
  readonly preload: string;
  readonly stateFile: string;
  readonly log: Log;
  /** False keeps the window open: turns run and the user is being asked. */
  readonly mayClose: () => boolean;
  /** Windows only: the user logs out or the machine shuts down, and the process ends soon after this. */
  readonly onSessionEnd: () => void;
}

/** Opens the window, sandboxed and isolated, where it was left. */
export function openWindow({ preload, stateFile, log, mayClose, onSessionEnd }: WindowOptions): BrowserWindow {
  const { bounds, maximized } = readWindowState(stateFile);
  const areas = screen.getAllDisplays().map((display) => display.workArea);
  const place = bounds && isOnScreen(bounds, areas) ? bounds : DEFAULT_SIZE;
  const window = new BrowserWindow({
    ...place,
    ...MIN_SIZE,
    show: false,
    title: 'Skein',
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
      // macOS brings its own dictionaries; elsewhere Chromium would fetch them from the network.
      spellcheck: process.platform === 'darwin',
    },
  });
  if (maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', (event) => {
    const state = { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
    if (!writeWindowState(stateFile, state)) log.warn('window: its place could not be kept');
    if (!mayClose()) event.preventDefault();
  });
  window.on('session-end', onSessionEnd);
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log.error('window: the page crashed', { reason, exitCode });
    if (reason !== 'clean-exit' && reason !== 'killed') window.webContents.reload();
  });
  offerTextMenu(window.webContents);
  confine(window.webContents);
  void window.loadURL(PAGE_URL);
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
    if (!isPreview && href !== PAGE_URL) event.preventDefault();
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
