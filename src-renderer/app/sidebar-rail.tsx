import CircleAlert from 'lucide-react/icons/circle-alert';
import PanelLeft from 'lucide-react/icons/panel-left';
import Search from 'lucide-react/icons/search';
import SquarePen from 'lucide-react/icons/square-pen';
import type { ReactNode } from 'react';
import { NeedsYouCount } from '../features/approvals/needs-you-count.tsx';
import { useNeedsYouCount } from '../state/approval-store.ts';
import { runCommand, useCommandKey } from '../state/commands.ts';
import { IconButton } from '../ui/button.tsx';
import styles from './app-layout.module.css';

const ICON = { size: 16, 'aria-hidden': true } as const;

/** What is left of the sidebar while it is folded: the way back to it, and what must not be missed. */
export function SidebarRail() {
  const waiting = useNeedsYouCount() > 0;
  return (
    <div className={styles.rail}>
      <RailButton label="Show the sidebar" command="view.toggleSidebar" icon={<PanelLeft {...ICON} />} />
      <RailButton label="New thread" command="thread.new" icon={<SquarePen {...ICON} />} />
      <RailButton label="Search" command="thread.search" icon={<Search {...ICON} />} />
      {waiting && (
        <>
          <RailButton
            label="Next that needs you"
            command="thread.nextThatNeedsMe"
            icon={<CircleAlert {...ICON} className={styles.needs} />}
          />
          <NeedsYouCount />
        </>
      )}
    </div>
  );
}

function RailButton(props: { readonly label: string; readonly command: string; readonly icon: ReactNode }) {
  const keys = useCommandKey(props.command);
  return (
    <IconButton label={props.label} keys={keys} icon={props.icon} onClick={() => void runCommand(props.command)} />
  );
}
