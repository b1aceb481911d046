import type { AppHandlers } from '../../../src-shared/contract/contract.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import { createProviderGateway, type ProviderGateway } from '../codex/provider-gateway.ts';
import { findLocalModels, listModels } from './model-server.ts';

/** The model providers of every server. */
export interface ProviderService {
  readonly handlers: AppHandlers['providers'];
  addServer(server: CodexServer): void;
}

/** `env`: what the app-servers are started with, and so where they find keys. */
export function createProviderService(env: Readonly<Record<string, string | undefined>>): ProviderService {
  const gateways = new Map<ServerId, ProviderGateway>();
  const unknown = (serverId: ServerId) => Promise.resolve(err({ code: 'server.unknown', serverId } as const));
  const keyIn = (variable: string | null) => (variable === null ? null : (env[variable] ?? null));
  return {
    addServer: (server) => void gateways.set(server.id, createProviderGateway(server)),
    handlers: {
      list: async ({ serverId }) => {
        const known = await (gateways.get(serverId)?.list() ?? unknown(serverId));
        if (!known.ok) return known;
        const list = known.value.list.map(({ keyVariable, ...provider }) => ({
          ...provider,
          key: keyVariable === null ? null : { variable: keyVariable, found: (keyIn(keyVariable) ?? '') !== '' },
        }));
        return ok({ ...known.value, list });
      },
      save: async ({ serverId, providerId, ...fields }) => {
        const saved = await (gateways.get(serverId)?.save(providerId, fields) ?? unknown(serverId));
        return saved.ok ? ok({ providerId: saved.value }) : saved;
      },
      use: ({ serverId, providerId, model }) => gateways.get(serverId)?.use(providerId, model) ?? unknown(serverId),
      remove: ({ serverId, providerId }) => gateways.get(serverId)?.remove(providerId) ?? unknown(serverId),
      models: ({ serverId, baseUrl, keyVariable }) =>
        gateways.has(serverId) ? listModels(baseUrl, keyIn(keyVariable)) : unknown(serverId),
      discover: async () => ok(await findLocalModels()),
    },
  };
}
