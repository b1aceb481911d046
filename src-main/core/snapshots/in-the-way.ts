import { isGone, type HostFiles } from '../hosts/host-files.ts';
import { foldersAbove, onDisk } from './path-bytes.ts';

/** Enough to know what it is about. */
const MAX_NAMED = 20;

/**
 * What lies where files that are gone would come back: a folder of their name with something in it, a file in place of a folder above. Git
 * would take it away, ignored or not. Rejects where a folder cannot be looked into.
 *
 * @param paths bytes, as in `path-bytes.ts`, below `root`
 * @param goes what is known, and may be taken away
 * @returns paths as bytes, the first 20 of them; none: all of them can be written
 */
export async function inTheWay(
  files: HostFiles,
  root: string,
  paths: readonly string[],
  goes: ReadonlySet<string>,
): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const path of paths) {
    if (found.size >= MAX_NAMED) break;
    const above = await fileAbove(files, root, path);
    if (above === null) await collect(files, root, path, { goes, found });
    else if (!goes.has(above)) found.add(above);
  }
  return [...found];
}

async function fileAbove(files: HostFiles, root: string, path: string): Promise<string | null> {
  for (const folder of foldersAbove(path)) {
    const there = await lookAt(files, root, folder);
    if (there && !there.isDirectory()) return folder;
  }
  return null;
}

async function collect(
  files: HostFiles,
  root: string,
  path: string,
  to: { readonly goes: ReadonlySet<string>; readonly found: Set<string> },
): Promise<void> {
  const there = await lookAt(files, root, path);
  if (!there) return;
  if (!there.isDirectory()) {
    if (!to.goes.has(path)) to.found.add(path);
    return;
  }
  for (const name of await files.readdir(onDisk(root, path), 'buffer')) {
    if (to.found.size >= MAX_NAMED) return;
    await collect(files, root, `${path}/${name.toString('latin1')}`, to);
  }
}

const lookAt = (files: HostFiles, root: string, path: string) =>
  files.lstat(onDisk(root, path)).catch((error: unknown) => {
    if (!isGone(error)) throw error;
    return null;
  });
