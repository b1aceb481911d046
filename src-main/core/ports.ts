import type { Unsubscribe } from '../../src-shared/contract/define.ts';
import type { Result } from '../../src-shared/result.ts';
import type { AppError } from '../../src-shared/contract/app-error.ts';
import type { AppWindow, ZoomStep } from '../../src-shared/model/app-window.ts';
import type { SchemeOwner } from '../../src-shared/model/desktop.ts';
import type { Settings } from '../../src-shared/model/settings.ts';

/** What a shell (Electron, web host) lends the core. The core never asks which shell it is in. */
export interface Ports {
  readonly shell: 'electron' | 'web';
  /** Opens the native folder picker; null where there is none. Answers null when the user cancels. */
  readonly pickFolder: ((from: string | null) => Promise<string | null>) | null;
  /** Shows a path in the file manager; null where that is not possible. */
  readonly reveal: ((path: string) => Promise<Result<null, AppError>>) | null;
  /** Opens an http(s) or mailto address outside. In the web shell the page opens it itself. */
  readonly openExternal: ((url: string) => Promise<Result<null, AppError>>) | null;
  /** Ends the shell. Called after the user confirmed, when turns were running. */
  readonly quit: () => void;
  /** Asks by itself whether to quit while threads run, for when no window is open; null where that cannot be asked. */
  readonly askToQuit: ((runningThreads: number) => Promise<boolean>) | null;
  /** Calls the listener when the machine wakes up; null where the system does not tell. The core also notices by its clock. */
  readonly onResume: ((listener: () => void) => Unsubscribe) | null;
  /** What the system lets a program settle for its user; null in a browser. */
  readonly system: SystemPort | null;
  /** The shell's windows; null where they are a browser's. */
  readonly windows: WindowPort | null;
  /**
   * Encrypts small secrets with the system's key store, for a file of Skein's own; null where there is none. Both answer null for what
   * cannot be done now: no key store, or a secret of another user or machine.
   */
  readonly vault: {
    readonly seal: (secret: string) => Promise<string | null>;
    readonly open: (sealed: string) => Promise<string | null>;
  } | null;
  /** Address under which the page reaches a file that the core serves, for example `/file/<id>` or `app://skein/file/<id>`. */
  readonly fileUrl: (fileId: string) => string;
  readonly log: Log;
  readonly clock: Clock;
}

/** The system's own settings, as far as they are about Skein. */
export interface SystemPort {
  /** Who opens `codex://` links; null where that cannot be told or changed. */
  codexLinks(): Promise<SchemeOwner | null>;
  takeCodexLinks(take: boolean): Promise<Result<null, AppError>>;
  /** Null where the system offers no such thing. */
  startAtLogin(): boolean | null;
  setStartAtLogin(on: boolean): Promise<Result<null, AppError>>;
  /** The user works in a window of Skein now. */
  isFocused(): boolean;
  showWindow(): void;
  /** Shows a notification; `onAnswer` comes at most once. The answer takes it away. */
  notify(notice: SystemNotice, onAnswer: (answer: NoticeAnswer) => void): Unsubscribe;
  /** How many things wait, on Skein's icon; 0 takes the number away. */
  setBadge(count: number): void;
  /** Keeps the machine from falling asleep by itself. */
  keepAwake(on: boolean): void;
  /** What the system's own places (tray, dock, jump list) tell of Skein: now, and after each change. */
  tell(news: SystemNews): void;
}

export interface SystemNews {
  /** Threads in which a turn runs. Kept current while the tray shows it. */
  readonly running: number;
  /** Requests that wait for the user. */
  readonly waiting: number;
  /** Of this machine, in the order of the list. */
  readonly projects: readonly { readonly name: string; readonly path: string }[];
  readonly settings: Settings['desktop'];
}

/** Windows are known by the id of the client that their page is connected as. */
export interface WindowPort {
  watch(clientId: string, listener: (window: AppWindow) => void): Unsubscribe;
  /** `view`: what the page shows first, in its own words. */
  open(request: { readonly view: string | null; readonly solo: boolean }): void;
  stayOnTop(clientId: string, on: boolean): void;
  zoom(step: ZoomStep): void;
  /** Brings it to the front. */
  show(clientId: string): void;
}

/** What a notification says; its words are the shell's. */
export interface SystemNotice {
  readonly kind: 'finished' | 'failed' | 'needsYou';
  /** Of the thread; may be empty. */
  readonly title: string;
  readonly detail: string;
  /** What can be done without opening Skein. */
  readonly offers: readonly ('approve' | 'decline' | 'reply')[];
}
export type NoticeAnswer =
  | { readonly kind: 'open' }
  | { readonly kind: 'approve' }
  | { readonly kind: 'decline' }
  | { readonly kind: 'reply'; readonly words: string };

/** Lines for the log file. Callers never pass secrets. */
export interface Log {
  info(message: string, data?: Readonly<Record<string, unknown>>): void;
  warn(message: string, data?: Readonly<Record<string, unknown>>): void;
  error(message: string, data?: Readonly<Record<string, unknown>>): void;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs once after `ms`; the answer cancels it. */
  after(ms: number, run: () => void): () => void;
}

/** Where things are. The shell reads arguments and environment; the core gets values. */
export interface CoreConfig {
  readonly version: string;
  /** Skein's own data. Locked by one core at a time. */
  readonly skeinHome: string;
  /** The user's Codex home (`CODEX_HOME`, default `~/.codex`). */
  readonly codexHome: string;
  /** `SKEIN_CODEX_BIN`: another codex binary; null: the bundled one. */
  readonly codexBinary: string | null;
  /** Folder that holds the packaged platform binary (installers); null: the npm package. */
  readonly codexDir: string | null;
  /** A program and its first arguments that start this Skein from outside; null where that cannot be told. */
  readonly startCommand: readonly string[] | null;
  /** `SKEIN_TOKEN_COMMAND` as it stands; null: Codex keeps the sign-in itself. */
  readonly tokenCommand: string | null;
  /** Environment for child processes, before the core adds its own. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeFolder: string;
  readonly platform: 'darwin' | 'win32' | 'linux';
}

/** The machine's clock. Its timers keep the process alive until they have run or were cancelled. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
