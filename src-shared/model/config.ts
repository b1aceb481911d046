import type { ConfigKey } from './config-keys.ts';
import type { Json } from './json.ts';

/** Where a value comes from; a later one of these wins over an earlier one, but for `admin`, which wins over all. */
export type ConfigLayer =
  | { readonly kind: 'packaged'; readonly file: string }
  /** Of this machine, for all of its users. */
  | { readonly kind: 'system'; readonly file: string }
  | { readonly kind: 'user'; readonly file: string }
  | { readonly kind: 'profile'; readonly name: string; readonly file: string }
  /** `folder`: the project's `.codex`. */
  | { readonly kind: 'project'; readonly folder: string }
  /** Given to the server when it was started. */
  | { readonly kind: 'session' }
  /** An administrator's; `source` is a file or a name. */
  | { readonly kind: 'admin'; readonly source: string };

/** Why a setting cannot be changed freely. */
export type ConfigLock =
  /** The requirements allow these values alone; with one of them it is pinned. */
  | { readonly kind: 'allowed'; readonly values: readonly Json[] }
  /** A layer above the user's has set it: what the user sets would not count. */
  | { readonly kind: 'overridden'; readonly layer: ConfigLayer };

export interface ConfigSetting {
  readonly key: ConfigKey;
  /** What holds; null where nothing is set. */
  readonly value: Json;
  /** Where that comes from; null: from nowhere, Codex's default holds. */
  readonly layer: ConfigLayer | null;
  /** What the user's own config.toml says; null: nothing. */
  readonly own: Json;
  readonly lock: ConfigLock | null;
}

/** A named set of permissions, from `[permissions.<id>]` of the configuration. */
export interface PermissionProfile {
  readonly id: string;
  readonly description: string;
  /** The profile it adds to: one of Codex's own (`:workspace` …) or another named one. */
  readonly base: string | null;
  /** Globs, from the project's root, that are not read. */
  readonly denyRead: readonly string[];
  /** How deep the globs are looked for, where the system needs a list of files. */
  readonly globDepth: number | null;
  readonly network: boolean | null;
  /** Rules beside those above, as Codex has them: path and access. They stay when Skein writes the rest. */
  readonly others: readonly { readonly path: string; readonly access: string }[];
  /** It stands in the user's own config.toml, and can be changed there. */
  readonly own: boolean;
  /** False where the requirements forbid it. */
  readonly allowed: boolean;
}

export interface CodexFeature {
  readonly name: string;
  readonly title: string | null;
  readonly description: string | null;
  readonly stage: 'beta' | 'underDevelopment' | 'stable' | 'deprecated' | 'removed';
  readonly enabled: boolean;
  readonly byDefault: boolean;
  /** What the user's own config.toml says; null: nothing. */
  readonly own: boolean | null;
  /** The requirements pin it to this. */
  readonly pinned: boolean | null;
}

/** Why the configuration could not be read. Codex then runs with defaults, or with what it read before. */
export type ConfigProblem =
  | {
      readonly kind: 'broken';
      readonly file: string;
      /** From 1; null where Codex does not say. */
      readonly line: number | null;
      readonly column: number | null;
      readonly reason: string;
    }
  /** A value that Codex does not take, somewhere in the layers. */
  | { readonly kind: 'invalid'; readonly file: string; readonly reason: string }
  | { readonly kind: 'unreadable'; readonly file: string; readonly reason: string };

/** What `config.toml` and what lies above and below it say, for one folder. */
export interface ConfigState {
  /** The user's own file; it may not exist yet. */
  readonly file: string;
  /** The file is there and not to be written. */
  readonly readOnly: boolean;
  /** Null: it could be read. Otherwise the rest is what was read before, or empty. */
  readonly problem: ConfigProblem | null;
  readonly settings: readonly ConfigSetting[];
  readonly profiles: readonly PermissionProfile[];
  readonly features: readonly CodexFeature[];
  /** The names of the variables that commands get; values are never told. */
  readonly variables: readonly string[];
  /** The requirements of an administrator are in force. */
  readonly managed: boolean;
  /** Layers between the machine and the project, from the one that wins downwards. */
  readonly layers: readonly ConfigLayer[];
}

/** Whether config.toml can be read, of the user's own layers, without any folder. */
export interface ConfigHealth {
  readonly problem: ConfigProblem | null;
  /** The server started while it could not be read, and runs with defaults since. */
  readonly startedWithDefaults: boolean;
}

/** One entry of a rules file: what may run without asking, what is asked about, what is refused. */
export interface ExecRule {
  /** Absolute path of the file it stands in. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** The entry as it stands in the file; with the file it names the rule. */
  readonly text: string;
  readonly scope: 'user' | 'project';
  readonly rule:
    /** Each word of the beginning of a command, with its alternatives. */
    | {
        readonly kind: 'prefix';
        readonly pattern: readonly (readonly string[])[];
        readonly decision: 'allow' | 'prompt' | 'forbidden';
        readonly why: string | null;
      }
    | { readonly kind: 'network'; readonly host: string; readonly protocol: string; readonly decision: string }
    /** Skein does not understand it; Codex may. */
    | { readonly kind: 'other'; readonly name: string };
}

/** Which texts of a Codex home are edited as texts. */
export type HomeText = 'instructions' | 'config';

export interface HomeTextFile {
  readonly path: string;
  readonly text: string;
  /** Null: there is no such file yet. */
  readonly version: string | null;
  readonly readOnly: boolean;
}

/** What has been remembered from threads. */
export interface MemoryStatus {
  readonly consolidatedThreads: number;
  readonly ready: boolean;
}
