import type { FSWatcher } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { GitRunner } from '../git/git-runner.ts';
import { createDirectoryTree, type DirectoryTree, type WatchFolder } from './directory-tree.ts';
import { findGitFolders, isOwnState, isSharedState, type GitFolders } from './git-folders.ts';
import { createIgnoredFolders } from './ignored-folders.ts';

/** Where changes are put. */
interface Collected {
  path(path: string): void;
  git(): void;
  all(): void;
}
export interface ListeningOptions {
  readonly root: string;
  readonly git: Pick<GitRunner, 'raw'>;
  readonly watchFolder: WatchFolder;
  readonly batch: Collected;
  readonly onLimit: (code: string) => void;
  /** The root itself is gone. */
  readonly onGone: () => void;
}
export interface Listening {
  dispose(): void;
}

/** Rules of ignoring changed: what is listened to has to be decided anew. */
const isIgnoreFile = (path: string): boolean => path === '.gitignore' || path.endsWith('/.gitignore');
const isDotGit = (path: string): boolean => path === '.git' || path.startsWith('.git/');

/** One watch per folder: for systems without recursive watches (Linux). */
export function listenByFolder({ root, git, watchFolder, batch, onLimit, onGone }: ListeningOptions): Listening {
  const ignored = createIgnoredFolders(git, root);
  let disposed = false;
  const isOver = () => disposed;
  let gitTrees: DirectoryTree[] = [];
  let arrived: string[] = [];
  let learning = false;
  /** Rounds of deciding anew follow one another. */
  let order: Promise<void> = Promise.resolve();

  const limit = (code: string) => {
    if (!disposed) onLimit(code);
  };
  const tree = createDirectoryTree({
    root,
    skip: (path) => ignored.has(path),
    onChange: (path) => {
      if (isDotGit(path)) {
        if (path === '.git') restart();
        return;
      }
      if (!ignored.has(path)) batch.path(path);
      if (isIgnoreFile(path)) restart();
      if (!path.includes('/')) void checkRoot();
    },
    onFolder: (path) => {
      arrived.push(path);
      void takeUpArrived();
    },
    onLimit: limit,
    watch: watchFolder,
  });

  async function checkRoot(): Promise<void> {
    const found = await stat(root).catch(() => null);
    if (!disposed && !found) onGone();
  }

  /** Folders that came while Git was being asked are asked about together. */
  async function takeUpArrived(): Promise<void> {
    if (learning) return;
    learning = true;
    while (arrived.length > 0 && !disposed) {
      const paths = [...new Set(arrived)];
      arrived = [];
      await ignored.learn(paths);
      for (const path of paths) {
        if (ignored.has(path)) continue;
        await tree.add(path);
        // What was put into it before it was listened to.
        batch.path(path);
      }
    }
    learning = false;
  }

  async function listenToGit(): Promise<void> {
    for (const gitTree of gitTrees) gitTree.dispose();
    const folders = await findGitFolders(root);
    if (disposed) return;
    gitTrees = folders ? watchGitFolders(folders, { watchFolder, batch, onLimit: limit, onIgnore: restart }) : [];
  }

  function restart(): void {
    order = order.then(async () => {
      if (isOver()) return;
      await Promise.all([ignored.refresh(), listenToGit()]);
      tree.prune();
      await tree.add('');
      if (!isOver()) batch.all();
    });
  }
  restart();
  return {
    dispose: () => {
      disposed = true;
      tree.dispose();
      for (const gitTree of gitTrees) gitTree.dispose();
    },
  };
}

type GitListening = Pick<ListeningOptions, 'watchFolder' | 'batch' | 'onLimit'> & { readonly onIgnore: () => void };

/** Folders below a shared Git folder in which states change: branches and tags by their names, the stash by its log. */
const isListenedInGit = (path: string): boolean =>
  path === 'refs' || path === 'info' || path === 'logs' || path === 'logs/refs' || isSharedState(path);

function watchGitFolders({ own, common }: GitFolders, options: GitListening): DirectoryTree[] {
  const { watchFolder: watch, batch, onLimit, onIgnore } = options;
  const tree = (root: string, isListened: (path: string) => boolean, onChange: (path: string) => void) => {
    const created: DirectoryTree = createDirectoryTree({
      root,
      skip: (path) => !isListened(path),
      onChange,
      onFolder: (path) => {
        batch.git();
        void created.add(path);
      },
      onLimit,
      watch,
    });
    void created.add('');
    return created;
  };
  const shared = (path: string) => {
    if (path === 'info/exclude') onIgnore();
    if (isSharedState(path)) batch.git();
  };
  const either = (path: string) => {
    if (isOwnState(path)) batch.git();
    else shared(path);
  };
  if (own === common) return [tree(own, isListenedInGit, either)];
  const onOwn = (path: string) => {
    if (isOwnState(path)) batch.git();
  };
  return [tree(own, () => false, onOwn), tree(common, isListenedInGit, shared)];
}

/** One watch for the whole tree: for systems that have recursive watches (macOS, Windows). What is ignored is thrown away. */
export function listenRecursively({ root, git, watchFolder, batch, onLimit, onGone }: ListeningOptions): Listening {
  const ignored = createIgnoredFolders(git, root);
  let watchers: FSWatcher[] = [];
  let disposed = false;
  const isOver = () => disposed;

  /** Whether the path or a folder above it is ignored. */
  const isIgnored = (path: string): boolean => {
    for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
      if (ignored.has(path.slice(0, at))) return true;
    }
    return ignored.has(path);
  };
  function hear(path: string): void {
    if (path === '') batch.all();
    else if (path === '.git') restart();
    else if (isDotGit(path)) hearGit(path.slice('.git/'.length));
    else if (!isIgnored(path)) {
      batch.path(path);
      if (isIgnoreFile(path)) restart();
    }
    if (!path.includes('/')) void checkRoot();
  }
  function hearGit(path: string): void {
    if (isOwnState(path) || isSharedState(path)) batch.git();
  }
  async function checkRoot(): Promise<void> {
    const found = await stat(root).catch(() => null);
    if (!disposed && !found) onGone();
  }
  function listen(folder: string, onPath: (path: string) => void): void {
    try {
      const watcher = watchFolder(folder, { persistent: false, recursive: true }, (_, name) => {
        if (!disposed) onPath(name === null ? '' : name.split(sep).join('/'));
      });
      // On Windows a folder that goes away is an error of its watch.
      watcher.on('error', () => void checkRoot());
      watchers.push(watcher);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      if (folder === root && code === 'ENOENT') onGone();
      else onLimit(code);
    }
  }

  let order: Promise<void> = Promise.resolve();
  function restart(): void {
    order = order.then(async () => {
      if (disposed) return;
      for (const watcher of watchers) watcher.close();
      watchers = [];
      listen(root, hear);
      const folders = await findGitFolders(root);
      const outside = folders && isOutside(root, folders.own) ? folders : null;
      if (outside) {
        listen(outside.own, hearGit);
        if (outside.common !== outside.own) listen(join(outside.common, 'refs'), (path) => hearGit(`refs/${path}`));
      }
      await ignored.refresh();
      if (!isOver()) batch.all();
    });
  }
  restart();
  return {
    dispose: () => {
      disposed = true;
      for (const watcher of watchers) watcher.close();
    },
  };
}

const isOutside = (root: string, path: string): boolean => relative(root, path).startsWith('..');
