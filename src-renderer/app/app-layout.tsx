import { useEffect, useState, type ReactNode } from 'react';
import PanelLeft from 'lucide-react/icons/panel-left';
import { useCommandKey, runCommand } from '../state/commands.ts';
import { changeSettings, settingsStore, useSetting } from '../state/settings-store.ts';
import { IconButton } from '../ui/button.tsx';
import { Resizer } from '../ui/resizer.tsx';
import styles from './app-layout.module.css';

const SIDEBAR = { min: 200, max: 440 };
const PANEL = { min: 280, max: 900 };
/** The centre keeps at least this much. */
const CENTRE_MIN_PX = 420;

type Side = 'sidebarWidth' | 'panelWidth';

/**
 * Sidebar, centre, and side panel where a page has one. Widths and folds are the settings' and so the same in every window; while
 * dragging, the width is this window's alone.
 */
export function AppLayout(props: {
  readonly sidebar: ReactNode;
  readonly banner: ReactNode;
  readonly centre: ReactNode;
  readonly panel: ReactNode;
  /** The page has a side panel, folded or not. */
  readonly hasPanel: boolean;
}) {
  const layout = useSetting((settings) => settings.layout);
  const [dragged, setDragged] = useState<Partial<Record<Side, number>>>({});
  const windowWidth = useWindowWidth();
  const hasPanel = props.hasPanel && !layout.panelFolded;
  const sidebarWidth = layout.sidebarFolded ? 0 : (dragged.sidebarWidth ?? layout.sidebarWidth);
  const room = windowWidth - sidebarWidth - CENTRE_MIN_PX;
  const panelMax = Math.max(PANEL.min, Math.min(PANEL.max, room));
  const panelWidth = Math.min(dragged.panelWidth ?? layout.panelWidth, panelMax);
  const commit = (side: Side) => (value: number) => {
    setDragged({});
    const { layout: current } = settingsStore.getState().settings;
    settingsStore.setState((state) => ({
      settings: { ...state.settings, layout: { ...current, [side]: value } },
    }));
    void changeSettings({ layout: { ...current, [side]: value } });
  };
  return (
    <div className={styles.window}>
      {layout.sidebarFolded ? (
        <FoldedSidebar />
      ) : (
        <div className={styles.sidebar} style={{ width: sidebarWidth }}>
          {props.sidebar}
        </div>
      )}
      <main className={styles.centre}>
        {!layout.sidebarFolded && (
          <Resizer
            label="Resize the sidebar"
            edge="left"
            value={sidebarWidth}
            min={SIDEBAR.min}
            max={SIDEBAR.max}
            onChange={(value) => setDragged({ sidebarWidth: value })}
            onCommit={commit('sidebarWidth')}
            onFold={() => void runCommand('view.toggleSidebar')}
          />
        )}
        {props.banner}
        <div className={styles.page}>{props.centre}</div>
      </main>
      {hasPanel && (
        <aside className={styles.panel} style={{ width: panelWidth }} aria-label="Side panel">
          <Resizer
            label="Resize the side panel"
            edge="right"
            value={panelWidth}
            min={PANEL.min}
            max={panelMax}
            onChange={(value) => setDragged({ panelWidth: value })}
            onCommit={commit('panelWidth')}
            onFold={() => void runCommand('view.togglePanel')}
          />
          {props.panel}
        </aside>
      )}
    </div>
  );
}

function FoldedSidebar() {
  const keys = useCommandKey('view.toggleSidebar');
  return (
    <div className={styles.folded}>
      <IconButton
        label="Show the sidebar"
        keys={keys}
        icon={<PanelLeft size={16} aria-hidden="true" />}
        onClick={() => void runCommand('view.toggleSidebar')}
      />
    </div>
  );
}

function useWindowWidth(): number {
  const [width, setWidth] = useState(window.innerWidth);
  useEffect(() => {
    const update = () => setWidth(window.innerWidth);
    window.addEventListener('resize', update);
    return () => window.removeEventListener('resize', update);
  }, []);
  return width;
}
