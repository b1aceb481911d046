/** Where models come from: OpenAI, or another service that speaks the Responses protocol. */
export interface ModelProvider {
  readonly id: string;
  readonly name: string;
  /** Null where there is none to show. */
  readonly baseUrl: string | null;
  /** The environment variable that holds the key, and whether it is set for Codex; null: no key, or one that is kept elsewhere. */
  readonly key: { readonly variable: string; readonly found: boolean } | null;
  /** Its settings are in the user's own configuration. */
  readonly editable: boolean;
}

export interface ModelProviders {
  readonly list: readonly ModelProvider[];
  /** The one that new threads use. */
  readonly currentId: string;
  /** False: an administrator, or a project, decides. */
  readonly canChange: boolean;
  /** What the configuration says; null: Codex's own choice. */
  readonly model: string | null;
  /** What the provider in use can do beside text; null where Codex does not tell. */
  readonly tools: { readonly webSearch: boolean; readonly images: boolean } | null;
  /** What the user's own file says of both. */
  readonly own: ProviderChoice;
}

export interface ProviderChoice {
  readonly providerId: string | null;
  readonly model: string | null;
}

/** A model server that answers on this machine. */
export interface LocalModels {
  readonly name: string;
  readonly baseUrl: string;
  readonly models: readonly string[];
}

/** An http or https address without a password, a query or a fragment: what Codex takes as the address of a provider. */
export const isBaseUrl = (text: string): boolean => /^https?:\/\/[^\s/?#@\\]+(?:\/[^\s?#\\]*)?$/i.test(text);
