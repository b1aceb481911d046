import { CONFIG_KEY_NAMES, type ConfigKey } from '../../../src-shared/model/config-keys.ts';
import type { SettingsPage } from '../../state/ui-store.ts';
import { pageOf } from './config/key-groups.ts';
import { KEY_WORDS } from './config/key-words.ts';

export interface FoundSetting {
  readonly page: SettingsPage;
  readonly title: string;
  readonly text: string;
  /** The setting on that page; null: the page as a whole. */
  readonly key: ConfigKey | null;
}

/** What stands on pages whose settings are not those of Codex, and other words that people look for. */
const OTHERS: readonly (Omit<FoundSetting, 'key'> & { readonly words?: string })[] = [
  { page: 'general', title: 'Send a message with', text: 'Enter, or Enter with a modifier' },
  { page: 'general', title: 'Group threads', text: 'By project or by time, in the sidebar' },
  { page: 'general', title: 'Work without a sandbox where there is none', text: 'Hides the notice' },
  {
    page: 'account',
    title: 'Account and usage',
    text: 'Sign in, log out, limits, tokens',
    words: 'login plan credits api key',
  },
  { page: 'appearance', title: 'Theme', text: 'Dark, light, or as the system', words: 'colour color mode' },
  { page: 'appearance', title: 'Text size', text: 'Of the interface and of code', words: 'font' },
  { page: 'keys', title: 'Keyboard shortcuts', text: 'Every command with its key', words: 'hotkeys rebind' },
  {
    page: 'permissions',
    title: 'Permission profiles',
    text: 'What commands may read, write and reach',
    words: 'deny read glob secrets',
  },
  {
    page: 'permissions',
    title: 'Rules',
    text: 'Commands that need no question any more',
    words: 'exec policy allow revoke',
  },
  { page: 'instructions', title: 'Instructions for every agent', text: 'AGENTS.md', words: 'custom system prompt' },
  { page: 'features', title: 'Features', text: 'Switches of Codex itself', words: 'experimental beta flags' },
  { page: 'variables', title: 'Variables of your own', text: 'For the commands of agents', words: 'env environment' },
  { page: 'configFile', title: 'config.toml', text: 'The file itself', words: 'configuration toml edit' },
  {
    page: 'desktop',
    title: 'Desktop',
    text: 'Notifications of Skein, the codex command and more',
    words: 'notify badge sleep tray links launcher',
  },
  { page: 'hosts', title: 'Hosts', text: 'Other machines that threads run on', words: 'remote websocket ssh' },
  { page: 'worktrees', title: 'Worktrees', text: 'Where they are made, how many stay, what is in them' },
  {
    page: 'environments',
    title: 'Environments',
    text: 'Scripts that prepare worktrees, and actions',
    words: 'setup cleanup',
  },
  { page: 'recover', title: 'Recover', text: 'Snapshots of what was removed or undone', words: 'backup restore' },
  { page: 'archived', title: 'Archived threads', text: 'Bring back or delete' },
  {
    page: 'import',
    title: 'Import from other agents',
    text: 'Instructions, skills, MCP servers and more',
    words: 'claude migrate',
  },
  { page: 'feedback', title: 'Feedback', text: 'Words to OpenAI, logs with consent', words: 'report bug' },
  { page: 'about', title: 'About and logs', text: 'Versions, logs, what is new', words: 'diagnostics' },
];

interface Entry extends FoundSetting {
  readonly haystack: string;
}
const lower = (...parts: readonly string[]): string => parts.join(' ').toLowerCase();

const ENTRIES: readonly Entry[] = [
  ...OTHERS.map(({ words = '', ...entry }) => ({
    ...entry,
    key: null,
    haystack: lower(entry.title, entry.text, words),
  })),
  ...CONFIG_KEY_NAMES.flatMap((key): Entry[] => {
    const page = pageOf(key);
    if (page === null) return [];
    const { title, text, options = {} } = KEY_WORDS[key];
    const values = Object.values(options).map(({ label }) => label);
    return [{ page, title, text, key, haystack: lower(title, text, key, key.replaceAll(/[_.]/g, ' '), ...values) }];
  }),
];

/** Settings with all these words in their names, descriptions, values or keys; the one of that very key comes first, then those so named. */
export function findSettings(query: string): readonly FoundSetting[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const found = ENTRIES.filter(({ haystack }) => words.every((word) => haystack.includes(word)));
  const exact = query.trim();
  const rank = ({ key, title }: Entry) => {
    if (key === exact) return 0;
    return words.every((word) => title.toLowerCase().includes(word)) ? 1 : 2;
  };
  return [0, 1, 2].flatMap((at) => found.filter((entry) => rank(entry) === at));
}
