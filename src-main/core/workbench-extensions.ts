import type { AppHandlers } from '../../src-shared/contract/contract.ts';
import type { ServerId } from '../../src-shared/model/ids.ts';
import { createAppDirectory } from './apps/app-directory.ts';
import type { CodexServer } from './codex/codex-supervisor.ts';
import type { ConfigWriter } from './config/config-service.ts';
import type { FileTokens } from './files/file-tokens.ts';
import { createHookService } from './hooks/hook-service.ts';
import { createMcpService } from './mcp/mcp-service.ts';
import { createPictureDesk } from './plugins/picture-desk.ts';
import { createPluginService } from './plugins/plugin-service.ts';
import type { Clock, Log } from './ports.ts';
import { appDirectoryHandlers, hookHandlers, mcpHandlers, skillHandlers } from './rpc/handlers-extensions.ts';
import { pluginHandlers } from './rpc/handlers-plugins.ts';
import type { ServerRegistry } from './servers/server-registry.ts';
import type { SkillFolders } from './skills/skill-folders.ts';
import { createSkillService } from './skills/skill-service.ts';

/** Plugins and what they bring: skills, apps, MCP servers, hooks. */
export interface ExtensionBench {
  readonly handlers: Pick<AppHandlers, 'plugins' | 'skills' | 'apps' | 'mcp' | 'hooks'>;
  addServer(server: CodexServer): void;
  dispose(): void;
}

/** `skillsChanged`: what lists skills elsewhere (the composer) reads them again. */
export function createExtensionBench(options: {
  readonly servers: Pick<ServerRegistry, 'use' | 'stream'>;
  readonly tokens: FileTokens;
  readonly fileUrl: (fileId: string) => string;
  readonly skillsChanged: (serverId: ServerId) => void;
  readonly config: ConfigWriter;
  readonly skillFolders: SkillFolders;
  readonly clock: Clock;
  readonly log: Log;
}): ExtensionBench {
  const { servers, tokens, fileUrl, skillsChanged, config, skillFolders, clock, log } = options;
  const pictures = createPictureDesk({ tokens, fileUrl, log });
  const skills = createSkillService({ folders: skillFolders, onChanged: skillsChanged, log });
  const apps = createAppDirectory({ pictures, config, log });
  const hooks = createHookService({ config, log });
  const mcp = createMcpService({ tokens, fileUrl, config, clock, log });
  const plugins = createPluginService({
    pictures,
    config,
    onChanged: (serverId) => {
      skillsChanged(serverId);
      skills.changed(serverId);
      hooks.changed(serverId);
      mcp.changed(serverId);
    },
    log,
  });
  return {
    handlers: {
      plugins: pluginHandlers(plugins, servers),
      skills: skillHandlers(skills, servers),
      apps: appDirectoryHandlers(apps, servers),
      mcp: mcpHandlers(mcp, servers),
      hooks: hookHandlers(hooks, servers),
    },
    addServer: (server) => {
      hooks.addServer(server);
      skills.addServer(server);
      mcp.addServer(server);
    },
    dispose: () => {
      for (const service of [plugins, skills, apps, hooks, mcp]) service.dispose();
    },
  };
}
