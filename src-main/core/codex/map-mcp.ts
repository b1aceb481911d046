import type {
  McpConfig,
  McpDetail,
  McpResource,
  McpServer,
  McpStatus,
  McpTool,
} from '../../../src-shared/model/mcp.ts';
import { indented } from './map-tool-call.ts';
import type { Config } from './protocol/generated/v2/Config';
import type { ConfigReadResponse } from './protocol/generated/v2/ConfigReadResponse';
import type { McpServerStatus } from './protocol/generated/v2/McpServerStatus';

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
const count = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** One server of the configuration, and who wrote it down. */
export interface ConfiguredMcp {
  readonly name: string;
  readonly config: McpConfig;
  readonly origin: McpServer['origin'];
}

/** `[mcp_servers.*]` of the configuration, which the types do not describe. Values of variables and headers are left out. */
export function mapMcpConfig(answer: Pick<ConfigReadResponse, 'config' | 'origins'>): readonly ConfiguredMcp[] {
  const servers = mcpTables(answer.config);
  return Object.entries(servers).flatMap(([name, table]) =>
    isFields(table) ? [{ name, config: mapOne(table), origin: originOf(name, answer.origins) }] : [],
  );
}

/** The tables as they stand, with their secrets: for merging what is kept, never for showing. */
export function mcpTables(config: Config): Fields {
  const { mcp_servers } = config as unknown as { readonly mcp_servers?: unknown };
  return isFields(mcp_servers) ? mcp_servers : {};
}

function mapOne(table: Fields): McpConfig {
  const url = text(table['url']);
  return {
    transport:
      url === null
        ? {
            kind: 'stdio',
            command: text(table['command']) ?? '',
            args: texts(table['args']),
            cwd: text(table['cwd']),
            env: isFields(table['env']) ? Object.keys(table['env']) : [],
            envVars: (Array.isArray(table['env_vars']) ? table['env_vars'] : []).flatMap(mapEnvVar),
          }
        : {
            kind: 'http',
            url,
            tokenVar: text(table['bearer_token_env_var']),
            headers: isFields(table['http_headers']) ? Object.keys(table['http_headers']) : [],
          },
    enabled: table['enabled'] !== false,
    required: table['required'] === true,
    startupTimeoutSec: count(table['startup_timeout_sec']),
    toolTimeoutSec: count(table['tool_timeout_sec']),
  };
}

function mapEnvVar(entry: unknown) {
  if (typeof entry === 'string') return [{ name: entry, source: null }];
  if (!isFields(entry) || typeof entry['name'] !== 'string') return [];
  const { name, source } = entry;
  return [{ name, source: source === 'remote' || source === 'local' ? source : null } as const];
}

function originOf(name: string, origins: ConfigReadResponse['origins']): McpServer['origin'] {
  const prefix = `mcp_servers.${name}.`;
  const layers = Object.entries(origins).flatMap(([key, origin]) =>
    key.startsWith(prefix) && origin ? [origin.name.type] : [],
  );
  if (layers.includes('project')) return 'project';
  return layers.length === 0 || layers.includes('user') ? 'user' : 'managed';
}

export function mapMcpStatus(status: McpServerStatus): McpStatus {
  const { authStatus, toolsError, tools, resources, serverInfo } = status;
  if (authStatus === 'notLoggedIn') return { kind: 'signIn' };
  // 0.124 says nothing of a server that failed.
  const error = toolsError as string | null | undefined;
  if (typeof error === 'string') return { kind: 'failed', message: shortFailure(error) };
  return {
    kind: 'ready',
    title: serverInfo?.title ?? serverInfo?.name ?? null,
    version: serverInfo?.version ?? null,
    tools: Object.keys(tools).length,
    resources: resources.length + status.resourceTemplates.length,
    auth: authStatus === 'oAuth' ? 'signedIn' : authStatus === 'bearerToken' ? 'token' : 'none',
  };
}

const MAX_FAILURE_CHARS = 2000;
/** Codex's words without the names of Rust's types. */
export const shortFailure = (message: string): string =>
  message
    .replace(/Transport \[[^\]]*\] error: /g, '')
    .trim()
    .slice(0, MAX_FAILURE_CHARS);

export function mapMcpDetail(status: McpServerStatus): McpDetail {
  const tools = Object.entries(status.tools).flatMap(([name, tool]): McpTool[] => {
    if (!tool) return [];
    const hints = isFields(tool.annotations) ? tool.annotations : {};
    return [
      {
        name,
        title: tool.title ?? null,
        description: tool.description ?? '',
        schema: indented(tool.inputSchema),
        readOnly: hints['readOnlyHint'] === true,
        destructive: hints['destructiveHint'] === true,
      },
    ];
  });
  const resource = (uri: string, one: { name: string; title?: string; description?: string; mimeType?: string }) => ({
    uri,
    name: one.title ?? one.name,
    description: one.description ?? '',
    type: one.mimeType ?? null,
  });
  return {
    tools: tools.sort((a, b) => a.name.localeCompare(b.name)),
    resources: status.resources.map((one): McpResource => resource(one.uri, one)),
    templates: status.resourceTemplates.map((one): McpResource => resource(one.uriTemplate, one)),
  };
}
