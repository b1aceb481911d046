import { createStore, useStore } from 'zustand';
import type { Unsubscribe } from '../../src-shared/contract/define.ts';
import type { ProjectId, ServerId } from '../../src-shared/model/ids.ts';
import type { Project } from '../../src-shared/model/project.ts';
import type { ThreadSummary } from '../../src-shared/model/thread.ts';
import { isInside } from '../../src-shared/model/path-key.ts';
import { getClient } from './client.ts';
import { keepEqual } from './keep-equal.ts';
import { showError } from './toast-store.ts';

interface State {
  /** False until the first event. */
  readonly known: boolean;
  /** In the user's order, over all servers. */
  readonly projects: readonly Project[];
}
export const projectStore = createStore<State>(() => ({ known: false, projects: [] }));

/** Follows the projects for the life of the window. */
export function watchProjects(): Unsubscribe {
  return getClient().projects.watch(
    {},
    {
      event: (projects) =>
        projectStore.setState((state) => ({
          known: true,
          projects: keepEqual(state.projects, projects, (project) => project.id),
        })),
      error: showError,
    },
  );
}

export const useProjects = (): readonly Project[] => useStore(projectStore, (state) => state.projects);
/** Stored reference; null when the id is null or not known (yet). */
export const useProject = (id: ProjectId | null): Project | null =>
  useStore(projectStore, (state) => state.projects.find((project) => project.id === id) ?? null);
export const projectById = (id: ProjectId | null): Project | null =>
  projectStore.getState().projects.find((project) => project.id === id) ?? null;

/**
 * The branch that a thread works on: in a project's own folder it is what is checked out there now, since the server only notes what it was at
 * the thread's start; elsewhere what was noted.
 */
export const useBranch = ({ serverId, cwd, branch }: Pick<ThreadSummary, 'serverId' | 'cwd' | 'branch'>) =>
  useStore(projectStore, ({ projects }) => currentBranch(projects, serverId, cwd, branch));

export function currentBranch(
  projects: readonly Pick<Project, 'serverId' | 'git'>[],
  serverId: ServerId,
  folder: string,
  noted: string | null,
): string | null {
  for (const { git, ...project } of projects)
    if (git && project.serverId === serverId && isInside(folder, git.root))
      return git.worktrees.some((tree) => isInside(folder, tree)) ? noted : git.branch;
  return noted;
}

/** A folder lies in one of the worktrees of a project's repository, and not in the project's own folder. */
export const useInWorktree = (folder: string): boolean =>
  useStore(projectStore, (state) =>
    state.projects.some((project) => project.git?.worktrees.some((tree) => isInside(folder, tree)) ?? false),
  );
