import { useState } from 'react';
import Ellipsis from 'lucide-react/icons/ellipsis';
import ChevronRight from 'lucide-react/icons/chevron-right';
import SquarePen from 'lucide-react/icons/square-pen';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import type { ProjectId } from '../../../src-shared/model/ids.ts';
import type { Project } from '../../../src-shared/model/project.ts';
import { appInfoStore } from '../../state/app-info-store.ts';
import { copyText } from '../../state/copy-text.ts';
import { useHomeLabel } from '../../state/home-store.ts';
import { useHostLabel } from '../../state/host-store.ts';
import { projectStore } from '../../state/project-store.ts';
import { revealPath } from '../../state/reveal-path.ts';
import { serverById, useServer } from '../../state/server-store.ts';
import { newThread } from '../../state/ui-store.ts';
import { Badge } from '../../ui/badge.tsx';
import { IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { MenuButton, openContextMenu } from '../../ui/menu.tsx';
import type { MenuEntry } from '../../ui/overlay-requests.ts';
import { tooltip } from '../../ui/tooltip.ts';
import { archiveAll, moveProject, projectIndex, removeProject, renameProject } from './project-actions.ts';
import { setFolded } from './fold.ts';
import { NameField } from './rename-field.tsx';
import type { SidebarEntry } from './sidebar-entries.ts';
import { setActive, startProjectRename, useSidebar } from './sidebar-store.ts';
import styles from './section-row.module.css';

type Section = SidebarEntry & { readonly kind: 'section' };
/** Type of what is dragged, so that nothing else can be dropped on a project. */
const DRAG_TYPE = 'application/x-skein-project';

/** Heading of a project, of the pinned threads or of a day. */
export function SectionRow({ section, tabbable }: { readonly section: Section; readonly tabbable: boolean }) {
  const { project, foldId, folded, title } = section;
  const renaming = useSidebar((state) => project !== null && state.renamingProject === project.id);
  const drop = useProjectDrop(project);
  if (foldId === null)
    return (
      <div className={styles.row}>
        <h3 className={styles.plain}>{title}</h3>
      </div>
    );
  if (project && renaming)
    return (
      <div className={styles.row}>
        <NameField
          label="Project name"
          initial={project.name}
          maxLength={120}
          save={(name) => renameProject(project.id, name)}
        />
      </div>
    );
  return (
    <div
      className={classNames(
        styles.row,
        drop.over === 'before' && styles.dropBefore,
        drop.over === 'after' && styles.dropAfter,
      )}
      {...drop.handlers}
      onContextMenu={(event) => project && openContextMenu(event, 'Project', projectMenu(project))}
    >
      <button
        type="button"
        className={styles.main}
        data-entry={section.key}
        data-project={project?.id}
        tabIndex={tabbable ? 0 : -1}
        aria-expanded={!folded}
        aria-keyshortcuts={project ? 'Alt+ArrowUp Alt+ArrowDown' : undefined}
        {...(project ? tooltip(project.path) : {})}
        onFocus={() => setActive(section.key)}
        onClick={() => setFolded(foldId, !folded)}
        onDoubleClick={() => project && startProjectRename(project.id)}
      >
        <ChevronRight size={12} aria-hidden="true" className={classNames(styles.chevron, !folded && styles.open)} />
        <span className={styles.title}>{title}</span>
        {project && <Where project={project} />}
      </button>
      {project && (
        <span className={styles.actions}>
          <MenuButton
            size="s"
            tabIndex={-1}
            label="Project actions"
            align="end"
            icon={<Ellipsis size={14} aria-hidden="true" />}
            entries={() => projectMenu(project)}
          />
          <IconButton
            size="s"
            tabIndex={-1}
            label="New thread here"
            icon={<SquarePen size={14} aria-hidden="true" />}
            onClick={() => newThread(project.id)}
          />
        </span>
      )}
    </div>
  );
}

/** Beside the name: what is wrong with the folder, else the other machine it is on, else the branch. */
function Where({ project }: { readonly project: Project }) {
  const server = useServer(project.serverId);
  const host = useHostLabel(project.serverId);
  const home = useHomeLabel(project.serverId);
  const problem = { ok: null, missing: 'folder missing', unreadable: 'no access', readOnly: 'read-only' }[
    project.state
  ];
  return (
    <>
      {problem !== null ? (
        <span className={styles.problem}>
          <TriangleAlert size={11} aria-hidden="true" /> {problem}
        </span>
      ) : (
        (host !== null || project.git?.branch) && <span className={styles.branch}>{host ?? project.git?.branch}</span>
      )}
      {server?.demo === true && <Badge tone="accent">demo</Badge>}
      {home !== null && (
        <Badge outline title={`Account: ${home}`}>
          {home}
        </Badge>
      )}
    </>
  );
}

function projectMenu(project: Project): readonly MenuEntry[] {
  const index = projectIndex(project.id);
  const isHere = serverById(project.serverId)?.hostId === 'local';
  const canReveal = appInfoStore.getState().info?.canReveal === true;
  const entries: (MenuEntry | false)[] = [
    { kind: 'item', label: 'New thread', onSelect: () => newThread(project.id) },
    { kind: 'item', label: 'Rename', onSelect: () => startProjectRename(project.id) },
    canReveal && isHere && { kind: 'item', label: 'Reveal folder', onSelect: () => void revealPath(project.path) },
    { kind: 'item', label: 'Copy path', onSelect: () => void copyText(project.path, 'Path') },
    { kind: 'separator' },
    {
      kind: 'item',
      label: 'Move up',
      keys: 'Alt+ArrowUp',
      disabled: index <= 0,
      onSelect: () => void moveProject(project.id, index - 1),
    },
    {
      kind: 'item',
      label: 'Move down',
      keys: 'Alt+ArrowDown',
      disabled: index === projectStore.getState().projects.length - 1,
      onSelect: () => void moveProject(project.id, index + 1),
    },
    { kind: 'separator' },
    { kind: 'item', label: 'Archive all threads…', onSelect: () => void archiveAll(project) },
    { kind: 'item', label: 'Remove from the list…', danger: true, onSelect: () => void removeProject(project) },
  ];
  return entries.filter((entry) => entry !== false);
}

/** Drag a project's heading over another one: it takes its place. The keyboard has Alt+Up and Alt+Down for it. */
function useProjectDrop(project: Project | null) {
  const [over, setOver] = useState<'before' | 'after' | null>(null);
  if (!project) return { over: null, handlers: {} };
  const isOurs = (event: React.DragEvent) => event.dataTransfer.types.includes(DRAG_TYPE);
  const half = (event: React.DragEvent): 'before' | 'after' => {
    const { top, height } = event.currentTarget.getBoundingClientRect();
    return event.clientY < top + height / 2 ? 'before' : 'after';
  };
  return {
    over,
    handlers: {
      draggable: true,
      onDragStart: (event: React.DragEvent) => {
        event.dataTransfer.setData(DRAG_TYPE, project.id);
        event.dataTransfer.effectAllowed = 'move';
      },
      onDragOver: (event: React.DragEvent) => {
        if (!isOurs(event)) return;
        event.preventDefault();
        setOver(half(event));
      },
      onDragLeave: () => setOver(null),
      onDrop: (event: React.DragEvent) => {
        setOver(null);
        if (!isOurs(event)) return;
        event.preventDefault();
        const dragged = event.dataTransfer.getData(DRAG_TYPE) as ProjectId;
        const target = projectIndex(project.id) + (half(event) === 'after' ? 1 : 0);
        const from = projectIndex(dragged);
        void moveProject(dragged, from >= 0 && from < target ? target - 1 : target);
      },
    },
  };
}
