import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { AppHandlers } from '../../../src-shared/contract/contract.ts';
import type { DemoStart } from '../../../src-shared/contract/servers.ts';
import type { Result } from '../../../src-shared/result.ts';
import { readServerUsage } from '../codex/server-usage.ts';
import type { CatalogService } from '../models/catalog-service.ts';
import type { ServerRegistry } from '../servers/server-registry.ts';

export const serverHandlers = ({
  servers,
  catalogs,
  startDemo,
}: {
  readonly servers: ServerRegistry;
  readonly catalogs: CatalogService;
  readonly startDemo: () => Promise<Result<DemoStart, AppError>>;
}): AppHandlers['servers'] => ({
  watch: (_input, sink) => servers.watch((states) => sink.emit(states)),
  restart: ({ serverId }) => servers.restart(serverId),
  log: ({ serverId }) => Promise.resolve(servers.log(serverId)),
  usage: ({ serverId }) => servers.use(serverId, readServerUsage),
  dismissNotice: ({ serverId, noticeId }) => Promise.resolve(servers.dismissNotice(serverId, noticeId)),
  setUpSandbox: ({ serverId, mode }) => servers.use(serverId, (server) => server.setUpSandbox(mode)),
  startDemo,
  reloadCatalog: ({ serverId, cwd }) => Promise.resolve(catalogs.reload(serverId, cwd)),
  watchCatalog: ({ serverId, cwd }, sink) =>
    servers.stream(serverId, sink, (server) => catalogs.watch(server, cwd, sink)),
});
