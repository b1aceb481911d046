import { describe, expect, it } from 'vitest';
import type { Catalog, Model } from '../../../src-shared/model/catalog.ts';
import type { ThreadSettings } from '../../../src-shared/model/thread.ts';
import { effortLabel } from '../../state/effort-label.ts';
import { choicesToSend, modelInUse, pickModel, shownChoices } from './choices.ts';

const model = (id: string, change: Partial<Model> = {}): Model => ({
  id,
  name: id.toUpperCase(),
  description: '',
  efforts: [
    { id: 'low', description: '' },
    { id: 'high', description: '' },
  ],
  defaultEffort: 'high',
  isDefault: false,
  acceptsImages: true,
  tiers: [],
  retiresAtMs: null,
  upgrade: null,
  ...change,
});
const CATALOG: Catalog = {
  models: [
    model('a', { isDefault: true }),
    model('b', { efforts: [{ id: 'low', description: '' }], defaultEffort: 'low' }),
  ],
  modes: ['default', 'plan'],
  permissions: [
    { id: 'ask', label: 'Ask first', description: '', dangerous: false },
    { id: 'profile:yolo', label: 'Yolo', description: '', dangerous: true },
  ],
  skills: [],
  prompts: [],
  defaults: { model: null, effort: null, permissions: 'ask' },
};
const SETTINGS: ThreadSettings = {
  model: 'b',
  effort: 'low',
  permissions: { kind: 'preset', preset: 'ask' },
  mode: 'default',
  serviceTier: null,
};
const labels = (...args: Parameters<typeof shownChoices>) => {
  const shown = shownChoices(...args);
  return [shown.model, shown.effort, shown.permissions, shown.mode].map((one) =>
    one.pending ? `${one.label}*` : one.label,
  );
};

describe('shownChoices', () => {
  it.each([
    ['a new thread: the defaults', null, {}, ['A', 'High', 'Ask first', 'Default']],
    [
      'a new thread with choices',
      null,
      { model: 'b', effort: 'low', mode: 'plan' as const },
      ['B', 'Low', 'Ask first', 'Plan'],
    ],
    ['a thread: what it runs with', SETTINGS, {}, ['B', 'Low', 'Ask first', 'Default']],
    [
      'a thread at the effort of its model',
      { ...SETTINGS, model: 'a', effort: null },
      {},
      ['A', 'High', 'Ask first', 'Default'],
    ],
    [
      'a thread with choices for the next message',
      SETTINGS,
      { model: 'a', mode: 'plan' as const },
      ['A*', 'Low', 'Ask first', 'Plan*'],
    ],
    ['choosing what it runs with already', SETTINGS, { model: 'b' }, ['B', 'Low', 'Ask first', 'Default']],
    [
      'a thread that is not loaded',
      { ...SETTINGS, model: null, effort: null, permissions: null },
      {},
      ['', '', '', 'Default'],
    ],
    [
      'a model that the list does not have',
      { ...SETTINGS, model: 'old-1' },
      {},
      ['old-1', 'Low', 'Ask first', 'Default'],
    ],
    [
      'a policy that is none of the presets',
      { ...SETTINGS, permissions: { kind: 'custom' as const, label: 'workspace-write · never', dangerous: false } },
      {},
      ['B', 'Low', 'Writes here, never asks', 'Default'],
    ],
  ])('%s', (_, settings, chosen, expected) => expect(labels(settings, chosen, CATALOG)).toEqual(expected));

  it('knows nothing before the catalog is there', () => {
    expect(labels(null, {}, null)).toEqual(['', '', '', 'Default']);
  });
  it('marks what is dangerous, whether chosen, running or a profile', () => {
    const dangerous = (...args: Parameters<typeof shownChoices>) => shownChoices(...args).permissions.dangerous;
    expect(dangerous({ ...SETTINGS, permissions: { kind: 'preset', preset: 'fullAccess' } }, {}, null)).toBe(true);
    expect(dangerous(null, { permissions: 'profile:yolo' }, CATALOG)).toBe(true);
    expect(dangerous({ ...SETTINGS, permissions: { kind: 'custom', label: 'x', dangerous: true } }, {}, null)).toBe(
      true,
    );
    expect(dangerous(SETTINGS, {}, CATALOG)).toBe(false);
  });
});

it('shows a dangerous policy of the configuration before the first message', () => {
  const permissionsChoice = { kind: 'custom', label: 'danger-full-access · on-request', dangerous: true } as const;
  const catalog = { ...CATALOG, defaults: { ...CATALOG.defaults, permissions: null, permissionsChoice } };
  const { permissions } = shownChoices(null, {}, catalog);
  expect([permissions.label, permissions.dangerous]).toEqual(['No sandbox, asks to leave', true]);
  expect(shownChoices(null, { permissions: 'ask' }, catalog).permissions).toMatchObject({
    label: 'Ask first',
    tip: '',
    dangerous: false,
  });
});

describe('what is sent', () => {
  it('keeps what the thread has and changes what was chosen', () => {
    expect(choicesToSend(SETTINGS, { mode: 'plan' })).toEqual({
      model: 'b',
      effort: 'low',
      permissions: 'ask',
      mode: 'plan',
    });
    expect(choicesToSend(null, { permissions: 'auto' })).toEqual({
      model: null,
      effort: null,
      permissions: 'auto',
      mode: 'default',
    });
  });
  it('keeps the effort only where the new model offers it', () => {
    expect(pickModel(model('a'), 'low')).toEqual({ model: 'a' });
    expect(pickModel(model('a'), 'xhigh')).toEqual({ model: 'a', effort: 'high' });
  });
  it('knows the model of the next message', () => {
    expect(modelInUse(null, {}, CATALOG)?.id).toBe('a');
    expect(modelInUse(SETTINGS, {}, CATALOG)?.id).toBe('b');
    expect(modelInUse({ ...SETTINGS, model: null }, {}, CATALOG)).toBeNull();
  });
});

it('words efforts', () =>
  expect(['low', 'xhigh', 'constructor'].map(effortLabel)).toEqual(['Low', 'Extra high', 'Constructor']));
