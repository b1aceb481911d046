import type { Json } from '../../../src-shared/model/json.ts';
import type { McpSecret, McpTransportChange } from '../../../src-shared/model/mcp.ts';
import type { KeyEdit } from './config-edits.ts';

export interface McpChange {
  readonly name: string;
  readonly transport: McpTransportChange;
  readonly required: boolean;
  readonly startupTimeoutSec: number | null;
  readonly toolTimeoutSec: number | null;
  readonly enabledTools: readonly string[] | null;
  readonly disabledTools: readonly string[];
}

/**
 * The keys that a change writes into `[mcp_servers.NAME]`. The keys of the other transport go, those that nobody named stay, and values
 * that were not given are the stored ones.
 * @param stored the table as it is, with its secrets
 */
export function mcpConfigEdits(change: McpChange, stored: Readonly<Record<string, unknown>>): readonly KeyEdit[] {
  const { name, transport } = change;
  const values: Readonly<Record<string, Json>> =
    transport.kind === 'stdio'
      ? {
          command: transport.command,
          args: [...transport.args],
          cwd: transport.cwd,
          env: merged(transport.env, stored['env']),
          env_vars:
            transport.envVars.length === 0
              ? null
              : transport.envVars.map(({ name: variable, source }) =>
                  source === null ? variable : { name: variable, source },
                ),
          ...{ url: null, bearer_token_env_var: null, http_headers: null, env_http_headers: null },
        }
      : {
          url: transport.url,
          bearer_token_env_var: transport.tokenVar,
          http_headers: merged(transport.headers, stored['http_headers']),
          env_http_headers:
            transport.envHeaders.length === 0
              ? null
              : Object.fromEntries(transport.envHeaders.map((header) => [header.name, header.variable])),
          ...{ command: null, args: null, cwd: null, env: null, env_vars: null },
        };
  const all = {
    ...values,
    required: change.required ? true : null,
    startup_timeout_sec: change.startupTimeoutSec,
    tool_timeout_sec: change.toolTimeoutSec,
    enabled_tools: change.enabledTools && [...change.enabledTools],
    disabled_tools: change.disabledTools.length === 0 ? null : [...change.disabledTools],
  };
  return Object.entries(all).map(([key, value]) => ({ path: ['mcp_servers', name, key], value }));
}

/** Null when there is nothing to write. A name without a value that is stored nowhere is left out. */
function merged(secrets: readonly McpSecret[], stored: unknown): Json {
  const known = typeof stored === 'object' && stored !== null ? (stored as Readonly<Record<string, unknown>>) : {};
  const entries = secrets.flatMap(({ name, value }) => {
    const kept = value ?? (Object.hasOwn(known, name) ? known[name] : undefined);
    return typeof kept === 'string' ? [[name, kept] as const] : [];
  });
  return entries.length === 0 ? null : Object.fromEntries(entries);
}
