import { defineCommand } from '../../state/commands.ts';
import { openPlugins, type ExtensionPage } from '../../state/ui-store.ts';

const PAGES: readonly { readonly page: ExtensionPage; readonly title: string }[] = [
  { page: 'skills', title: 'Skills' },
  { page: 'apps', title: 'Apps (connectors)' },
  { page: 'mcp', title: 'MCP servers' },
  { page: 'hooks', title: 'Hooks' },
];

/** The pages of plugins and of what they bring. */
export function definePluginCommands(): void {
  defineCommand({ id: 'app.plugins', title: 'Plugins', group: 'App', run: () => openPlugins() });
  for (const { page, title } of PAGES) {
    defineCommand({ id: `app.plugins.${page}`, title, group: 'App', run: () => openPlugins(page) });
  }
}
