import { describe, expect, it } from 'vitest';
import { changeOf, draftOf, problemsOf, type McpDraft } from './mcp-draft.ts';

const stdio = (change: Partial<McpDraft> = {}): McpDraft => ({
  ...draftOf(null),
  name: 'shop',
  command: 'node',
  ...change,
});
const http = (change: Partial<McpDraft> = {}): McpDraft =>
  stdio({ kind: 'http', url: 'https://a.test/mcp', ...change });

describe('what is wrong with the form of an MCP server', () => {
  const fine: readonly [string, McpDraft][] = [
    ['a command alone', stdio()],
    ['an address alone', http()],
    ['fields of the other kind do not count', http({ command: '', env: 'no name' })],
    ['a stored value that is kept', stdio({ env: 'TOKEN' })],
    ['a variable with its source', stdio({ envVars: 'HOME\nTOKEN=remote' })],
    ['a header of a variable', http({ envHeaders: 'X-Key=KEY' })],
    ['parts of a second', stdio({ startupTimeout: '0.5' })],
  ];
  it.each(fine)('nothing: %s', (_, draft) => expect(problemsOf(draft)).toEqual({}));

  const wrong: readonly [keyof McpDraft, McpDraft][] = [
    ['name', stdio({ name: ' ' })],
    ['name', stdio({ name: 'my server' })],
    ['command', stdio({ command: '  ' })],
    ['env', stdio({ env: 'A=1\n=2' })],
    ['env', stdio({ env: 'not-a-name=1' })],
    ['envVars', stdio({ envVars: 'TOKEN=elsewhere' })],
    ['url', http({ url: 'ftp://a.test' })],
    ['tokenVar', http({ tokenVar: 'sk-a-key' })],
    ['headers', http({ headers: 'two words=1' })],
    ['envHeaders', http({ envHeaders: 'X-Key' })],
    ['startupTimeout', stdio({ startupTimeout: 'soon' })],
    ['toolTimeout', stdio({ toolTimeout: '0' })],
    ['toolTimeout', stdio({ toolTimeout: '1e999' })],
  ];
  it.each(wrong)('%s', (field, draft) => expect(Object.keys(problemsOf(draft))).toEqual([field]));
});

describe('the form as the core takes it', () => {
  it('of a command', () => {
    const draft = stdio({
      ...{ name: ' shop ', args: '-x "two words"', cwd: ' ', env: 'A=1\nKEPT', envVars: 'HOME\nTOKEN=local' },
      ...{ startupTimeout: '5', enabledTools: ' \n', disabledTools: 'crash\n\n drop ' },
    });
    expect(changeOf(draft)).toEqual({
      ...{ name: 'shop', required: false, startupTimeoutSec: 5, toolTimeoutSec: null },
      ...{ enabledTools: null, disabledTools: ['crash', 'drop'] },
      transport: {
        ...{ kind: 'stdio', command: 'node', args: ['-x', 'two words'], cwd: null },
        env: [
          { name: 'A', value: '1' },
          { name: 'KEPT', value: null },
        ],
        envVars: [
          { name: 'HOME', source: null },
          { name: 'TOKEN', source: 'local' },
        ],
      },
    });
  });

  it('of an address', () => {
    const draft = http({ tokenVar: ' KEY ', headers: 'X-A=b', envHeaders: 'X-Key=KEY' });
    expect(changeOf(draft).transport).toEqual({
      ...{ kind: 'http', url: 'https://a.test/mcp', tokenVar: 'KEY' },
      headers: [{ name: 'X-A', value: 'b' }],
      envHeaders: [{ name: 'X-Key', variable: 'KEY' }],
    });
  });
});
