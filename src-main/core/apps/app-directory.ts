import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { StreamSink, Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { AppShelf, AppTool } from '../../../src-shared/model/extension.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import { createAppGateway, listenToApps, type ReadApp } from '../codex/app-gateway.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import type { ConfigWriter } from '../config/config-service.ts';
import { createLiveValues } from '../live/live-values.ts';
import type { PictureDesk } from '../plugins/picture-desk.ts';
import type { Log } from '../ports.ts';

/** Apps (connectors) of the servers' accounts. */
export interface AppDirectory {
  watch(server: CodexServer, sink: StreamSink<AppShelf>): Unsubscribe;
  reload(server: CodexServer): Promise<Result<null, AppError>>;
  setEnabled(server: CodexServer, appId: string, enabled: boolean): Promise<Result<null, AppError>>;
  tools(server: CodexServer, appId: string): Promise<Result<readonly AppTool[], AppError>>;
  logo(server: CodexServer, appId: string, dark: boolean): Promise<Result<{ readonly url: string | null }, AppError>>;
  dispose(): void;
}

export function createAppDirectory({
  pictures,
  config,
  log,
}: {
  readonly pictures: PictureDesk;
  readonly config: ConfigWriter;
  readonly log: Log;
}): AppDirectory {
  const shelves = createLiveValues<readonly ReadApp[]>({
    name: 'Apps',
    read: (server, _cwd, fresh) => createAppGateway(server).list(fresh),
    onStale: (server, reload) =>
      listenToApps(server, {
        onList: (told) => shelves.change(server.id, (before) => told(before)),
        onAccount: reload,
      }),
    log,
  });
  return {
    watch: (server, sink) =>
      shelves.watch(server, null, {
        emit: (apps) =>
          sink.emit({
            apps: apps.map(({ entry }) => entry),
            needsChatgpt: server.state().account.kind !== 'chatgpt',
          }),
        fail: (error) => sink.fail(error),
      }),
    reload: (server) => shelves.reload(server.id),
    setEnabled: async (server, appId, enabled) => {
      const written = await config.edit(server.id, () => ok([{ path: ['apps', appId, 'enabled'], value: enabled }]));
      return written.ok ? shelves.reload(server.id, false) : written;
    },
    tools: (server, appId) => createAppGateway(server).tools(appId),
    logo: async (server, appId, dark) => {
      const logos = shelves.current(server.id, null)?.find(({ entry }) => entry.id === appId)?.logos;
      return ok({ url: logos ? await pictures.show(dark ? logos.dark : logos.light) : null });
    },
    dispose: () => shelves.dispose(),
  };
}
