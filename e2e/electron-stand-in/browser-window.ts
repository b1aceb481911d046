import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { BrowserWindowConstructorOptions, Rectangle, WebContents as RealContents } from 'electron';
import { app, preventable, windows } from './app.ts';
import type { MessagePortMain } from './message-ports.ts';
import { defaultSession, type StandInSession } from './session.ts';
import { receive, tell } from './wire.ts';

let lastId = 0;

/** A frame: only a window's main frame has the preload. */
class Frame {
  url = '';
  constructor(private readonly windowId: number) {}
  postMessage(channel: string, message: unknown, transfer: readonly MessagePortMain[] = []): void {
    const ports = transfer.map((port) => port.handOver());
    tell({ type: 'toFrame', windowId: this.windowId, message: { channel, args: [structuredClone(message)], ports } });
  }
}

type OpenHandler = Parameters<RealContents['setWindowOpenHandler']>[0];

class WebContents extends EventEmitter {
  readonly mainFrame: Frame;
  readonly session: StandInSession = defaultSession;
  openHandler: OpenHandler | null = null;
  constructor(readonly id: number) {
    super();
    this.mainFrame = new Frame(id);
  }
  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler;
  }
  getURL(): string {
    return this.mainFrame.url;
  }
  reload(): void {
    tell({ type: 'record', name: 'reload', value: this.id });
    // A page of its own takes the place of the one that is gone, and gets no more than the address.
    all.get(this.id)?.load();
  }
  setZoomLevel(level: number): void {
    tell({ type: 'record', name: 'zoom', value: { windowId: this.id, level } });
  }
  forcefullyCrashRenderer(): void {
    this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
  }
  /** Asks whoever confines the page, as Chromium does before it navigates. */
  mayNavigate(url: string): boolean {
    const event = preventable();
    this.emit('will-navigate', { url, preventDefault: () => event.preventDefault() });
    return !event.prevented();
  }
}

const all = new Map<number, BrowserWindow>();
let focused: BrowserWindow | null = null;

/** The user, or the app, turns to a window; null: to another program. */
export function focusOn(window: BrowserWindow | null): void {
  if (window === focused) return;
  const before = focused;
  focused = window;
  before?.emit('blur');
  window?.emit('focus');
}

export class BrowserWindow extends EventEmitter {
  static getAllWindows(): BrowserWindow[] {
    return [...all.values()];
  }
  static getFocusedWindow(): BrowserWindow | null {
    return focused;
  }

  readonly id: number;
  readonly webContents: WebContents;
  private maximized = false;
  private onTop: boolean;
  private destroyed = false;

  constructor(readonly options: BrowserWindowConstructorOptions = {}) {
    super();
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    lastId += 1;
    this.id = lastId;
    this.webContents = new WebContents(this.id);
    this.onTop = options.alwaysOnTop === true;
    if (options.show !== false) focusOn(this);
    all.set(this.id, this);
    tell({ type: 'record', name: 'window', value: { windowId: this.id, options: structuredClone(options) } });
  }

  loadURL(url: string): Promise<void> {
    this.webContents.mainFrame.url = url;
    this.load();
    return new Promise((resolve) => this.webContents.once('did-finish-load', resolve));
  }
  load(): void {
    const { preload } = this.options.webPreferences ?? {};
    const { url } = this.webContents.mainFrame;
    tell({ type: 'load', windowId: this.id, url, preload: preload === undefined ? '' : readFileSync(preload, 'utf8') });
  }
  show(): void {
    tell({ type: 'record', name: 'show', value: this.id });
    focusOn(this);
  }
  focus(): void {
    tell({ type: 'record', name: 'focus', value: this.id });
    focusOn(this);
  }
  isFocused(): boolean {
    return focused === this;
  }
  isAlwaysOnTop(): boolean {
    return this.onTop;
  }
  setAlwaysOnTop(on: boolean): void {
    this.onTop = on;
    tell({ type: 'record', name: 'onTop', value: { windowId: this.id, on } });
  }
  isMinimized(): boolean {
    return false;
  }
  restore(): void {
    // Never minimized here.
  }
  maximize(): void {
    this.maximized = true;
  }
  isMaximized(): boolean {
    return this.maximized;
  }
  getNormalBounds(): Rectangle {
    const { x = 10, y = 20, width = 800, height = 600 } = this.options;
    return { x, y, width, height };
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  /** Answers whether it closed; the real one answers nothing. */
  close(): boolean {
    const event = preventable();
    this.emit('close', event);
    if (!event.prevented()) this.destroy();
    return !event.prevented();
  }
  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    all.delete(this.id);
    if (focused === this) focused = null;
    this.webContents.emit('destroyed');
    this.emit('closed');
    tell({ type: 'destroyed', windowId: this.id });
    if (all.size === 0) app.emit('window-all-closed');
  }
}

windows.closeAll = () => BrowserWindow.getAllWindows().every((window) => window.close());
receive('navigated', ({ windowId, url }) => {
  const window = all.get(windowId);
  if (window) window.webContents.mainFrame.url = url;
});
receive('loaded', ({ windowId }) => {
  const window = all.get(windowId);
  window?.webContents.emit('did-finish-load');
  window?.emit('ready-to-show');
});
