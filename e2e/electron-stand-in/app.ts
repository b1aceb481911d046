import { EventEmitter } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { App as RealApp } from 'electron';
import { labels, type Menu } from './menu.ts';
import { tell } from './wire.ts';

// Another system's ways, as far as they are Skein's own: what it does when its last window closes, for example.
const { STAND_IN_PLATFORM: platform, STAND_IN_CODEX_LINKS, STAND_IN_RESOURCES } = process.env;
if (platform !== undefined) Object.defineProperty(process, 'platform', { value: platform });

/** Which windows there are; set by browser-window.ts, which needs the app itself. */
export const windows: { closeAll(): boolean } = { closeAll: () => true };

// A packaged app finds its resources here.
if (STAND_IN_RESOURCES !== undefined) {
  Object.defineProperty(process, 'resourcesPath', { value: STAND_IN_RESOURCES });
  // Its arguments follow the program.
  process.argv.splice(1, 1);
}

const LOCK = 'stand-in.lock';
const HANDED_OVER = 'stand-in-second-';

class StandInApp extends EventEmitter {
  readonly isPackaged = STAND_IN_RESOURCES !== undefined;
  private readonly paths = new Map<string, string>();
  private ready = false;
  private readonly becomesReady = new Promise<void>((resolve) => {
    setImmediate(() => {
      this.ready = true;
      resolve();
    });
  });
  private stopWatching = () => {};
  private quitting = false;

  whenReady(): Promise<void> {
    return this.becomesReady;
  }
  isReady(): boolean {
    return this.ready;
  }
  setPath(name: string, path: string): void {
    this.paths.set(name, path);
  }
  getPath(name: string): string {
    const path = this.paths.get(name);
    if (path === undefined) throw new Error(`stand-in: no path was set for ${name}`);
    return path;
  }
  getVersion(): string {
    return '0.0.0';
  }
  getAppPath(): string {
    return join(import.meta.dirname, '../..');
  }
  /** Who opens the links of a scheme: nobody, another program, or Skein. */
  readonly schemes = new Map<string, string>(
    STAND_IN_CODEX_LINKS === undefined ? [] : [['codex', STAND_IN_CODEX_LINKS]],
  );
  isDefaultProtocolClient(scheme: string): boolean {
    return this.schemes.get(scheme) === 'Skein';
  }
  getApplicationNameForProtocol(url: string): string {
    return this.schemes.get(url.replace(/:.*$/, '')) ?? '';
  }
  setAsDefaultProtocolClient(scheme: string): boolean {
    this.schemes.set(scheme, 'Skein');
    tell({ type: 'record', name: 'scheme', value: scheme });
    return true;
  }
  removeAsDefaultProtocolClient(scheme: string): boolean {
    return this.schemes.delete(scheme);
  }
  setBadgeCount(count: number): boolean {
    tell({ type: 'record', name: 'badge', value: count });
    return true;
  }
  private openAtLogin = false;
  getLoginItemSettings(): { openAtLogin: boolean } {
    return { openAtLogin: this.openAtLogin };
  }
  setLoginItemSettings({ openAtLogin }: { openAtLogin: boolean }): void {
    this.openAtLogin = openAtLogin;
  }
  readonly dock =
    platform === 'darwin'
      ? {
          menu: null as Menu | null,
          setMenu(menu: Menu): void {
            this.menu = menu;
            tell({ type: 'record', name: 'dock', value: labels(menu.template) });
          },
        }
      : undefined;
  setJumpList(categories: unknown): string {
    tell({ type: 'record', name: 'jumpList', value: categories });
    return 'ok';
  }
  relaunch(options: unknown): void {
    tell({ type: 'record', name: 'relaunch', value: options });
  }
  setAppUserModelId(): void {
    // Means something on Windows only.
  }

  /** The lock is a file in `userData`; a second launch leaves its arguments beside it. */
  requestSingleInstanceLock(additionalData: Record<string, unknown> = {}): boolean {
    const folder = this.getPath('userData');
    mkdirSync(folder, { recursive: true });
    const lock = join(folder, LOCK);
    if (existsSync(lock) && isAlive(Number(readFileSync(lock, 'utf8')))) {
      const call = { argv: process.argv, cwd: process.cwd(), additionalData };
      writeFileSync(join(folder, `${HANDED_OVER}${process.pid}.json`), JSON.stringify(call));
      return false;
    }
    rmSync(lock, { force: true });
    const handle = openSync(lock, 'wx');
    writeFileSync(handle, String(process.pid));
    closeSync(handle);
    const watcher = watch(folder, () => this.takeHandedOver(folder));
    this.stopWatching = () => watcher.close();
    return true;
  }

  private takeHandedOver(folder: string): void {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (!name.startsWith(HANDED_OVER)) continue;
      const text = readFileSync(path, 'utf8');
      // Seen between its creation and its content: the next change of the folder brings the rest.
      if (text === '') continue;
      rmSync(path);
      const { argv, cwd, additionalData } = JSON.parse(text) as {
        argv: string[];
        cwd: string;
        additionalData: unknown;
      };
      this.emit('second-instance', {}, argv, cwd, additionalData);
    }
  }

  quit(): void {
    if (this.quitting) return;
    const event = preventable();
    this.emit('before-quit', event);
    if (event.prevented()) return;
    this.quitting = true;
    if (!windows.closeAll()) {
      this.quitting = false;
      return;
    }
    this.emit('will-quit', event);
    tell({ type: 'record', name: 'quit', value: null });
    this.exit(0);
  }
  exit(code = 0): void {
    this.stopWatching();
    // The lock goes with the process, as the real one does.
    if (this.paths.has('userData')) rmSync(join(this.getPath('userData'), LOCK), { force: true });
    process.disconnect();
    process.exit(code);
  }
}

/** The part of an event that a listener can stop. */
export function preventable(): { preventDefault(): void; prevented(): boolean } {
  let stopped = false;
  return {
    preventDefault: () => {
      stopped = true;
    },
    prevented: () => stopped,
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

export const app = new StandInApp();
app satisfies Pick<
  RealApp,
  'whenReady' | 'isReady' | 'getVersion' | 'requestSingleInstanceLock' | 'quit' | 'exit' | 'setPath'
>;
