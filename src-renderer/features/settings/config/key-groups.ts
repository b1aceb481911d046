import type { ConfigKey } from '../../../../src-shared/model/config-keys.ts';
import type { SettingsPage } from '../../../state/ui-store.ts';
import type { KeyGroup } from './key-list.tsx';

/** Which settings of Codex stand on which page. */
export const KEY_GROUPS = {
  agent: [
    {
      heading: 'Model',
      keys: [
        'model',
        'model_reasoning_effort',
        'plan_mode_reasoning_effort',
        'model_reasoning_summary',
        'model_verbosity',
        'service_tier',
        'review_model',
        'personality',
      ],
    },
    { heading: 'Approvals', keys: ['approval_policy', 'approvals_reviewer'] },
    {
      heading: 'Sandbox',
      keys: [
        'sandbox_mode',
        'sandbox_workspace_write.network_access',
        'sandbox_workspace_write.writable_roots',
        'sandbox_workspace_write.exclude_tmpdir_env_var',
        'sandbox_workspace_write.exclude_slash_tmp',
        'allow_login_shell',
      ],
    },
    { heading: 'Web', keys: ['web_search'] },
    {
      heading: 'Context',
      keys: [
        'model_auto_compact_token_limit',
        'tool_output_token_limit',
        'hide_agent_reasoning',
        'show_raw_agent_reasoning',
      ],
    },
    { heading: 'Data', keys: ['analytics.enabled', 'feedback.enabled', 'history.persistence'] },
  ],
  permissions: [{ heading: 'New threads', keys: ['default_permissions'] }],
  instructions: [{ heading: 'More', keys: ['developer_instructions', 'project_doc_max_bytes'] }],
  memories: [
    {
      heading: 'Memories',
      keys: [
        'features.memories',
        'memories.use_memories',
        'memories.generate_memories',
        'memories.disable_on_external_context',
      ],
    },
    {
      heading: 'How they are made',
      keys: [
        'memories.max_unused_days',
        'memories.max_rollout_age_days',
        'memories.min_rollout_idle_hours',
        'memories.max_rollouts_per_startup',
        'memories.max_raw_memories_for_consolidation',
        'memories.extract_model',
        'memories.consolidation_model',
      ],
    },
  ],
  notifications: [
    { heading: 'Codex', keys: ['notify'] },
    { heading: 'The CLI', keys: ['tui.notifications', 'tui.notification_method', 'tui.notification_condition'] },
  ],
  variables: [
    {
      heading: 'What commands inherit',
      keys: [
        'shell_environment_policy.inherit',
        'shell_environment_policy.ignore_default_excludes',
        'shell_environment_policy.exclude',
        'shell_environment_policy.include_only',
        'shell_environment_policy.experimental_use_profile',
      ],
    },
  ],
} as const satisfies Partial<Record<SettingsPage, readonly KeyGroup[]>>;

/** The page a setting stands on. */
export function pageOf(key: ConfigKey): SettingsPage | null {
  for (const [page, groups] of Object.entries(KEY_GROUPS)) {
    const keys: readonly ConfigKey[] = groups.flatMap((group) => [...group.keys]);
    if (keys.includes(key)) return page as SettingsPage;
  }
  return null;
}
