import type { ServerId } from './ids.ts';

/** How the token of a WebSocket host is found. Its value is never part of the model: it stays in the core. */
export type HostToken =
  | { readonly kind: 'none' }
  /** Read from this variable of Skein's environment at each connection. */
  | { readonly kind: 'environment'; readonly name: string }
  /** Typed in. `kept`: encrypted by the system for the next start; else it is forgotten when Skein ends. */
  | { readonly kind: 'typed'; readonly kept: boolean };

/** Where Codex runs, when it is not on this machine. */
export type HostPlace =
  /** A running `codex app-server --listen ws://…`. */
  | { readonly kind: 'websocket'; readonly url: string; readonly token: HostToken }
  /** A distribution of the Windows Subsystem for Linux, by its name. */
  | { readonly kind: 'wsl'; readonly distribution: string }
  /** What OpenSSH takes as a destination: an alias of `~/.ssh/config`, a name, or `user@name`. */
  | { readonly kind: 'ssh'; readonly destination: string };

/** A place that the user added. Its state is the state of its server (`servers.watch`). */
export interface Host {
  readonly id: string;
  readonly label: string;
  readonly place: HostPlace;
  readonly serverId: ServerId;
}

/** What a try of a host found. */
export interface HostTrial {
  readonly version: string;
  readonly codexHome: string;
  readonly platform: string;
}

/** How putting Codex onto a host goes. */
export type HostInstall =
  | {
      readonly kind: 'running';
      readonly step: 'looking' | 'packing' | 'fetching' | 'sending' | 'unpacking';
      readonly bytes: number;
      /** Null: nobody knows. */
      readonly totalBytes: number | null;
    }
  | { readonly kind: 'done'; readonly version: string; readonly path: string };

/** What OpenSSH wants to know before a connection stands, for itself or for the host: a passphrase, a password, a one-time code. */
export interface HostQuestion {
  readonly id: string;
  readonly destination: string;
  /** `secret`: something to be typed that nobody else should read. `confirm`: yes or no. `notice`: nothing is answered here; a key wants to be touched. */
  readonly kind: 'secret' | 'confirm' | 'notice';
  /** Ssh's own, or the host's. */
  readonly words: string;
  /** It was answered before on this connection, and the answer was not taken. */
  readonly again: boolean;
}

export interface WslDistribution {
  readonly name: string;
  readonly version: 1 | 2;
  readonly isDefault: boolean;
}

export interface SshChoice {
  readonly alias: string;
  readonly hostName: string | null;
  readonly user: string | null;
}

/** What can be chosen without typing. Null: there is no such thing on this machine. */
export interface HostChoices {
  readonly wsl: readonly WslDistribution[] | null;
  readonly ssh: readonly SshChoice[] | null;
}
