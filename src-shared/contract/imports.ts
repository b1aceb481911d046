import { z } from 'zod';
import type { ImportItem, ImportState } from '../model/imports.ts';
import { call, stream } from './define.ts';
import { path, serverId } from './fields.ts';

const MAX_FOLDERS = 200;
const MAX_ITEMS = 500;

export const imports = {
  watch: stream(z.object({ serverId })).of<ImportState>(),
  /** What other agents have left in the user's home and in these folders. Looking changes nothing. */
  detect: call(z.object({ serverId, folders: z.array(path).max(MAX_FOLDERS) })).returns<readonly ImportItem[]>(),
  /** Takes over what was found last; the stream tells how it goes. */
  run: call(z.object({ serverId, items: z.array(z.string().max(100)).min(1).max(MAX_ITEMS) })).returns<null>(),
} as const;
