import { stat } from 'node:fs/promises';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import { checkServerFolder } from '../codex/server-folders.ts';
import { isLocalServer } from '../servers/server-id.ts';

/**
 * Whether a thread of this server could work in this folder: it is there, and can be seen. Where another machine gives no answer, its
 * folders are taken to be there.
 */
export async function isFolder(server: CodexServer, path: string): Promise<boolean> {
  if (!isLocalServer(server.id)) {
    const checked = await checkServerFolder(server, path);
    return checked.ok || !['path.missing', 'path.not-a-folder'].includes(checked.error.code);
  }
  try {
    return (await stat(path)).isDirectory();
  } catch {
    // Gone, or hidden from us: no thread can work in it either way.
    return false;
  }
}
