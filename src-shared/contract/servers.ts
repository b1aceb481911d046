import { z } from 'zod';
import type { Catalog } from '../model/catalog.ts';
import type { ServerId } from '../model/ids.ts';
import type { ServerState, ServerUsage } from '../model/server.ts';
import { call, stream } from './define.ts';
import { path, serverId } from './fields.ts';

export interface DemoPrompt {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly teaches: string;
  /** The collaboration mode that the prompt needs; its card sets it before sending. */
  readonly mode: 'default' | 'plan';
}
export interface DemoStart {
  readonly serverId: ServerId;
  readonly projectPath: string;
  readonly prompts: readonly DemoPrompt[];
}

export const servers = {
  watch: stream(z.object({})).of<readonly ServerState[]>(),
  restart: call(z.object({ serverId })).returns<null>(),
  /** The last lines Skein and the app-server wrote, for *Copy log*. Secrets are masked. */
  log: call(z.object({ serverId })).returns<{ readonly text: string }>(),
  /** What it takes of memory and disk, looked up now. */
  usage: call(z.object({ serverId })).returns<ServerUsage>(),
  dismissNotice: call(z.object({ serverId, noticeId: z.string().max(300) })).returns<null>(),
  /**
   * Sets the sandbox of Windows up; `servers.watch` tells how it ends. `elevated`: an administrator is asked for, and the network is fenced as
   * well. Fails when it could not be begun.
   */
  setUpSandbox: call(z.object({ serverId, mode: z.enum(['elevated', 'unelevated']) })).returns<null>(),
  /** Starts the embedded model, the demo's own Codex home and its sample repository; answers when its server is ready. */
  startDemo: call(z.object({})).returns<DemoStart>(),
  /** Reads everything of a catalog again, after a failure. The stream brings it. */
  reloadCatalog: call(z.object({ serverId, cwd: path.nullable() })).returns<null>(),
  /** Models, permissions, skills and prompts for one folder; a new value whenever one of them changes. */
  watchCatalog: stream(z.object({ serverId, cwd: path.nullable() })).of<Catalog>(),
} as const;
