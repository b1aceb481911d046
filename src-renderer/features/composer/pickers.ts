import type { Catalog } from '../../../src-shared/model/catalog.ts';
import { openPicker, type PickerOption } from '../../ui/overlay-requests.ts';
import { composerEntry } from '../../state/composer-store.ts';
import { effortLabel } from '../../state/effort-label.ts';
import { findModel, pickModel, shownChoices } from './choices.ts';
import type { Desk } from './desk.ts';
import { takeChoice } from './take-choice.ts';

export const modelOptions = (catalog: Catalog | null): readonly PickerOption[] =>
  (catalog?.models ?? []).map((model) => ({
    value: model.id,
    label: model.name,
    description: [
      model.description,
      model.acceptsImages ? '' : 'Text only.',
      model.upgrade ? `${modelName(catalog, model.upgrade.model)} is newer.` : '',
    ]
      .filter((words) => words !== '')
      .join(' '),
    ...(model.isDefault ? { hint: 'default' } : {}),
  }));

/** `GPT-6 is newer: faster at long tasks.` */
export function upgradeWords(catalog: Catalog | null, upgrade: { model: string; note: string | null }): string {
  const name = modelName(catalog, upgrade.model);
  const note = upgrade.note?.replace(/\s+/g, ' ').trim() ?? '';
  return note === '' ? `${name} is newer.` : `${name} is newer: ${note}`;
}
const modelName = (catalog: Catalog | null, id: string): string => findModel(catalog, id)?.name ?? id;

export const effortOptions = (catalog: Catalog | null, modelId: string | null): readonly PickerOption[] =>
  (findModel(catalog, modelId)?.efforts ?? []).map((effort) => ({
    value: effort.id,
    label: effortLabel(effort.id),
    description: effort.description,
  }));

export const permissionsOptions = (catalog: Catalog | null): readonly PickerOption[] =>
  (catalog?.permissions ?? []).map((option) => ({
    value: option.id,
    label: option.label,
    description: option.description,
    danger: option.dangerous,
    ...(option.id.startsWith('profile:') ? { group: 'Profiles' } : {}),
  }));

export const modeOptions = (catalog: Catalog | null): readonly PickerOption[] =>
  (catalog?.modes ?? []).map((mode) =>
    mode === 'plan'
      ? { value: mode, label: 'Plan', description: 'The agent changes nothing; it asks and proposes a plan.' }
      : { value: mode, label: 'Default', description: 'The agent works on what you ask.' },
  );

export function chooseModel(desk: Desk, id: string): void {
  const catalog = desk.subject?.catalog ?? null;
  const model = findModel(catalog, id);
  const shown = shownChoices(desk.subject?.source ?? null, composerEntry(desk.key).chosen, catalog);
  void takeChoice(desk, model ? pickModel(model, shown.effort.id) : { model: id });
}

/** Opens a list from the keyboard (`/model`, `/permissions`), over the composer. */
export function openChoice(desk: Desk, what: 'model' | 'permissions'): void {
  const { frame, subject } = desk;
  if (!frame || !subject) return;
  const shown = shownChoices(subject.source, composerEntry(desk.key).chosen, subject.catalog);
  openPicker({
    anchor: frame,
    side: 'top',
    label: what === 'model' ? 'Model' : 'Permissions',
    value: shown[what].id,
    options: what === 'model' ? modelOptions(subject.catalog) : permissionsOptions(subject.catalog),
    emptyText: 'Codex has not told its choices yet',
    onChange: (value) => {
      if (what === 'model') chooseModel(desk, value);
      else void takeChoice(desk, { permissions: value });
    },
    onClose: () => desk.editor.focus(),
  });
}
