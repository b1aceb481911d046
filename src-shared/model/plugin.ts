/** Where a plugin's files come from. */
export type PluginSource =
  | { readonly kind: 'local'; readonly path: string }
  | {
      readonly kind: 'git';
      readonly url: string;
      readonly path: string | null;
      readonly ref: string | null;
      readonly sha: string | null;
    }
  | { readonly kind: 'npm'; readonly package: string; readonly version: string | null }
  /** Kept by the marketplace's own service. */
  | { readonly kind: 'remote' };

/** Why a plugin cannot be installed or used; null where nothing is in the way. */
export type PluginBlock = 'admin' | 'plan' | 'app' | 'unknown' | 'notOffered';

/** What is being done to a plugin right now. */
export type PluginWork = 'installing' | 'uninstalling' | 'changing';

/** A plugin as the browser's card shows it. */
export interface PluginCard {
  /** `name@marketplace`. */
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly author: string | null;
  readonly category: string | null;
  readonly keywords: readonly string[];
  /** `#rrggbb`. */
  readonly color: string | null;
  readonly hasLogo: boolean;
  readonly source: PluginSource;
  readonly version: string | null;
  readonly installed: boolean;
  readonly enabled: boolean;
  /** An installed one of these comes back when it is uninstalled. */
  readonly byDefault: boolean;
  /** When its apps ask for a sign-in. */
  readonly signIn: 'onInstall' | 'onUse';
  readonly blocked: PluginBlock | null;
  readonly featured: boolean;
  readonly work: PluginWork | null;
}

/** Who brought a marketplace in. */
export type MarketplaceKind = 'curated' | 'added' | 'repo' | 'claude' | 'personal' | 'remote';

export interface Marketplace {
  /** The path of its file, or its name where it has none. */
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly kind: MarketplaceKind;
  /** Its file; null where it has none. */
  readonly path: string | null;
  /** What was given when it was added. */
  readonly origin: MarketplaceOrigin | null;
  /** Why it could not be loaded; the others work all the same. */
  readonly problem: MarketplaceProblem | null;
  readonly plugins: readonly PluginCard[];
}

export interface MarketplaceOrigin {
  readonly type: 'git' | 'local';
  readonly source: string;
  readonly ref: string | null;
  readonly sparsePaths: readonly string[];
}

export type MarketplaceProblem =
  /** Codex's words. */
  | { readonly kind: 'broken'; readonly message: string }
  /** It was added, and its folder is not there any more. */
  | { readonly kind: 'gone' };

/** Every marketplace that a folder sees. */
export interface PluginShelf {
  readonly marketplaces: readonly Marketplace[];
  /** Work on marketplaces: adding one, refreshing. */
  readonly work: MarketplaceWork | null;
}
export type MarketplaceWork =
  | { readonly kind: 'adding'; readonly source: string }
  | { readonly kind: 'removing'; readonly name: string }
  /** Null: all of them. */
  | { readonly kind: 'refreshing'; readonly name: string | null };

/** What the account's directory knows and no marketplace of the shelf lists. */
export interface FoundPlugin {
  readonly plugin: PluginCard;
  readonly marketplace: string;
}

/** What a plugin adds, by number. */
export interface PluginParts {
  readonly skills: number;
  readonly apps: number;
  readonly mcpServers: number;
  readonly hooks: number;
}

/** The page of one plugin. */
export interface PluginDetail {
  readonly id: string;
  readonly description: string;
  readonly website: string | null;
  readonly privacy: string | null;
  readonly terms: string | null;
  readonly capabilities: readonly string[];
  readonly prompts: readonly string[];
  readonly skills: readonly {
    readonly name: string;
    readonly description: string;
    readonly path: string | null;
    readonly enabled: boolean;
  }[];
  readonly apps: readonly {
    readonly id: string;
    readonly name: string;
    readonly description: string;
    readonly connectUrl: string | null;
  }[];
  readonly mcpServers: readonly string[];
  readonly hooks: readonly { readonly key: string; readonly event: string }[];
  /** Addresses of pictures that the core serves. */
  readonly screenshots: readonly string[];
}

/** Apps of a plugin that was just installed and that want a sign-in. */
export interface PluginInstalled {
  readonly signIn: readonly { readonly id: string; readonly name: string; readonly url: string | null }[];
}
