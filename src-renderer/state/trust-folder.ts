import type { ProjectId } from '../../src-shared/model/ids.ts';
import { getClient } from './client.ts';
import { projectStore } from './project-store.ts';
import { showError } from './toast-store.ts';

/** Answers that are on their way to the core. */
const underway = new Map<ProjectId, Promise<boolean>>();

/**
 * Says that agents may work in the folder of a project. A second answer to the same question joins the first. Resolves to whether it was
 * taken; what went wrong is told.
 */
export function trustFolder(projectId: ProjectId): Promise<boolean> {
  const first = underway.get(projectId);
  if (first) return first;
  const answer = tell(projectId).finally(() => underway.delete(projectId));
  underway.set(projectId, answer);
  return answer;
}

/** The answer that is on its way; null when there is none. */
export const trustUnderway = (projectId: ProjectId): Promise<boolean> | null => underway.get(projectId) ?? null;

async function tell(projectId: ProjectId): Promise<boolean> {
  const result = await getClient().projects.trust({ projectId, trusted: true });
  if (!result.ok) {
    showError(result.error);
    return false;
  }
  // The list may follow a moment later; nobody is asked again in between.
  projectStore.setState(({ projects }) => ({
    projects: projects.map((one) => (one.id === projectId ? { ...one, trusted: true, trustKnown: true } : one)),
  }));
  return true;
}
