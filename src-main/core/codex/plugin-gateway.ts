import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { MarketplaceOrigin, PluginInstalled } from '../../../src-shared/model/plugin.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CodexServer } from './codex-supervisor.ts';
import {
  mapPlugin,
  mapPluginDetail,
  mapShelf,
  type ReadDetail,
  type ReadPlugin,
  type ReadShelf,
} from './map-plugin.ts';
import { marketplaceFailure, pluginFailure } from './plugin-failure.ts';
import { maskSecrets } from './server-log.ts';

/** Plugins and marketplaces of one server, in Skein's words. */
export interface PluginGateway {
  /** `fresh`: asks the marketplaces' services again. */
  list(cwd: string | null, fresh: boolean): Promise<Result<ReadShelf, AppError>>;
  read(plugin: ReadPlugin): Promise<Result<ReadDetail, AppError>>;
  /** In every directory that the server knows, also the account's. */
  search(cwd: string | null, term: string): Promise<Result<readonly ReadPlugin[], AppError>>;
  /** The text of a skill of a plugin that lies on no disk here. */
  skillText(plugin: ReadPlugin, skill: string): Promise<Result<{ readonly text: string }, AppError>>;
  install(plugin: ReadPlugin): Promise<Result<PluginInstalled, AppError>>;
  uninstall(plugin: ReadPlugin): Promise<Result<null, AppError>>;
  addMarketplace(
    source: string,
    ref: string | null,
    sparsePaths: readonly string[],
  ): Promise<Result<{ readonly name: string; readonly alreadyAdded: boolean }, AppError>>;
  removeMarketplace(name: string): Promise<Result<null, AppError>>;
  refresh(name: string | null): Promise<
    Result<
      {
        readonly refreshed: readonly string[];
        readonly failed: readonly { readonly name: string; readonly message: string }[];
      },
      AppError
    >
  >;
}

export function createPluginGateway(server: CodexServer): PluginGateway {
  // A service is asked for what it is told here, word for word: it knows its plugins by their ids alone (measured on 0.169.0).
  const place = ({ marketplacePath, marketplaceName, remoteId, card }: ReadPlugin) =>
    marketplacePath === null
      ? { remoteMarketplaceName: marketplaceName, pluginName: remoteId ?? card.name }
      : { marketplacePath, pluginName: card.name };
  return {
    list: async (cwd, fresh) => {
      const cwds = cwd === null ? {} : { cwds: [cwd] };
      const [listed, config] = await Promise.all([
        server.call('plugin/list', { ...cwds, ...(fresh && { forceRefetch: true }) }),
        server.call('config/read', { cwd }),
      ]);
      if (!listed.ok) return listed;
      // The list is of use without knowing what was added.
      const added = config.ok ? readOrigins(config.value.config) : {};
      return ok(mapShelf(listed.value, added, { cwd, codexHome: server.state().codexHome }));
    },
    read: async (plugin) => {
      const answer = await server.call('plugin/read', place(plugin));
      return answer.ok ? ok(mapPluginDetail(answer.value.plugin)) : err(pluginFailure(answer.error, plugin.card.id));
    },
    search: async (cwd, term) => {
      const answer = await server.call('plugin/search', { searchTerm: term, ...(cwd !== null && { cwds: [cwd] }) });
      if (!answer.ok) return err(pluginFailure(answer.error, term));
      return ok(
        answer.value.data.map(({ plugin, marketplaceName, marketplacePath }) =>
          mapPlugin(plugin, { name: marketplaceName, path: marketplacePath }, new Set()),
        ),
      );
    },
    skillText: async ({ card, marketplaceName, remoteId }, skill) => {
      const answer = await server.call('plugin/skill/read', {
        remoteMarketplaceName: marketplaceName,
        remotePluginId: remoteId ?? card.name,
        skillName: skill,
      });
      if (!answer.ok) return err(pluginFailure(answer.error, card.id));
      return ok({ text: answer.value.contents ?? '' });
    },
    install: async (plugin) => {
      const answer = await server.call('plugin/install', place(plugin));
      if (!answer.ok) return err(pluginFailure(answer.error, plugin.card.id));
      return ok({
        signIn: answer.value.appsNeedingAuth.map(({ id, name, installUrl }) => ({ id, name, url: installUrl })),
      });
    },
    uninstall: async ({ card, marketplacePath, remoteId }) => {
      // By its local id a remote one is only taken out of this machine, and comes back.
      const pluginId = marketplacePath === null ? (remoteId ?? card.id) : card.id;
      const answer = await server.call('plugin/uninstall', { pluginId });
      return answer.ok ? ok(null) : err(pluginFailure(answer.error, card.id));
    },
    addMarketplace: async (source, ref, sparsePaths) => {
      const answer = await server.call('marketplace/add', {
        source,
        ...(ref !== null && { refName: ref }),
        ...(sparsePaths.length > 0 && { sparsePaths: [...sparsePaths] }),
      });
      if (!answer.ok) return err(marketplaceFailure(answer.error, source));
      return ok({ name: answer.value.marketplaceName, alreadyAdded: answer.value.alreadyAdded });
    },
    removeMarketplace: async (name) => {
      const answer = await server.call('marketplace/remove', { marketplaceName: name });
      return answer.ok ? ok(null) : err(marketplaceFailure(answer.error, name));
    },
    refresh: async (name) => {
      const answer = await server.call('marketplace/upgrade', { marketplaceName: name });
      if (!answer.ok) return err(marketplaceFailure(answer.error, name ?? ''));
      const failed = answer.value.errors.map(({ marketplaceName, message }) => ({ name: marketplaceName, message }));
      return ok({
        refreshed: answer.value.selectedMarketplaces,
        failed: [...failed, ...(name === null ? await reconcile(server) : [])],
      });
    },
  };
}

/** Brings what the account has installed elsewhere to this machine; what could not be brought is told by name. */
async function reconcile(server: CodexServer) {
  if (server.state().account.kind !== 'chatgpt') return [];
  const answer = await server.call('plugin/reconcile', { reason: 'refresh' });
  if (answer.ok) return answer.value.failedRemotePluginIds.map((name) => ({ name, message: 'It was not updated.' }));
  if (answer.error.code !== 'codex.rejected') return [];
  return [{ name: 'ChatGPT', message: maskSecrets(answer.error.message) }];
}

/** `[marketplaces.NAME]` of the configuration, which the types do not describe. */
function readOrigins(config: unknown): Readonly<Record<string, MarketplaceOrigin>> {
  const { marketplaces } = config as { readonly marketplaces?: unknown };
  if (typeof marketplaces !== 'object' || marketplaces === null) return {};
  const entries = Object.entries(marketplaces as Record<string, unknown>).flatMap(([name, entry]) => {
    if (typeof entry !== 'object' || entry === null) return [];
    const { source_type, source, ref, sparse_paths } = entry as Record<string, unknown>;
    if (typeof source !== 'string') return [];
    const origin: MarketplaceOrigin = {
      type: source_type === 'git' ? 'git' : 'local',
      source,
      ref: typeof ref === 'string' ? ref : null,
      sparsePaths: Array.isArray(sparse_paths) ? sparse_paths.filter((part) => typeof part === 'string') : [],
    };
    return [[name, origin] as const];
  });
  return Object.fromEntries(entries);
}
