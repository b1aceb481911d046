import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { ThreadId } from '../../../src-shared/model/ids.ts';
import type { ToolResultPart } from '../../../src-shared/model/item.ts';
import type { McpDetail, McpStart, McpStatus } from '../../../src-shared/model/mcp.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CodexServer } from './codex-supervisor.ts';
import { everyPage } from './every-page.ts';
import { mapMcpDetail, mapMcpStatus, shortFailure } from './map-mcp.ts';
import { mapMcpContent } from './map-tool-call.ts';
import type { McpServerStatus } from './protocol/generated/v2/McpServerStatus';
import type { JsonValue } from './protocol/generated/serde_json/JsonValue';
import type { ServerNotification } from './protocol-types.ts';
import { featuresOf } from './server-access.ts';
import { maskSecrets } from './server-log.ts';

type Answer<T> = Promise<Result<T, AppError>>;

export type McpEvent =
  | { readonly kind: 'start'; readonly name: string; readonly start: Omit<McpStart, 'atMs'> }
  | { readonly kind: 'signInEnded'; readonly name: string; readonly error: string | null };

/** What was found out about one server. Null: there is none of that name (any more). */
export interface CheckedMcp {
  readonly status: McpStatus;
  readonly detail: McpDetail;
  readonly pluginId: string | null;
}
/** `base64`: bytes that are no text. */
export type ReadContent = {
  readonly uri: string;
  readonly type: string | null;
} & ({ readonly text: string } | { readonly base64: string });

/** The MCP servers of one app-server. */
export interface McpGateway {
  /** Names of servers that plugins bring. */
  ofPlugins(): Answer<readonly { readonly name: string; readonly pluginId: string }[]>;
  /** Starts the server and asks it what it has. `timeoutMs`: for its start and its answers. */
  check(name: string, timeoutMs: number): Answer<CheckedMcp | null>;
  reload(): Answer<null>;
  readResource(name: string, uri: string): Answer<readonly ReadContent[]>;
  /** A thread of no list, in which tools are tried. */
  openTrial(cwd: string): Answer<ThreadId>;
  closeTrial(threadId: ThreadId): void;
  callTool(
    threadId: ThreadId,
    call: { readonly name: string; readonly tool: string; readonly arguments: JsonValue },
    signal: AbortSignal,
  ): Answer<{ readonly parts: readonly ToolResultPart[]; readonly failed: boolean }>;
  signIn(name: string): Answer<string>;
  onEvent(listener: (event: McpEvent) => void): Unsubscribe;
}

export function createMcpGateway(server: CodexServer): McpGateway {
  const statuses = (name: string | null, timeoutMs: number) =>
    everyPage((cursor) =>
      server.call(
        'mcpServerStatus/list',
        { cursor, detail: 'full', ...(name !== null && { serverName: name }) },
        { timeoutMs },
      ),
    );
  return {
    ofPlugins: () => pluginServers(server),
    check: async (name, timeoutMs) => {
      const features = await featuresOf(server);
      if (!features.ok) return features;
      // 0.124 looks at all of them, or none.
      const found = await statuses(features.value.capabilities.mcpByName ? name : null, timeoutMs);
      if (!found.ok) return err(mcpFailure(found.error, name));
      const status = found.value.find((one: McpServerStatus) => one.name === name);
      if (!status) return ok(null);
      return ok({
        status: mapMcpStatus(status),
        detail: mapMcpDetail(status),
        pluginId: (status.pluginId as string | null | undefined) ?? null,
      });
    },
    reload: async () => {
      const answer = await server.call('config/mcpServer/reload', undefined);
      return answer.ok ? ok(null) : answer;
    },
    readResource: async (name, uri) => {
      const answer = await server.call('mcpServer/resource/read', { server: name, uri });
      if (!answer.ok) return err(mcpFailure(answer.error, name));
      return ok(
        answer.value.contents.map((content) => ({
          uri: content.uri,
          type: content.mimeType ?? null,
          ...('text' in content ? { text: content.text } : { base64: content.blob }),
        })),
      );
    },
    openTrial: async (cwd) => {
      const answer = await server.call('thread/start', {
        cwd,
        ephemeral: true,
        approvalPolicy: 'never',
        sandbox: 'read-only',
      });
      return answer.ok ? ok(answer.value.thread.id as ThreadId) : answer;
    },
    closeTrial: (threadId) => void server.call('thread/unsubscribe', { threadId }),
    callTool: async (threadId, { name, tool, arguments: given }, signal) => {
      const answer = await server.call(
        'mcpServer/tool/call',
        { threadId, server: name, tool, arguments: given },
        { signal },
      );
      if (!answer.ok) return err(mcpFailure(answer.error, name));
      return ok({
        parts: answer.value.content.map((block) => mapMcpContent(block, Number.POSITIVE_INFINITY)),
        failed: answer.value.isError === true,
      });
    },
    signIn: async (name) => {
      const answer = await server.call('mcpServer/oauth/login', { name });
      return answer.ok ? ok(answer.value.authorizationUrl) : err(mcpFailure(answer.error, name));
    },
    onEvent: (listener) =>
      server.onNotification((notification) => {
        const event = mapEvent(notification);
        if (event) listener(event);
      }),
  };
}

async function pluginServers(server: CodexServer): Answer<readonly { name: string; pluginId: string }[]> {
  const features = await featuresOf(server);
  if (!features.ok) return features;
  if (!features.value.capabilities.mcpByName) return ok([]);
  const installed = await server.call('plugin/installed', {});
  if (!installed.ok) return installed;
  const found = await Promise.all(
    installed.value.marketplaces.flatMap(({ name, path, plugins }) =>
      plugins
        .filter(({ enabled }) => enabled)
        .map(async (plugin) => {
          const read = await server.call('plugin/read', {
            ...(path === null ? { remoteMarketplaceName: name } : { marketplacePath: path }),
            pluginName: plugin.name,
          });
          // A plugin that cannot be read brings nothing; its own page says why.
          return read.ok ? read.value.plugin.mcpServers.map((one) => ({ name: one, pluginId: plugin.id })) : [];
        }),
    ),
  );
  return ok(found.flat());
}

function mapEvent(notification: ServerNotification): McpEvent | null {
  switch (notification.method) {
    case 'mcpServer/startupStatus/updated': {
      const { threadId, name, status, error } = notification.params;
      if (typeof threadId !== 'string') return null;
      const message = typeof error === 'string' ? shortFailure(maskSecrets(error)) : null;
      return { kind: 'start', name, start: { threadId: threadId as ThreadId, state: status, message } };
    }
    case 'mcpServer/oauthLogin/completed': {
      const { name, success, error } = notification.params;
      return { kind: 'signInEnded', name, error: success ? null : maskSecrets(error ?? '') };
    }
    default:
      return null;
  }
}

function mcpFailure(error: AppError, name: string): AppError {
  if (error.code === 'rpc.disconnected') return { code: 'mcp.cancelled' };
  if (error.code !== 'codex.rejected') return error;
  const detail = shortFailure(maskSecrets(error.message));
  return /unknown MCP server/i.test(detail) ? { code: 'mcp.unknown', name } : { code: 'mcp.failed', name, detail };
}
