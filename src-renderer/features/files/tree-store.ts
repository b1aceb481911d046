import { createStore, type StoreApi } from 'zustand';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { FilesEvent, FolderEntry } from '../../../src-shared/model/files.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import { getClient } from '../../state/client.ts';
import { isBelow, parentOf } from './paths.ts';

/** Of one page. More of a folder comes when its end is scrolled to. */
const PAGE_ENTRIES = 1000;
/** More than this is not read again at every change; its first pages are. */
const MAX_REFRESHED = 5000;

export interface LoadedFolder {
  readonly entries: readonly FolderEntry[];
  readonly total: number;
  readonly more: boolean;
  readonly error: AppError | null;
}
/** A name that is being typed into the tree. `path`: what is renamed; null: something new in `folder`. */
export interface NameInput {
  readonly kind: 'file' | 'folder' | 'rename';
  readonly folder: string;
  readonly path: string | null;
}
export interface TreeState {
  /** By path relative to the root; the root itself is the empty string. */
  readonly folders: Readonly<Record<string, LoadedFolder>>;
  readonly open: ReadonlySet<string>;
  readonly active: string | null;
  readonly input: NameInput | null;
}
export interface TreeStore {
  readonly store: StoreApi<TreeState>;
  readonly toggle: (path: string, open?: boolean) => void;
  readonly activate: (path: string | null) => void;
  readonly ask: (input: NameInput | null) => void;
  readonly loadMore: (path: string) => void;
  /** Reads again what changed, of the folders that are loaded. */
  readonly hear: (event: FilesEvent) => void;
  readonly refresh: () => void;
  /** Opens the folders above a path and marks it. */
  readonly reveal: (path: string) => void;
  readonly collapse: () => void;
}

export function createTreeStore(serverId: ServerId, root: string): TreeStore {
  const store = createStore<TreeState>(() => ({ folders: {}, open: new Set(['']), active: null, input: null }));
  /** Folders being read; true: something changed meanwhile, so it is read again. */
  const reading = new Map<string, boolean>();

  const put = (path: string, folder: LoadedFolder) =>
    store.setState(({ folders }) => ({ folders: { ...folders, [path]: folder } }));

  async function read(path: string, after: string | null, limit: number): Promise<void> {
    const known = store.getState().folders[path];
    const answer = await getClient().files.list({ serverId, root, path: path === '' ? '.' : path, after, limit });
    if (!answer.ok) {
      put(path, { entries: after === null ? [] : (known?.entries ?? []), total: 0, more: false, error: answer.error });
      return;
    }
    const { entries, total, more } = answer.value;
    const before = after === null ? [] : (known?.entries ?? []);
    put(path, { entries: [...before, ...entries], total, more, error: null });
  }
  async function load(path: string, again: boolean): Promise<void> {
    if (reading.has(path)) {
      if (again) reading.set(path, true);
      return;
    }
    reading.set(path, false);
    const shown = store.getState().folders[path]?.entries.length ?? 0;
    await read(path, null, Math.min(MAX_REFRESHED, Math.max(PAGE_ENTRIES, shown)));
    const changed = reading.get(path) === true;
    reading.delete(path);
    if (changed) await load(path, false);
  }
  const isOpen = (path: string) => store.getState().open.has(path);
  const refreshAll = () => {
    for (const path of Object.keys(store.getState().folders)) if (isOpen(path)) void load(path, true);
  };
  const openFolder = (path: string) => {
    store.setState(({ open }) => ({ open: new Set([...open, path]) }));
    // What was read before may be old.
    void load(path, true);
  };
  void load('', false);

  return {
    store,
    toggle: (path, open = !isOpen(path)) => {
      if (open === isOpen(path)) return;
      if (open) openFolder(path);
      else
        store.setState((state) => {
          const next = new Set(state.open);
          next.delete(path);
          return { open: next };
        });
    },
    activate: (active) => store.setState({ active }),
    ask: (input) => {
      if (input && input.folder !== '' && !isOpen(input.folder)) openFolder(input.folder);
      store.setState({ input });
    },
    loadMore: (path) => {
      const folder = store.getState().folders[path];
      const last = folder?.entries.at(-1);
      if (!folder?.more || !last || reading.has(path)) return;
      reading.set(path, false);
      void read(path, last.name, PAGE_ENTRIES).finally(() => {
        const changed = reading.get(path) === true;
        reading.delete(path);
        if (changed) void load(path, false);
      });
    },
    hear: (event) => {
      if (event.type === 'many') {
        refreshAll();
        return;
      }
      const { folders } = store.getState();
      const changed = new Set<string>();
      for (const path of event.paths) {
        changed.add(parentOf(path));
        // A folder stands for all that is in it.
        if (path in folders) for (const known of Object.keys(folders)) if (isBelow(known, path)) changed.add(known);
      }
      for (const path of changed) if (path in folders && isOpen(path)) void load(path, true);
    },
    refresh: refreshAll,
    reveal: (path) => {
      const above: string[] = [];
      for (let at = parentOf(path); at !== ''; at = parentOf(at)) above.unshift(at);
      for (const folder of above) if (!isOpen(folder)) openFolder(folder);
      store.setState({ active: path });
    },
    collapse: () => store.setState({ open: new Set(['']) }),
  };
}
