import { describe, expect, it } from 'vitest';
import { choiceFromServer, optionIdOf, PRESET_OPTIONS, presetToParams, profileOptionId } from './permission-presets.ts';

const WITH_PROFILES = { permissionProfiles: true };
const readOnly = { type: 'readOnly', networkAccess: false };
const workspace = {
  type: 'workspaceWrite',
  writableRoots: ['/home/me/.codex/memories'],
  networkAccess: false,
  excludeTmpdirEnvVar: false,
  excludeSlashTmp: false,
};
const full = { type: 'dangerFullAccess' };

describe('presetToParams', () => {
  it('spells a preset for a thread and for a turn', () => {
    expect(presetToParams('ask', WITH_PROFILES, '0.169.0')).toEqual({
      ok: true,
      value: {
        thread: { approvalPolicy: 'untrusted', sandbox: 'workspace-write' },
        turn: { approvalPolicy: 'untrusted', sandboxPolicy: { ...workspace, writableRoots: [] } },
      },
    });
  });
  it('asks by policy when a profile decides about the sandbox', () => {
    const params = { approvalPolicy: 'on-request', permissions: 'team' };
    expect(presetToParams('profile:team', WITH_PROFILES, '0.169.0')).toEqual({
      ok: true,
      value: { thread: params, turn: params },
    });
  });
  it('refuses a profile where the server would ignore it', () => {
    expect(presetToParams('profile:team', { permissionProfiles: false }, '0.124.0')).toEqual({
      ok: false,
      error: { code: 'codex.unsupported', feature: 'permissionProfiles', version: '0.124.0' },
    });
  });
  it.each(['', 'toString', 'constructor', ':workspace'])('refuses %j', (id) => {
    expect(presetToParams(id, WITH_PROFILES, '0.169.0')).toEqual({
      ok: false,
      error: { code: 'rpc.bad-input', issues: [`permissions: ${id}`] },
    });
  });
});

describe('choiceFromServer', () => {
  it.each(PRESET_OPTIONS.map(({ id }) => id))('reads back what %s sends', (id) => {
    const params = presetToParams(id, WITH_PROFILES, '0.169.0');
    if (!params.ok || !('sandboxPolicy' in params.value.turn)) throw new Error('a preset has a sandbox');
    const { approvalPolicy, sandboxPolicy } = params.value.turn;
    expect(optionIdOf(choiceFromServer({ approvalPolicy, sandbox: sandboxPolicy, activeProfile: null }))).toBe(id);
  });
  it.each([
    ['built-in profile', 'on-request', readOnly, { id: ':read-only' }, { kind: 'preset', preset: 'readOnly' }],
    ['named profile', 'never', readOnly, { id: 'team' }, { kind: 'profile', id: 'team' }],
    ['extra folders', 'on-request', workspace, null, { kind: 'preset', preset: 'auto' }],
    ['fields left out', 'on-request', { type: 'workspaceWrite' }, null, { kind: 'preset', preset: 'auto' }],
    [
      'network',
      'on-request',
      { ...workspace, networkAccess: true },
      null,
      { kind: 'custom', label: 'workspace-write · network · on-request', dangerous: false },
    ],
    [
      'full but asking',
      'on-request',
      full,
      null,
      { kind: 'custom', label: 'danger-full-access · on-request', dangerous: true },
    ],
    ['read only, silent', 'never', readOnly, null, { kind: 'custom', label: 'read-only · never', dangerous: false }],
    [
      'granular',
      {
        granular: {
          sandbox_approval: true,
          rules: true,
          skill_approval: true,
          request_permissions: true,
          mcp_elicitations: true,
        },
      },
      workspace,
      null,
      { kind: 'custom', label: 'workspace-write · granular', dangerous: false },
    ],
    [
      'outer sandbox',
      'never',
      { type: 'externalSandbox', networkAccess: 'restricted' },
      null,
      { kind: 'custom', label: 'externalSandbox · never', dangerous: false },
    ],
  ] as const)('%s', (_, approvalPolicy, sandbox, activeProfile, expected) => {
    expect(choiceFromServer({ approvalPolicy, sandbox, activeProfile })).toEqual(expected);
  });
});

it('has an option for each kind of choice that can be picked', () => {
  expect(optionIdOf({ kind: 'profile', id: 'team' })).toBe(profileOptionId('team'));
  expect(optionIdOf({ kind: 'custom', label: 'x', dangerous: false })).toBeNull();
});
