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
  { readonly kind: 'websocket'; readonly url: string; readonly token: HostToken };

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
