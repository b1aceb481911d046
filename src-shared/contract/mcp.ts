import { z } from 'zod';
import type { McpBoard, McpContent, McpDetail, McpToolResult, McpTransportChange, McpWritten } from '../model/mcp.ts';
import { call, stream } from './define.ts';
import { path, serverId } from './fields.ts';

const onServer = z.object({ serverId });
/** As Codex accepts it. */
const name = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[A-Za-z0-9_-]+$/, 'may hold letters, digits, - and _');
/** Names of servers that somebody else wrote down may be any. */
const named = onServer.extend({ name: z.string().min(1).max(300) });
const variable = z
  .string()
  .max(200)
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be the name of a variable');
const header = z
  .string()
  .max(200)
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'must be the name of a header');
const secret = z.string().max(100_000).nullable();
const seconds = z.number().positive().max(86_400).nullable();
const uri = z.string().min(1).max(10_000);
const callId = z.uuid();
const toolName = z.string().trim().min(1).max(300);
const toolNames = z.array(toolName).max(1000);

const transport = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('stdio'),
    command: z.string().trim().min(1, 'is empty').max(4096),
    args: z.array(z.string().max(100_000)).max(200),
    cwd: path.nullable(),
    env: z.array(z.object({ name: variable, value: secret })).max(200),
    envVars: z.array(z.object({ name: variable, source: z.enum(['local', 'remote']).nullable() })).max(200),
  }),
  z.object({
    kind: z.literal('http'),
    url: z.url({ protocol: /^https?$/ }).max(4096),
    tokenVar: variable.nullable(),
    headers: z.array(z.object({ name: header, value: secret })).max(200),
    envHeaders: z.array(z.object({ name: header, variable })).max(200),
  }),
]) satisfies z.ZodType<McpTransportChange>;

export const mcp = {
  /** The MCP servers of a Codex home (and of the folder's own configuration), how they do, and each change. */
  watch: stream(onServer.extend({ cwd: path.nullable() })).of<McpBoard>(),
  /** Has Codex and its loaded threads take up the configuration, and looks at every server again. The stream brings it. */
  reload: call(onServer).returns<null>(),
  /** Looks at one server again. */
  check: call(named).returns<null>(),
  detail: call(named).returns<McpDetail>(),
  /**
   * Writes one server into the user's `config.toml`; keys that are not named here stay. `seen`: the stamp that was shown when the change
   * began: another one by now fails with `config.changed-elsewhere`. Null overwrites. `isNew`: fails with `mcp.exists`.
   */
  save: call(
    onServer.extend({
      name,
      isNew: z.boolean(),
      seen: z.string().max(100).nullable(),
      transport,
      required: z.boolean(),
      startupTimeoutSec: seconds,
      toolTimeoutSec: seconds,
      enabledTools: toolNames.nullable(),
      disabledTools: toolNames,
    }),
  ).returns<McpWritten>(),
  setEnabled: call(named.extend({ enabled: z.boolean() })).returns<null>(),
  remove: call(named).returns<McpWritten>(),
  readResource: call(named.extend({ uri })).returns<readonly McpContent[]>(),
  /** Runs a tool as an agent would, in a thread that is not kept. `arguments`: JSON text of an object. */
  callTool: call(
    named.extend({ tool: toolName, arguments: z.string().max(1_000_000), callId }),
  ).returns<McpToolResult>(),
  /** Gives up waiting for a tool: its call answers `mcp.cancelled`. */
  cancelCall: call(z.object({ callId })).returns<null>(),
  /** Answers the page on which the user signs in; how it ends is told by the stream. */
  signIn: call(named).returns<{ readonly url: string }>(),
} as const;
