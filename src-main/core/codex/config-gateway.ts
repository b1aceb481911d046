import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { CodexFeature, ConfigLayer, MemoryStatus } from '../../../src-shared/model/config.ts';
import type { ThreadId } from '../../../src-shared/model/ids.ts';
import type { Json } from '../../../src-shared/model/json.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { CodexServer } from './codex-supervisor.ts';
import { toEdit, toUnquotedEdit, type KeyEdit } from './config-edits.ts';
import { everyPage } from './every-page.ts';
import { featuresOf, unsupported } from './server-access.ts';
import type { ConfigLayerSource } from './protocol/generated/v2/ConfigLayerSource';
import type { ConfigRequirements } from './protocol/generated/v2/ConfigRequirements';

/** What the layers say together, and each by itself. */
export interface ReadConfig {
  readonly effective: Json;
  /** By the dotted name of each single value; entries of a list end with their number. */
  readonly origins: ReadonlyMap<string, ConfigLayer>;
  /** From the one that wins downwards; layers that do not count are left out. */
  readonly layers: readonly { readonly layer: ConfigLayer; readonly config: Json }[];
  /** The user's own file: what it says, and its version for the next write. `version` is null while there is no such file. */
  readonly user: { readonly config: Json; readonly version: string | null };
}

/** What an administrator allows, as far as settings of Skein are concerned. */
export interface Requirements {
  readonly allowed: ReadonlyMap<string, readonly Json[]>;
  readonly features: ReadonlyMap<string, boolean>;
  readonly defaultPermissions: string | null;
}

export type ListedFeature = Omit<CodexFeature, 'own' | 'pinned'>;
export interface ListedProfile {
  readonly id: string;
  readonly allowed: boolean;
}

/** Codex's configuration on one server. A configuration that cannot be read is `config.unreadable` in each of these. */
export interface ConfigGateway {
  read(cwd: string | null): Promise<Result<ReadConfig, AppError>>;
  /** Null where there are none. */
  requirements(): Promise<Result<Requirements | null, AppError>>;
  /** Fails with `config.changed-elsewhere` when the file has another version, `config.invalid` when Codex does not take it. `reload`: for loaded threads too. */
  write(
    edits: readonly KeyEdit[],
    version: string | null,
    reload: boolean,
  ): Promise<Result<{ readonly overruledBy: ConfigLayer | null }, AppError>>;
  features(): Promise<Result<readonly ListedFeature[], AppError>>;
  /** For the server that runs; it forgets when it ends. Features it cannot change while running are left as they are. */
  switchFeature(name: string, enabled: boolean): Promise<Result<null, AppError>>;
  profiles(cwd: string | null): Promise<Result<readonly ListedProfile[], AppError>>;
  memory(): Promise<Result<MemoryStatus, AppError>>;
  resetMemory(): Promise<Result<null, AppError>>;
  /** The thread has to be loaded. */
  threadMemory(threadId: ThreadId): Promise<Result<{ readonly summary: string | null }, AppError>>;
  setThreadMemory(threadId: ThreadId, remembered: boolean): Promise<Result<null, AppError>>;
}

