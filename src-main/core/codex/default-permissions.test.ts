import { expect, it } from 'vitest';
import { defaultPermissions } from './default-permissions.ts';
import { optionIdOf } from './permission-presets.ts';

const NEW = { permissionProfiles: true };
const OLD = { permissionProfiles: false };
const trust = (level: string, path = '/p') => ({ projects: { [path]: { trust_level: level } } });

// Each line as a real server of that age started a thread with this configuration.
it.each([
  ['nothing said', {}, NEW, 'ask'],
  ['nothing said', { approval_policy: null, sandbox_mode: null, projects: null }, OLD, 'ask'],
  ['trusted', trust('trusted'), NEW, 'ask'],
  ['untrusted', trust('untrusted'), OLD, 'ask'],
  ['a policy alone, nowhere', { approval_policy: 'on-request' }, NEW, 'readOnly'],
  ['a policy alone, trusted', { approval_policy: 'on-request', ...trust('trusted') }, OLD, 'auto'],
  ['a policy alone, elsewhere', { approval_policy: 'on-request', ...trust('trusted', '/q') }, NEW, 'readOnly'],
  ['a policy alone, below a trusted folder', { approval_policy: 'on-request', ...trust('trusted', '/') }, NEW, null],
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
  const choice = defaultPermissions(config, '/p', capabilities);
  expect(choice && optionIdOf(choice)).toBe(option);
});

it('without a folder', () => {
  expect(defaultPermissions({ approval_policy: 'on-request', ...trust('trusted') }, null, NEW)).toEqual({
    kind: 'preset',
    preset: 'readOnly',
  });
});

it('says in full what is none of the options', () => {
  const config = { sandbox_mode: 'danger-full-access', approval_policy: 'on-request' };
  expect(defaultPermissions(config, '/p', NEW)).toEqual({
    kind: 'custom',
    label: 'danger-full-access · on-request',
    dangerous: true,
  });
});
