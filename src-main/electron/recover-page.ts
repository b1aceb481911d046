import { dialog, type BrowserWindow, type MessageBoxOptions } from 'electron';
import { systemClock, type Log } from '../core/ports.ts';
import { createCrashPolicy } from './crash-policy.ts';

const AGAIN = 0;

/**
 * Loads the page of a window again when its process is gone, or hangs and the user no longer wants to wait. The view is in its address and comes
 * back; drafts and threads are the core's. A page that crashes again and again is only loaded when the user says so.
 */
export function recoverPage(window: BrowserWindow, log: Log): void {
  const { webContents } = window;
  const policy = createCrashPolicy();
  let cancel = () => {};
  /** Whether to wait for a page that hangs. */
  let asking: AbortController | null = null;
  const reload = () => {
    if (!window.isDestroyed()) webContents.reload();
  };
  const ask = async (options: MessageBoxOptions): Promise<number> =>
    (await dialog.showMessageBox(window, options)).response;

  const askAfterCrashes = async (reason: string) => {
    const response = await ask({
      type: 'error',
      message: 'This window has crashed several times in a row.',
      detail: `Your threads go on running. The reason was “${reason}”; more is in Skein’s log.`,
      buttons: ['Load it again', 'Close the window'],
      defaultId: AGAIN,
      cancelId: AGAIN,
    });
    if (window.isDestroyed()) return;
    if (response === AGAIN) {
      policy.forgive();
      reload();
    } else window.destroy();
  };
  webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log.error('window: the page crashed', { reason, exitCode });
    if (reason === 'clean-exit') return;
    cancel();
    const step = policy.crashed(systemClock.now());
    if (step.kind === 'ask') void askAfterCrashes(reason);
    else cancel = systemClock.after(step.delayMs, reload);
  });

  const askWhileHung = async () => {
    asking?.abort();
    asking = new AbortController();
    const response = await ask({
      type: 'warning',
      message: 'This window does not answer.',
      detail: 'Your threads go on running. It may come back by itself; loading it again shows the same page.',
      buttons: ['Wait', 'Load it again'],
      defaultId: 0,
      cancelId: 0,
      signal: asking.signal,
    });
    // What hangs reads no messages: only the end of its process frees it, and that loads it again.
    if (response === 1 && !window.isDestroyed()) webContents.forcefullyCrashRenderer();
  };
  window.on('unresponsive', () => {
    log.warn('window: the page does not answer');
    void askWhileHung();
  });
  // It came back: nothing is left to decide, and the question goes by its default.
  window.on('responsive', () => asking?.abort());
  window.once('closed', () => {
    cancel();
    asking?.abort();
  });
}
