import { expect, test } from 'vitest';
import { parseCodePath, parseFileLink } from './file-link.ts';

test.each([
  ['src/a.ts', 'src/a.ts', null],
  ['src/a.ts:12', 'src/a.ts', 12],
  ['src/a.ts:12:7', 'src/a.ts', 12],
  ['src/a.ts:12-20', 'src/a.ts', 12],
  ['name.ts:12', 'name.ts', 12],
  ['/home/mira/a b.ts#L9', '/home/mira/a b.ts', 9],
  ['/home/mira/a%20b.ts#L9-L12', '/home/mira/a b.ts', 9],
  ['file:///home/mira/a.ts:3', '/home/mira/a.ts', 3],
  ['file:///C:/x/a.ts:3', 'C:/x/a.ts', 3],
  ['C:\\x\\a.ts:3', 'C:\\x\\a.ts', 3],
  ['100%.txt', '100%.txt', null],
])('%s', (href, path, line) => expect(parseFileLink(href)).toEqual({ path, line }));

test.each([
  'https://example.org/a.ts:12', 'javascript:alert(1)', 'mailto:a@b.c', '#section', '//host/x', '', 'data:text/html,x', 'vscode://x',
  'src/', 'a?b',
])('%s is no file', (href) => expect(parseFileLink(href)).toBeNull()); // prettier-ignore

test.each([
  'src/webhooks/worker.ts',
  './a.ts',
  '../x/y.test.tsx:4',
  'worker.ts:41',
  '/etc/hosts.conf',
  '@scope/pkg/index.d.ts',
])('inline code %s is a file', (code) => expect(parseCodePath(code)).not.toBeNull());
test.each([
  'dead_letters',
  'a.b',
  'Array.from',
  'x / y',
  'npm test',
  'https://a.b/c.html',
  'and/or',
  '1.5',
  'foo.bar()',
])('inline code %s is none', (code) => expect(parseCodePath(code)).toBeNull());
