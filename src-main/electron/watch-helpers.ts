import { app, dialog } from 'electron';
import { systemClock, type Log } from '../core/ports.ts';
import { createCrashPolicy } from './crash-policy.ts';

/** Chromium's switch; it is not Skein's to read. */
const WITHOUT_GPU = '--disable-gpu';

/**
 * Helper processes (graphics, network) are started again by Chromium itself, and the windows paint anew. A graphics process that crashes again and
 * again is left out when the user says so: Skein starts anew without it.
 */
export function watchHelpers(log: Log, quitNow: () => void): void {
  const policy = createCrashPolicy();
  let asked = false;
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    log.warn('a helper process ended', { type, reason, exitCode });
    if (type !== 'GPU' || reason === 'clean-exit' || asked) return;
    if (policy.crashed(systemClock.now()).kind === 'reload') return;
    asked = true;
    void askForAnotherStart().then((again) => {
      if (!again) return;
      // A folder or link of the first start was opened then.
      app.relaunch({ args: [...process.argv.slice(1, app.isPackaged ? 1 : 2), WITHOUT_GPU] });
      quitNow();
    });
  });
}

async function askForAnotherStart(): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: 'Drawing the windows fails again and again.',
    detail:
      'The process for graphics has crashed several times in a row. Skein can start again without it; running turns are interrupted then.',
    buttons: ['Go on', 'Restart without it'],
    defaultId: 0,
    cancelId: 0,
  });
  return response === 1;
}
