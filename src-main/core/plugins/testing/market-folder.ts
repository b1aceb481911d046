import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A plugin to write down; what is left out it does not bring. */
export interface PluginToWrite {
  readonly name: string;
  readonly title?: string;
  readonly version?: string;
  readonly category?: string;
  /** Names of skills. */
  readonly skills?: readonly string[];
  readonly mcpServers?: Readonly<Record<string, object>>;
  /** Commands that run when a message is sent. */
  readonly hooks?: readonly string[];
  /** Its manifest is no JSON. */
  readonly broken?: boolean;
}

export interface MarketplaceToWrite {
  readonly name: string;
  readonly title?: string;
  readonly plugins: readonly PluginToWrite[];
}

export function writeText(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
const writeJson = (file: string, value: unknown): void => writeText(file, `${JSON.stringify(value, undefined, 2)}\n`);

export const skillText = (name: string, description: string): string =>
  `---\nname: ${name}\ndescription: ${description}\n---\n\nWords of ${name}.\n`;

/** Writes a marketplace and the plugins beside it, as `.agents/plugins/marketplace.json` describes them. */
export function writeMarketplace(folder: string, { name, title, plugins }: MarketplaceToWrite): void {
  writeJson(join(folder, '.agents', 'plugins', 'marketplace.json'), {
    name,
    ...(title !== undefined && { interface: { displayName: title } }),
    plugins: plugins.map((plugin) => ({
      name: plugin.name,
      source: { source: 'local', path: `./plugins/${plugin.name}` },
      category: plugin.category ?? 'Kitchen',
    })),
  });
  for (const plugin of plugins) writePlugin(join(folder, 'plugins', plugin.name), plugin);
}

function writePlugin(folder: string, plugin: PluginToWrite): void {
  const { name, title = name, version = '1.0.0', skills = [], mcpServers, hooks } = plugin;
  const manifest = join(folder, '.codex-plugin', 'plugin.json');
  if (plugin.broken === true) {
    writeText(manifest, '{ "name": ');
    return;
  }
  writeJson(manifest, {
    name,
    version,
    description: `What ${title} does`,
    ...(skills.length > 0 && { skills: './skills/' }),
    ...(mcpServers && { mcpServers: './.mcp.json' }),
    ...(hooks && { hooks: './hooks.json' }),
    interface: { displayName: title, shortDescription: `${title} in short`, developerName: 'The corner shop' },
  });
  for (const skill of skills) {
    writeText(join(folder, 'skills', skill, 'SKILL.md'), skillText(skill, `Knows how to ${skill}`));
  }
  if (mcpServers) writeJson(join(folder, '.mcp.json'), { mcpServers });
  if (hooks) {
    const UserPromptSubmit = [{ hooks: hooks.map((command) => ({ type: 'command', command })) }];
    writeJson(join(folder, 'hooks.json'), { hooks: { UserPromptSubmit } });
  }
}
