import { BrowserWindow, dialog, powerMonitor, shell, type OpenDialogOptions } from 'electron';
import type { Log, Ports } from '../core/ports.ts';
import { systemClock } from '../core/ports.ts';
import { createSystemPort } from './system-port.ts';
import { err, ok } from '../../src-shared/result.ts';

/** What Electron lends the core. */
export function createElectronPorts(log: Log, quit: () => void): Ports {
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
    system: createSystemPort(),
    fileUrl: (fileId) => `app://skein/file/${fileId}`,
    log,
    clock: systemClock,
  };
}
