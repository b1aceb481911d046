import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ThreadChoices } from '../../../src-shared/contract/fields.ts';
import type { ServerCapabilities } from '../../../src-shared/model/server.ts';
import type { PermissionsChoice, ThreadSettings } from '../../../src-shared/model/thread.ts';
import { ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import { optionIdOf, presetToParams, type PermissionParams } from './permission-presets.ts';
import type { CollaborationMode } from './protocol/generated/CollaborationMode';

/** For `turn/start` and `thread/settings/update`; empty when nothing is to change. */
export type TurnChoiceParams = Partial<PermissionParams['turn']> & {
  readonly model?: string;
  readonly effort?: string;
  readonly collaborationMode?: CollaborationMode;
  /** Where the thread works from now on, if that is not where it was started. */
  readonly cwd?: string;
};
/** For `thread/start`. The mode is no parameter there: it goes with the first turn. */
export type StartChoiceParams = Partial<PermissionParams['thread']> & { readonly model?: string };

interface Against {
  readonly capabilities: ServerCapabilities;
  readonly version: string;
}

export function startParams(
  choices: ThreadChoices,
  { capabilities, version }: Against,
): Result<StartChoiceParams, AppError> {
  const permissions = permissionParams(choices.permissions, { capabilities, version });
  if (!permissions.ok) return permissions;
  return ok({ ...permissions.value?.thread, ...(choices.model !== null && { model: choices.model }) });
}

/**
 * What has to be sent so that a thread runs with the choices from its next turn on: only what differs from what it runs with now, so
 * that a setting made elsewhere (a granular policy, a custom sandbox) is not overwritten by a send. Null in a choice leaves it.
 *
 * A collaboration mode carries model and effort itself and wins over them, so both go with it.
 */
export function turnParams(
  choices: ThreadChoices,
  current: ThreadSettings,
  { capabilities, version }: Against,
): Result<TurnChoiceParams, AppError> {
  const same = current.permissions !== null && optionIdOf(current.permissions) === choices.permissions;
  const permissions = permissionParams(same ? null : choices.permissions, { capabilities, version });
  if (!permissions.ok) return permissions;
  const model = choices.model ?? current.model;
  const effort = choices.effort ?? (choices.model === null || choices.model === current.model ? current.effort : null);
  const changesMode = choices.mode !== current.mode && capabilities.collaborationModes && model !== null;
  const settings = { model: model ?? '', reasoning_effort: effort, developer_instructions: null };
  return ok({
    ...permissions.value?.turn,
    ...(choices.model !== null && choices.model !== current.model && { model: choices.model }),
    ...(choices.effort !== null && choices.effort !== current.effort && { effort: choices.effort }),
    ...(changesMode && { collaborationMode: { mode: choices.mode, settings } }),
  });
}

/** What a thread runs with once the choices are taken over, for servers that do not say so themselves. */
export function settingsAfter(choices: ThreadChoices, current: ThreadSettings): ThreadSettings {
  return {
    ...current,
    model: choices.model ?? current.model,
    effort: choices.effort ?? (choices.model === null || choices.model === current.model ? current.effort : null),
    permissions: choices.permissions === null ? current.permissions : choiceOfOption(choices.permissions),
    mode: choices.mode,
  };
}

function choiceOfOption(option: string): PermissionsChoice {
  const preset = (['readOnly', 'ask', 'auto', 'fullAccess'] as const).find((name) => name === option);
  if (preset) return { kind: 'preset', preset };
  return { kind: 'profile', id: option.replace(/^profile:/, '') };
}

function permissionParams(
  option: string | null,
  { capabilities, version }: Against,
): Result<PermissionParams | null, AppError> {
  return option === null ? ok(null) : presetToParams(option, capabilities, version);
}
