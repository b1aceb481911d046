import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
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
      const [found, installed] = await Promise.all([
        everyPage((cursor) => server.call('app/list', { cursor, forceRefetch: fresh })),
        server.call('app/installed', { forceRefresh: fresh }),
      ]);
      if (!found.ok) return err(appFailure(found.error));
      // 0.124 lacks it, and the list is of use without it.
      const callable = installed.ok ? new Map(installed.value.apps.map((app) => [app.id, app.callable])) : null;
      return ok(found.value.map((app) => mapApp(app, callable && (callable.get(app.id) ?? false))));
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

/**
 * What the server tells of its apps by itself. Each reading of the list makes it tell the list as well (measured on 0.169.0), so that
 * reading it again because of that would never end: what is told is taken as it is.
 *
 * @param on.onList a function that makes the new list of the one before
 */
export const listenToApps = (
  server: CodexServer,
  on: {
    readonly onList: (told: (before: readonly ReadApp[]) => readonly ReadApp[]) => void;
    readonly onAccount: () => void;
  },
): Unsubscribe =>
  server.onNotification((notification) => {
    if (notification.method === 'account/updated') on.onAccount();
    if (notification.method !== 'app/list/updated') return;
    const { data } = notification.params;
    on.onList((before) => {
      const callable = new Map(before.map(({ entry }) => [entry.id, entry.callable]));
      return data.map((app) => mapApp(app, callable.get(app.id) ?? null));
    });
  });

function mapApp(app: AppInfo, callable: boolean | null): ReadApp {
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
      callable,
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
