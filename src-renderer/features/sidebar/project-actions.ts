import type { ProjectId } from '../../../src-shared/model/ids.ts';
import type { Project } from '../../../src-shared/model/project.ts';
import { getClient } from '../../state/client.ts';
import { directoryOf } from '../../state/directories.ts';
import { projectStore } from '../../state/project-store.ts';
import { showError, showToast } from '../../state/toast-store.ts';
import { confirm } from '../../ui/overlay-requests.ts';
import { runCommand } from '../../state/commands.ts';

export async function renameProject(projectId: ProjectId, name: string): Promise<void> {
  const result = await getClient().projects.rename({ projectId, name });
  if (!result.ok) showError(result.error);
}

/** Takes the project off the list; nothing on disk changes, and its threads stay. */
export async function removeProject(project: Project): Promise<void> {
  const confirmed = await confirm({
    title: `Remove “${project.name}” from the list?`,
    text: `The folder stays as it is: ${project.path}\nIts threads stay too and are found under Other folders and by Search.`,
    confirmLabel: 'Remove',
  });
  if (!confirmed) return;
  const result = await getClient().projects.remove({ projectId: project.id });
  if (result.ok) showToast({ title: `“${project.name}” removed from the list` });
  else showError(result.error);
}

/** Moves a project to the place of another one in the list. */
export async function moveProject(projectId: ProjectId, toIndex: number): Promise<void> {
  const order = projectStore.getState().projects.map((project) => project.id);
  const from = order.indexOf(projectId);
  const to = Math.max(0, Math.min(order.length - 1, toIndex));
  if (from < 0 || from === to) return;
  order.splice(from, 1);
  order.splice(to, 0, projectId);
  const result = await getClient().projects.reorder({ order });
  if (!result.ok) showError(result.error);
}

export const projectIndex = (projectId: ProjectId): number =>
  projectStore.getState().projects.findIndex((project) => project.id === projectId);

/** Archives every thread of the project that does not run, also those that the list has not loaded yet. */
export async function archiveAll(project: Project): Promise<void> {
  const { serverId } = project;
  const all = await getClient().threads.ofProject({ projectId: project.id });
  if (!all.ok) {
    showError(all.error);
    return;
  }
  const directory = directoryOf(serverId);
  const idle = all.value.filter((id) => {
    const row = directory.get(id);
    return row?.pinned !== true && row?.status.kind !== 'running' && row?.status.kind !== 'needsYou';
  });
  if (idle.length === 0) {
    showToast({ title: 'There is nothing to archive', text: 'Threads that run or wait for you are left alone.' });
    return;
  }
  const confirmed = await confirm({
    title: `Archive ${idle.length === 1 ? 'the thread' : `${idle.length} threads`} of “${project.name}”?`,
    text: 'Pinned threads and those that run or wait for you stay. Archived threads are under Settings and can be brought back.',
    confirmLabel: 'Archive',
  });
  if (confirmed)
    runCommand(
      'thread.archive',
      idle.map((threadId) => ({ serverId, threadId })),
    );
}
