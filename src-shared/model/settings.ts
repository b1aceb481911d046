/** Skein's own settings, one file. Codex's settings live in its config.toml and are not here. */
export interface Settings {
  readonly theme: 'system' | 'dark' | 'light';
  /** Pixels. */
  readonly uiFontSize: number;
  readonly codeFontSize: number;
  readonly grouping: 'project' | 'time';
  /** What Enter does in the composer; the other one is always Shift+Enter for a new line. */
  readonly sendKey: 'enter' | 'modEnter';
  readonly layout: {
    readonly sidebarWidth: number;
    readonly sidebarFolded: boolean;
    readonly panelWidth: number;
    readonly panelFolded: boolean;
    readonly terminalHeight: number;
    readonly terminalOpen: boolean;
  };
  /** The terminal keeps a text for screen readers, which costs time with every line. */
  readonly terminalScreenReader: boolean;
  /** How changes are shown. `whitespace`: changes of white space alone are hidden with `ignore`. */
  readonly review: {
    readonly layout: 'inline' | 'split';
    readonly wrap: boolean;
    readonly whitespace: 'show' | 'ignore';
    readonly tree: boolean;
  };
  readonly foldedProjects: readonly string[];
  readonly firstRunDone: boolean;
  /** Version whose *what is new* was seen. */
  readonly seenVersion: string | null;
  /** Command id → key, where it differs from the default; empty string: no key. */
  readonly keys: Readonly<Record<string, string>>;
  /** The user read what a missing sandbox means and chose to go on. */
  readonly noSandboxAccepted: boolean;
  readonly desktop: {
    /** Of the system, when a turn ended or somebody waits for the user. */
    readonly notifications: 'never' | 'background' | 'always';
    /** No sleep while a turn runs. */
    readonly keepAwake: boolean;
    /** Skein has an icon among those of the system, and stays when its last window is closed. */
    readonly tray: boolean;
    /** Words are checked where the dictionaries have to be fetched first; on macOS they are there. */
    readonly spelling: boolean;
  };
  /** `root`: folder of managed worktrees, null for the one in Codex's home. `keep`: so many of them stay. */
  readonly worktrees: { readonly root: string | null; readonly keep: number };
}
export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  uiFontSize: 13,
  codeFontSize: 12,
  grouping: 'project',
  sendKey: 'enter',
  layout: {
    sidebarWidth: 264,
    sidebarFolded: false,
    panelWidth: 420,
    panelFolded: true,
    terminalHeight: 280,
    terminalOpen: false,
  },
  terminalScreenReader: false,
  review: { layout: 'inline', wrap: false, whitespace: 'show', tree: true },
  foldedProjects: [],
  firstRunDone: false,
  seenVersion: null,
  keys: {},
  noSandboxAccepted: false,
  desktop: { notifications: 'background', keepAwake: false, tray: false, spelling: false },
  worktrees: { root: null, keep: 15 },
};
