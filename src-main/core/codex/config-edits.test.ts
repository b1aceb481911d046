import { expect, test } from 'vitest';
import { toEdit, toUnquotedEdit } from './config-edits.ts';

test.each([
  [['model'], 'model'],
  [['plugins', 'tea@corner', 'enabled'], 'plugins."tea@corner".enabled'],
  [['projects', '/a/b.c', 'trust_level'], 'projects."/a/b.c".trust_level'],
])('%j is quoted as TOML does', (path, keyPath) => {
  expect(toEdit({ path, value: 1 })).toEqual({ keyPath, value: 1, mergeStrategy: 'replace' });
});

test.each([
  [['model'], 'x', { keyPath: 'model', value: 'x', mergeStrategy: 'replace' }],
  [['model'], null, { keyPath: 'model', value: null, mergeStrategy: 'replace' }],
  [
    ['plugins', 'tea@corner', 'enabled'],
    true,
    { keyPath: 'plugins.tea@corner.enabled', value: true, mergeStrategy: 'replace' },
  ],
  [
    ['projects', '/a/b.c', 'trust_level'],
    'trusted',
    { keyPath: 'projects', value: { '/a/b.c': { trust_level: 'trusted' } }, mergeStrategy: 'upsert' },
  ],
  [['mcp', 'a.b', 'args'], ['x'], { keyPath: 'mcp', value: { 'a.b': { args: ['x'] } }, mergeStrategy: 'upsert' }],
  [['projects', '/a/b.c'], null, null],
  [['projects', '/a/b.c'], { trust_level: 'trusted' }, null],
  [['a.b'], 1, null],
])('for 0.124: %j = %j', (path, value, edit) => {
  expect(toUnquotedEdit({ path, value })).toEqual(edit);
});
