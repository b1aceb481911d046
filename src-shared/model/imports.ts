export type ImportKind =
  | 'instructions'
  | 'config'
  | 'skills'
  | 'plugins'
  | 'mcpServers'
  | 'subagents'
  | 'hooks'
  | 'commands'
  | 'memory'
  | 'threads';

/** Something of another agent that Codex can take over. */
export interface ImportItem {
  readonly id: string;
  readonly kind: ImportKind;
  /** From where to where, in Codex's words. */
  readonly description: string;
  /** The project it belongs to; null: the user's home. */
  readonly cwd: string | null;
  /** What is in it, by name. */
  readonly names: readonly string[];
}

export interface ImportOutcome {
  readonly kind: ImportKind;
  readonly cwd: string | null;
  readonly source: string | null;
  readonly target: string | null;
  /** Null: it was taken over. Otherwise why not. */
  readonly failure: string | null;
}

export type ImportState =
  | { readonly kind: 'none' }
  | { readonly kind: 'running'; readonly outcomes: readonly ImportOutcome[] }
  /** `broken`: the server ended meanwhile, or did not begin; what was taken over until then stays. */
  | { readonly kind: 'ended'; readonly outcomes: readonly ImportOutcome[]; readonly broken: boolean };
