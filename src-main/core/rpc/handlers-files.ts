import type { AppHandlers } from '../../../src-shared/contract/contract.ts';
import type { FilesService } from '../files/files-service.ts';
import type { ServerRegistry } from '../servers/server-registry.ts';

export const fileHandlers = (files: FilesService, servers: ServerRegistry): AppHandlers['files'] => ({
  search: ({ serverId, ...input }, { clientId }) =>
    servers.use(serverId, (server) => files.search(server, input, clientId)),
  readText: ({ serverId, ...input }) => servers.use(serverId, (server) => files.readText(server, input)),
  addImage: (input) => files.addImage(input),
  imageUrl: ({ source }) => files.imageUrl(source),
});
