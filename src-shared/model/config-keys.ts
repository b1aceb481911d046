import type { Json } from './json.ts';

/** What a value of a setting of Codex may be. `fallback`: what Codex does where nothing is set; null where that is Codex's own affair. */
export type ConfigKind =
  | { readonly type: 'switch'; readonly fallback: boolean | null }
  | { readonly type: 'choice'; readonly options: readonly string[]; readonly fallback: string | null }
  | { readonly type: 'number'; readonly min: number; readonly max: number; readonly fallback: number | null }
  | { readonly type: 'text'; readonly long: boolean; readonly fallback: null }
  | { readonly type: 'list'; readonly of: 'paths' | 'words'; readonly fallback: readonly string[] }
  /** A word, or which kinds of request are asked about. */
  | { readonly type: 'approval'; readonly fallback: null }
  /** On, off, or a list of the events to tell. */
  | { readonly type: 'events'; readonly options: readonly string[]; readonly fallback: boolean };

const choice = (options: readonly string[], fallback: string | null = null) =>
  ({ type: 'choice', options, fallback }) as const;
const onOff = (fallback: boolean | null) => ({ type: 'switch', fallback }) as const;
const number = (min: number, max: number, fallback: number | null = null) =>
  ({ type: 'number', min, max, fallback }) as const;
const list = (of: 'paths' | 'words') => ({ type: 'list', of, fallback: [] }) as const;
const TEXT = { type: 'text', long: false, fallback: null } as const;
const LONG_TEXT = { type: 'text', long: true, fallback: null } as const;

/**
 * The settings of Codex's `config.toml` that have a control in Skein, by their dotted names there. Defaults and bounds are those of
 * Codex's configuration reference; what is not in this table is neither shown nor written.
 */
export const CONFIG_KEYS = {
  model: TEXT,
  model_reasoning_effort: TEXT,
  plan_mode_reasoning_effort: TEXT,
  model_reasoning_summary: choice(['auto', 'concise', 'detailed', 'none'], 'auto'),
  model_verbosity: choice(['low', 'medium', 'high']),
  service_tier: TEXT,
  review_model: TEXT,
  personality: choice(['none', 'friendly', 'pragmatic']),
  developer_instructions: LONG_TEXT,
  approval_policy: { type: 'approval', fallback: null },
  approvals_reviewer: choice(['user', 'auto_review'], 'user'),
  sandbox_mode: choice(['read-only', 'workspace-write', 'danger-full-access']),
  'sandbox_workspace_write.writable_roots': list('paths'),
  'sandbox_workspace_write.network_access': onOff(false),
  'sandbox_workspace_write.exclude_tmpdir_env_var': onOff(false),
  'sandbox_workspace_write.exclude_slash_tmp': onOff(false),
  default_permissions: TEXT,
  allow_login_shell: onOff(true),
  web_search: choice(['disabled', 'cached', 'indexed', 'live'], 'cached'),
  model_auto_compact_token_limit: number(1_000, 100_000_000),
  tool_output_token_limit: number(100, 10_000_000),
  project_doc_max_bytes: number(0, 10_000_000, 32_768),
  hide_agent_reasoning: onOff(false),
  show_raw_agent_reasoning: onOff(false),
  'history.persistence': choice(['save-all', 'none'], 'save-all'),
  'analytics.enabled': onOff(null),
  'feedback.enabled': onOff(true),
  'features.memories': onOff(false),
  'memories.use_memories': onOff(true),
  'memories.generate_memories': onOff(true),
  'memories.disable_on_external_context': onOff(false),
  'memories.max_unused_days': number(0, 365, 30),
  'memories.max_rollout_age_days': number(0, 90, 30),
  'memories.min_rollout_idle_hours': number(1, 48, 6),
  'memories.max_rollouts_per_startup': number(1, 128, 16),
  'memories.max_raw_memories_for_consolidation': number(1, 4096, 256),
  'memories.extract_model': TEXT,
  'memories.consolidation_model': TEXT,
  notify: list('words'),
  'tui.notifications': { type: 'events', options: ['agent-turn-complete', 'approval-requested'], fallback: true },
  'tui.notification_method': choice(['auto', 'osc9', 'bel'], 'auto'),
  'tui.notification_condition': choice(['unfocused', 'always'], 'unfocused'),
  'shell_environment_policy.inherit': choice(['all', 'core', 'none'], 'all'),
  'shell_environment_policy.ignore_default_excludes': onOff(null),
  'shell_environment_policy.exclude': list('words'),
  'shell_environment_policy.include_only': list('words'),
  'shell_environment_policy.experimental_use_profile': onOff(false),
} as const satisfies Readonly<Record<string, ConfigKind>>;
export type ConfigKey = keyof typeof CONFIG_KEYS;

export const CONFIG_KEY_NAMES = Object.keys(CONFIG_KEYS) as readonly ConfigKey[];
export const kindOf = (key: ConfigKey): ConfigKind => CONFIG_KEYS[key];

/** What can be asked about on its own, where the approval policy is granular. */
export const GRANULAR_PARTS = [
  'sandbox_approval',
  'rules',
  'skill_approval',
  'request_permissions',
  'mcp_elicitations',
] as const;
export type GranularPart = (typeof GRANULAR_PARTS)[number];
export const APPROVAL_WORDS = ['untrusted', 'on-request', 'never'] as const;

/** Longest text of one setting, and most entries of a list. */
const MAX_TEXT_CHARS = 100_000;
const MAX_ENTRIES = 500;
const MAX_ENTRY_CHARS = 4096;

/** Whether a value is one that the setting can have; null, which removes it, always is. */
export function fitsKind(kind: ConfigKind, value: Json): boolean {
  if (value === null) return true;
  switch (kind.type) {
    case 'switch':
      return typeof value === 'boolean';
    case 'choice':
      return typeof value === 'string' && kind.options.includes(value);
    case 'number':
      return typeof value === 'number' && Number.isInteger(value) && value >= kind.min && value <= kind.max;
    case 'text':
      return typeof value === 'string' && value !== '' && value.length <= MAX_TEXT_CHARS;
    case 'list':
      return isTexts(value);
    case 'approval':
      return APPROVAL_WORDS.some((word) => word === value) || granularOf(value) !== null;
    case 'events':
      return typeof value === 'boolean' || (isTexts(value) && value.every((entry) => kind.options.includes(entry)));
  }
}

const isTexts = (value: Json): value is readonly string[] =>
  Array.isArray(value) &&
  value.length <= MAX_ENTRIES &&
  value.every((entry) => typeof entry === 'string' && entry !== '' && entry.length <= MAX_ENTRY_CHARS);

/** The switches of a granular approval policy; null for every other value. */
export function granularOf(value: Json): Readonly<Record<GranularPart, boolean>> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const parts = (value as { readonly [key: string]: Json })['granular'];
  if (typeof parts !== 'object' || parts === null || Array.isArray(parts)) return null;
  const given = parts as { readonly [key: string]: Json };
  // What is left out is not asked about.
  return Object.fromEntries(GRANULAR_PARTS.map((part) => [part, given[part] === true])) as Record<
    GranularPart,
    boolean
  >;
}
