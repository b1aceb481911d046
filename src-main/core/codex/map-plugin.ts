import type {
  Marketplace,
  MarketplaceKind,
  MarketplaceOrigin,
  PluginBlock,
  PluginCard,
  PluginDetail,
  PluginParts,
  PluginSource,
} from '../../../src-shared/model/plugin.ts';
import { isInside } from '../../../src-shared/model/path-key.ts';
import type { PluginDetail as CodexDetail } from './protocol/generated/v2/PluginDetail';
import type { PluginListResponse } from './protocol/generated/v2/PluginListResponse';
import type { PluginMarketplaceEntry } from './protocol/generated/v2/PluginMarketplaceEntry';
import type { PluginSource as CodexSource } from './protocol/generated/v2/PluginSource';
import type { PluginSummary } from './protocol/generated/v2/PluginSummary';

/** A plugin with what the server wants to be told to find it, and where its pictures are. */
export interface ReadPlugin {
  readonly card: PluginCard;
  readonly marketplaceName: string;
  readonly marketplacePath: string | null;
  /** What the marketplace's service calls it; null for those that lie in a folder. */
  readonly remoteId: string | null;
  readonly logos: Logos;
}
/** Files, or addresses on the web. */
export interface Logos {
  readonly light: readonly string[];
  readonly dark: readonly string[];
}
export interface ReadMarketplace extends Omit<Marketplace, 'plugins'> {
  readonly plugins: readonly ReadPlugin[];
}
export type ReadShelf = readonly ReadMarketplace[];
export interface ReadDetail extends Omit<PluginDetail, 'screenshots'> {
  /** Files, or addresses on the web. */
  readonly screenshots: readonly string[];
  readonly parts: PluginParts;
}

export interface ShelfPlace {
  /** Whose repository's marketplaces were asked for. */
  readonly cwd: string | null;
  readonly codexHome: string;
}

/** What `plugin/list` found, with what the configuration says was added. Marketplaces that cannot be loaded are among them. */
export function mapShelf(
  { marketplaces, marketplaceLoadErrors, featuredPluginIds }: PluginListResponse,
  added: Readonly<Record<string, MarketplaceOrigin>>,
  place: ShelfPlace,
): ReadShelf {
  const featured = new Set(featuredPluginIds);
  const loaded = marketplaces.map((entry) => mapMarketplace(entry, added, featured, place));
  const broken = ((marketplaceLoadErrors as PluginListResponse['marketplaceLoadErrors'] | undefined) ?? []).map(
    ({ marketplacePath, message }): ReadMarketplace => {
      const root = rootOf(marketplacePath);
      const name = addedAt(root, added, place) ?? lastPart(root);
      return {
        id: marketplacePath,
        name,
        title: name,
        kind: kindOf(name, marketplacePath, added, place),
        path: marketplacePath,
        origin: added[name] ?? null,
        problem: { kind: 'broken', message },
        plugins: [],
      };
    },
  );
  const told = new Set([...loaded, ...broken].map(({ name }) => name));
  // The server says nothing of one that was added and whose folder is gone (measured on 0.169.0).
  const gone = Object.entries(added).flatMap(([name, origin]): ReadMarketplace[] =>
    told.has(name)
      ? []
      : [
          {
            ...{ id: name, name, title: name, kind: 'added', path: null, origin },
            ...{ problem: { kind: 'gone' }, plugins: [] },
          },
        ],
  );
  return [...loaded, ...broken, ...gone];
}

function mapMarketplace(
  entry: PluginMarketplaceEntry,
  added: Readonly<Record<string, MarketplaceOrigin>>,
  featured: ReadonlySet<string>,
  place: ShelfPlace,
): ReadMarketplace {
  const { name, path, plugins } = entry;
  return {
    id: path ?? name,
    name,
    title: entry.interface?.displayName ?? name,
    kind: kindOf(name, path, added, place),
    path,
    origin: added[name] ?? null,
    problem: null,
    plugins: plugins.map((plugin) => mapPlugin(plugin, { name, path }, featured)),
  };
}

/** @param featured ids of plugins that are shown first */
export const mapPlugin = (
  plugin: PluginSummary,
  marketplace: Pick<PluginMarketplaceEntry, 'name' | 'path'>,
  featured: ReadonlySet<string>,
): ReadPlugin => ({
  card: mapCard(plugin, featured),
  marketplaceName: marketplace.name,
  marketplacePath: marketplace.path,
  // 0.124 does not tell it.
  remoteId: (plugin as Partial<PluginSummary>).remotePluginId ?? null,
  logos: logosOf(plugin.interface),
});

const FOLDERS = ['/.agents/plugins/', '/.claude-plugin/'];

/** The folder that a marketplace's file describes. */
function rootOf(path: string): string {
  const slashed = path.replaceAll('\\', '/');
  const at = Math.max(...FOLDERS.map((folder) => slashed.lastIndexOf(folder)));
  return at < 0 ? path : path.slice(0, at);
}

const lastPart = (path: string): string => path.split(/[/\\]/).filter(Boolean).at(-1) ?? path;

