import { watch as watchFileSystem, type FSWatcher } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Folders that are read at the same time while a tree is taken up. */
const READ_AT_ONCE = 32;

/** Listens to one folder, not to what is below it. Throws where the system refuses. */
export type WatchFolder = (
  path: string,
  options: { readonly persistent: boolean; readonly recursive?: boolean },
  listener: (event: 'rename' | 'change', name: string | null) => void,
) => FSWatcher;

export interface DirectoryTreeOptions {
  readonly root: string;
  /** Folders that are not listened to, nor anything below them. Paths are relative to the root, with `/`. */
  readonly skip: (path: string) => boolean;
  /** Something happened at a path; for a folder that came or went: anywhere below it. */
  readonly onChange: (path: string) => void;
  /** A folder came that is not skipped. `add` takes it up. */
  readonly onFolder: (path: string) => void;
  /** The system has no more watches to give (ENOSPC, EMFILE): nothing can be relied on. */
  readonly onLimit: (code: string) => void;
  readonly watch?: WatchFolder;
}

/**
 * Listens to a tree with one watch per folder, which is what inotify needs at least; Node's own recursive mode and chokidar take one per
 * file as well on Linux, fifty thousand of them in a large tree.
 */
export interface DirectoryTree {
  /** Takes up a folder and all below it; the empty path is the root. Resolves when all of it is listened to. */
  add(path: string): Promise<void>;
  /** Drops what `skip` says no to by now. */
  prune(): void;
  dispose(): void;
}

interface Folder {
  readonly watcher: FSWatcher;
  readonly children: Map<string, Folder>;
}

export function createDirectoryTree(options: DirectoryTreeOptions): DirectoryTree {
  const { root, skip, onChange, onFolder, onLimit, watch = watchFileSystem } = options;
  let top: Folder | null = null;
  let disposed = false;

  const find = (path: string): Folder | null => {
    let folder = top;
    if (path === '') return folder;
    for (const name of path.split('/')) folder = folder?.children.get(name) ?? null;
    return folder;
  };

  function close(folder: Folder): void {
    folder.watcher.close();
    for (const child of folder.children.values()) close(child);
    folder.children.clear();
  }

  function drop(path: string): void {
    const [parent, name] = splitPath(path);
    if (name === '') {
      if (top) close(top);
      top = null;
      return;
    }
    const siblings = find(parent)?.children;
    const folder = siblings?.get(name);
    if (!folder) return;
    siblings?.delete(name);
    close(folder);
  }

  /** A name came or went: a new folder is reported, a lost one let go of. */
  async function settle(path: string): Promise<void> {
    const found = await lstat(join(root, path)).catch(() => null);
    if (disposed) return;
    // It may be another folder of the same name: the old watch hears nothing of it.
    drop(path);
    if (found?.isDirectory() && !skip(path)) onFolder(path);
  }

  function listen(path: string): Folder | null {
    try {
      const watcher = watch(join(root, path), { persistent: false }, (event, name) => {
        if (disposed) return;
        const changed = name === null ? path : joinPath(path, name);
        onChange(changed);
        if (event === 'rename' && changed !== '') void settle(changed);
      });
      watcher.on('error', () => drop(path));
      return { watcher, children: new Map() };
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (code === 'ENOSPC' || code === 'EMFILE' || code === 'ENFILE') onLimit(code);
      // Gone meanwhile or not readable: there is nothing to hear.
      return null;
    }
  }

  /** Listens first and reads then, so that nothing that comes in between is missed. Answers the folders below. */
  async function takeUp(path: string): Promise<string[]> {
    if (disposed || (path !== '' && skip(path))) return [];
    let folder = find(path);
    if (!folder) {
      const [parent, name] = splitPath(path);
      const siblings = name === '' ? null : find(parent)?.children;
      if (name !== '' && !siblings) return [];
      folder = listen(path);
      if (!folder) return [];
      if (siblings) siblings.set(name, folder);
      else top = folder;
    }
    const entries = await readdir(join(root, path), { withFileTypes: true }).catch(() => []);
    return entries.flatMap((entry) => (entry.isDirectory() ? [joinPath(path, entry.name)] : []));
  }

  return {
    add: async (path) => {
      const waiting = [path];
      while (waiting.length > 0) {
        const found = await Promise.all(waiting.splice(0, READ_AT_ONCE).map(takeUp));
        for (const paths of found) for (const below of paths) waiting.push(below);
      }
    },
    prune: () => {
      const visit = (folder: Folder, path: string): void => {
        for (const [name, child] of folder.children) {
          const childPath = joinPath(path, name);
          if (skip(childPath)) drop(childPath);
          else visit(child, childPath);
        }
      };
      if (top) visit(top, '');
    },
    dispose: () => {
      disposed = true;
      drop('');
    },
  };
}

const joinPath = (parent: string, name: string): string => (parent === '' ? name : `${parent}/${name}`);

function splitPath(path: string): readonly [parent: string, name: string] {
  const cut = path.lastIndexOf('/');
  return cut < 0 ? ['', path] : [path.slice(0, cut), path.slice(cut + 1)];
}
