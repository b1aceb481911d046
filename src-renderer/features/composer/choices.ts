import type { ThreadChoices } from '../../../src-shared/contract/fields.ts';
import type { Catalog, Model, PermissionsOption } from '../../../src-shared/model/catalog.ts';
import type { PermissionsChoice, ThreadSettings } from '../../../src-shared/model/thread.ts';
import { assertNever } from '../../../src-shared/assert-never.ts';
import { policyWords } from './permission-words.ts';
import { effortLabel } from '../../state/effort-label.ts';

/** One choice as it is drawn. `id` null: not known, or whatever the server's configuration says. */
export interface Shown {
  readonly id: string | null;
  readonly label: string;
  /** Chosen here and not yet what the thread runs with. */
  readonly pending: boolean;
}
export interface ShownChoices {
  readonly model: Shown;
  readonly effort: Shown;
  /** `tip`: the whole of a policy that the label only names; empty when there is no more to say. */
  readonly permissions: Shown & { readonly dangerous: boolean; readonly tip: string };
  readonly mode: Shown & { readonly id: 'default' | 'plan' };
}

/** Where choices come from: what a thread runs with, or null for one that does not exist yet. */
export type Source = ThreadSettings | null;
type Chosen = Partial<ThreadChoices>;

const PRESET_LABELS = { readOnly: 'Read only', ask: 'Ask', auto: 'Auto', fullAccess: 'Full access' } as const;
const isPreset = (id: string): id is keyof typeof PRESET_LABELS => Object.hasOwn(PRESET_LABELS, id);
const PROFILE = 'profile:';

/** The `PermissionsOption` id of what a thread runs with; null for a policy that is none of the options. */
function permissionsId(choice: PermissionsChoice | null): string | null {
  if (choice === null) return null;
  switch (choice.kind) {
    case 'preset':
      return choice.preset;
    case 'profile':
      return `${PROFILE}${choice.id}`;
    case 'custom':
      return null;
    default:
      return assertNever(choice);
  }
}

/** What a new thread runs with when nothing is chosen. */
function configured(catalog: Catalog | null): PermissionsChoice | null {
  const { permissions: id = null, permissionsChoice = null } = catalog?.defaults ?? {};
  if (permissionsChoice !== null) return permissionsChoice;
  if (id === null) return null;
  if (id.startsWith(PROFILE)) return { kind: 'profile', id: id.slice(PROFILE.length) };
  return isPreset(id) ? { kind: 'preset', preset: id } : null;
}

function permissionsLabel(id: string, options: readonly PermissionsOption[]): string {
  const option = options.find((one) => one.id === id);
  if (option) return option.label;
  if (isPreset(id)) return PRESET_LABELS[id];
  return id.startsWith(PROFILE) ? id.slice(PROFILE.length) : id;
}

export const findModel = (catalog: Catalog | null, id: string | null): Model | null =>
  catalog?.models.find((model) => model.id === id) ?? null;

/** The model the next message goes to, as far as it is known. */
export function modelInUse(source: Source, chosen: Chosen, catalog: Catalog | null): Model | null {
  const id = chosen.model ?? (source ? source.model : (catalog?.defaults.model ?? null));
  if (id !== null) return findModel(catalog, id);
  return source ? null : (catalog?.models.find((model) => model.isDefault) ?? null);
}

/** What is drawn: what was chosen and goes with the next message, else what the thread says, else the configuration's default. */
export function shownChoices(source: Source, chosen: Chosen, catalog: Catalog | null): ShownChoices {
  const defaults = catalog?.defaults;
  const model = modelInUse(source, chosen, catalog);
  const modelId = chosen.model ?? (source ? source.model : (defaults?.model ?? model?.id ?? null));
  const effortId = effortOf(source, chosen) ?? defaultEffort(source, model, catalog);
  const running = source ? source.permissions : configured(catalog);
  const permissions = chosen.permissions ?? permissionsId(running);
  const custom = running?.kind === 'custom' && chosen.permissions == null ? running : null;
  const words = custom && policyWords(custom.label);
  const mode = chosen.mode ?? source?.mode ?? 'default';
  return {
    model: { id: modelId, label: model?.name ?? modelId ?? '', pending: differs(chosen.model, source, source?.model) },
    effort: {
      id: effortId,
      label: effortId === null ? '' : effortLabel(effortId),
      pending: differs(chosen.effort, source, source?.effort),
    },
    permissions: {
      id: permissions,
      label: words?.short ?? (permissions === null ? '' : permissionsLabel(permissions, catalog?.permissions ?? [])),
      tip: words?.full ?? '',
      pending: differs(chosen.permissions, source, permissionsId(source?.permissions ?? null)),
      dangerous: custom?.dangerous ?? isDangerous(permissions, catalog),
    },
    mode: {
      id: mode,
      label: mode === 'plan' ? 'Plan' : 'Default',
      pending: differs(chosen.mode, source, source?.mode),
    },
  };
}

/** With no effort of its own a thread runs at the model's; of one that is not loaded nothing is known. */
function defaultEffort(source: Source, model: Model | null, catalog: Catalog | null): string | null {
  if (source) return source.permissions === null ? null : (model?.defaultEffort ?? null);
  return catalog?.defaults.effort ?? model?.defaultEffort ?? null;
}

/** A model without efforts is chosen with none, which is a choice too. */
const effortOf = (source: Source, chosen: Chosen): string | null =>
  chosen.effort === undefined ? (source?.effort ?? null) : chosen.effort;

const differs = (chosen: string | null | undefined, source: Source, now: string | null | undefined): boolean =>
  source !== null && chosen != null && chosen !== now;

export const isDangerous = (permissions: string | null, catalog: Catalog | null): boolean =>
  permissions === 'fullAccess' || (catalog?.permissions.find((one) => one.id === permissions)?.dangerous ?? false);

/** All four for the core; what is not known stays as the server has it. */
export const choicesToSend = (source: Source, chosen: Chosen): ThreadChoices => ({
  model: chosen.model ?? source?.model ?? null,
  effort: effortOf(source, chosen),
  permissions: chosen.permissions ?? permissionsId(source?.permissions ?? null),
  mode: chosen.mode ?? source?.mode ?? 'default',
});

/** Choosing a model keeps the effort where the model offers it, else takes the model's own. */
export function pickModel(model: Model, effort: string | null): Chosen {
  const offered = effort !== null && model.efforts.some((one) => one.id === effort);
  return { model: model.id, ...(offered ? {} : { effort: model.defaultEffort }) };
}
