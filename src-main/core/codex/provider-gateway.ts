import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { CodexServer } from './codex-supervisor.ts';
import type { KeyEdit } from './config-gateway.ts';
import type { ModelProviderSummary } from './protocol/generated/v2/ModelProviderSummary';
import { writeConfig } from './write-config.ts';

type Answer<T> = Promise<Result<T, AppError>>;

export interface ProviderFields {
  readonly name: string;
  readonly baseUrl: string;
  /** Name of the environment variable with the key. */
  readonly keyVariable: string | null;
}
export interface KnownProvider {
  readonly id: string;
  readonly name: string;
  readonly baseUrl: string | null;
  readonly keyVariable: string | null;
  readonly editable: boolean;
}

/** Model providers as Codex's configuration has them. It speaks the Responses protocol with them, and nothing else. */
export interface ProviderGateway {
  list(): Answer<{
    readonly list: readonly KnownProvider[];
    readonly currentId: string;
    readonly canChange: boolean;
    readonly model: string | null;
  }>;
  /** `id` null: a new one. Answers its id. */
  save(id: string | null, fields: ProviderFields): Answer<string>;
  /** Null for the provider or the model: Codex's own choice. */
  use(id: string | null, model: string | null): Answer<null>;
  remove(id: string): Answer<null>;
}

/** Codex's own, when nothing is configured. */
const OPENAI_PROVIDER = 'openai';

export function createProviderGateway(server: CodexServer): ProviderGateway {
  const write = async (edits: readonly KeyEdit[]): Answer<null> => {
    const written = await writeConfig(server, edits);
    if (!written.ok) return written;
    // Whether an account is needed is the provider's.
    server.rereadAccount();
    return ok(null);
  };
  /** What the configuration itself says; 0.124 has nothing else. */
  const configured = async () => {
    const read = await server.call('config/read', { includeLayers: false });
    if (!read.ok) return read;
    const { config } = read.value;
    const table = config['model_providers'];
    const known = typeof table === 'object' && table !== null && !Array.isArray(table) ? Object.entries(table) : [];
    const list = known.map(([id, fields]): KnownProvider => {
      const text = (name: string) => textOf(fields, name);
      return { id, name: text('name') ?? id, baseUrl: text('base_url'), keyVariable: text('env_key'), editable: true };
    });
    const openai = { id: OPENAI_PROVIDER, name: 'OpenAI', baseUrl: null, keyVariable: null, editable: false };
    return ok({
      list: [openai, ...list],
      ...{ currentId: config.model_provider ?? OPENAI_PROVIDER, canChange: true, model: config.model },
    });
  };
  return {
    list: async () => {
      const read = await configured();
      if (!read.ok) return read;
      const told = await server.call('modelProvider/list', {});
      if (!told.ok) return told.error.code === 'codex.unsupported' ? read : told;
      const { data, defaultProviderId, canChangeDefault } = told.value;
      return ok({
        list: data.map(mapProvider),
        ...{ currentId: defaultProviderId, canChange: canChangeDefault, model: read.value.model },
      });
    },
    save: async (id, { name, baseUrl, keyVariable }) => {
      const settings = { type: 'customGateway', providerId: id, name, baseUrl, envKey: keyVariable } as const;
      const written = await server.call('modelProvider/config/write', { settings });
      if (written.ok) {
        server.rereadAccount();
        return ok(written.value.provider.id);
      }
      if (written.error.code !== 'codex.unsupported') return written;
      const known = await configured();
      if (!known.ok) return known;
      const chosen = id ?? freeId(name, new Set(known.value.list.map((provider) => provider.id)));
      const fields = { name, base_url: baseUrl, wire_api: 'responses' };
      const value = keyVariable === null ? fields : { ...fields, env_key: keyVariable };
      const done = await write([{ path: ['model_providers', chosen], value }]);
      return done.ok ? ok(chosen) : done;
    },
    use: (id, model) =>
      write([
        { path: ['model_provider'], value: id === OPENAI_PROVIDER ? null : id },
        { path: ['model'], value: model },
      ]),
    remove: async (id) => {
      const known = await configured();
      if (!known.ok) return known;
      const inUse = known.value.currentId === id;
      const choice = ['model_provider', 'model'].map((name) => ({ path: [name], value: null }));
      return write([...(inUse ? choice : []), { path: ['model_providers', id], value: null }]);
    },
  };
}

function mapProvider({ id, name, canEdit, baseUrl, settings }: ModelProviderSummary): KnownProvider {
  const keyVariable = settings.type === 'customGateway' && settings.auth.mode !== 'none' ? settings.auth.envKey : null;
  return { id, name, baseUrl, keyVariable, editable: canEdit && settings.type === 'customGateway' };
}

function textOf(fields: unknown, name: string): string | null {
  if (typeof fields !== 'object' || fields === null) return null;
  const value = (fields as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value : null;
}

/** An id for a name: `My box` becomes `my-box`, then `my-box-2`. */
function freeId(name: string, taken: ReadonlySet<string>): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  const base = plain === '' ? 'provider' : plain;
  let id = base;
  for (let next = 2; taken.has(id); next++) id = `${base}-${next}`;
  return id;
}
