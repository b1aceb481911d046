import { useState, type ReactNode } from 'react';
import { runCommand } from '../state/commands.ts';
import { fitLayout, PANEL_PX, SIDEBAR_PX, useWindowWidth } from '../state/layout.ts';
import { changeSettings, settingsStore, useSetting } from '../state/settings-store.ts';
import { closeOverlay, useUi } from '../state/ui-store.ts';
import { Resizer } from '../ui/resizer.tsx';
import { OverlaySide } from './overlay-side.tsx';
import { SidebarRail } from './sidebar-rail.tsx';
import styles from './app-layout.module.css';

type Width = 'sidebarWidth' | 'panelWidth';

/**
 * Sidebar, centre, and side panel where a page has one. Widths and folds are the settings' and so the same in every window; while
 * dragging, the width is this window's alone. In a window without room a side lies over the page, opened and closed by its toggle.
 */
export function AppLayout(props: {
  readonly sidebar: ReactNode;
  readonly banner: ReactNode;
  readonly centre: ReactNode;
  /** Below the page, as wide as it. */
  readonly drawer: ReactNode;
  readonly panel: ReactNode;
  /** The page has a side panel, folded or not. */
  readonly hasPanel: boolean;
}) {
  const layout = useSetting((settings) => settings.layout);
  const [dragged, setDragged] = useState<Partial<Record<Width, number>>>({});
  const { sidebar, panel } = fitLayout(useWindowWidth(), { ...layout, ...dragged });
  const overlay = useUi((state) => state.overlay);
  const solo = useUi((state) => state.solo);
  const over = (overlay === 'panel' && !props.hasPanel) || overlay === null ? null : overlay;
  const commit = (side: Width) => (value: number) => {
    setDragged({});
    const { layout: current } = settingsStore.getState().settings;
    settingsStore.setState((state) => ({
      settings: { ...state.settings, layout: { ...current, [side]: value } },
    }));
    void changeSettings({ layout: { ...current, [side]: value } });
  };
  const sidebarBeside = !solo && sidebar.place === 'beside' && !layout.sidebarFolded;
  const panelBeside = props.hasPanel && panel.place === 'beside' && !layout.panelFolded;
  return (
    <div className={styles.window}>
      {sidebarBeside ? (
        <div className={styles.sidebar} style={{ width: sidebar.width }} inert={over !== null}>
          {props.sidebar}
        </div>
      ) : (
        !solo && (
          <div className={styles.railBox} inert={over !== null}>
            <SidebarRail />
          </div>
        )
      )}
      <main className={styles.centre} inert={over !== null}>
        {sidebarBeside && (
          <Resizer
            label="Resize the sidebar"
            edge="left"
            value={sidebar.width}
            min={SIDEBAR_PX.min}
            max={sidebar.max}
            onChange={(value) => setDragged({ sidebarWidth: value })}
            onCommit={commit('sidebarWidth')}
            onFold={() => void runCommand('view.toggleSidebar')}
          />
        )}
        {props.banner}
        <div className={styles.page}>{props.centre}</div>
        {props.drawer}
      </main>
      {panelBeside && (
        <aside className={styles.panel} style={{ width: panel.width }} aria-label="Side panel">
          <Resizer
            label="Resize the side panel"
            edge="right"
            value={panel.width}
            min={PANEL_PX.min}
            max={panel.max}
            onChange={(value) => setDragged({ panelWidth: value })}
            onCommit={commit('panelWidth')}
            onFold={() => void runCommand('view.togglePanel')}
          />
          {props.panel}
        </aside>
      )}
      {over === 'sidebar' && (
        <OverlaySide edge="left" width={sidebar.width} onClose={closeOverlay}>
          {props.sidebar}
        </OverlaySide>
      )}
      {over === 'panel' && (
        <OverlaySide edge="right" width={panel.width} label="Side panel" onClose={closeOverlay}>
          {props.panel}
        </OverlaySide>
      )}
    </div>
  );
}
