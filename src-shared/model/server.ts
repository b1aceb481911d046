import type { ServerId } from './ids.ts';

/** Why a server is not running. `detail` is raw text for the log view, never the headline. */
export interface ServerFailure {
  readonly kind:
    | 'binary-missing'
    | 'spawn-failed'
    | 'handshake-timeout'
    | 'handshake-refused'
    | 'unsupported-version'
    | 'exited'
    | 'crash-loop'
    /** Another machine does not answer: it is off, asleep, or the network is away. */
    | 'host-unreachable'
    /** It answers, and lets nobody in. */
    | 'host-refused'
    /** The connection ended. */
    | 'host-lost';
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly detail: string;
  /** Last lines of standard error, newest last. */
  readonly stderr: readonly string[];
  readonly diagnosis: ServerDiagnosis | null;
}

/** What Skein found in the Codex home when a start hung or failed. Sizes in bytes. */
export interface ServerDiagnosis {
  readonly binary: string | null;
  readonly version: string | null;
  readonly codexHome: string;
  readonly logDatabaseBytes: number;
  readonly sessionsBytes: number;
  readonly sessionFiles: number;
  readonly advice: 'large-log-database' | 'many-sessions' | 'install-codex' | 'update-codex' | 'see-log';
}

/** What a server takes now. Sizes in bytes; null: it does not tell, or its Codex home is on another machine. */
export interface ServerUsage {
  readonly memoryBytes: number | null;
  /** Threads that it holds in memory, those of other programs on the same server included. */
  readonly loadedThreads: number | null;
  readonly home: Pick<ServerDiagnosis, 'logDatabaseBytes' | 'sessionsBytes' | 'sessionFiles'> | null;
}

export type ServerPhase =
  | { readonly kind: 'starting'; readonly attempt: number }
  | { readonly kind: 'ready'; readonly version: string }
  /** It died and comes back by itself at `nextAttemptAt` (milliseconds since the epoch). */
  | {
      readonly kind: 'restarting';
      readonly failure: ServerFailure;
      readonly attempt: number;
      readonly nextAttemptAt: number;
    }
  /** Skein gave up; only *Restart* starts it again. */
  | { readonly kind: 'stopped'; readonly failure: ServerFailure | null };

/** What this server version can do. False means: hide the action or say why it is not there. */
export interface ServerCapabilities {
  /** `thread/search` (full text). */
  readonly threadSearch: boolean;
  /** `thread/searchOccurrences`. */
  readonly searchOccurrences: boolean;
  /** `thread/readState/*`: unread is the server's. */
  readonly readState: boolean;
  /** `threadSection/*`: pinned is the server's. */
  readonly sections: boolean;
  readonly deleteThread: boolean;
  /** `thread/settings/update`. */
  readonly settingsUpdate: boolean;
  readonly backgroundTerminals: boolean;
  /** `thread/queue/*`. */
  readonly serverQueue: boolean;
  /** `thread/goal/*`: goals that the agent works towards over many turns. */
  readonly goals: boolean;
  /** `permissionProfile/list` and `permissions` parameters. */
  readonly permissionProfiles: boolean;
  readonly collaborationModes: boolean;
  /** `excludeTurns`, `initialTurnsPage`, `itemsView`: history by pages without loading all of it. */
  readonly pagedHistory: boolean;
  /** History is rewound with `thread/revert` (to before a turn) or `thread/rollback` (a number of turns). */
  readonly rewind: 'revert' | 'rollback';
  /** `thread/fork` honours `lastTurnId`. */
  readonly forkAtTurn: boolean;
  /** `hooks/list`. */
  readonly hookLists: boolean;
  /** `server/diagnostics`. */
  readonly diagnostics: boolean;
  /** `mcpServerStatus/list` looks at one server by its name. */
  readonly mcpByName: boolean;
  /** Names of settings are quoted as in TOML, so that one may hold a dot. */
  readonly quotedKeys: boolean;
}

/** A `configWarning`, `deprecationNotice` or `warning` that belongs to no thread. */
export interface ServerNotice {
  readonly id: string;
  readonly level: 'info' | 'warning' | 'error';
  /** `config-broken`: the server could not read its configuration and started with defaults. */
  readonly code: 'config-warning' | 'config-broken' | 'deprecation' | 'sandbox' | 'warning';
  readonly message: string;
  readonly details: string | null;
  readonly path: string | null;
  readonly line: number | null;
}

/**
 * Whether commands can be sandboxed here; `unavailable` means containers without user namespaces and the like. On Windows the sandbox has to
 * be set up once, and again when Codex needs a newer one (`servers.setUpSandbox`).
 */
export type SandboxState = 'unknown' | 'available' | 'unavailable' | 'notSetUp' | 'outdated' | 'settingUp';

export interface ServerState {
  readonly id: ServerId;
  readonly label: string;
  /** `local`: this machine. */
  readonly hostId: string;
  /** On the host. Empty until a host that knows it alone has told. */
  readonly codexHome: string;
  /** As the server told (`linux`, `macos`, `windows`); null until the first handshake. */
  readonly platform: string | null;
  /** The offline demo: its own Codex home, its model is Skein's embedded one. */
  readonly demo: boolean;
  readonly phase: ServerPhase;
  /** Null until the first handshake. */
  readonly capabilities: ServerCapabilities | null;
  readonly sandbox: SandboxState;
  readonly account: ServerAccount;
  readonly notices: readonly ServerNotice[];
}

/** A Codex home that was added beside the user's own. */
export interface CodexHome {
  readonly serverId: ServerId;
  readonly label: string;
  readonly path: string;
}

/** The short form of `account/read` that decides whether the start screen asks for a sign-in. */
export type ServerAccount =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'none'; readonly required: boolean }
  | { readonly kind: 'chatgpt'; readonly email: string | null; readonly plan: string | null }
  | { readonly kind: 'apiKey' }
  | { readonly kind: 'other'; readonly name: string };
