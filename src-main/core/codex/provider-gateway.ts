import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ModelProviders, ProviderChoice } from '../../../src-shared/model/provider.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import { OPENAI_PROVIDER } from './openai-provider.ts';
import type { CodexServer } from './codex-supervisor.ts';
import type { ModelProviderSummary } from './protocol/generated/v2/ModelProviderSummary';

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
export interface KnownProviders {
  readonly list: readonly KnownProvider[];
  readonly currentId: string;
  readonly canChange: boolean;
  readonly model: string | null;
  readonly tools: ModelProviders['tools'];
  readonly own: ProviderChoice;
}

/** Model providers as Codex's configuration has them. It speaks the Responses protocol with them, and nothing else. */
export interface ProviderGateway {
  list(): Answer<KnownProviders>;
  /** Makes a new one and answers its id. Fails with `codex.unsupported` where the server leaves that to its configuration. */
  create(fields: ProviderFields): Answer<string>;
  /** The configuration names another provider now: whether an account is needed is the provider's. */
  changed(): void;
}

export function createProviderGateway(server: CodexServer): ProviderGateway {
  /** What the configuration itself says; 0.124 has nothing else. */
  const configured = async (): Answer<KnownProviders> => {
    const read = await server.call('config/read', { includeLayers: true });
    if (!read.ok) return read;
    const { config, layers } = read.value;
    const table = config['model_providers'];
    const known = typeof table === 'object' && table !== null && !Array.isArray(table) ? Object.entries(table) : [];
    const list = known.map(([id, fields]): KnownProvider => {
      const text = (name: string) => textOf(fields, name);
      return { id, name: text('name') ?? id, baseUrl: text('base_url'), keyVariable: text('env_key'), editable: true };
    });
    const openai = { id: OPENAI_PROVIDER, name: 'OpenAI', baseUrl: null, keyVariable: null, editable: false };
    const user = layers?.find(({ name, disabledReason }) => !disabledReason && name.type === 'user' && !name.profile);
    return ok({
      list: [openai, ...list],
      ...{ currentId: config.model_provider ?? OPENAI_PROVIDER, canChange: true, model: config.model },
      tools: null,
      own: { providerId: textOf(user?.config, 'model_provider'), model: textOf(user?.config, 'model') },
    });
  };
  return {
    list: async () => {
      const read = await configured();
      if (!read.ok) return read;
      const told = await server.call('modelProvider/list', {});
      if (!told.ok) return told.error.code === 'codex.unsupported' ? read : told;
      const { data, defaultProviderId, canChangeDefault } = told.value;
      const can = await server.call('modelProvider/capabilities/read', {});
      return ok({
        ...read.value,
        ...{ list: data.map(mapProvider), currentId: defaultProviderId, canChange: canChangeDefault },
        tools: can.ok ? { webSearch: can.value.webSearch, images: can.value.imageGeneration } : null,
      });
    },
    create: async ({ name, baseUrl, keyVariable }) => {
      const settings = { type: 'customGateway', providerId: null, name, baseUrl, envKey: keyVariable } as const;
      const written = await server.call('modelProvider/config/write', { settings });
      return written.ok ? ok(written.value.provider.id) : written;
    },
    changed: () => server.rereadAccount(),
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