function addedAt(
  root: string,
  added: Readonly<Record<string, MarketplaceOrigin>>,
  { codexHome }: ShelfPlace,
): string | null {
  const found = Object.entries(added).find(
    ([name, { type, source }]) =>
      (type === 'local' && source === root) || (root.startsWith(codexHome) && lastPart(root) === name),
  );
  return found?.[0] ?? null;
}

function kindOf(
  name: string,
  path: string | null,
  added: Readonly<Record<string, MarketplaceOrigin>>,
  { cwd, codexHome }: ShelfPlace,
): MarketplaceKind {
  if (Object.hasOwn(added, name)) return 'added';
  if (path === null) return 'remote';
  const root = rootOf(path);
  if (isInside(root, codexHome)) return 'curated';
  // A repository is at or above the folder; the home folder may be above it as well, but the repository is nearer.
  if (path.replaceAll('\\', '/').includes('/.claude-plugin/')) return 'claude';
  return cwd !== null && isInside(cwd, root) && !isInside(codexHome, root) ? 'repo' : 'personal';
}

const COLOR = /^#[0-9a-f]{6}$/i;

function mapCard(plugin: PluginSummary, featured: ReadonlySet<string>): PluginCard {
  const shown = plugin.interface;
  const { light, dark } = logosOf(shown);
  const color = shown?.brandColor ?? null;
  // 0.124 tells less.
  const older: Partial<PluginSummary> = plugin;
  return {
    id: plugin.id,
    name: plugin.name,
    title: shown?.displayName ?? plugin.name,
    description: shown?.shortDescription ?? shown?.longDescription ?? '',
    author: shown?.developerName ?? null,
    category: shown?.category ?? null,
    keywords: older.keywords ?? [],
    color: color !== null && COLOR.test(color) ? color : null,
    hasLogo: light.length + dark.length > 0,
    source: mapSource(plugin.source),
    version: plugin.localVersion ?? plugin.version ?? null,
    installed: plugin.installed,
    enabled: plugin.enabled,
    byDefault: plugin.installPolicy === 'INSTALLED_BY_DEFAULT',
    signIn: plugin.authPolicy === 'ON_INSTALL' ? 'onInstall' : 'onUse',
    blocked: blockOf(plugin),
    featured: featured.has(plugin.id),
    work: null,
  };
}

function mapSource(source: CodexSource): PluginSource {
  switch (source.type) {
    case 'local':
      return { kind: 'local', path: source.path };
    case 'git':
      return { kind: 'git', url: source.url, path: source.path, ref: source.refName, sha: source.sha };
    case 'npm':
      return { kind: 'npm', package: source.package, version: source.version };
    default:
      return { kind: 'remote' };
  }
}

function blockOf({ availability, disabledReason, installPolicy }: PluginSummary): PluginBlock | null {
  switch (disabledReason as PluginSummary['disabledReason'] | undefined) {
    case 'disabled_by_admin':
      return 'admin';
    case 'plan_not_eligible':
      return 'plan';
    case 'required_app_unavailable':
      return 'app';
    case 'unknown':
      return 'unknown';
    default:
  }
  if ((availability as string | undefined) === 'DISABLED_BY_ADMIN') return 'admin';
  return installPolicy === 'NOT_AVAILABLE' ? 'notOffered' : null;
}

function logosOf(shown: PluginSummary['interface']): Logos {
  const some = (...places: readonly (string | null | undefined)[]) =>
    places.filter((place) => typeof place === 'string' && place !== '') as string[];
  if (!shown) return { light: [], dark: [] };
  const light = some(shown.logo, shown.logoUrl, shown.composerIcon, shown.composerIconUrl);
  return { light, dark: [...some(shown.logoDark, shown.logoUrlDark), ...light] };
}

export function mapPluginDetail({ summary, description, ...detail }: CodexDetail): ReadDetail {
  const shown = summary.interface;
  const { skills, apps, mcpServers } = detail;
  const hooks = (detail.hooks as CodexDetail['hooks'] | undefined) ?? [];
  return {
    id: summary.id,
    description: shown?.longDescription ?? description ?? shown?.shortDescription ?? '',
    website: shown?.websiteUrl ?? null,
    privacy: shown?.privacyPolicyUrl ?? null,
    terms: shown?.termsOfServiceUrl ?? null,
    capabilities: shown?.capabilities ?? [],
    prompts: shown?.defaultPrompt ?? [],
    skills: skills.map((skill) => ({
      name: skill.name,
      description: skill.interface?.shortDescription ?? skill.shortDescription ?? skill.description,
      path: skill.path,
      enabled: skill.enabled,
    })),
    apps: apps.map(({ id, name, description: text, installUrl }) => ({
      id,
      name,
      description: text ?? '',
      connectUrl: installUrl,
    })),
    mcpServers,
    hooks: hooks.map(({ key, eventName }) => ({ key, event: eventName })),
    screenshots: [...(shown?.screenshots ?? []), ...(shown?.screenshotUrls ?? [])],
    parts: { skills: skills.length, apps: apps.length, mcpServers: mcpServers.length, hooks: hooks.length },
  };
}
