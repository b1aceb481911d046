import { describe, expect, it } from 'vitest';
import type { ConfigLayer } from '../../../src-shared/model/config.ts';
import { fitsKind, granularOf, kindOf } from '../../../src-shared/model/config-keys.ts';
import type { Json } from '../../../src-shared/model/json.ts';
import type { ReadConfig, Requirements } from '../codex/config-gateway.ts';
import { keyPathOf } from '../codex/config-edits.ts';
import { problemOf } from './config-problem.ts';
import { readSettings, sameJson } from './config-values.ts';
import { commentsOf, losesComments } from './lost-comments.ts';

const USER: ConfigLayer = { kind: 'user', file: '/codex/config.toml' };
const ADMIN: ConfigLayer = { kind: 'admin', source: '/etc/codex/managed_config.toml' };

function read(
  effective: Json,
  origins: readonly (readonly [string, ConfigLayer])[],
  own: Json = effective,
): ReadConfig {
  return { effective, origins: new Map(origins), layers: [], user: { config: own, version: 'v' } };
}
const requirements: Requirements = {
  allowed: new Map<string, readonly Json[]>([
    ['approval_policy', ['untrusted', 'on-request']],
    ['web_search', ['disabled']],
  ]),
  features: new Map(),
  defaultPermissions: null,
};

describe('settings', () => {
  it('are told with their layer, also where Codex names single entries, and with what holds them', () => {
    const settings = readSettings(
      read(
        {
          approval_policy: 'never',
          model: 'm',
          model_reasoning_effort: 'high',
          sandbox_workspace_write: { writable_roots: ['/a'], network_access: false },
          sandbox_mode: 7,
        },
        [
          ['approval_policy', USER],
          ['model_reasoning_effort', ADMIN],
          ['sandbox_workspace_write.writable_roots.0', USER],
          ['sandbox_mode', USER],
        ],
        { approval_policy: 'never', model_reasoning_effort: 'low' },
      ),
      requirements,
    );
    const told = Object.fromEntries(settings.map(({ key, ...rest }) => [key, rest]));
    expect(told['approval_policy']).toEqual({
      value: 'never',
      layer: USER,
      own: 'never',
      lock: { kind: 'allowed', values: ['untrusted', 'on-request'] },
    });
    expect(told['model_reasoning_effort']).toEqual({
      value: 'high',
      layer: ADMIN,
      own: 'low',
      lock: { kind: 'overridden', layer: ADMIN },
    });
    expect(told['sandbox_workspace_write.writable_roots']).toMatchObject({ value: ['/a'], layer: USER });
    // Codex fills in what nobody has set.
    expect(told['sandbox_workspace_write.network_access']).toMatchObject({ value: null, layer: null });
    expect(told['sandbox_mode']).toMatchObject({ value: null, layer: USER });
    expect(told['web_search']).toMatchObject({ value: null, lock: { kind: 'allowed', values: ['disabled'] } });
  });

  it.each([
    ['web_search', 'live', true],
    ['web_search', 'often', false],
    ['model', '', false],
    ['sandbox_workspace_write.writable_roots', ['/a'], true],
    ['sandbox_workspace_write.writable_roots', [1], false],
    ['project_doc_max_bytes', 1.5, false],
    ['project_doc_max_bytes', 0, true],
    ['approval_policy', { granular: { rules: true } }, true],
    ['approval_policy', { granular: 1 }, false],
    ['tui.notifications', ['approval-requested'], true],
    ['tui.notifications', ['nothing'], false],
    ['hide_agent_reasoning', null, true],
  ] as const)('%s can be %j: %s', (key, value, fits) => expect(fitsKind(kindOf(key), value as Json)).toBe(fits));

  it('of a granular policy that are left out are not asked about', () =>
    expect(granularOf({ granular: { rules: true } })).toEqual({
      sandbox_approval: false,
      rules: true,
      skill_approval: false,
      request_permissions: false,
      mcp_elicitations: false,
    }));
});

it.each([
  [{ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 }, true],
  [{ a: 1 }, { a: 1, b: 2 }, false],
  [[1, 2], [2, 1], false],
  [null, {}, false],
])('%j and %j are the same: %s', (a, b, same) => expect(sameJson(a as Json, b as Json)).toBe(same));

it.each([
  [['model'], 'model'],
  [
    ['permissions', 'a', 'filesystem', ':project_roots', '**/*.env'],
    'permissions.a.filesystem.":project_roots"."**/*.env"',
  ],
  [['x', 'a"b.c'], 'x."a\\"b.c"'],
])('%j is written %s', (path, text) => expect(keyPathOf(path)).toBe(text));

it.each([
  [
    '/h/config.toml:2:8: unclosed table, expected `]`',
    { kind: 'broken', file: '/h/config.toml', line: 2, column: 8, reason: 'unclosed table, expected `]`' },
  ],
  [
    'C:\\h\\config.toml:12:1: key with no value\nmore',
    { kind: 'broken', file: 'C:\\h\\config.toml', line: 12, column: 1, reason: 'key with no value\nmore' },
  ],
  [
    'Failed to read config file /h/config.toml: Permission denied (os error 13)',
    { kind: 'unreadable', file: '/h/config.toml', reason: 'Permission denied (os error 13)' },
  ],
  ['unknown variant `nope`', { kind: 'invalid', file: '/user.toml', reason: 'unknown variant `nope`' }],
])('%s', (reason, problem) => expect(problemOf({ code: 'config.unreadable', reason }, '/user.toml')).toEqual(problem));

describe('comments', () => {
  it.each([
    ['a = 1 # one\n# two\n', ['# one', '# two']],
    ['a = "#no" # yes', ['# yes']],
    ["a = '#no' # yes", ['# yes']],
    ['a = """\n# no\n""" # yes', ['# yes']],
    ['a = "\\"#no" # yes', ['# yes']],
    ["# it's one", ["# it's one"]],
  ])('of %j', (text, comments) => expect(commentsOf(text)).toEqual(comments));

  it.each([
    ['# a\n# a\n', '# a\n', true],
    ['# a\nx = 1\n', 'y = 2\n# a\n', false],
    ['x = 1\n', '', false],
  ])('%j to %j loses some: %s', (before, after, loses) => expect(losesComments(before, after)).toBe(loses));
});
