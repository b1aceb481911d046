import type { PermissionsChoice } from './thread.ts';

/** What the composer can choose from, per server and folder. */
export interface Catalog {
  readonly models: readonly Model[];
  /** The models could not be read: those here, if any, are from before. `servers.reloadCatalog` tries again. */
  readonly modelsFailed?: boolean;
  readonly modes: readonly ('default' | 'plan')[];
  readonly permissions: readonly PermissionsOption[];
  readonly skills: readonly Skill[];
  readonly prompts: readonly PromptFile[];
  /** What a new thread in this folder runs with when nothing is chosen. */
  readonly defaults: {
    readonly model: string | null;
    readonly effort: string | null;
    readonly permissions: string | null;
    /** The same in full: also for a policy of the configuration that is none of the options. Null: not known. */
    readonly permissionsChoice?: PermissionsChoice | null;
  };
}
export interface Model {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly efforts: readonly { readonly id: string; readonly description: string }[];
  readonly defaultEffort: string | null;
  readonly isDefault: boolean;
  readonly acceptsImages: boolean;
  /** Faster or cheaper ways to run it; its id is a value of `service_tier`. */
  readonly tiers: readonly { readonly id: string; readonly name: string; readonly description: string }[];
  /** When it goes away, in milliseconds since the epoch, where that is known. */
  readonly retiresAtMs: number | null;
  /** A newer model the server recommends, in its words. */
  readonly upgrade: { readonly model: string; readonly note: string | null } | null;
}
/** `id`: `readOnly`, `ask`, `auto`, `fullAccess`, or `profile:<id>` of a named permission profile. */
export interface PermissionsOption {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly dangerous: boolean;
}
export interface Skill {
  readonly name: string;
  readonly description: string;
  readonly path: string;
  readonly scope: string;
  readonly enabled: boolean;
}
/** A Markdown file of `$CODEX_HOME/prompts`, offered as `/name`. */
export interface PromptFile {
  readonly name: string;
  readonly description: string;
  readonly path: string;
}
