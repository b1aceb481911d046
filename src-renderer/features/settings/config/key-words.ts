import type { ConfigKey } from '../../../../src-shared/model/config-keys.ts';

/** What a setting of Codex is called, what it does, and what its values mean. */
export interface KeyWords {
  readonly title: string;
  readonly text: string;
  readonly options?: Readonly<Record<string, { readonly label: string; readonly text?: string }>>;
  /** In place of the default of the table, where that is Codex's own affair. */
  readonly fallback?: string;
  readonly placeholder?: string;
  readonly unit?: string;
}

export const KEY_WORDS: Readonly<Record<ConfigKey, KeyWords>> = {
  model: {
    title: 'Model',
    text: 'What new threads run with. The composer can choose another one.',
    fallback: 'Codex’s choice',
  },
  model_reasoning_effort: {
    title: 'Reasoning effort',
    text: 'How long the model thinks before it answers.',
    fallback: 'the model’s own',
  },
  plan_mode_reasoning_effort: {
    title: 'Reasoning effort in plan mode',
    text: 'Where a thread plans instead of working.',
    fallback: 'Codex’s choice',
  },
  model_reasoning_summary: {
    title: 'Reasoning summary',
    text: 'How much of its thinking the model tells.',
    options: {
      auto: { label: 'Automatic' },
      concise: { label: 'Short' },
      detailed: { label: 'Long' },
      none: { label: 'None' },
    },
  },
  model_verbosity: {
    title: 'Length of answers',
    text: 'For models that can be told.',
    fallback: 'the model’s own',
    options: { low: { label: 'Short' }, medium: { label: 'Medium' }, high: { label: 'Long' } },
  },
  service_tier: {
    title: 'Service tier',
    text: 'How fast the model answers, and what it costs.',
    fallback: 'the model’s own',
  },
  review_model: { title: 'Model for reviews', text: 'What /review runs with.', fallback: 'the thread’s own' },
  personality: {
    title: 'Personality',
    text: 'The tone of answers. The models that come with this Codex have a tone of their own and do not follow it; others may.',
    fallback: 'the model’s own',
    options: {
      none: { label: 'None' },
      friendly: { label: 'Friendly' },
      pragmatic: { label: 'Pragmatic' },
    },
  },
  developer_instructions: {
    title: 'Developer instructions',
    text: 'Given to the model before everything the user says. For what is meant for every agent, AGENTS.md is the better place.',
    fallback: 'none',
  },
  approval_policy: {
    title: 'Approval policy',
    text: 'When an agent has to ask before it acts.',
    fallback: 'Skein asks before each command',
  },
  approvals_reviewer: {
    title: 'Who decides',
    text: 'Whom requests for approval go to first.',
    options: {
      user: { label: 'You' },
      auto_review: { label: 'A reviewing agent', text: 'Decides by the risk; unclear ones still reach you' },
    },
  },
  sandbox_mode: {
    title: 'Sandbox',
    text: 'What commands may do without being asked about. Profiles under Permissions say it in more detail.',
    fallback: 'workspace',
    options: {
      'read-only': { label: 'Read only', text: 'Reads files; writes nothing, no network' },
      'workspace-write': { label: 'Workspace', text: 'Writes inside the project and in temporary folders' },
      'danger-full-access': { label: 'Full access', text: 'No fence at all: any file, any network' },
    },
  },
  'sandbox_workspace_write.writable_roots': {
    title: 'More folders to write in',
    text: 'Beside the project, while the sandbox is Workspace. Whole paths.',
    placeholder: '/path/to/folder',
    fallback: 'none',
  },
  'sandbox_workspace_write.network_access': {
    title: 'Network in the sandbox',
    text: 'Commands may reach the network without being asked about, while the sandbox is Workspace.',
  },
  'sandbox_workspace_write.exclude_tmpdir_env_var': {
    title: 'Keep out of $TMPDIR',
    text: 'The folder that TMPDIR names is not writable in the sandbox.',
  },
  'sandbox_workspace_write.exclude_slash_tmp': {
    title: 'Keep out of /tmp',
    text: 'The folder /tmp is not writable in the sandbox.',
  },
  default_permissions: {
    title: 'Default profile',
    text: 'What new threads may do. A sandbox that is set on the Agent page wins over it.',
    fallback: 'none',
  },
  allow_login_shell: {
    title: 'Login shells',
    text: 'Commands run in a shell that reads your profile first, with the paths it sets.',
  },
  web_search: {
    title: 'Web search',
    text: 'Where the model looks things up.',
    options: {
      disabled: { label: 'Off' },
      cached: { label: 'Cached', text: 'Pages as they were when they were last visited' },
      indexed: { label: 'Indexed', text: 'Cached pages, and live ones that the index names' },
      live: { label: 'Live', text: 'Pages as they are now' },
    },
  },
  model_auto_compact_token_limit: {
    title: 'Compact a thread at',
    text: 'So many tokens of context, then the thread is summed up.',
    fallback: 'the model’s own',
    unit: 'tokens',
  },
  tool_output_token_limit: {
    title: 'Longest output of a command',
    text: 'What is longer is cut before the model reads it.',
    fallback: 'the model’s own',
    unit: 'tokens',
  },
  project_doc_max_bytes: {
    title: 'Longest AGENTS.md',
    text: 'Of all instructions of a project together; the rest is not read.',
    unit: 'bytes',
  },
  hide_agent_reasoning: { title: 'Hide reasoning', text: 'Codex does not send what the model thinks.' },
  show_raw_agent_reasoning: {
    title: 'Raw reasoning',
    text: 'Sends the thinking itself and not only its summary, where the model gives it.',
  },
  'history.persistence': {
    title: 'Prompt history of the CLI',
    text: 'Whether the CLI keeps what was typed, in history.jsonl.',
    options: { 'save-all': { label: 'Kept' }, none: { label: 'Not kept' } },
  },
  'analytics.enabled': {
    title: 'Usage statistics',
    text: 'Codex tells OpenAI how it is used. Skein itself sends nothing.',
    fallback: 'Codex’s choice',
  },
  'feedback.enabled': {
    title: 'Feedback',
    text: 'Whether feedback can be sent at all. Takes effect at the next start of Codex.',
  },
  'features.memories': {
    title: 'Memories',
    text: 'Codex notes down what is worth keeping from threads, and reads it in later ones.',
  },
  'memories.use_memories': { title: 'Use memories', text: 'New threads are told what was remembered.' },
  'memories.generate_memories': { title: 'Make memories', text: 'New threads may be remembered.' },
  'memories.disable_on_external_context': {
    title: 'Leave out threads with outside content',
    text: 'Threads that used MCP tools or the web are not remembered, so that nothing foreign gets in.',
  },
  'memories.max_unused_days': {
    title: 'Forget what was not used for',
    text: 'Older memories are not summed up any more.',
    unit: 'days',
  },
  'memories.max_rollout_age_days': {
    title: 'Look back',
    text: 'Threads older than this are not remembered.',
    unit: 'days',
  },
  'memories.min_rollout_idle_hours': {
    title: 'Wait until a thread was idle for',
    text: 'Before it is remembered.',
    unit: 'hours',
  },
  'memories.max_rollouts_per_startup': {
    title: 'Threads at a time',
    text: 'So many are looked at when Codex starts.',
    unit: 'threads',
  },
  'memories.max_raw_memories_for_consolidation': {
    title: 'Memories that are summed up',
    text: 'The newest so many.',
    unit: 'memories',
  },
  'memories.extract_model': {
    title: 'Model for remembering',
    text: 'Reads a thread and notes down what to keep.',
    fallback: 'Codex’s choice',
  },
  'memories.consolidation_model': {
    title: 'Model for summing up',
    text: 'Puts the notes of all threads together.',
    fallback: 'Codex’s choice',
  },
  notify: {
    title: 'Program to run',
    text: 'Codex starts it when a turn has ended, with the news as JSON in its last argument: the program, then its arguments, one a line.',
    placeholder: '/usr/local/bin/notify-me',
    fallback: 'none',
  },
  'tui.notifications': {
    title: 'Notifications of the CLI',
    text: 'What the CLI tells the terminal that it runs in.',
    options: {
      'agent-turn-complete': { label: 'A turn has ended' },
      'approval-requested': { label: 'Approval is asked for' },
    },
  },
  'tui.notification_method': {
    title: 'How the CLI tells',
    text: 'Terminals differ in what they understand.',
    options: {
      auto: { label: 'Automatic' },
      osc9: { label: 'Desktop notification (OSC 9)' },
      bel: { label: 'Bell' },
    },
  },
  'tui.notification_condition': {
    title: 'When the CLI tells',
    text: 'Some want to hear it in the terminal that they look at, too.',
    options: { unfocused: { label: 'While its terminal is in the background' }, always: { label: 'Always' } },
  },
  'shell_environment_policy.inherit': {
    title: 'Variables that commands inherit',
    text: 'From the environment that Codex was started in.',
    options: {
      all: { label: 'All' },
      core: { label: 'A few', text: 'HOME, PATH, SHELL, TMPDIR and the like' },
      none: { label: 'None' },
    },
  },
  'shell_environment_policy.ignore_default_excludes': {
    title: 'Inherit secrets',
    text: 'Also variables whose names have KEY, SECRET or TOKEN in them.',
    fallback: 'Codex’s choice',
  },
  'shell_environment_policy.exclude': {
    title: 'Leave out',
    text: 'Names or patterns such as AWS_*.',
    placeholder: 'AWS_*',
    fallback: 'none',
  },
  'shell_environment_policy.include_only': {
    title: 'Keep only',
    text: 'Names or patterns; everything else is left out.',
    placeholder: 'PATH',
    fallback: 'everything',
  },
  'shell_environment_policy.experimental_use_profile': {
    title: 'Variables of the shell’s profile',
    text: 'Reads the profile of the shell for more of them.',
  },
};

export const GRANULAR_WORDS = {
  sandbox_approval: { title: 'To leave the sandbox', text: 'Commands that need more than the sandbox allows' },
  rules: { title: 'What a rule asks about', text: 'Commands that a rule with “prompt” names' },
  skill_approval: { title: 'Scripts of skills', text: 'Before a skill runs a script of its own' },
  request_permissions: { title: 'More permissions', text: 'When the agent itself asks for a folder or the network' },
  mcp_elicitations: { title: 'Questions of MCP servers', text: 'Forms and confirmations that a tool asks for' },
} as const;

export const APPROVAL_OPTIONS = {
  untrusted: { label: 'Before each command', text: 'All but those that Codex knows to be harmless' },
  'on-request': { label: 'When the agent asks', text: 'It works alone inside the sandbox and asks to leave it' },
  never: { label: 'Never', text: 'What the sandbox does not allow fails' },
  granular: { label: 'By kind…', text: 'Choose what is asked about; the rest is declined' },
} as const;
