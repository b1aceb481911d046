import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { Project } from '../../src-shared/model/project.ts';
import type { ServerId, ThreadId } from '../../src-shared/model/ids.ts';
import { summaryOf, useSummary } from './directories.ts';
import { peekThread } from './peek-thread.ts';
import { projectStore } from './project-store.ts';
import type { TerminalPlace } from './terminal-store.ts';
import { infoOf } from './thread-store.ts';
import { uiStore, useUi, type UiState } from './ui-store.ts';

/** The project of the new-thread page, as that page chooses it. */
function projectShown({ view, serverId }: UiState, projects: readonly Project[]): Project | null {
  if (view.kind !== 'new') return null;
  return (
    projects.find(({ id }) => id === view.projectId) ??
    projects.find((project) => project.serverId === serverId) ??
    projects[0] ??
    null
  );
}

/** Also of a thread that is in no list that was loaded, as long as it is open. */
function folderOf(serverId: ServerId, threadId: ThreadId): string | null {
  const ref = { serverId, threadId };
  const open = peekThread(ref)?.store.getState();
  return summaryOf(ref)?.cwd ?? (open && infoOf(open)?.cwd) ?? null;
}

/** Where a terminal of the page that is shown belongs; null where there is no folder. */
export function shownPlace(): TerminalPlace | null {
  const state = uiStore.getState();
  const { view, serverId } = state;
  if (view.kind === 'thread') {
    const folder = serverId === null ? null : folderOf(serverId, view.threadId);
    return serverId === null || folder === null
      ? null
      : { serverId, thread: { serverId, threadId: view.threadId }, folder };
  }
  const project = projectShown(state, projectStore.getState().projects);
  return project && { serverId: project.serverId, thread: null, folder: project.path };
}

/** The same for views; a new object only when it is another place. */
export function useShownPlace(): TerminalPlace | null {
  const threadId = useUi(({ view }) => (view.kind === 'thread' ? view.threadId : null));
  const shownServer = useUi((state) => state.serverId);
  const project = useStore(projectStore, ({ projects }) => projectShown(uiStore.getState(), projects));
  // Looked at again when the page shows another project.
  useUi(({ view }) => (view.kind === 'new' ? (view.projectId ?? '') : null));
  const row = useSummary({ serverId: shownServer ?? ('' as ServerId), threadId: threadId ?? ('' as ThreadId) });
  const serverId = threadId === null ? (project?.serverId ?? null) : shownServer;
  const folder =
    threadId === null ? (project?.path ?? null) : (row?.cwd ?? (serverId && folderOf(serverId, threadId)) ?? null);
  return useMemo(
    () =>
      serverId === null || folder === null
        ? null
        : { serverId, thread: threadId === null ? null : { serverId, threadId }, folder },
    [serverId, threadId, folder],
  );
}
