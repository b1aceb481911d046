import { BrowserWindow, dialog, powerMonitor, safeStorage, shell, type OpenDialogOptions } from 'electron';
import type { Log, Ports, SystemNews } from '../core/ports.ts';
import { systemClock } from '../core/ports.ts';
import { createNoticePort } from './notices.ts';
import { createSystemPort } from './system-port.ts';
import type { Windows } from './windows.ts';
import { err, ok } from '../../src-shared/result.ts';

/** What Electron lends the core. */
export function createElectronPorts(options: {
  readonly log: Log;
  readonly quit: () => void;
  readonly windows: Windows;
  readonly tell: (news: SystemNews) => void;
}): Ports {
  const { log, quit, windows, tell } = options;
  return {
    shell: 'electron',
    pickFolder: async (from) => {
      const options: OpenDialogOptions = {
        properties: ['openDirectory', 'createDirectory'],
        ...(from !== null && { defaultPath: from }),
      };
      const window = BrowserWindow.getFocusedWindow();
      const picked = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options));
      return picked.canceled ? null : (picked.filePaths[0] ?? null);
    },
    reveal: (path) => {
      shell.showItemInFolder(path);
      return Promise.resolve(ok(null));
    },
    openExternal: async (url) => {
      try {
        await shell.openExternal(url);
        return ok(null);
      } catch (error) {
        log.warn('no program opens this address', { error: String(error) });
        return err({ code: 'shell.not-available', feature: 'openExternal' });
      }
    },
    quit,
    askToQuit: async (running) => {
      const { response } = await dialog.showMessageBox({
        type: 'warning',
        message: running === 1 ? 'Quit while a thread runs?' : `Quit while ${running} threads run?`,
        detail: 'Running turns are interrupted. What they finished is kept, and so are drafts and queued messages.',
        buttons: ['Keep running', 'Quit'],
        defaultId: 0,
        cancelId: 0,
      });
      return response === 1;
    },
    onResume: (listener) => {
      powerMonitor.on('resume', listener);
      return () => powerMonitor.off('resume', listener);
    },
    system: { ...createSystemPort(), ...createNoticePort(() => windows.show()), tell },
    windows: windows.port,
    vault: { seal, open: openSealed },
    fileUrl: (fileId) => `app://skein/file/${fileId}`,
    log,
    clock: systemClock,
  };
}

/** Without a key store (some Linux desktops) "encryption" would be with a constant of the source: nothing is kept then. */
async function hasKeyStore(): Promise<boolean> {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return false;
  return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text';
}
async function seal(secret: string): Promise<string | null> {
  if (!(await hasKeyStore())) return null;
  return (await safeStorage.encryptStringAsync(secret)).toString('base64');
}
async function openSealed(sealed: string): Promise<string | null> {
  if (!(await hasKeyStore())) return null;
  try {
    return (await safeStorage.decryptStringAsync(Buffer.from(sealed, 'base64'))).result;
  } catch {
    // Made by another user or on another machine.
    return null;
  }
}
