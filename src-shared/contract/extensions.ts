import { z } from 'zod';
import type { AppShelf, AppTool, HookShelf, SkillShelf } from '../model/extension.ts';
import { call, stream } from './define.ts';
import { path, serverId } from './fields.ts';

const shelf = z.object({ serverId, cwd: path.nullable() });
const appId = z.string().min(1).max(300);
const hookKey = z.string().min(1).max(5000);

export const skills = {
  watch: stream(shelf).of<SkillShelf>(),
  /** Reads the folders of skills again. The stream brings it, and the composer's lists follow. */
  reload: call(z.object({ serverId })).returns<null>(),
  setEnabled: call(z.object({ serverId, path, enabled: z.boolean() })).returns<null>(),
  /** Fails with `path.*` for one that is no folder of this machine, `codex.unsupported` on older versions. */
  setFolders: call(z.object({ serverId, folders: z.array(path).max(50) })).returns<null>(),
} as const;

export const apps = {
  watch: stream(z.object({ serverId })).of<AppShelf>(),
  /** Asks the directory again. The stream brings it. */
  reload: call(z.object({ serverId })).returns<null>(),
  setEnabled: call(z.object({ serverId, appId, enabled: z.boolean() })).returns<null>(),
  tools: call(z.object({ serverId, appId })).returns<readonly AppTool[]>(),
  logo: call(z.object({ serverId, appId, dark: z.boolean() })).returns<{ readonly url: string | null }>(),
} as const;

export const hooks = {
  /** What is set up for a folder, and what ran in any thread of the server. */
  watch: stream(shelf).of<HookShelf>(),
  reload: call(z.object({ serverId })).returns<null>(),
  setEnabled: call(z.object({ serverId, key: hookKey, enabled: z.boolean() })).returns<null>(),
  /** Trusts what the hook is now: `hash` is what the user looked at. */
  trust: call(z.object({ serverId, key: hookKey, hash: z.string().min(1).max(300) })).returns<null>(),
} as const;
