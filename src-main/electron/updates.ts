import type { Unsubscribe } from '../../src-shared/contract/define.ts';
import type { Clock, Log } from '../core/ports.ts';
import { plainNotes } from './plain-notes.ts';

const CHECK_EVERY_MS = 6 * 60 * 60 * 1000;
/** The first look waits until the start is over. */
const FIRST_CHECK_MS = 60_000;

/** What is used of electron-updater; a test brings its own. */
export interface Updater {
  autoDownload: boolean;
  autoInstallOnAppQuit: boolean;
  checkForUpdates(): Promise<unknown>;
  quitAndInstall(): void;
  on(event: 'update-downloaded', listener: (update: { version: string; releaseNotes?: unknown }) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/**
 * Looks for a newer Skein, fetches it, and says so. It is installed when Skein ends anyway, or at once if the user wants that; never while turns run
 * without asking.
 */
export function followUpdates(options: {
  readonly updater: Updater;
  /** Tells the user that a version is ready, and what is new in it; answers whether to restart now. */
  readonly offer: (version: string, notes: string) => Promise<boolean>;
  readonly runningThreads: () => number;
  /** Ends Skein as the user would: it asks while turns run. */
  readonly quit: () => void;
  readonly clock: Clock;
  readonly log: Log;
}): Unsubscribe {
  const { updater, clock, log } = options;
  updater.autoDownload = true;
  updater.autoInstallOnAppQuit = true;
  updater.on('error', (error) => log.warn('updates: not now', { error: error.message }));
  updater.on('update-downloaded', ({ version, releaseNotes }) => {
    log.info('updates: ready', { version });
    void options.offer(version, plainNotes(releaseNotes)).then((now) => {
      if (!now) return;
      // Ending asks while turns run, and what was fetched is installed with the end.
      if (options.runningThreads() > 0) options.quit();
      else updater.quitAndInstall();
    });
  });
  let stop: Unsubscribe = () => undefined;
  const check = () => {
    updater.checkForUpdates().catch((error: unknown) => log.warn('updates: not now', { error: String(error) }));
    stop = clock.after(CHECK_EVERY_MS, check);
  };
  stop = clock.after(FIRST_CHECK_MS, check);
  return () => stop();
}
