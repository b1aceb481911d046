import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isGone, type FileStats, type HostFiles, type ManyFiles } from '../hosts/host-files.ts';
import { lookAt } from './worktree-path.ts';

/** Entries looked at; beyond it a size is only known to be larger. */
const MAX_ENTRIES = 300_000;
/** Files looked at together. */
const AT_ONCE = 32;

/**
 * Bytes of all files below a folder, or of one file. Symbolic links count themselves and are not followed. Null when it was given up
 * (`signal`), something cannot be looked at, or there is too much to look at.
 */
export async function folderSize(files: HostFiles, path: string, signal?: AbortSignal): Promise<number | null> {
  let bytes = 0;
  let seen = 0;
  const isWhole = await walkFiles(
    files,
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
 * Looks at every file below a folder, or at one file; symbolic links are files. What goes away meanwhile is passed over, and so is what
 * cannot be looked at.
 *
 * @param mayGoOn asked for each folder with the number of its entries; false gives up
 * @returns whether everything was looked at
 */
export async function walkFiles(
  files: HostFiles,
  path: string,
  visit: (file: string, stats: FileStats) => void,
  mayGoOn: (entries: number) => boolean = () => true,
): Promise<boolean> {
  const own = await lookAt(files, path);
  if (!own) return true;
  if (!own.isDirectory()) {
    visit(path, own);
    return true;
  }
  return files.many ? walkThere(files, files.many, path, visit, mayGoOn) : walkHere(path, visit, mayGoOn);
}

/** With one process for all names, and one for each few hundred files. */
async function walkThere(
  files: HostFiles,
  many: ManyFiles,
  path: string,
  visit: (file: string, stats: FileStats) => void,
  mayGoOn: (entries: number) => boolean,
): Promise<boolean> {
  const names = await many.below(path);
  if (!mayGoOn(names.length)) return false;
  const all = await Promise.all(names.map((name) => lookAt(files, name)));
  for (const [index, stats] of all.entries()) if (stats) visit(names[index] ?? '', stats);
  return true;
}

async function walkHere(
  path: string,
  visit: (file: string, stats: FileStats) => void,
  mayGoOn: (entries: number) => boolean,
): Promise<boolean> {
  const folders = [path];
  let isWhole = true;
  const closed = (error: unknown): null => {
    if (!isGone(error)) isWhole = false;
    return null;
  };
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries = await readdir(folder, { withFileTypes: true }).catch(closed);
    if (!mayGoOn(entries?.length ?? 0)) return false;
    const here = folder;
    const files: string[] = [];
    for (const entry of entries ?? []) {
      if (entry.isDirectory()) folders.push(join(here, entry.name));
      else files.push(join(here, entry.name));
    }
    for (let at = 0; at < files.length; at += AT_ONCE) {
      const some = files.slice(at, at + AT_ONCE);
      const all = await Promise.all(some.map((file) => lstat(file).catch(closed)));
      for (const [index, stats] of all.entries()) if (stats) visit(some[index] ?? '', stats);
    }
  }
  return isWhole;
}
