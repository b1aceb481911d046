import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { Catalog, Model, PermissionsOption, Skill } from '../../../src-shared/model/catalog.ts';
import { ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { CodexServer } from './codex-supervisor.ts';
import { everyPage } from './every-page.ts';
import { defaultPermissions } from './default-permissions.ts';
import { optionIdOf, PRESET_OPTIONS, profileOptionId } from './permission-presets.ts';
import type { Model as CodexModel } from './protocol/generated/v2/Model';
import type { SkillMetadata } from './protocol/generated/v2/SkillMetadata';

/** What one server offers to choose from, in Skein's words. */
export interface CatalogGateway {
  models(): Promise<Result<readonly Model[], AppError>>;
  modes(): Promise<Result<Catalog['modes'], AppError>>;
  permissions(cwd: string | null): Promise<Result<readonly PermissionsOption[], AppError>>;
  skills(cwd: string | null): Promise<Result<readonly Skill[], AppError>>;
  defaults(cwd: string | null): Promise<Result<Catalog['defaults'], AppError>>;
  /** `skills`: only they may be others now. `all`: another run of the server, or another account. */
  onStale(listener: (what: 'skills' | 'all') => void): Unsubscribe;
}

const SECOND_MS = 1000;

export function createCatalogGateway(server: CodexServer): CatalogGateway {
  return {
    models: async () => {
      // Asked for the models of a provider that nobody is signed in to, Codex opens a browser by itself and does not answer (measured).
      const gateway = await server.call('account/gatewayOAuth/read', {});
      if (gateway.ok && gateway.value.required && gateway.value.status !== 'succeeded') return ok([]);
      const found = await everyPage((cursor) => server.call('model/list', { cursor }));
      return found.ok ? ok(found.value.filter(({ hidden }) => !hidden).map(mapModel)) : found;
    },
    modes: async () => {
      if (server.state().capabilities?.collaborationModes === false) return ok(['default']);
      const answer = await server.call('collaborationMode/list', {});
      if (!answer.ok) return answer;
      return ok(answer.value.data.some(({ mode }) => mode === 'plan') ? ['default', 'plan'] : ['default']);
    },
    permissions: async (cwd) => {
      if (!server.state().capabilities?.permissionProfiles) return ok(PRESET_OPTIONS);
      const found = await everyPage((cursor) => server.call('permissionProfile/list', { cursor, cwd }));
      if (!found.ok) return found;
      // Codex's own profiles begin with a colon: they are the presets' sandboxes.
      const named = found.value.filter(({ id, allowed }) => allowed && !id.startsWith(':'));
      return ok([
        ...PRESET_OPTIONS,
        ...named.map(({ id, description }) => ({
          id: profileOptionId(id),
          label: id,
          description: description ?? '',
          dangerous: false,
        })),
      ]);
    },
    skills: async (cwd) => {
      // The server keeps its first list: it hears of changes only once a thread has started, and never of a repository's own
      // skills (measured on both versions).
      const answer = await server.call('skills/list', { forceReload: true, ...(cwd !== null && { cwds: [cwd] }) });
      if (!answer.ok) return answer;
      return ok(answer.value.data.flatMap(({ skills }) => skills.map(mapSkill)));
    },
    defaults: async (cwd) => {
      const answer = await server.call('config/read', { cwd });
      if (!answer.ok) return answer;
      const { config } = answer.value;
      const { capabilities } = server.state();
      const permissionsChoice = capabilities && defaultPermissions(config, cwd, capabilities);
      return ok({
        model: config.model,
        effort: config.model_reasoning_effort,
        permissions: permissionsChoice && optionIdOf(permissionsChoice),
        permissionsChoice,
      });
    },
    onStale: (listener) => {
      // Told at once of a run that is ready already: that is no news.
      let known = server.state().phase.kind === 'ready';
      const stops = [
        server.onReady(() => {
          if (!known) listener('all');
          known = false;
        }),
        server.onNotification(({ method, params }) => {
          if (method === 'skills/changed') listener('skills');
          if (method === 'account/updated') listener('all');
          if (method === 'account/gatewayOAuth/changed' && params.status === 'succeeded') listener('all');
        }),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}

function mapModel(model: CodexModel): Model {
  const { upgradeInfo } = model;
  return {
    // What `thread/start` takes, and what a thread says it runs with.
    id: model.model,
    name: model.displayName,
    description: model.description,
    efforts: model.supportedReasoningEfforts.map(({ reasoningEffort: id, description }) => ({ id, description })),
    defaultEffort: model.defaultReasoningEffort,
    isDefault: model.isDefault,
    // Older servers left this out for models that take both.
    acceptsImages: (model.inputModalities as readonly string[] | undefined)?.includes('image') ?? true,
    tiers: ((model.serviceTiers as CodexModel['serviceTiers'] | undefined) ?? []).map(({ id, name, description }) => ({
      id,
      name,
      description,
    })),
    retiresAtMs: typeof upgradeInfo?.retirementAt === 'number' ? upgradeInfo.retirementAt * SECOND_MS : null,
    upgrade: upgradeInfo
      ? { model: upgradeInfo.model, note: upgradeInfo.upgradeCopy ?? upgradeInfo.migrationMarkdown?.trim() ?? null }
      : null,
  };
}

function mapSkill(skill: SkillMetadata): Skill {
  const { name, path, scope, enabled } = skill;
  const short = skill.interface?.shortDescription ?? skill.shortDescription;
  return { name, description: short ?? skill.description, path, scope, enabled };
}
