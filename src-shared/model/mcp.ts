import type { ThreadId } from './ids.ts';
import type { ToolResultPart } from './item.ts';

/** How Codex reaches an MCP server. Values of variables and headers are secrets: only their names are told. */
export type McpTransport =
  | {
      readonly kind: 'stdio';
      readonly command: string;
      readonly args: readonly string[];
      readonly cwd: string | null;
      readonly env: readonly string[];
      /** Handed on from Codex's own environment. */
      readonly envVars: readonly McpEnvVar[];
    }
  | {
      readonly kind: 'http';
      readonly url: string;
      /** The variable that holds the bearer token. */
      readonly tokenVar: string | null;
      readonly headers: readonly string[];
      /** Headers whose values are read from variables: no secrets. */
      readonly envHeaders: readonly McpEnvHeader[];
    };
export interface McpEnvHeader {
  readonly name: string;
  readonly variable: string;
}
/** `source`: whose environment it is read from; null for the usual one. */
export interface McpEnvVar {
  readonly name: string;
  readonly source: 'local' | 'remote' | null;
}
export interface McpConfig {
  readonly transport: McpTransport;
  readonly enabled: boolean;
  readonly required: boolean;
  /** Null: Codex's own. */
  readonly startupTimeoutSec: number | null;
  readonly toolTimeoutSec: number | null;
  /** Only these tools are offered; null: all of them. */
  readonly enabledTools: readonly string[] | null;
  readonly disabledTools: readonly string[];
}

/** A change of a server; a null value keeps the one that is stored under that name. */
export type McpTransportChange =
  | {
      readonly kind: 'stdio';
      readonly command: string;
      readonly args: readonly string[];
      readonly cwd: string | null;
      readonly env: readonly McpSecret[];
      readonly envVars: readonly McpEnvVar[];
    }
  | {
      readonly kind: 'http';
      readonly url: string;
      readonly tokenVar: string | null;
      readonly headers: readonly McpSecret[];
      readonly envHeaders: readonly McpEnvHeader[];
    };
/** `copy`: Codex took comments out with what was written; the file as it was is kept there. */
export interface McpWritten {
  readonly copy: string | null;
}
export interface McpSecret {
  readonly name: string;
  readonly value: string | null;
}

export type McpStatus =
  | { readonly kind: 'checking' }
  | { readonly kind: 'off' }
  | {
      readonly kind: 'ready';
      readonly title: string | null;
      readonly version: string | null;
      readonly tools: number;
      readonly resources: number;
      readonly auth: 'none' | 'token' | 'signedIn';
    }
  | { readonly kind: 'signIn' }
  | { readonly kind: 'failed'; readonly message: string };

/** How a server came up in a thread. */
export interface McpStart {
  readonly threadId: ThreadId;
  readonly state: 'starting' | 'ready' | 'failed' | 'cancelled';
  readonly message: string | null;
  readonly atMs: number;
}
export type McpSignIn =
  | { readonly kind: 'waiting'; readonly url: string }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly message: string };

export interface McpServer {
  readonly name: string;
  /** Null for those of plugins, which tell nothing of it. */
  readonly config: McpConfig | null;
  /** Who wrote it down; only what is in the user's own file is changed here. */
  readonly origin: 'user' | 'project' | 'managed' | 'plugin';
  /** Stands for what the user's own file says of it; another one after it was changed. Null: it says nothing. */
  readonly stamp: string | null;
  readonly pluginId: string | null;
  readonly status: McpStatus;
  /** Newest first. */
  readonly starts: readonly McpStart[];
  readonly signIn: McpSignIn | null;
}
export interface McpBoard {
  readonly servers: readonly McpServer[];
}

export interface McpTool {
  readonly name: string;
  readonly title: string | null;
  readonly description: string;
  /** JSON text, indented. */
  readonly schema: string;
  readonly readOnly: boolean;
  readonly destructive: boolean;
}
export interface McpResource {
  /** The address, or the pattern of one. */
  readonly uri: string;
  readonly name: string;
  readonly description: string;
  readonly type: string | null;
}
export interface McpDetail {
  readonly tools: readonly McpTool[];
  readonly resources: readonly McpResource[];
  readonly templates: readonly McpResource[];
}
export interface McpContent {
  readonly uri: string;
  readonly type: string | null;
  readonly parts: readonly McpPart[];
}
/** `image`: an address that the core serves. `binary`: bytes that are not shown. `cut`: so much of the text before is left out. */
export type McpPart =
  | ToolResultPart
  | { readonly kind: 'binary'; readonly bytes: number }
  | { readonly kind: 'cut'; readonly chars: number };
export interface McpToolResult {
  readonly parts: readonly McpPart[];
  /** The tool itself says that it failed. */
  readonly failed: boolean;
  readonly durationMs: number;
}
