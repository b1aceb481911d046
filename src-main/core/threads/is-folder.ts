import { stat } from 'node:fs/promises';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import { isLocalServer } from '../servers/server-id.ts';

/** Whether a thread of this server could work in this folder: it is there, and can be seen. Another machine finds that out by itself. */
export async function isFolder(serverId: ServerId, path: string): Promise<boolean> {
  if (!isLocalServer(serverId)) return true;
  try {
    return (await stat(path)).isDirectory();
  } catch {
    // Gone, or hidden from us: no thread can work in it either way.
    return false;
  }
}
