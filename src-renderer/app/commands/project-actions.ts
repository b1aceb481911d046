import type { ProjectId, ServerId } from '../../../src-shared/model/ids.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { appInfoStore, knownAppInfo } from '../../state/app-info-store.ts';
import { getClient } from '../../state/client.ts';
import { projectById, projectStore } from '../../state/project-store.ts';
import { serverStore } from '../../state/server-store.ts';
import { showError, showToast } from '../../state/toast-store.ts';
import { trustFolder } from '../../state/trust-folder.ts';
import { newThread, openDialog, uiStore } from '../../state/ui-store.ts';
import { openPicker } from '../../ui/overlay-requests.ts';

/** The server that a new project is added to: the one on screen, unless that is the demo, which has its own project. */
export function serverForProjects(): ServerId | null {
  const { servers } = serverStore.getState();
  const current = servers.find(({ id }) => id === uiStore.getState().serverId);
  if (current && !current.demo) return current.id;
  return servers.find(({ demo }) => !demo)?.id ?? appInfoStore.getState().info?.firstServerId ?? null;
}

/** Lets the user choose a folder: the system's picker where there is one, else a dialog of our own. */
export async function addProject(): Promise<void> {
  await knownAppInfo();
  const serverId = serverForProjects();
  if (serverId === null) return;
  // The system's picker knows this machine only, and nothing of accounts.
  const elsewhere = serverStore.getState().servers.filter(({ demo }) => !demo).length > 1;
  if (elsewhere || appInfoStore.getState().info?.canPickFolder !== true) {
    openDialog('addProject');
    return;
  }
  const picked = await getClient().app.pickFolder({ from: null });
  if (!picked.ok) {
    if (picked.error.code === 'shell.not-available') openDialog('addProject');
    else showError(picked.error);
    return;
  }
  if (picked.value === null) return;
  const added = await addFolder(serverId, picked.value);
  if (!added.ok) showError(added.error);
}

/** Lists folders that were projects before, to open one again. */
export async function openRecent(): Promise<void> {
  await knownAppInfo();
  const serverId = serverForProjects();
  if (serverId === null) return;
  const recent = await getClient().projects.recent({ serverId });
  if (!recent.ok) {
    showError(recent.error);
    return;
  }
  if (recent.value.length === 0) {
    showToast({ title: 'There are no recent projects', text: 'Projects that you remove from the list appear here.' });
    return;
  }
  openPicker({
    anchor: { x: Math.max(16, window.innerWidth / 2 - 180), y: window.innerHeight * 0.15 },
    label: 'Recent projects',
    options: recent.value.map((path) => ({
      value: path,
      label: path.split(/[/\\]/).filter(Boolean).at(-1) ?? path,
      description: path,
    })),
    value: null,
    searchable: true,
    onChange: (path) =>
      void addFolder(serverId, path).then((added) => {
        if (!added.ok) showError(added.error);
      }),
  });
}

/** Makes a folder a project and shows its new-thread page; of one that is a project already too, and says so. */
export async function addFolder(
  serverId: ServerId,
  path: string,
): Promise<Result<{ readonly projectId: ProjectId }, AppError>> {
  const before = new Set(projectStore.getState().projects.map((project) => project.id));
  const result = await getClient().projects.add({ serverId, path });
  if (!result.ok) return result;
  const { projectId } = result.value;
  if (before.has(projectId))
    showToast({ title: `“${projectById(projectId)?.name ?? path}” is a project already`, text: path });
  newThread(projectId);
  return result;
}

export async function trustProject(argument: unknown): Promise<void> {
  const { projects } = projectStore.getState();
  const project = projects.find(({ id, path }) => id === argument || path === argument);
  if (!project) return;
  await trustFolder(project.id);
}

/** Starts the offline demo and shows its project. */
export async function startDemo(): Promise<void> {
  const result = await getClient().servers.startDemo({});
  if (!result.ok) {
    showError(result.error);
    return;
  }
  const { serverId, projectPath, prompts } = result.value;
  serverStore.setState({ demoPrompts: prompts });
  const findProject = () =>
    projectStore.getState().projects.find((project) => project.serverId === serverId && project.path === projectPath);
  const project = findProject();
  if (project) {
    newThread(project.id);
    return;
  }
  // The stream that brings the project may come after the answer.
  const stop = projectStore.subscribe(() => {
    const arrived = findProject();
    if (!arrived) return;
    stop();
    newThread(arrived.id);
  });
  showToast({ title: 'The demo is ready', text: 'Its project appears in the list.' });
}
