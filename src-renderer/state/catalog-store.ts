import { useEffect } from 'react';
import { create } from 'zustand';
import type { Unsubscribe } from '../../src-shared/contract/define.ts';
import type { Catalog } from '../../src-shared/model/catalog.ts';
import type { ServerId } from '../../src-shared/model/ids.ts';
import { getClient } from './client.ts';

type CatalogKey = string;
const catalogKey = (serverId: ServerId, cwd: string | null): CatalogKey => `${serverId}#${cwd ?? ''}`;

/** The last value of each folder's catalog; it stays when nobody watches, so that a thread looked at again shows its choices at once. */
const useCatalogs = create<Readonly<Record<CatalogKey, Catalog>>>(() => ({}));

interface Watcher {
  users: number;
  close: Unsubscribe;
}
const watchers = new Map<CatalogKey, Watcher>();

function openStream(key: CatalogKey, serverId: ServerId, cwd: string | null): Watcher {
  const watcher: Watcher = { users: 0, close: () => undefined };
  watcher.close = getClient().servers.watchCatalog(
    { serverId, cwd },
    {
      event: (catalog) => useCatalogs.setState({ [key]: catalog }),
      // A refused catalog leaves the choices as they were; the next use asks again.
      error: () => {
        if (watchers.get(key) === watcher) watchers.delete(key);
      },
    },
  );
  return watcher;
}

/** Keeps a folder's catalog current until the returned function is called; several users share one stream. */
function watchCatalog(serverId: ServerId, cwd: string | null): Unsubscribe {
  const key = catalogKey(serverId, cwd);
  let watcher = watchers.get(key);
  if (!watcher) {
    watcher = openStream(key, serverId, cwd);
    watchers.set(key, watcher);
  }
  const mine = watcher;
  mine.users += 1;
  let ended = false;
  return () => {
    if (ended) return;
    ended = true;
    mine.users -= 1;
    if (mine.users > 0) return;
    mine.close();
    if (watchers.get(key) === mine) watchers.delete(key);
  };
}

/**
 * What can be chosen in a folder, or null until the server has said so. Watches while the component is mounted; a null server watches
 * nothing (yet).
 */
export function useCatalog(serverId: ServerId | null, cwd: string | null): Catalog | null {
  useEffect(() => (serverId === null ? undefined : watchCatalog(serverId, cwd)), [serverId, cwd]);
  return useCatalogs((catalogs) => (serverId === null ? null : (catalogs[catalogKey(serverId, cwd)] ?? null)));
}
