import { BrowserWindow, dialog, shell, type OpenDialogOptions } from 'electron';
import type { Log, Ports } from '../core/ports.ts';
import { systemClock } from '../core/ports.ts';
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
    fileUrl: (fileId) => `app://skein/file/${fileId}`,
    log,
    clock: systemClock,
  };
}
