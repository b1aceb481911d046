import type { AppHandlers } from '../../../src-shared/contract/contract.ts';
import { ok } from '../../../src-shared/result.ts';
import type { AppDirectory } from '../apps/app-directory.ts';
import type { HookService } from '../hooks/hook-service.ts';
import type { McpService } from '../mcp/mcp-service.ts';
import type { ServerRegistry } from '../servers/server-registry.ts';
import type { SkillService } from '../skills/skill-service.ts';

type Servers = Pick<ServerRegistry, 'use' | 'stream'>;

export const skillHandlers = (skills: SkillService, servers: Servers): AppHandlers['skills'] => ({
  watch: ({ serverId, cwd }, sink) => servers.stream(serverId, sink, (server) => skills.watch(server, cwd, sink)),
  reload: ({ serverId }) => servers.use(serverId, (server) => skills.reload(server)),
  setEnabled: ({ serverId, path, enabled }) =>
    servers.use(serverId, (server) => skills.setEnabled(server, path, enabled)),
  setFolders: ({ serverId, folders }) => servers.use(serverId, (server) => skills.setFolders(server, folders)),
});

export const appDirectoryHandlers = (apps: AppDirectory, servers: Servers): AppHandlers['apps'] => ({
  watch: ({ serverId }, sink) => servers.stream(serverId, sink, (server) => apps.watch(server, sink)),
  reload: ({ serverId }) => servers.use(serverId, (server) => apps.reload(server)),
  setEnabled: ({ serverId, appId, enabled }) =>
    servers.use(serverId, (server) => apps.setEnabled(server, appId, enabled)),
  tools: ({ serverId, appId }) => servers.use(serverId, (server) => apps.tools(server, appId)),
  logo: ({ serverId, appId, dark }) => servers.use(serverId, (server) => apps.logo(server, appId, dark)),
});

export const hookHandlers = (hooks: HookService, servers: Servers): AppHandlers['hooks'] => ({
  watch: ({ serverId, cwd }, sink) => servers.stream(serverId, sink, (server) => hooks.watch(server, cwd, sink)),
  reload: ({ serverId }) => servers.use(serverId, (server) => hooks.reload(server)),
  setEnabled: ({ serverId, key, enabled }) => servers.use(serverId, (server) => hooks.setEnabled(server, key, enabled)),
  trust: ({ serverId, key, hash }) => servers.use(serverId, (server) => hooks.trust(server, key, hash)),
});

export const mcpHandlers = (mcp: McpService, servers: Servers): AppHandlers['mcp'] => ({
  watch: ({ serverId, cwd }, sink) => servers.stream(serverId, sink, (server) => mcp.watch(server, cwd, sink)),
  reload: ({ serverId }) => servers.use(serverId, (server) => mcp.reload(server)),
  check: ({ serverId, name }) => servers.use(serverId, (server) => mcp.check(server, name)),
  detail: ({ serverId, name }) => servers.use(serverId, (server) => mcp.detail(server, name)),
  save: ({ serverId, isNew, seen, ...change }) =>
    servers.use(serverId, (server) => mcp.save(server, change, { isNew, seen })),
  setEnabled: ({ serverId, name, enabled }) => servers.use(serverId, (server) => mcp.setEnabled(server, name, enabled)),
  remove: ({ serverId, name }) => servers.use(serverId, (server) => mcp.remove(server, name)),
  readResource: ({ serverId, name, uri }) => servers.use(serverId, (server) => mcp.readResource(server, name, uri)),
  callTool: ({ serverId, ...trial }) => servers.use(serverId, (server) => mcp.callTool(server, trial)),
  cancelCall: ({ callId }) => {
    mcp.cancelCall(callId);
    return Promise.resolve(ok(null));
  },
  signIn: ({ serverId, name }) => servers.use(serverId, (server) => mcp.signIn(server, name)),
});
