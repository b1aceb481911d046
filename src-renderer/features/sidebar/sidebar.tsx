import CircleAlert from 'lucide-react/icons/circle-alert';
import FolderPlus from 'lucide-react/icons/folder-plus';
import ListFilter from 'lucide-react/icons/list-filter';
import Puzzle from 'lucide-react/icons/puzzle';
import Search from 'lucide-react/icons/search';
import Settings from 'lucide-react/icons/settings';
import SquarePen from 'lucide-react/icons/square-pen';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { useNeedsYouCount } from '../../state/approval-store.ts';
import { runCommand, useCommandKey } from '../../state/commands.ts';
import { projectStore, useProjects } from '../../state/project-store.ts';
import { changeSettings, settingsStore, useSetting } from '../../state/settings-store.ts';
import { useUi } from '../../state/ui-store.ts';
import { IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { MenuButton } from '../../ui/menu.tsx';
import type { MenuEntry } from '../../ui/overlay-requests.ts';
import { ThreadList } from './thread-list.tsx';
import styles from './sidebar.module.css';

const ICON = { size: 15, strokeWidth: 1.75, 'aria-hidden': true } as const;

/**
 * `needsYou`: the count that the app shows while requests wait. `above`: what stands above the list (threads being prepared). `footer`: what it puts below the list (the version, later account and
 * limits).
 */
export function Sidebar(props: {
  readonly needsYou: ReactNode;
  readonly above: ReactNode;
  readonly footer: ReactNode;
}) {
  const { needsYou, above, footer } = props;
  const view = useUi((state) => state.view.kind);
  const waiting = useNeedsYouCount() > 0;
  return (
    <nav className={styles.sidebar} aria-label="Threads">
      <div className={styles.entries}>
        <NavEntry label="New thread" command="thread.new" icon={<SquarePen {...ICON} />} current={view === 'new'} />
        <NavEntry label="Search" command="thread.search" icon={<Search {...ICON} />} />
        <NavEntry label="Plugins" command="app.plugins" icon={<Puzzle {...ICON} />} current={view === 'plugins'} />
        <NavEntry label="Settings" command="app.settings" icon={<Settings {...ICON} />} current={view === 'settings'} />
        {waiting && (
          <NavEntry
            label="Next that needs you"
            command="thread.nextThatNeedsMe"
            icon={<CircleAlert {...ICON} />}
            trailing={needsYou}
          />
        )}
      </div>
      {above}
      <ListHeader />
      <ListBody />
      {footer}
    </nav>
  );
}

function NavEntry(props: {
  readonly label: string;
  readonly command: string;
  readonly icon: ReactNode;
  readonly current?: boolean;
  readonly trailing?: ReactNode;
}) {
  const keys = useCommandKey(props.command);
  const current = props.current === true;
  return (
    <button
      type="button"
      className={classNames(styles.nav, current && styles.current)}
      aria-current={current ? 'page' : undefined}
      onClick={() => void runCommand(props.command)}
    >
      {props.icon}
      <span className={styles.navLabel}>{props.label}</span>
      {props.trailing}
      <Kbd keys={keys} />
    </button>
  );
}

function ListHeader() {
  const grouping = useSetting((settings) => settings.grouping);
  return (
    <div className={styles.listHeader}>
      <h2 className={styles.heading}>{grouping === 'project' ? 'Projects' : 'Threads'}</h2>
      <MenuButton
        size="s"
        label="Group threads"
        align="end"
        icon={<ListFilter size={14} aria-hidden="true" />}
        entries={groupingMenu}
      />
      <IconButton
        size="s"
        label="Add project"
        icon={<FolderPlus size={14} aria-hidden="true" />}
        onClick={() => void runCommand('project.add')}
      />
    </div>
  );
}

function groupingMenu(): readonly MenuEntry[] {
  const { grouping } = settingsStore.getState().settings;
  const choice = (value: typeof grouping, label: string): MenuEntry => ({
    kind: 'item',
    label,
    checked: grouping === value,
    onSelect: () => void changeSettings({ grouping: value }),
  });
  return [{ kind: 'label', label: 'Group threads' }, choice('project', 'By project'), choice('time', 'By time')];
}

function ListBody() {
  const known = useStore(projectStore, (state) => state.known);
  const hasProjects = useProjects().length > 0;
  const grouping = useSetting((settings) => settings.grouping);
  if (known && !hasProjects && grouping === 'project')
    return (
      <>
        <p className={styles.empty}>Add a project to start threads in it. Threads from the CLI show up here as well.</p>
        <ThreadList />
      </>
    );
  return <ThreadList />;
}
