import { watch as watchFolder } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { join } from 'node:path';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { StreamSink, Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { Catalog } from '../../../src-shared/model/catalog.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import { createCatalogGateway } from '../codex/catalog-gateway.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import { PRESET_OPTIONS } from '../codex/permission-presets.ts';
import type { Log } from '../ports.ts';
import { isLocalServer } from '../servers/server-id.ts';
import { listPromptFiles } from './prompt-files.ts';

type CatalogSink = Pick<StreamSink<Catalog>, 'emit'>;

export interface CatalogService {
  /** The catalog of a folder, and each change of it. Watchers of the same folder share one. */
  watch(server: CodexServer, cwd: string | null, sink: CatalogSink): Unsubscribe;
  /** Reads a catalog that is watched again. */
  reload(serverId: ServerId, cwd: string | null): Result<null, AppError>;
  /** Reads again what a server's configuration decides about, wherever it is watched. */
  configChanged(serverId: ServerId): void;
  /** Skills were brought, taken or switched by Skein itself: the server tells nothing of it. */
  skillsChanged(serverId: ServerId): void;
  dispose(): void;
}

interface SharedCatalog {
  readonly serverId: ServerId;
  reload(): void;
  reloadConfigured(): void;
  reloadSkills(): void;
  add(sink: CatalogSink): Unsubscribe;
  close(): void;
}

export function createCatalogService({ log }: { readonly log: Log }): CatalogService {
  const shared = new Map<string, SharedCatalog>();
  return {
    watch: (server, cwd, sink) => {
      const key = keyOf(server.id, cwd);
      let catalog = shared.get(key);
      if (!catalog) {
        catalog = openCatalog(server, cwd, log, () => shared.delete(key));
        shared.set(key, catalog);
      }
      return catalog.add(sink);
    },
    reload: (serverId, cwd) => {
      shared.get(keyOf(serverId, cwd))?.reload();
      return ok(null);
    },
    configChanged: (serverId) => {
      for (const catalog of shared.values()) if (catalog.serverId === serverId) catalog.reloadConfigured();
    },
    skillsChanged: (serverId) => {
      for (const catalog of shared.values()) if (catalog.serverId === serverId) catalog.reloadSkills();
    },
    dispose: () => {
      for (const catalog of [...shared.values()]) catalog.close();
    },
  };
}

const keyOf = (serverId: ServerId, cwd: string | null): string => JSON.stringify([serverId, cwd]);

const EMPTY: Catalog = {
  models: [],
  modes: ['default'],
  permissions: PRESET_OPTIONS,
  skills: [],
  prompts: [],
  defaults: { model: null, effort: null, permissions: null },
};

/** Loads a catalog as long as somebody watches. A part that fails to load keeps what it was: the rest is of use without it. */
function openCatalog(server: CodexServer, cwd: string | null, log: Log, onClose: () => void): SharedCatalog {
  const gateway = createCatalogGateway(server);
  const sinks = new Set<CatalogSink>();
  let catalog = EMPTY;
  /** Nothing is shown before the models are there, or are known to have failed: an empty list would look like an answer. */
  let shown = false;
  let closed = false;

  const set = (change: Partial<Catalog>) => {
    catalog = { ...catalog, ...change };
    if (!shown || closed) return;
    for (const sink of sinks) sink.emit(catalog);
  };
  const load = async <K extends keyof Catalog>(part: K, loading: Promise<Result<Catalog[K], AppError>>) => {
    const loaded = await loading;
    if (closed) return;
    if (loaded.ok) set({ [part]: loaded.value, ...(part === 'models' && { modelsFailed: false }) });
    else if (part === 'models') set({ modelsFailed: true });
    if (!loaded.ok) log.warn('A part of the catalog could not be loaded', { part, error: loaded.error.code });
  };
  const loadSkills = () => load('skills', gateway.skills(cwd));
  const loadPrompts = async () => {
    // Those of another machine cannot be listed with their texts in one go, and are left out.
    if (!isLocalServer(server.id)) return;
    const prompts = await listPromptFiles(server.state().codexHome);
    if (!closed) set({ prompts });
  };
  const loadConfigured = () =>
    Promise.all([load('permissions', gateway.permissions(cwd)), load('defaults', gateway.defaults(cwd))]);
  const loadAll = async () => {
    void loadSkills();
    void loadPrompts();
    await Promise.all([load('models', gateway.models()), load('modes', gateway.modes()), loadConfigured()]);
    shown = true;
    set({});
  };

  const stopListening = gateway.onStale((what) => void (what === 'skills' ? loadSkills() : loadAll()));
  const promptWatcher = isLocalServer(server.id)
    ? watchPrompts(server.state().codexHome, () => void loadPrompts())
    : null;
  void loadAll();

  const close = () => {
    if (closed) return;
    closed = true;
    stopListening();
    promptWatcher?.close();
    onClose();
  };
  return {
    serverId: server.id,
    reloadSkills: () => void loadSkills(),
    reload: () => void loadAll(),
    reloadConfigured: () => void loadConfigured(),
    add: (sink) => {
      sinks.add(sink);
      if (shown) sink.emit(catalog);
      // Somebody new looks: a reason to try again.
      if (catalog.modelsFailed === true) void loadAll();
      return () => {
        sinks.delete(sink);
        if (sinks.size === 0) close();
      };
    },
    close,
  };
}

/** Null when there is no such folder: it is looked at again when the next catalog is opened. */
function watchPrompts(codexHome: string, onChange: () => void): FSWatcher | null {
  try {
    const watcher = watchFolder(join(codexHome, 'prompts'), { persistent: false }, onChange);
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return null;
  }
}
