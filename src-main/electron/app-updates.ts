import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { app, dialog } from 'electron';
import { systemClock, type Log } from '../core/ports.ts';
import { followUpdates } from './updates.ts';

/** Starts to look for newer versions, in packages that know where: those hold a file that electron-builder writes with `publish`. */
export async function startUpdates(log: Log, runningThreads: () => number): Promise<void> {
  if (!app.isPackaged || !existsSync(join(process.resourcesPath, 'app-update.yml'))) return;
  const { autoUpdater } = (await import('electron-updater')).default;
  const stop = followUpdates({
    updater: autoUpdater,
    offer,
    runningThreads,
    quit: () => app.quit(),
    clock: systemClock,
    log,
  });
  app.once('will-quit', stop);
}

async function offer(version: string, notes: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'info',
    message: `Skein ${version} is ready`,
    detail: `${notes === '' ? '' : `${notes}\n\n`}It is installed when Skein ends.`,
    buttons: ['Later', 'Restart now'],
    defaultId: 0,
    cancelId: 0,
  });
  return response === 1;
}
