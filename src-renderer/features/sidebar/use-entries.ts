import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { scopeKey, type ListScope } from '../../../src-shared/model/list-scope.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import { useMinutes } from '../../state/clock.ts';
import { directoryOf, loadMore, subscribeAnyLists, summaryOf } from '../../state/directories.ts';
import type { DirectoryLists } from '../../state/directory-store.ts';
import { useProjects } from '../../state/project-store.ts';
import { useServers } from '../../state/server-store.ts';
import { useSetting } from '../../state/settings-store.ts';
import { buildEntries, type SidebarEntry } from './sidebar-entries.ts';
import { useSidebar } from './sidebar-store.ts';

interface Directory {
  readonly serverId: ServerId;
  readonly lists: DirectoryLists;
  readonly stopped: boolean;
}

/** The lines of the list. They are built again when an order, a fold or the settings change, not when a thread streams. */
export function useEntries(): readonly SidebarEntry[] {
  const grouping = useSetting((settings) => settings.grouping);
  const foldedProjects = useSetting((settings) => settings.foldedProjects);
  const shown = useSidebar((state) => state.shown);
  const projects = useProjects();
  const directories = useDirectories();
  useFirstPages(directories);
  const nowMs = useMinutes();
  return useMemo(
    () =>
      buildEntries({
        grouping,
        projects,
        directories,
        folded: new Set(foldedProjects),
        shown,
        recencyOf: (ref) => summaryOf(ref)?.recencyAt ?? 0,
        nowMs,
      }),
    [grouping, projects, directories, foldedProjects, shown, nowMs],
  );
}

/** The lists of all servers; a new array only when one of them changed. */
function useDirectories(): readonly Directory[] {
  const servers = useServers();
  const latest = useRef<readonly Directory[]>([]);
  return useSyncExternalStore(subscribeAnyLists, () => {
    const now = servers.map(({ id, phase }) => ({
      serverId: id,
      lists: directoryOf(id).lists(),
      stopped: phase.kind === 'stopped',
    }));
    const before = latest.current;
    const same =
      now.length === before.length &&
      now.every(({ serverId, lists, stopped }, index) => {
        const old = before[index];
        return old?.serverId === serverId && old.lists === lists && old.stopped === stopped;
      });
    if (!same) latest.current = now;
    return latest.current;
  });
}

/**
 * Asks for the first page of each list that is not loaded, once its server is ready: the chronological list, which also finds
 * threads in other folders, and each project's.
 */
function useFirstPages(directories: readonly Directory[]): void {
  const servers = useServers();
  const projects = useProjects();
  const asked = useRef(new Set<string>());
  useEffect(() => {
    for (const { serverId, lists } of directories) {
      const server = servers.find(({ id }) => id === serverId);
      if (server?.phase.kind !== 'ready') {
        // After a restart everything is asked for again.
        for (const key of [...asked.current]) if (key.startsWith(`${serverId}#`)) asked.current.delete(key);
        continue;
      }
      if (!lists.ready) continue;
      const scopes: ListScope[] = [
        { kind: 'all' },
        ...projects
          .filter((project) => project.serverId === serverId)
          .map((project): ListScope => ({ kind: 'project', projectId: project.id })),
      ];
      for (const scope of scopes) {
        const key = `${serverId}#${scopeKey(scope)}`;
        if (lists.loaded[scopeKey(scope)] !== undefined || asked.current.has(key)) continue;
        asked.current.add(key);
        void loadMore(serverId, scope);
      }
    }
  }, [directories, servers, projects]);
}