export function createConfigGateway(server: CodexServer): ConfigGateway {
  return {
    read: async (cwd) => {
      const answer = await server.call('config/read', { includeLayers: true, cwd });
      if (!answer.ok) return answer;
      const { config, origins, layers } = answer.value;
      const counted = (layers ?? []).filter(({ disabledReason }) => !disabledReason);
      const user = counted.find(({ name }) => name.type === 'user' && !name.profile);
      return ok({
        effective: config as unknown as Json,
        origins: new Map(
          Object.entries(origins).flatMap(([key, origin]) => (origin ? [[key, layerOf(origin.name)] as const] : [])),
        ),
        layers: counted.map((entry) => ({ layer: layerOf(entry.name), config: entry.config as Json })),
        user: { config: (user?.config ?? {}) as Json, version: user?.version ?? null },
      });
    },
    requirements: async () => {
      const answer = await server.call('configRequirements/read', undefined);
      if (!answer.ok) return answer;
      const { requirements } = answer.value;
      return ok(requirements && mapRequirements(requirements));
    },
    write: async (edits, version, reload) => {
      const ready = await featuresOf(server);
      if (!ready.ok) return ready;
      const { quotedKeys } = ready.value.capabilities;
      const wire = edits.flatMap((edit) => (quotedKeys ? toEdit(edit) : (toUnquotedEdit(edit) ?? [])));
      if (wire.length < edits.length) return unsupported('quotedKeys', ready.value);
      const answer = await server.call('config/batchWrite', {
        edits: wire,
        ...(version !== null && { expectedVersion: version }),
        ...(reload && { reloadUserConfig: true }),
      });
      if (!answer.ok) return answer;
      const { overriddenMetadata } = answer.value;
      return ok({ overruledBy: overriddenMetadata && layerOf(overriddenMetadata.overridingLayer.name) });
    },
    features: async () => {
      const found = await everyPage((cursor) => server.call('experimentalFeature/list', { cursor }));
      if (!found.ok) return found;
      return ok(
        found.value.map((feature) => ({
          name: feature.name,
          title: feature.displayName,
          description: feature.description,
          stage: feature.stage,
          enabled: feature.enabled,
          byDefault: feature.defaultEnabled,
        })),
      );
    },
    switchFeature: async (name, enabled) => {
      const answer = await server.call('experimentalFeature/enablement/set', { enablement: { [name]: enabled } });
      return answer.ok ? ok(null) : answer;
    },
    profiles: async (cwd) => {
      if (!server.state().capabilities?.permissionProfiles) return ok([]);
      const found = await everyPage((cursor) => server.call('permissionProfile/list', { cursor, cwd }));
      return found.ok ? ok(found.value.map(({ id, allowed }) => ({ id, allowed }))) : found;
    },
    memory: async () => {
      const answer = await server.call('memory/status', {});
      if (!answer.ok) return answer;
      return ok({ consolidatedThreads: answer.value.v2ConsolidatedThreads, ready: answer.value.v2Ready });
    },
    threadMemory: async (threadId) => {
      const answer = await server.call('thread/memory/read', { threadId });
      return answer.ok ? ok({ summary: answer.value.summary }) : answer;
    },
    setThreadMemory: async (threadId, remembered) => {
      const answer = await server.call('thread/memoryMode/set', {
        threadId,
        mode: remembered ? 'enabled' : 'disabled',
      });
      return answer.ok ? ok(null) : answer;
    },
    resetMemory: async () => {
      const answer = await server.call('memory/reset', undefined);
      return answer.ok ? ok(null) : answer;
    },
  };
}

/** Codex's layers in Skein's words; those of kinds it does not know are an administrator's. */
function layerOf(source: ConfigLayerSource): ConfigLayer {
  switch (source.type) {
    case 'packagedDefaults':
      return { kind: 'packaged', file: source.file };
    case 'system':
      return { kind: 'system', file: source.file };
    case 'user':
      return source.profile
        ? { kind: 'profile', name: source.profile, file: source.file }
        : { kind: 'user', file: source.file };
    case 'project':
      return { kind: 'project', folder: source.dotCodexFolder };
    case 'sessionFlags':
      return { kind: 'session' };
    case 'enterpriseManaged':
      return { kind: 'admin', source: source.name };
    case 'legacyManagedConfigTomlFromFile':
      return { kind: 'admin', source: source.file };
    case 'mdm':
      return { kind: 'admin', source: source.domain };
    default:
      return { kind: 'admin', source: source.type };
  }
}

function mapRequirements(requirements: ConfigRequirements): Requirements {
  const allowed = new Map<string, readonly Json[]>();
  const limit = (key: string, values: readonly unknown[] | null | undefined) => {
    if (values) allowed.set(key, values as readonly Json[]);
  };
  limit('approval_policy', requirements.allowedApprovalPolicies);
  limit('approvals_reviewer', requirements.allowedApprovalsReviewers);
  limit('sandbox_mode', requirements.allowedSandboxModes);
  limit('web_search', requirements.allowedWebSearchModes);
  // Older servers leave out what they do not know.
  const { allowLoginShell, feedback } = requirements as Partial<ConfigRequirements>;
  if (typeof allowLoginShell === 'boolean') limit('allow_login_shell', [allowLoginShell]);
  if (typeof feedback?.enabled === 'boolean') limit('feedback.enabled', [feedback.enabled]);
  const features = new Map(
    Object.entries(requirements.featureRequirements ?? {}).flatMap(([name, on]) =>
      on === undefined ? [] : [[name, on] as const],
    ),
  );
  for (const [name, on] of features) limit(`features.${name}`, [on]);
  return { allowed, features, defaultPermissions: requirements.defaultPermissions ?? null };
}
