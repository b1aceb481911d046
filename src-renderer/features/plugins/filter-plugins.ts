import type { Marketplace, PluginCard } from '../../../src-shared/model/plugin.ts';

export type Shown = 'all' | 'installed' | 'featured';
export interface PluginFilter {
  readonly query: string;
  /** Null: every one. */
  readonly category: string | null;
  readonly shown: Shown;
}
export interface ShownPlugin {
  readonly plugin: PluginCard;
  readonly marketplace: Marketplace;
}

/** Every plugin of these marketplaces: featured ones first, then by name. */
export function pluginsOf(marketplaces: readonly Marketplace[]): readonly ShownPlugin[] {
  return marketplaces
    .flatMap((marketplace) => marketplace.plugins.map((plugin) => ({ plugin, marketplace })))
    .sort(
      (a, b) =>
        Number(b.plugin.featured) - Number(a.plugin.featured) || a.plugin.title.localeCompare(b.plugin.title, 'en'),
    );
}

export function filterPlugins(
  plugins: readonly ShownPlugin[],
  { query, category, shown }: PluginFilter,
): readonly ShownPlugin[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return plugins.filter(({ plugin }) => {
    if (category !== null && plugin.category !== category) return false;
    if (shown === 'installed' && !plugin.installed) return false;
    if (shown === 'featured' && !plugin.featured) return false;
    const text = [plugin.title, plugin.name, plugin.description, plugin.author, plugin.category, ...plugin.keywords]
      .join('\n')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Each category once, by name. */
export const categoriesOf = (plugins: readonly ShownPlugin[]): readonly string[] =>
  [...new Set(plugins.flatMap(({ plugin }) => (plugin.category === null ? [] : [plugin.category])))].sort((a, b) =>
    a.localeCompare(b, 'en'),
  );
