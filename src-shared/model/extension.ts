import type { ThreadId } from './ids.ts';

/** A skill as its page shows it. */
export interface SkillEntry {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Its `SKILL.md`. */
  readonly path: string;
  readonly scope: 'user' | 'repo' | 'system' | 'admin';
  readonly enabled: boolean;
  /** The plugin that brought it. */
  readonly pluginId: string | null;
}
export interface SkillShelf {
  readonly skills: readonly SkillEntry[];
  /** Folders of the user's choice whose skills every thread has, beside those that Codex looks into by itself. */
  readonly folders: readonly string[];
  /** Skills that could not be read, in Codex's words. */
  readonly problems: readonly { readonly path: string; readonly message: string }[];
}

/** An app (connector) of ChatGPT. */
export interface AppEntry {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly category: string | null;
  readonly developer: string | null;
  /** Where it is connected, in a browser. */
  readonly connectUrl: string | null;
  readonly connected: boolean;
  /** An agent can call it now; null where that is not known. */
  readonly callable: boolean | null;
  readonly enabled: boolean;
  /** Plugins that use it. */
  readonly plugins: readonly string[];
  readonly hasLogo: boolean;
}
export interface AppShelf {
  readonly apps: readonly AppEntry[];
  /** Only an account of ChatGPT has apps. */
  readonly needsChatgpt: boolean;
}
export interface AppTool {
  readonly name: string;
  readonly description: string;
  readonly enabled: boolean;
  readonly readOnly: boolean;
}

export type HookTrust = 'managed' | 'untrusted' | 'trusted' | 'modified';
export interface HookEntry {
  readonly key: string;
  /** As the configuration calls it. */
  readonly event: string;
  readonly matcher: string | null;
  readonly handler:
    | { readonly kind: 'command'; readonly command: string }
    | { readonly kind: 'tool'; readonly server: string; readonly tool: string }
    | { readonly kind: 'prompt' }
    | { readonly kind: 'agent' };
  readonly timeoutSec: number;
  readonly message: string | null;
  readonly source: string;
  readonly sourcePath: string;
  readonly pluginId: string | null;
  readonly enabled: boolean;
  readonly trust: HookTrust;
  /** What is trusted when the user trusts it: another one of the same key asks again. */
  readonly hash: string;
}
export interface HookRun {
  readonly id: string;
  readonly threadId: ThreadId;
  readonly event: string;
  readonly sourcePath: string;
  readonly status: 'running' | 'completed' | 'failed' | 'blocked' | 'stopped';
  readonly startedAtMs: number;
  readonly durationMs: number | null;
  readonly output: readonly { readonly kind: string; readonly text: string }[];
}
export interface HookShelf {
  readonly hooks: readonly HookEntry[];
  readonly warnings: readonly string[];
  readonly problems: readonly { readonly path: string; readonly message: string }[];
  /** Newest first; as long as Skein runs. */
  readonly runs: readonly HookRun[];
}
