import { expect, it } from 'vitest';
import { defaultPermissions } from './default-permissions.ts';

const NEW = { permissionProfiles: true };
const OLD = { permissionProfiles: false };
const trust = (level: string, path = '/p') => ({ projects: { [path]: { trust_level: level } } });

// Each line as a real server of that age started a thread with this configuration.
it.each([
  ['nothing said', {}, NEW, 'readOnly'],
  ['nothing said', { approval_policy: null, sandbox_mode: null, projects: null }, OLD, 'readOnly'],
  ['trusted', trust('trusted'), NEW, 'auto'],
  ['trusted', trust('trusted'), OLD, 'auto'],
  ['untrusted', trust('untrusted'), NEW, 'ask'],
  ['untrusted', trust('untrusted'), OLD, 'auto'],
  ['another folder', trust('trusted', '/q'), NEW, 'readOnly'],
  ['below a trusted folder', trust('trusted', '/'), NEW, null],
  ['sandbox', { sandbox_mode: 'workspace-write' }, NEW, 'auto'],
  ['sandbox and policy', { sandbox_mode: 'danger-full-access', approval_policy: 'never' }, NEW, 'fullAccess'],
  ['policy', { approval_policy: 'never' }, NEW, null],
  ['network', { sandbox_mode: 'workspace-write', sandbox_workspace_write: { network_access: true } }, NEW, null],
  ['built-in profile', { default_permissions: ':workspace' }, NEW, 'auto'],
  ['named profile', { default_permissions: 'team' }, NEW, 'profile:team'],
  ['named profile where there are none', { default_permissions: 'team' }, OLD, 'readOnly'],
  ['something else', { sandbox_mode: 'moon' }, NEW, null],
  ['no configuration', null, NEW, null],
] as const)('%s: %j', (_, config, capabilities, option) => {
  expect(defaultPermissions(config, '/p', capabilities)).toBe(option);
});

it('without a folder', () => {
  expect(defaultPermissions(trust('trusted'), null, NEW)).toBe('readOnly');
});
