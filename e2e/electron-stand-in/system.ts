import { EventEmitter } from 'node:events';
import { app, preventable } from './app.ts';
import { BrowserWindow, focusOn } from './browser-window.ts';
import { Menu } from './menu.ts';
import type { Ask } from './messages.ts';
import { answerNotification } from './notification.ts';
import { defaultSession } from './session.ts';
import { trays } from './tray.ts';
import { receive, tell } from './wire.ts';

/** Answers of the user to the dialogs that come, in their order. */
const dialogAnswers: unknown[] = [];

export const ipcMain = new EventEmitter();
receive('fromFrame', ({ windowId, channel, args }) => {
  const window = BrowserWindow.getAllWindows().find(({ id }) => id === windowId);
  if (!window) return;
  const { webContents } = window;
  ipcMain.emit(channel, { sender: webContents, senderFrame: webContents.mainFrame, ports: [] }, ...args);
});

export const powerMonitor = new EventEmitter();
export const session = { defaultSession };
export const protocol = {
  registerSchemesAsPrivileged: () => {
    if (app.isReady()) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
  },
};
/** A machine without a key store. */
export const safeStorage = { isAsyncEncryptionAvailable: () => Promise.resolve(false) };
export const nativeTheme = { shouldUseDarkColors: true };
const display = { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1080 } };
export const screen = { getAllDisplays: () => [display], getPrimaryDisplay: () => display };
/** A picture that knows only that it was made. */
export const nativeImage = {
  createEmpty: () => ({ addRepresentation: () => undefined, setTemplateImage: () => undefined }),
};

export const shell = {
  openExternal: (url: string): Promise<void> => {
    tell({ type: 'record', name: 'openExternal', value: url });
    return Promise.resolve();
  },
  showItemInFolder: (path: string): void => tell({ type: 'record', name: 'showItemInFolder', value: path }),
};
export const dialog = {
  showOpenDialog: (...args: readonly unknown[]): Promise<unknown> => {
    tell({ type: 'record', name: 'openDialog', value: args.at(-1) });
    return Promise.resolve(dialogAnswers.shift() ?? { canceled: true, filePaths: [] });
  },
  showMessageBox: (...args: readonly unknown[]): Promise<unknown> => {
    tell({ type: 'record', name: 'messageBox', value: args.at(-1) });
    return Promise.resolve(dialogAnswers.shift() ?? { response: 1, checkboxChecked: false });
  },
};

receive('ask', ({ askId, ask }) => {
  void answer(ask).then((value) => tell({ type: 'answer', askId, value }));
});

async function answer(ask: Ask): Promise<unknown> {
  const window = 'windowId' in ask ? BrowserWindow.getAllWindows().find(({ id }) => id === ask.windowId) : undefined;
  switch (ask.what) {
    case 'clickMenu':
      return Menu.current?.click(ask.labels) ?? false;
    case 'closeWindow':
      return window?.close() ?? false;
    case 'quit':
      app.quit();
      return null;
    case 'mayNavigate':
      return window?.webContents.mayNavigate(ask.url) ?? false;
    case 'mayOpen': {
      const details = {
        url: ask.url,
        frameName: '',
        features: '',
        disposition: 'new-window',
        referrer: { url: '', policy: '' },
      };
      return window?.webContents.openHandler?.(details as never).action === 'allow';
    }
    case 'permission':
      return new Promise((resolve) => {
        const { permissionRequest } = defaultSession;
        if (!permissionRequest) resolve(true);
        else
          permissionRequest(window?.webContents as never, ask.permission as never, resolve, {
            requestingUrl: ask.url,
          } as never);
      });
    case 'answerDialog':
      dialogAnswers.push(ask.value);
      return null;
    case 'power': {
      const event = preventable();
      powerMonitor.emit(ask.event, event);
      return event.prevented();
    }
    case 'sessionEnd':
      window?.emit('session-end', { reasons: ['logoff'] });
      return null;
    case 'openFile':
      app.emit('open-file', { preventDefault: () => undefined }, ask.path);
      return null;
    case 'answerNotification':
      return answerNotification(ask.button, ask.words);
    case 'leave':
      focusOn(null);
      return null;
    case 'focus':
      focusOn(window ?? null);
      return null;
    case 'crash':
      window?.webContents.emit('render-process-gone', {}, { reason: ask.reason, exitCode: 5 });
      return null;
    case 'helperGone':
      app.emit('child-process-gone', {}, { type: ask.kind, reason: ask.reason, exitCode: 5 });
      return null;
    case 'hang':
      window?.emit(ask.over ? 'responsive' : 'unresponsive');
      return null;
    case 'zoomWheel':
      window?.webContents.emit('zoom-changed', {}, ask.direction);
      return null;
    case 'clickTray':
      return trays.at(-1)?.menu?.click([ask.label]) ?? false;
    case 'clickDock':
      return app.dock?.menu?.click([ask.label]) ?? false;
    case 'openUrl':
      app.emit('open-url', { preventDefault: () => undefined }, ask.url);
      return null;
  }
}
