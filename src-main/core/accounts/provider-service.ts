import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { AppHandlers } from '../../../src-shared/contract/contract.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import { createProviderGateway, type ProviderFields, type ProviderGateway } from '../codex/provider-gateway.ts';
import type { ConfigWriter } from '../config/config-service.ts';
import type { ConfigEdits } from '../config/write-config.ts';
import { findLocalModels, listModels } from './model-server.ts';
import { changeEdits, choiceEdits, creationEdit, freeId, removalEdits } from './provider-edits.ts';

/** The model providers of every server. */
export interface ProviderService {
  readonly handlers: AppHandlers['providers'];
  addServer(server: CodexServer): void;
}

export interface ProviderPorts {
  /** What the app-servers are started with, and so where they find keys. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly writer: ConfigWriter;
}

export function createProviderService({ env, writer }: ProviderPorts): ProviderService {
  const gateways = new Map<ServerId, ProviderGateway>();
  const use = async <T>(serverId: ServerId, run: (gateway: ProviderGateway) => Promise<Result<T, AppError>>) => {
    const gateway = gateways.get(serverId);
    return gateway ? run(gateway) : err<AppError>({ code: 'server.unknown', serverId });
  };
  const keyIn = (variable: string | null) => (variable === null ? null : (env[variable] ?? null));
  const write = (serverId: ServerId, edits: ConfigEdits): Promise<Result<null, AppError>> =>
    use(serverId, async (gateway) => {
      const written = await writer.edit(serverId, (read) => ok(edits(read)));
      if (!written.ok) return written;
      gateway.changed();
      return ok(null);
    });
  const create = (serverId: ServerId, fields: ProviderFields): Promise<Result<string, AppError>> =>
    use(serverId, async (gateway) => {
      const created = await gateway.create(fields);
      if (created.ok || created.error.code !== 'codex.unsupported') return created;
      const known = await gateway.list();
      if (!known.ok) return known;
      const id = freeId(fields.name, new Set(known.value.list.map((provider) => provider.id)));
      const written = await write(serverId, () => [creationEdit(id, fields)]);
      return written.ok ? ok(id) : written;
    });
  return {
    addServer: (server) => void gateways.set(server.id, createProviderGateway(server)),
    handlers: {
      list: ({ serverId }) =>
        use(serverId, async (gateway) => {
          const known = await gateway.list();
          if (!known.ok) return known;
          const list = known.value.list.map(({ keyVariable, ...provider }) => ({
            ...provider,
            key: keyVariable === null ? null : { variable: keyVariable, found: (keyIn(keyVariable) ?? '') !== '' },
          }));
          return ok({ ...known.value, list });
        }),
      save: async ({ serverId, providerId, seen, ...fields }) => {
        if (providerId === null) {
          const created = await create(serverId, fields);
          return created.ok ? ok({ providerId: created.value }) : created;
        }
        const written = await write(serverId, () => changeEdits(providerId, fields, seen));
        return written.ok ? ok({ providerId }) : written;
      },
      use: ({ serverId, providerId, model, seen }) => write(serverId, () => choiceEdits(providerId, model, seen)),
      remove: ({ serverId, providerId, seen }) => write(serverId, (read) => removalEdits(read, providerId, seen)),
      models: ({ serverId, baseUrl, keyVariable }) => use(serverId, () => listModels(baseUrl, keyIn(keyVariable))),
      discover: async () => ok(await findLocalModels()),
    },
  };
}
