import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Entries looked at; beyond it a size is only known to be larger. */
const MAX_ENTRIES = 300_000;
/** Files looked at together. */
const AT_ONCE = 32;

/**
 * Bytes of all files below a folder, or of one file. Symbolic links count themselves and are not followed. Null when it was given up
 * (`signal`) or there is too much to look at.
 */
export async function folderSize(path: string, signal?: AbortSignal): Promise<number | null> {
  let bytes = 0;
  let seen = 0;
  const folders = [path];
  const own = await lstat(path).catch(() => null);
  if (!own?.isDirectory()) return own ? own.size : 0;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    seen += entries.length;
    if (signal?.aborted || seen > MAX_ENTRIES) return null;
    const here = folder;
    const files: string[] = [];
    for (const entry of entries) {
      if (entry.isDirectory()) folders.push(join(here, entry.name));
      else files.push(join(here, entry.name));
    }
    for (let at = 0; at < files.length; at += AT_ONCE) {
      const sizes = await Promise.all(files.slice(at, at + AT_ONCE).map(async (file) => sizeOf(file)));
      bytes += sizes.reduce((sum, size) => sum + size, 0);
    }
  }
  return bytes;
}

const sizeOf = async (file: string): Promise<number> => (await lstat(file).catch(() => null))?.size ?? 0;
