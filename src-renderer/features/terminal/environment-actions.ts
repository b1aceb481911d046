import { appInfoStore } from '../../state/app-info-store.ts';
import { getClient } from '../../state/client.ts';
import { createProjectFinder } from '../../state/directory-order.ts';
import { projectStore } from '../../state/project-store.ts';
import { openTerminal, type TerminalPlace } from '../../state/terminal-store.ts';
import type { MenuEntry } from '../../ui/overlay-requests.ts';

/** The actions of a place's environments that are for this system, as the drawer's menu offers them; empty where there are none. */
export async function environmentEntries(place: TerminalPlace): Promise<readonly MenuEntry[]> {
  const projects = projectStore.getState().projects.filter(({ serverId }) => serverId === place.serverId);
  const projectId = createProjectFinder(projects)(place.folder);
  if (projectId === null) return [];
  const answer = await getClient().worktrees.environments({ projectId });
  // A file that cannot be read is said where environments are edited.
  if (!answer.ok) return [];
  const platform = appInfoStore.getState().info?.platform;
  return answer.value.flatMap(({ name, actions }): readonly MenuEntry[] => {
    const fitting = actions.filter((action) => action.platform === null || action.platform === platform);
    if (fitting.length === 0) return [];
    return [
      { kind: 'label', label: name },
      ...fitting.map((action): MenuEntry => ({
        kind: 'item',
        label: action.name,
        onSelect: () => void openTerminal(place, { run: action.command, title: action.name }),
      })),
    ];
  });
}
