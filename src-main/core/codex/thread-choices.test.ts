import { describe, expect, test } from 'vitest';
import type { ThreadChoices } from '../../../src-shared/contract/fields.ts';
import type { ThreadSettings } from '../../../src-shared/model/thread.ts';
import { capabilitiesOf } from './capabilities.ts';
import { parseVersion } from './codex-version.ts';
import { startParams, turnParams } from './thread-choices.ts';

const server = (version: string) => {
  const parsed = parseVersion(version);
  if (!parsed) throw new Error(version);
  return { capabilities: capabilitiesOf(parsed), version };
};
const nothing: ThreadChoices = { model: null, effort: null, permissions: null, mode: 'default' };
const current: ThreadSettings = {
  model: 'a',
  effort: 'low',
  permissions: { kind: 'preset', preset: 'auto' },
  mode: 'default',
  serviceTier: null,
};
const auto = {
  approvalPolicy: 'on-request',
  sandboxPolicy: {
    type: 'workspaceWrite',
    writableRoots: [],
    networkAccess: false,
    excludeTmpdirEnvVar: false,
    excludeSlashTmp: false,
  },
};
const plan = (model: string, reasoning_effort: string | null) => ({
  mode: 'plan',
  settings: { model, reasoning_effort, developer_instructions: null },
});

describe('a turn', () => {
  test.each([
    ['nothing chosen', {}, {}, {}],
    ['the same chosen', { model: 'a', effort: 'low', permissions: 'auto' }, {}, {}],
    ['another model', { model: 'b' }, {}, { model: 'b' }],
    ['another effort', { effort: 'high' }, {}, { effort: 'high' }],
    ['other permissions', { permissions: 'auto' }, { permissions: { kind: 'preset', preset: 'ask' } }, auto],
    [
      'permissions over a custom policy',
      { permissions: 'auto' },
      { permissions: { kind: 'custom', label: 'x', dangerous: false } },
      auto,
    ],
    ['permissions not known yet', { permissions: 'auto' }, { permissions: null }, auto],
    ['a profile', { permissions: 'profile:mine' }, {}, { approvalPolicy: 'on-request', permissions: 'mine' }],
    ['plan mode takes what runs with it', { mode: 'plan' }, {}, { collaborationMode: plan('a', 'low') }],
    [
      'plan mode with another model',
      { mode: 'plan', model: 'b' },
      {},
      { model: 'b', collaborationMode: plan('b', null) },
    ],
    ['still in plan mode', { mode: 'plan' }, { mode: 'plan' }, {}],
  ] as const)('%s', (_, choices, settings, expected) => {
    const params = turnParams({ ...nothing, ...choices }, { ...current, ...settings }, server('0.169.0'));
    expect(params).toEqual({ ok: true, value: expected });
  });

  test('of 0.124 refuses a profile instead of dropping it', () => {
    expect(turnParams({ ...nothing, permissions: 'profile:mine' }, current, server('0.124.0'))).toEqual({
      ok: false,
      error: { code: 'codex.unsupported', feature: 'permissionProfiles', version: '0.124.0' },
    });
  });
});

test('a new thread starts with what was chosen and nothing else', () => {
  expect(startParams(nothing, server('0.169.0'))).toEqual({ ok: true, value: {} });
  expect(startParams({ ...nothing, model: 'b', permissions: 'readOnly' }, server('0.124.0'))).toEqual({
    ok: true,
    value: { model: 'b', approvalPolicy: 'on-request', sandbox: 'read-only' },
  });
});
