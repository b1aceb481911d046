import type {
  McpConfig,
  McpDetail,
  McpResource,
  McpServer,
  McpStatus,
  McpTool,
} from '../../../src-shared/model/mcp.ts';
import type { Json } from '../../../src-shared/model/json.ts';
import type { ReadConfig } from './config-gateway.ts';
import { indented } from './map-tool-call.ts';
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
  /** What the user's own file says of it, with its secrets: for comparing, never for showing. Null: nothing. */
  readonly stored: Fields | null;
}

/** `[mcp_servers.*]` of the configuration, which the types do not describe. Values of variables and headers are left out. */
export function mapMcpConfig(read: ReadConfig): readonly ConfiguredMcp[] {
  return Object.entries(mcpTables(read.effective)).flatMap(([name, table]) =>
    isFields(table)
      ? [{ name, config: mapOne(table), origin: originOf(name, read), stored: storedMcp(read, name) }]
      : [],
  );
}

/** What the user's own file says of a server, with its secrets. */
export function storedMcp(read: ReadConfig, name: string): Fields | null {
  const tables = mcpTables(read.user.config);
  const table = Object.hasOwn(tables, name) ? tables[name] : null;
  return isFields(table) ? table : null;
}

function mcpTables(config: Json): Fields {
  const servers = isFields(config) ? config['mcp_servers'] : null;
  return isFields(servers) ? servers : {};
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
            envHeaders: Object.entries(isFields(table['env_http_headers']) ? table['env_http_headers'] : {}).flatMap(
              ([name, variable]) => (typeof variable === 'string' ? [{ name, variable }] : []),
            ),
          },
    enabled: table['enabled'] !== false,
    required: table['required'] === true,
    startupTimeoutSec: count(table['startup_timeout_sec']),
    toolTimeoutSec: count(table['tool_timeout_sec']),
    enabledTools: Array.isArray(table['enabled_tools']) ? texts(table['enabled_tools']) : null,
    disabledTools: texts(table['disabled_tools']),
  };
}

function mapEnvVar(entry: unknown) {
  if (typeof entry === 'string') return [{ name: entry, source: null }];
  if (!isFields(entry) || typeof entry['name'] !== 'string') return [];
  const { name, source } = entry;
  return [{ name, source: source === 'remote' || source === 'local' ? source : null } as const];
}

/** The nearest layer that says something of it; the user's where it cannot be told. */
function originOf(name: string, { layers, user }: ReadConfig): McpServer['origin'] {
  const kinds = layers.filter(({ config }) => Object.hasOwn(mcpTables(config), name)).map(({ layer }) => layer.kind);
  if (kinds.includes('project')) return 'project';
  return kinds.length === 0 || Object.hasOwn(mcpTables(user.config), name) ? 'user' : 'managed';
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
