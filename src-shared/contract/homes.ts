import { z } from 'zod';
import type { ServerId } from '../model/ids.ts';
import type { CodexHome } from '../model/server.ts';
import { call, stream } from './define.ts';
import { path, serverId } from './fields.ts';

const label = z.string().trim().min(1).max(80);

/** Further Codex homes on this machine: accounts beside the user's own, each with threads and limits of its own. */
export const homes = {
  watch: stream(z.object({})).of<readonly CodexHome[]>(),
  /** The folder is made where there is none. `home.exists`: a server uses it already. */
  add: call(z.object({ label, path })).returns<{ readonly serverId: ServerId }>(),
  rename: call(z.object({ serverId, label })).returns<null>(),
  /** Nothing in the folder is touched. `home.in-use`: projects belong to it. */
  remove: call(z.object({ serverId })).returns<null>(),
} as const;
