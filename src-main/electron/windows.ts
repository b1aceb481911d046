import { screen, type BrowserWindow, type WebContents } from 'electron';
import { VIEW_FIELD, type AppWindow, type ZoomStep } from '../../src-shared/model/app-window.ts';
import type { Unsubscribe } from '../../src-shared/contract/define.ts';
import type { Log, WindowPort } from '../core/ports.ts';
import { PAGE_URL } from './page-protocol.ts';
import { recoverPage } from './recover-page.ts';
import { makeWindow } from './window.ts';
import { placeOnScreen, readWindows, writeWindows, type WindowState } from './window-state.ts';

const SIZE = { width: 1280, height: 820 };
const SOLO_SIZE = { width: 520, height: 720 };
/** A new window lies this much beside the one it was opened from. */
const CASCADE_PX = 28;
const ZOOM_STEP = 0.5;
const ZOOM_LIMIT = { least: -3, most: 4.5 };
/** Chromium's scale: each level is a fifth more. */
const ZOOM_BASE = 1.2;

export interface WindowsOptions {
  readonly preload: string;
  /** Where the windows are kept as they were left. */
  readonly stateFile: string;
  readonly log: Log;
  readonly clientOf: (contents: WebContents) => string | undefined;
  /** Whether words are checked in windows that are opened from now on. */
  readonly spelling: () => boolean;
  /** False keeps a window open that is the last one: turns run and the user is being asked. */
  readonly mayClose: () => boolean;
  /** Windows only: the user logs out or the machine shuts down, and the process ends soon after this. */
  readonly onSessionEnd: () => void;
}

/** Skein's windows: each with a page and a client of its own. */
export interface Windows {
  readonly port: WindowPort;
  /** Those of the last time, or one. */
  openAll(): void;
  /** The one that was used last comes to the front; where none is open, one opens. */
  show(): void;
  /** The one that a menu's choice is for. */
  current(): BrowserWindow | null;
  /** Skein ends: what is open now is what opens next time. */
  freeze(): void;
}

export function createWindows(options: WindowsOptions): Windows {
  const { stateFile, log, clientOf } = options;
  const open = new Map<number, { readonly window: BrowserWindow; readonly solo: boolean }>();
  const watchers = new Set<{ readonly clientId: string; readonly listener: (window: AppWindow) => void }>();
  let { zoomLevel } = readWindows(stateFile);
  let lastUsed: BrowserWindow | null = null;
  let frozen = false;

  const stateOf = ({ window, solo }: { readonly window: BrowserWindow; readonly solo: boolean }): WindowState => ({
    bounds: window.getNormalBounds(),
    maximized: window.isMaximized(),
    solo,
    onTop: window.isAlwaysOnTop(),
    view: viewIn(window.webContents.getURL()),
  });
  const save = () => {
    // With none open the last one is what is kept.
    if (frozen || open.size === 0) return;
    const windows = [...open.values()].map(stateOf);
    if (!writeWindows(stateFile, { windows, zoomLevel })) log.warn('windows: their places could not be kept');
  };
  const current = (): BrowserWindow | null =>
    [...open.values()].find(({ window }) => window.isFocused())?.window ??
    lastUsed ??
    [...open.values()].at(-1)?.window ??
    null;
  const withClient = (clientId: string): BrowserWindow | undefined =>
    [...open.values()].find(({ window }) => clientOf(window.webContents) === clientId)?.window;
  const factsOf = (clientId: string): AppWindow => ({
    onTop: withClient(clientId)?.isAlwaysOnTop() ?? false,
    zoomPercent: Math.round(ZOOM_BASE ** zoomLevel * 100),
  });
  const publish = () => {
    for (const { clientId, listener } of watchers) listener(factsOf(clientId));
  };

  function openOne(state: WindowState): void {
    const { solo, view, bounds } = state;
    const window = makeWindow({
      ...state,
      preload: options.preload,
      place: bounds ? placeOnScreen(bounds, workAreas()) : solo ? SOLO_SIZE : SIZE,
      spelling: options.spelling(),
    });
    open.set(window.id, { window, solo });
    window.on('focus', () => (lastUsed = window));
    window.on('blur', save);
    window.on('close', (event) => {
      if (open.size === 1) save();
      if (open.size === 1 && !options.mayClose()) event.preventDefault();
    });
    window.once('closed', () => {
      open.delete(window.id);
      if (lastUsed === window) lastUsed = null;
      save();
    });
    window.on('session-end', options.onSessionEnd);
    // Zoom belongs to an origin, and every page is of the same one; a page that was just loaded may not know yet.
    window.webContents.on('did-finish-load', () => window.webContents.setZoomLevel(zoomLevel));
    window.webContents.on('zoom-changed', (_event, direction) => zoom(direction));
    recoverPage(window, log);
    void window.loadURL(view === null ? PAGE_URL : `${PAGE_URL}#${VIEW_FIELD}=${encodeURIComponent(view)}`);
  }

  function openBeside(request: { readonly view: string | null; readonly solo: boolean }): void {
    const beside = current()?.getNormalBounds();
    const { width, height } = request.solo || !beside ? (request.solo ? SOLO_SIZE : SIZE) : beside;
    const bounds = beside ? { x: beside.x + CASCADE_PX, y: beside.y + CASCADE_PX, width, height } : null;
    openOne({ ...request, bounds, maximized: false, onTop: false });
  }

  function show(window = current()): void {
    if (!window) {
      openBeside({ view: null, solo: false });
      return;
    }
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  function zoom(step: ZoomStep): void {
    const wanted = step === 'reset' ? 0 : zoomLevel + (step === 'in' ? ZOOM_STEP : -ZOOM_STEP);
    zoomLevel = Math.min(ZOOM_LIMIT.most, Math.max(ZOOM_LIMIT.least, wanted));
    for (const { window } of open.values()) window.webContents.setZoomLevel(zoomLevel);
    save();
    publish();
  }

  const port: WindowPort = {
    watch: (clientId, listener): Unsubscribe => {
      const watcher = { clientId, listener };
      watchers.add(watcher);
      listener(factsOf(clientId));
      return () => watchers.delete(watcher);
    },
    open: openBeside,
    stayOnTop: (clientId, on) => {
      withClient(clientId)?.setAlwaysOnTop(on);
      save();
      publish();
    },
    zoom,
    show: (clientId) => show(withClient(clientId)),
  };
  return {
    port,
    openAll: () => {
      const { windows } = readWindows(stateFile);
      // One for a single thread is no place to start from.
      if (windows.every(({ solo }) => solo)) openBeside({ view: null, solo: false });
      for (const state of windows) openOne(state);
    },
    show: () => show(),
    current,
    freeze: () => {
      save();
      frozen = true;
    },
  };
}

const viewIn = (address: string): string | null =>
  URL.canParse(address) ? new URLSearchParams(new URL(address).hash.slice(1)).get(VIEW_FIELD) : null;

/** The main display first. */
function workAreas() {
  const main = screen.getPrimaryDisplay();
  return [main, ...screen.getAllDisplays().filter(({ id }) => id !== main.id)].map(({ workArea }) => workArea);
}
