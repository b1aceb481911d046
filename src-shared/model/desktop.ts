/** Where the `codex` command that Skein installs is, or would go. */
export interface CommandState {
  /** Null where this Skein cannot be started from outside. */
  readonly place: CommandPlace | null;
  readonly installed: boolean;
  /** Installed, but for another Skein or an older one: installing it again brings it up to date. */
  readonly outdated: boolean;
}

export interface CommandPlace {
  /** The file of the command. */
  readonly file: string;
  /** Shells find it by its name; else its folder has to be added to PATH first. */
  readonly onPath: boolean;
  /** What stands at its place and would be kept aside until it is removed again. */
  readonly replaces: string | null;
  /** Another `codex` that is found on PATH after it, and would answer no more. */
  readonly hides: string | null;
  /** Another `codex` that is found before it, and goes on answering. */
  readonly hiddenBy: string | null;
}

/** Who opens the links of a scheme. `free`: nobody yet. */
export type SchemeOwner =
  { readonly kind: 'ours' } | { readonly kind: 'free' } | { readonly kind: 'other'; readonly name: string };

/** How Skein and the system meet. */
export interface DesktopState {
  readonly command: CommandState;
  /** Of `codex://`; null where a shell has no say in it. */
  readonly codexLinks: SchemeOwner | null;
  /** Null where the system offers no such thing. */
  readonly startAtLogin: boolean | null;
}
