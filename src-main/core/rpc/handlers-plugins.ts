import type { AppHandlers } from '../../../src-shared/contract/contract.ts';
import type { PluginService } from '../plugins/plugin-service.ts';
import type { ServerRegistry } from '../servers/server-registry.ts';

export const pluginHandlers = (
  plugins: PluginService,
  servers: Pick<ServerRegistry, 'use' | 'stream'>,
): AppHandlers['plugins'] => ({
  watch: ({ serverId, cwd }, sink) => servers.stream(serverId, sink, (server) => plugins.watch(server, cwd, sink)),
  reload: ({ serverId }) => servers.use(serverId, (server) => plugins.reload(server)),
  read: ({ serverId, ...place }) => servers.use(serverId, (server) => plugins.read(server, place)),
  parts: ({ serverId, cwd, pluginIds }) => servers.use(serverId, (server) => plugins.parts(server, cwd, pluginIds)),
  logo: ({ serverId, dark, ...place }) => servers.use(serverId, (server) => plugins.logo(server, place, dark)),
  search: ({ serverId, cwd, term }) => servers.use(serverId, (server) => plugins.search(server, cwd, term)),
  skillText: ({ serverId, skill, ...place }) =>
    servers.use(serverId, (server) => plugins.skillText(server, place, skill)),
  install: ({ serverId, ...place }) => servers.use(serverId, (server) => plugins.install(server, place)),
  uninstall: ({ serverId, ...place }) => servers.use(serverId, (server) => plugins.uninstall(server, place)),
  setEnabled: ({ serverId, enabled, ...place }) =>
    servers.use(serverId, (server) => plugins.setEnabled(server, place, enabled)),
  addMarketplace: ({ serverId, source, ref, sparsePaths }) =>
    servers.use(serverId, (server) => plugins.addMarketplace(server, source, ref, sparsePaths)),
  removeMarketplace: ({ serverId, name }) => servers.use(serverId, (server) => plugins.removeMarketplace(server, name)),
  refreshMarketplaces: ({ serverId, name }) =>
    servers.use(serverId, (server) => plugins.refreshMarketplaces(server, name)),
});
