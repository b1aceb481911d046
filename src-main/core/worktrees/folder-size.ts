import type { Stats } from 'node:fs';
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
  const isWhole = await walkFiles(
    path,
    (_file, { size }) => (bytes += size),
    (entries) => {
      seen += entries;
      return !signal?.aborted && seen <= MAX_ENTRIES;
    },
  );
  return isWhole ? bytes : null;
}

/**
 * Looks at every file below a folder, or at one file; symbolic links are files. What goes away meanwhile is passed over.
 *
 * @param mayGoOn asked for each folder with the number of its entries; false gives up
 * @returns whether everything was looked at
 */
export async function walkFiles(
  path: string,
  visit: (file: string, stats: Stats) => void,
  mayGoOn: (entries: number) => boolean = () => true,
): Promise<boolean> {
  const own = await lstat(path).catch(() => null);
  if (!own) return true;
  if (!own.isDirectory()) {
    visit(path, own);
    return true;
  }
  const folders = [path];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    if (!mayGoOn(entries.length)) return false;
    const here = folder;
    const files: string[] = [];
    for (const entry of entries) {
      if (entry.isDirectory()) folders.push(join(here, entry.name));
      else files.push(join(here, entry.name));
    }
    for (let at = 0; at < files.length; at += AT_ONCE) {
      const some = files.slice(at, at + AT_ONCE);
      const all = await Promise.all(some.map((file) => lstat(file).catch(() => null)));
      for (const [index, stats] of all.entries()) if (stats) visit(some[index] ?? '', stats);
    }
  }
  return true;
}
