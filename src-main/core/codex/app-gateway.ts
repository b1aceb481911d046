import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { AppEntry, AppTool } from '../../../src-shared/model/extension.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CodexServer } from './codex-supervisor.ts';
import { everyPage } from './every-page.ts';
import type { Logos } from './map-plugin.ts';
import type { AppInfo } from './protocol/generated/v2/AppInfo';
import { maskSecrets } from './server-log.ts';

export interface ReadApp {
  readonly entry: AppEntry;
  readonly logos: Logos;
}

/** The apps (connectors) of the account of one server. */
export interface AppGateway {
  list(fresh: boolean): Promise<Result<readonly ReadApp[], AppError>>;
  tools(appId: string): Promise<Result<readonly AppTool[], AppError>>;
}

const MAX_DETAIL_CHARS = 1000;

export function createAppGateway(server: CodexServer): AppGateway {
  return {
    list: async (fresh) => {
      const found = await everyPage((cursor) => server.call('app/list', { cursor, forceRefetch: fresh }));
      return found.ok ? ok(found.value.map(mapApp)) : err(appFailure(found.error));
    },
    tools: async (appId) => {
      const answer = await server.call('app/read', { appIds: [appId], includeTools: true });
      if (!answer.ok) return err(appFailure(answer.error));
      const tools = answer.value.apps[0]?.toolSummaries ?? [];
      return ok(
        tools.map(({ name, title, description, isEnabled, isReadOnly }) => ({
          name: title ?? name,
          description,
          enabled: isEnabled,
          readOnly: isReadOnly,
        })),
      );
    },
  };
}

function mapApp(app: AppInfo): ReadApp {
  const light = [app.logoUrl].filter((logo) => logo !== null);
  const dark = [app.logoUrlDark, app.logoUrl].filter((logo) => logo !== null);
  const { branding, appMetadata } = app;
  return {
    entry: {
      id: app.id,
      name: app.name,
      description: app.description ?? '',
      category: branding?.category ?? appMetadata?.categories?.[0] ?? null,
      developer: branding?.developer ?? appMetadata?.developer ?? null,
      connectUrl: app.installUrl,
      connected: app.isAccessible,
      enabled: app.isEnabled,
      plugins: app.pluginDisplayNames,
      hasLogo: dark.length > 0,
    },
    logos: { light, dark },
  };
}

function appFailure(error: AppError): AppError {
  if (error.code !== 'codex.rejected') return error;
  return { code: 'app.service-failed', detail: maskSecrets(error.message).slice(0, MAX_DETAIL_CHARS) };
}
