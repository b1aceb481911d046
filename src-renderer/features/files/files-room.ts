import { useEffect } from 'react';
import type { FilesEvent } from '../../../src-shared/model/files.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import { getClient } from '../../state/client.ts';
import { createOpenFiles, type OpenFiles } from './open-files.ts';
import { createTreeStore, type TreeStore } from './tree-store.ts';

/** Tree and open files of one folder. They stay while the page lives: coming back to a thread finds them as they were. */
export interface FilesRoom {
  readonly serverId: ServerId;
  readonly root: string;
  readonly tree: TreeStore;
  readonly files: OpenFiles;
}
const rooms = new Map<string, FilesRoom>();

export function filesRoom(serverId: ServerId, root: string): FilesRoom {
  const key = `${serverId}\n${root}`;
  const known = rooms.get(key);
  if (known) return known;
  const room = { serverId, root, tree: createTreeStore(serverId, root), files: createOpenFiles(serverId, root) };
  rooms.set(key, room);
  return room;
}

const REOPEN_MS = 2_000;
/** Rooms whose folders were not listened to for a while. */
const unheard = new WeakSet<FilesRoom>();

/** Keeps a room true to the disk while it is shown, and what was typed safe when the page goes. */
export function useRoomWatch(room: FilesRoom): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stop = () => {};
    const hear = (event: FilesEvent) => {
      room.tree.hear(event);
      room.files.hear(event);
    };
    const watch = () => {
      // What changed while nobody listened is not told.
      if (unheard.delete(room)) hear({ type: 'many' });
      stop = getClient().files.watch(
        { serverId: room.serverId, root: room.root },
        {
          event: hear,
          error: () => {
            unheard.add(room);
            timer = setTimeout(watch, REOPEN_MS);
          },
        },
      );
    };
    watch();
    return () => {
      clearTimeout(timer);
      stop();
      unheard.add(room);
    };
  }, [room]);
  useEffect(() => {
    const leave = () => void room.files.flush();
    window.addEventListener('pagehide', leave);
    window.addEventListener('beforeunload', leave);
    window.addEventListener('blur', leave);
    document.addEventListener('visibilitychange', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      window.removeEventListener('beforeunload', leave);
      window.removeEventListener('blur', leave);
      document.removeEventListener('visibilitychange', leave);
      leave();
    };
  }, [room]);
}
