import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { AppEvent, AppInfo } from '../../../src-shared/contract/app.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import type { FolderListing } from '../../../src-shared/model/project.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CoreConfig, Ports } from '../ports.ts';
import type { AppEvents } from './app-events.ts';
import { checkExternalUrl } from './external-url.ts';
import { createFolder, listFolder } from './folder-listing.ts';
import { checkFolder } from './folder-path.ts';

/** What belongs to the app as a whole: facts about it, its windows, and what only the shell can do. */
export interface AppService {
  info(): AppInfo;
  watch(clientId: string, listener: (event: AppEvent) => void): Unsubscribe;
  pickFolder(from: string | null): Promise<Result<string | null, AppError>>;
  listFolder(path: string | null): Promise<Result<FolderListing, AppError>>;
  createFolder(parent: string, name: string): Promise<Result<FolderListing, AppError>>;
  reveal(path: string): Promise<Result<null, AppError>>;
  openExternal(url: string): Promise<Result<null, AppError>>;
  /** Ends the shell; while turns run and the user was not asked, asks instead. */
  quit(confirmed: boolean): void;
  /** Asks in the windows, or where none is open through the shell, whether to quit. Answers false when nothing runs or nobody can be asked. */
  requestQuit(): boolean;
  /** The folder to open for a path that was handed over: itself, or the one that holds the file. */
  folderOf(path: string): Promise<Result<string, AppError>>;
  report(message: string, stack: string | null): void;
}

export interface AppOptions {
  readonly ports: Ports;
  readonly config: CoreConfig;
  readonly events: AppEvents;
  readonly runningThreads: () => number;
  readonly firstServerId: () => ServerId;
  readonly startNotices: () => readonly AppError[];
}

export function createAppService(options: AppOptions): AppService {
  const { ports, config, events, runningThreads } = options;
  const { homeFolder } = config;
  let asking = false;
  const askThroughShell = async (running: number, ask: NonNullable<Ports['askToQuit']>) => {
    if (asking) return;
    asking = true;
    try {
      if (await ask(running)) ports.quit();
    } catch (error) {
      ports.log.error('app: it could not be asked whether to quit', { error: String(error) });
    } finally {
      asking = false;
    }
  };
  const requestQuit = (): boolean => {
    const running = runningThreads();
    if (running === 0) return false;
    if (events.windows() > 0) {
      const asked = events.emitToLastUsed({ type: 'confirmQuit', runningThreads: running });
      if (asked !== null) ports.windows?.show(asked);
    } else if (ports.askToQuit) void askThroughShell(running, ports.askToQuit);
    else return false;
    return true;
  };
  return {
    info: () => ({
      version: config.version,
      shell: ports.shell,
      platform: config.platform,
      homeFolder,
      skeinHome: config.skeinHome,
      canPickFolder: ports.pickFolder !== null,
      canReveal: ports.reveal !== null,
      firstServerId: options.firstServerId(),
      startNotices: options.startNotices(),
    }),
    watch: (clientId, listener) => events.watch(clientId, listener),
    pickFolder: async (from) => {
      if (!ports.pickFolder) return err({ code: 'shell.not-available', feature: 'pickFolder' });
      return ok(await ports.pickFolder(from));
    },
    listFolder: (path) => listFolder(path, homeFolder),
    createFolder: (parent, name) => createFolder(parent, name, homeFolder),
    reveal: async (path) => {
      if (!ports.reveal) return err({ code: 'shell.not-available', feature: 'reveal' });
      if (!(await stat(path).catch(() => null))) return err({ code: 'path.missing', path });
      return ports.reveal(path);
    },
    openExternal: async (url) => {
      const checked = checkExternalUrl(url);
      if (!checked.ok) return checked;
      if (!ports.openExternal) return err({ code: 'shell.not-available', feature: 'openExternal' });
      return ports.openExternal(checked.value);
    },
    quit: (confirmed) => {
      if (confirmed || !requestQuit()) ports.quit();
    },
    requestQuit,
    folderOf: async (path) => {
      const found = await stat(path).catch(() => null);
      return checkFolder(found?.isFile() ? dirname(path) : path, homeFolder);
    },
    report: (message, stack) => ports.log.error('page', { message, stack }),
  };
}
