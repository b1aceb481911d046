import { isTable } from '../../../src-shared/model/json.ts';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { StreamSink, Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import type {
  FoundPlugin,
  MarketplaceWork,
  PluginDetail,
  PluginInstalled,
  PluginParts,
  PluginShelf,
  PluginWork,
} from '../../../src-shared/model/plugin.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import type { ReadPlugin, ReadShelf } from '../codex/map-plugin.ts';
import { createPluginGateway, type PluginGateway } from '../codex/plugin-gateway.ts';
import type { ConfigWriter } from '../config/config-service.ts';
import { valueAt } from '../config/config-values.ts';
import { createLiveValues } from '../live/live-values.ts';
import type { Log } from '../ports.ts';
import { createSlots } from '../scheduling/slots.ts';
import type { PictureDesk } from './picture-desk.ts';

/** A plugin as a folder sees it. */
interface PluginPlace {
  readonly cwd: string | null;
  readonly pluginId: string;
}

/** Marketplaces and plugins. What is being done to them is told by the stream, in every window. */
export interface PluginService {
  watch(server: CodexServer, cwd: string | null, sink: StreamSink<PluginShelf>): Unsubscribe;
  reload(server: CodexServer): Promise<Result<null, AppError>>;
  read(server: CodexServer, place: PluginPlace): Promise<Result<PluginDetail, AppError>>;
  parts(
    server: CodexServer,
    cwd: string | null,
    pluginIds: readonly string[],
  ): Promise<Result<Readonly<Record<string, PluginParts>>, AppError>>;
  logo(
    server: CodexServer,
    place: PluginPlace,
    dark: boolean,
  ): Promise<Result<{ readonly url: string | null }, AppError>>;
  search(server: CodexServer, cwd: string | null, term: string): Promise<Result<readonly FoundPlugin[], AppError>>;
  skillText(
    server: CodexServer,
    place: PluginPlace,
    skill: string,
  ): Promise<Result<{ readonly text: string }, AppError>>;
  /** Fails with `plugin.busy` while something else is done to it. */
  install(server: CodexServer, place: PluginPlace): Promise<Result<PluginInstalled, AppError>>;
  uninstall(server: CodexServer, place: PluginPlace): Promise<Result<null, AppError>>;
  setEnabled(server: CodexServer, place: PluginPlace, enabled: boolean): Promise<Result<null, AppError>>;
  addMarketplace(
    server: CodexServer,
    source: string,
    ref: string | null,
    sparsePaths: readonly string[],
  ): ReturnType<PluginGateway['addMarketplace']>;
  removeMarketplace(server: CodexServer, name: string): Promise<Result<null, AppError>>;
  refreshMarketplaces(server: CodexServer, name: string | null): ReturnType<PluginGateway['refresh']>;
  dispose(): void;
}

export interface PluginServiceOptions {
  readonly pictures: PictureDesk;
  readonly config: ConfigWriter;
  /** What plugins bring (skills, MCP servers, hooks) may be others now. */
  readonly onChanged: (serverId: ServerId) => void;
  readonly log: Log;
}

interface ServerWork {
  readonly plugins: Readonly<Record<string, PluginWork>>;
  readonly marketplaces: MarketplaceWork | null;
}
const NO_WORK: ServerWork = { plugins: {}, marketplaces: null };
/** Details that are read at once for the cards. */
const PARTS_AT_ONCE = 4;

export function createPluginService({ pictures, config, onChanged, log }: PluginServiceOptions): PluginService {
  const works = new Map<ServerId, ServerWork>();
  /** What searches found beyond the shelf, by id: their pages are opened from there. */
  const beyond = new Map<ServerId, Map<string, ReadPlugin>>();
  const slots = createSlots(PARTS_AT_ONCE);
  const shelves = createLiveValues<ReadShelf>({
    name: 'Plugins',
    read: (server, cwd, fresh) => createPluginGateway(server).list(cwd, fresh),
    onStale: (server, reload) =>
      server.onNotification(({ method }) => {
        if (method === 'account/updated') reload();
      }),
    log,
  });
  const workOf = (serverId: ServerId) => works.get(serverId) ?? NO_WORK;
  const setWork = (serverId: ServerId, change: Partial<ServerWork>) => {
    works.set(serverId, { ...workOf(serverId), ...change });
    // The same value again: what it is shown with has changed.
    shelves.change(serverId, (shelf) => shelf);
  };
  const setPluginWork = (serverId: ServerId, pluginId: string, work: PluginWork | null) => {
    const { [pluginId]: _before, ...others } = workOf(serverId).plugins;
    setWork(serverId, { plugins: work === null ? others : { ...others, [pluginId]: work } });
  };

  const shelfOf = async (server: CodexServer, cwd: string | null): Promise<Result<ReadShelf, AppError>> => {
    const known = shelves.current(server.id, cwd);
    return known ? ok(known) : createPluginGateway(server).list(cwd, false);
  };
  const find = async (server: CodexServer, { cwd, pluginId }: PluginPlace): Promise<Result<ReadPlugin, AppError>> => {
    const listed = await shelfOf(server, cwd);
    if (!listed.ok) return listed;
    const plugin =
      pluginsOf(listed.value).find(({ card }) => card.id === pluginId) ?? beyond.get(server.id)?.get(pluginId);
    return plugin ? ok(plugin) : err({ code: 'plugin.not-found', pluginId });
  };
  const use = async <T>(
    server: CodexServer,
    place: PluginPlace,
    run: (plugin: ReadPlugin, gateway: PluginGateway) => Promise<Result<T, AppError>>,
  ): Promise<Result<T, AppError>> => {
    const plugin = await find(server, place);
    return plugin.ok ? run(plugin.value, createPluginGateway(server)) : plugin;
  };
  /** One piece of work on a plugin at a time; what it changed is read before it counts as done. */
  const work = async <T>(
    server: CodexServer,
    place: PluginPlace,
    kind: PluginWork,
    run: (plugin: ReadPlugin, gateway: PluginGateway) => Promise<Result<T, AppError>>,
  ): Promise<Result<T, AppError>> => {
    const { pluginId } = place;
    if (Object.hasOwn(workOf(server.id).plugins, pluginId)) return err({ code: 'plugin.busy', pluginId });
    setPluginWork(server.id, pluginId, kind);
    try {
      const result = await use(server, place, run);
      await shelves.reload(server.id, false);
      if (result.ok) onChanged(server.id);
      return result;
    } finally {
      setPluginWork(server.id, pluginId, null);
    }
  };
  const switchPlugin = async (server: CodexServer, { card, marketplacePath }: ReadPlugin, enabled: boolean) => {
    const table = ['plugins', card.id];
    const written = await config.edit(server.id, (read) =>
      // An entry for one that was uninstalled elsewhere would bring it back, half.
      marketplacePath === null || isTable(valueAt(read.effective, table))
        ? ok([{ path: [...table, 'enabled'], value: enabled }])
        : err({ code: 'config.changed-elsewhere', keys: [table.join('.')] }),
    );
    return written.ok ? ok(null) : written;
  };
  const workOnMarketplaces = async <T>(
    server: CodexServer,
    marketplaces: MarketplaceWork,
    run: (gateway: PluginGateway) => Promise<Result<T, AppError>>,
  ): Promise<Result<T, AppError>> => {
    setWork(server.id, { marketplaces });
    try {
      const result = await run(createPluginGateway(server));
      await shelves.reload(server.id);
      if (result.ok) onChanged(server.id);
      return result;
    } finally {
      setWork(server.id, { marketplaces: null });
    }
  };

  return {
    watch: (server, cwd, sink) =>
      shelves.watch(server, cwd, {
        emit: (shelf) => sink.emit(shownShelf(shelf, workOf(server.id))),
        fail: (error) => sink.fail(error),
      }),
    reload: (server) => shelves.reload(server.id),
    read: (server, place) =>
      use(server, place, async (plugin, gateway) => {
        const read = await gateway.read(plugin);
        if (!read.ok) return read;
        const { parts: _parts, screenshots, ...detail } = read.value;
        const shown = await Promise.all(screenshots.slice(0, MAX_SCREENSHOTS).map((one) => pictures.show([one])));
        return ok({ ...detail, screenshots: shown.filter((address) => address !== null) });
      }),
    parts: async (server, cwd, pluginIds) => {
      const gateway = createPluginGateway(server);
      const entries = await Promise.all(
        pluginIds.map(async (pluginId) => {
          const plugin = await find(server, { cwd, pluginId });
          const read = plugin.ok ? await slots.run(() => gateway.read(plugin.value)) : plugin;
          return read.ok ? [[pluginId, read.value.parts] as const] : [];
        }),
      );
      return ok(Object.fromEntries(entries.flat()));
    },
    search: async (server, cwd, term) => {
      const [listed, found] = await Promise.all([shelfOf(server, cwd), createPluginGateway(server).search(cwd, term)]);
      if (!listed.ok) return listed;
      if (!found.ok) return found;
      const known = new Set(pluginsOf(listed.value).map(({ card }) => card.id));
      const others = found.value.filter(({ card }) => !known.has(card.id));
      const kept = beyond.get(server.id) ?? new Map<string, ReadPlugin>();
      beyond.set(server.id, kept);
      for (const plugin of others) kept.set(plugin.card.id, plugin);
      for (const id of [...kept.keys()].slice(0, -MAX_BEYOND)) kept.delete(id);
      return ok(others.map(({ card, marketplaceName }) => ({ plugin: card, marketplace: marketplaceName })));
    },
    skillText: (server, place, skill) => use(server, place, (plugin, gateway) => gateway.skillText(plugin, skill)),
    logo: (server, place, dark) =>
      use(server, place, async ({ logos }) => ok({ url: await pictures.show(dark ? logos.dark : logos.light) })),
    install: (server, place) => work(server, place, 'installing', (plugin, gateway) => gateway.install(plugin)),
    uninstall: (server, place) => work(server, place, 'uninstalling', (plugin, gateway) => gateway.uninstall(plugin)),
    setEnabled: (server, place, enabled) =>
      work(server, place, 'changing', (plugin) => switchPlugin(server, plugin, enabled)),
    addMarketplace: (server, source, ref, sparsePaths) =>
      workOnMarketplaces(server, { kind: 'adding', source }, (gateway) =>
        gateway.addMarketplace(source, ref, sparsePaths),
      ),
    removeMarketplace: (server, name) =>
      workOnMarketplaces(server, { kind: 'removing', name }, (gateway) => gateway.removeMarketplace(name)),
    refreshMarketplaces: (server, name) =>
      workOnMarketplaces(server, { kind: 'refreshing', name }, (gateway) => gateway.refresh(name)),
    dispose: () => shelves.dispose(),
  };
}

const MAX_SCREENSHOTS = 6;
const MAX_BEYOND = 500;

const pluginsOf = (shelf: ReadShelf): readonly ReadPlugin[] => shelf.flatMap(({ plugins }) => plugins);

const shownShelf = (shelf: ReadShelf, work: ServerWork): PluginShelf => ({
  marketplaces: shelf.map(({ plugins, ...marketplace }) => ({
    ...marketplace,
    plugins: plugins.map(({ card }) => ({ ...card, work: work.plugins[card.id] ?? null })),
  })),
  work: work.marketplaces,
});
