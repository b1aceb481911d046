import { watch as watchFileSystem } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import { createListeners, type Listeners } from '../codex/listeners.ts';
import type { GitRunner } from '../git/git-runner.ts';
import type { Clock, Log } from '../ports.ts';
import type { WatchFolder } from './directory-tree.ts';
import { listenByFolder, listenRecursively, type Listening, type ListeningOptions } from './listening.ts';

/** Changes are collected for this long before they are told. */
const COLLECT_MS = 100;
/** Where nothing can be listened to, listeners are told to look this often. */
export const POLL_MS = 5_000;
/** More paths than this are told as "anything". */
const MAX_PATHS = 1_000;

/** What happened in a folder since the last time. */
export interface FolderChange {
  /** Files and folders that changed, came or went, relative to the root, with `/`. A folder stands for all that is in it. */
  readonly paths: readonly string[];
  /** Anything may have changed: too much to name, or the watch has just begun (anew). */
  readonly all: boolean;
  /** Git's own state moved: HEAD, index, refs, a merge that began or ended, the configuration. */
  readonly git: boolean;
}

/** `polling`: the system gives no (more) watches, or the folder is gone; listeners are told to look every few seconds. */
export type WatchMode = 'live' | 'polling';

/** One recursive watch per folder, shared by all who listen, and none when nobody does. */
export interface FolderWatcher {
  /**
   * Tells of changes below `root` (a working tree's top folder, or any folder), collected for `COLLECT_MS`. Ignored folders and
   * `node_modules` are not listened to. Once everything is listened to, `all` is told once: what was read before may be old.
   */
  watch(root: string, listener: (change: FolderChange) => void): Unsubscribe;
  /** How a watched folder is being watched. */
  mode(root: string): WatchMode;
  dispose(): void;
}

export interface FolderWatcherOptions {
  readonly git: Pick<GitRunner, 'raw'>;
  readonly clock: Clock;
  readonly log: Log;
  /** One watch for a whole tree where the system has that (macOS, Windows), else one per folder. */
  readonly recursive?: boolean;
  readonly watchFolder?: WatchFolder;
}

interface Watched {
  readonly listeners: Listeners<FolderChange>;
  count: number;
  mode(): WatchMode;
  end(): void;
}

export function createFolderWatcher(options: FolderWatcherOptions): FolderWatcher {
  const { git, clock, log } = options;
  const recursive = options.recursive ?? (process.platform === 'darwin' || process.platform === 'win32');
  const watchFolder = options.watchFolder ?? watchFileSystem;
  const watched = new Map<string, Watched>();

  function begin(root: string): Watched {
    const listeners = createListeners<FolderChange>('folder changes', log);
    const batch = createBatch(clock, listeners.emit);
    let listening: Listening | null = null;
    let mode: WatchMode = 'live';
    let ended = false;
    let cancelPoll = () => {};

    const stop = () => {
      listening?.dispose();
      listening = null;
    };
    /** Tells to look every few seconds. With `retry`, listens again as soon as the folder is there. */
    function poll(retry: boolean): void {
      stop();
      if (ended) return;
      mode = 'polling';
      cancelPoll();
      cancelPoll = clock.after(POLL_MS, () => {
        void isFolder(root).then((there) => {
          if (ended) return;
          batch.all();
          if (retry && there) listen();
          else poll(retry);
        });
      });
    }
    function listen(): void {
      mode = 'live';
      const wanted: ListeningOptions = {
        root,
        git,
        watchFolder,
        batch,
        onLimit: (code) => {
          log.warn('No more folders can be watched; looking every few seconds instead', { root, code });
          poll(false);
        },
        onGone: () => {
          batch.all();
          poll(true);
        },
      };
      listening = recursive ? listenRecursively(wanted) : listenByFolder(wanted);
    }
    listen();
    return {
      listeners,
      count: 0,
      mode: () => mode,
      end: () => {
        ended = true;
        cancelPoll();
        batch.dispose();
        stop();
      },
    };
  }

  return {
    watch: (folder, listener) => {
      const root = resolve(folder);
      const entry = watched.get(root) ?? begin(root);
      watched.set(root, entry);
      entry.count++;
      const off = entry.listeners.add(listener);
      let left = false;
      return () => {
        if (left) return;
        left = true;
        off();
        if (--entry.count > 0) return;
        entry.end();
        if (watched.get(root) === entry) watched.delete(root);
      };
    },
    mode: (folder) => watched.get(resolve(folder))?.mode() ?? 'live',
    dispose: () => {
      for (const entry of watched.values()) entry.end();
      watched.clear();
    },
  };
}

/** Collects changes until they are told together. */
export interface ChangeBatch {
  path(path: string): void;
  git(): void;
  all(): void;
  dispose(): void;
}

function createBatch(clock: Clock, tell: (change: FolderChange) => void): ChangeBatch {
  let paths = new Set<string>();
  let all = false;
  let git = false;
  let cancel: (() => void) | null = null;
  const collect = () => {
    cancel ??= clock.after(COLLECT_MS, () => {
      const change = { paths: all ? [] : [...paths], all, git: git || all };
      paths = new Set();
      all = false;
      git = false;
      cancel = null;
      tell(change);
    });
  };
  return {
    path: (path) => {
      if (all) return;
      paths.add(path);
      if (paths.size > MAX_PATHS) {
        all = true;
        paths.clear();
      }
      collect();
    },
    git: () => {
      git = true;
      collect();
    },
    all: () => {
      all = true;
      paths.clear();
      collect();
    },
    dispose: () => cancel?.(),
  };
}

const isFolder = async (path: string): Promise<boolean> => (await stat(path).catch(() => null))?.isDirectory() ?? false;
