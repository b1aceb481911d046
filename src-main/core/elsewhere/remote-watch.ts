import type { StreamSink, Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { FilesEvent } from '../../../src-shared/model/files.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import { pathsOf } from '../codex/server-folders.ts';
import { onWatchedChange, unwatchOnServer, watchOnServer } from '../codex/server-watch.ts';
import type { Clock } from '../ports.ts';
import { isOwnState } from '../watching/git-folders.ts';

/** Listens to what somebody looks at on another machine. */
export interface RemoteWatch {
  /** A folder was opened, or a file: it is listened to from now on, while anybody watches the root. */
  readonly saw: (root: string, path: string) => void;
  readonly watch: (root: string, sink: StreamSink<FilesEvent>) => Unsubscribe;
  readonly dispose: () => void;
}

/** The ones that were opened first are let go when there are more. */
const MAX_WATCHED = 100;
const MAX_ROOTS = 50;
/** What comes in a row is told at once. */
const COLLECT_MS = 150;
/** Looking at the state of a working tree costs processes there. */
const LOOK_MS = 1_000;

interface Watched {
  readonly id: string;
  /** As the server tells it; the path that was asked for until then. */
  told: string;
}
interface Root {
  readonly root: string;
  /** Absolute paths, the latest last. */
  readonly seen: Set<string>;
  readonly watched: Map<string, Watched>;
  readonly sinks: Set<StreamSink<FilesEvent>>;
  readonly changed: Set<string>;
  gitFolder: string | null;
  cancel: (() => void) | null;
}

/**
 * The server's `fs/watch` is not recursive: the folders and files that were opened are watched, and Git's own folder.
 *
 * @param gitFolder where Git keeps what it knows of a working tree; null: nowhere
 * @param look something changed there that the state of a working tree may tell of
 */
export function createRemoteWatch(
  server: CodexServer,
  { clock, gitFolder, look }: { clock: Clock; gitFolder: (root: string) => Promise<string | null>; look: () => void },
): RemoteWatch {
  const roots = new Map<string, Root>();
  const owners = new Map<string, { readonly root: Root; readonly path: string }>();
  let count = 0;
  const isReady = () => server.state().phase.kind === 'ready';
  let cancelLook: (() => void) | null = null;

  const rootOf = (path: string): Root => {
    const known = roots.get(path);
    if (known) return known;
    const idle = roots.size >= MAX_ROOTS ? [...roots.values()].find(({ sinks }) => sinks.size === 0) : undefined;
    if (idle) roots.delete(idle.root);
    const made: Root = {
      ...{ root: path, seen: new Set(), watched: new Map(), sinks: new Set(), changed: new Set() },
      ...{ gitFolder: null, cancel: null },
    };
    roots.set(path, made);
    return made;
  };
  const start = (root: Root, path: string): void => {
    if (root.watched.has(path)) return;
    const watched: Watched = { id: `skein-watch-${++count}`, told: path };
    root.watched.set(path, watched);
    owners.set(watched.id, { root, path });
    void watchOnServer(server, watched.id, path).then((answer) => {
      if (answer.ok) watched.told = answer.value;
      else forget(root, path, watched);
    });
  };
  const forget = (root: Root, path: string, watched: Watched): void => {
    owners.delete(watched.id);
    if (root.watched.get(path) === watched) root.watched.delete(path);
  };
  const stop = (root: Root, path: string): void => {
    const watched = root.watched.get(path);
    if (!watched) return;
    forget(root, path, watched);
    if (isReady()) unwatchOnServer(server, watched.id);
  };
  const startAll = async (root: Root): Promise<void> => {
    for (const path of root.seen) start(root, path);
    root.gitFolder ??= await gitFolder(root.root).catch(() => null);
    if (root.sinks.size > 0 && root.gitFolder !== null) start(root, root.gitFolder);
  };
  const tell = (root: Root, event: FilesEvent): void => {
    for (const sink of root.sinks) sink.emit(event);
  };
  const lookSoon = (): void => {
    cancelLook ??= clock.after(LOOK_MS, () => {
      cancelLook = null;
      look();
    });
  };

  const stopNotices = onWatchedChange(server, (watchId, changed) => {
    const owner = owners.get(watchId);
    if (!owner) return;
    const { root, path } = owner;
    const paths = pathsOf(server);
    const told = root.watched.get(path)?.told ?? path;
    const inside = changed.map((one) => paths.relative(told, one));
    if (path === root.gitFolder) {
      if (inside.some(isOwnState)) lookSoon();
      return;
    }
    for (const way of inside) {
      // What is named in another way is the watched one itself.
      const whole = way.startsWith('..') || paths.isAbsolute(way) ? path : paths.join(path, way);
      root.changed.add(paths.relative(root.root, whole).split(paths.sep).join('/'));
    }
    root.cancel ??= clock.after(COLLECT_MS, () => {
      root.cancel = null;
      const all = [...root.changed];
      root.changed.clear();
      tell(root, { type: 'changed', paths: all });
    });
    lookSoon();
  });
  // Watches end with their connection; what happened meanwhile nobody knows.
  const stopReady = server.onReady(() => {
    owners.clear();
    for (const root of roots.values()) {
      root.watched.clear();
      if (root.sinks.size === 0) continue;
      tell(root, { type: 'many' });
      void startAll(root);
    }
  });

  return {
    saw: (rootPath, path) => {
      const root = rootOf(rootPath);
      const whole = pathsOf(server).resolve(rootPath, path);
      root.seen.delete(whole);
      root.seen.add(whole);
      for (const old of [...root.seen].slice(0, -MAX_WATCHED)) {
        root.seen.delete(old);
        stop(root, old);
      }
      if (root.sinks.size > 0 && isReady()) start(root, whole);
    },
    watch: (rootPath, sink) => {
      const root = rootOf(rootPath);
      root.sinks.add(sink);
      if (root.sinks.size === 1 && isReady()) void startAll(root);
      return () => {
        if (!root.sinks.delete(sink) || root.sinks.size > 0) return;
        root.cancel?.();
        root.cancel = null;
        root.changed.clear();
        for (const path of [...root.watched.keys()]) stop(root, path);
      };
    },
    dispose: () => {
      stopNotices();
      stopReady();
      cancelLook?.();
      for (const root of roots.values()) root.cancel?.();
    },
  };
}
