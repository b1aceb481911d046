import type { ConfigHealth, ConfigState, ExecRule } from '../../src-shared/model/config.ts';
import type { ServerId } from '../../src-shared/model/ids.ts';
import type { ImportState } from '../../src-shared/model/imports.ts';
import { getClient } from './client.ts';
import { createSharedStreams } from './shared-streams.ts';

/** A server, and the folder whose layers count as well. */
export interface ConfigPlace {
  readonly serverId: ServerId;
  readonly cwd: string | null;
}

/** What the configuration says; null until it has come. */
export const useConfig = createSharedStreams<ConfigPlace, ConfigState>((place, listener) =>
  getClient().config.watch(place, listener),
);
export const useConfigHealth = createSharedStreams<{ readonly serverId: ServerId }, ConfigHealth>((server, listener) =>
  getClient().config.watchHealth(server, listener),
);
/** How the last import goes, or went. */
export const useImport = createSharedStreams<{ readonly serverId: ServerId }, ImportState>((server, listener) =>
  getClient().imports.watch(server, listener),
);
export const useExecRules = createSharedStreams<ConfigPlace, readonly ExecRule[]>((place, listener) =>
  getClient().config.watchRules(place, listener),
);
