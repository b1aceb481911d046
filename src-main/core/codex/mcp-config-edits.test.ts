import { expect, it } from 'vitest';
import { mcpConfigEdits } from './mcp-config-edits.ts';

const rest = {
  name: 'docs',
  required: false,
  startupTimeoutSec: null,
  toolTimeoutSec: null,
  enabledTools: null,
  disabledTools: [],
};
const written = (...input: Parameters<typeof mcpConfigEdits>) =>
  Object.fromEntries(mcpConfigEdits(...input).map(({ path, value }) => [path.join('/'), value]));

it('keeps stored values under names without one, drops unknown names, and takes the other transport away', () => {
  expect(
    written(
      {
        ...rest,
        required: true,
        startupTimeoutSec: 5,
        transport: {
          kind: 'stdio',
          command: 'node',
          args: ['a b'],
          cwd: null,
          env: [
            { name: 'KEPT', value: null },
            { name: 'NEW', value: 'n' },
            { name: 'toString', value: null },
          ],
          envVars: [
            { name: 'HOME', source: null },
            { name: 'TOKEN', source: 'remote' },
          ],
        },
      },
      { env: { KEPT: 'secret', GONE: 'x' } },
    ),
  ).toEqual({
    'mcp_servers/docs/command': 'node',
    'mcp_servers/docs/args': ['a b'],
    'mcp_servers/docs/cwd': null,
    'mcp_servers/docs/env': { KEPT: 'secret', NEW: 'n' },
    'mcp_servers/docs/env_vars': ['HOME', { name: 'TOKEN', source: 'remote' }],
    'mcp_servers/docs/url': null,
    'mcp_servers/docs/bearer_token_env_var': null,
    'mcp_servers/docs/http_headers': null,
    'mcp_servers/docs/required': true,
    'mcp_servers/docs/startup_timeout_sec': 5,
    'mcp_servers/docs/env_http_headers': null,
    'mcp_servers/docs/tool_timeout_sec': null,
    'mcp_servers/docs/enabled_tools': null,
    'mcp_servers/docs/disabled_tools': null,
  });
  expect(
    written(
      {
        ...rest,
        enabledTools: ['read'],
        disabledTools: ['drop'],
        transport: {
          ...{ kind: 'http', url: 'https://a.test/mcp', tokenVar: 'T', headers: [] },
          envHeaders: [{ name: 'X-Team', variable: 'TEAM' }],
        },
      },
      {},
    ),
  ).toMatchObject({
    'mcp_servers/docs/url': 'https://a.test/mcp',
    'mcp_servers/docs/bearer_token_env_var': 'T',
    'mcp_servers/docs/http_headers': null,
    'mcp_servers/docs/env_http_headers': { 'X-Team': 'TEAM' },
    'mcp_servers/docs/enabled_tools': ['read'],
    'mcp_servers/docs/disabled_tools': ['drop'],
    'mcp_servers/docs/command': null,
    'mcp_servers/docs/env': null,
  });
});
