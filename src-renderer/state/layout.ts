import { createStore, useStore } from 'zustand';
import type { Settings } from '../../src-shared/model/settings.ts';
import { changeSettings, settingsStore } from './settings-store.ts';
import { setOverlay, uiStore, useUi, type Side } from './ui-store.ts';

type Layout = Settings['layout'];

export const SIDEBAR_PX = { min: 200, max: 440 };
export const PANEL_PX = { min: 280, max: 900 };
/** The page keeps this much when a side is drawn wider. */
const PAGE_PX = 420;
/** With less than this for the page the panel lies over it. */
const PAGE_LEAST_PX = 340;
/** Narrower windows (a desktop one at 200 % zoom, too) have the sidebar over the page. */
const BESIDE_FROM_PX = 760;
/** Column of buttons in place of the sidebar. */
const RAIL_PX = 40;
/** Of the page, what is seen at the edge of a side that lies over it. */
const EDGE_PX = 48;

/** Where each side has its place at a window's width, and how wide it is drawn. The remembered widths stay as they are. */
export interface LayoutFit {
  readonly sidebar: { readonly place: 'beside' | 'over'; readonly width: number; readonly max: number };
  readonly panel: { readonly place: 'beside' | 'over'; readonly width: number; readonly max: number };
}

const between = (least: number, value: number, most: number): number => Math.max(least, Math.min(value, most));

/** All numbers in CSS pixels. */
export function fitLayout(windowWidth: number, layout: Layout): LayoutFit {
  const most = windowWidth - EDGE_PX;
  if (windowWidth < BESIDE_FROM_PX)
    return {
      sidebar: { place: 'over', width: Math.min(layout.sidebarWidth, most), max: most },
      panel: { place: 'over', width: Math.min(layout.panelWidth, most), max: most },
    };
  const sidebarMax = between(SIDEBAR_PX.min, windowWidth - PAGE_PX, SIDEBAR_PX.max);
  const sidebar = { place: 'beside', width: Math.min(layout.sidebarWidth, sidebarMax), max: sidebarMax } as const;
  const room = windowWidth - (layout.sidebarFolded ? RAIL_PX : sidebar.width);
  if (room - PANEL_PX.min < PAGE_LEAST_PX)
    return { sidebar, panel: { place: 'over', width: Math.min(layout.panelWidth, most), max: most } };
  const panelMax = between(PANEL_PX.min, room - PAGE_PX, PANEL_PX.max);
  return { sidebar, panel: { place: 'beside', width: Math.min(layout.panelWidth, panelMax), max: panelMax } };
}

const windowStore = createStore<{ readonly width: number }>(() => ({ width: 1280 }));
export const useWindowWidth = (): number => useStore(windowStore, (state) => state.width);

/** Keeps up with the window's width; a side that has room again goes back to its place. Returns the way to stop. */
export function followWindowWidth(): () => void {
  const update = () => {
    windowStore.setState({ width: window.innerWidth });
    const { overlay } = uiStore.getState();
    if (overlay !== null && placeOf(overlay) === 'beside') setOverlay(null);
  };
  update();
  window.addEventListener('resize', update);
  return () => window.removeEventListener('resize', update);
}

const placeOf = (side: Side): 'beside' | 'over' =>
  fitLayout(windowStore.getState().width, settingsStore.getState().settings.layout)[side].place;

const foldOf = { sidebar: 'sidebarFolded', panel: 'panelFolded' } as const;

const isShown = (side: Side, width: number, layout: Layout, overlay: Side | null): boolean =>
  fitLayout(width, layout)[side].place === 'over' ? overlay === side : !layout[foldOf[side]];

/** Whether a side is on screen, beside the page or over it. */
export function useSideShown(side: Side): boolean {
  const width = useWindowWidth();
  const overlay = useUi((state) => state.overlay);
  return useStore(settingsStore, ({ settings }) => isShown(side, width, settings.layout, overlay));
}

/** Folds or unfolds a side; where it lies over the page only this window is concerned, and nothing is remembered. */
export function toggleSide(side: Side): void {
  if (side === 'sidebar' && uiStore.getState().solo) {
    // It becomes a window as any other.
    uiStore.setState({ solo: false });
    return;
  }
  if (placeOf(side) === 'over') setOverlay(uiStore.getState().overlay === side ? null : side);
  else setFolded(side, !settingsStore.getState().settings.layout[foldOf[side]]);
}

/** Brings a side onto the screen. */
export function showSide(side: Side): void {
  if (placeOf(side) === 'over') setOverlay(side);
  else if (settingsStore.getState().settings.layout[foldOf[side]]) setFolded(side, false);
}

function setFolded(side: Side, folded: boolean): void {
  const { layout } = settingsStore.getState().settings;
  void changeSettings({ layout: { ...layout, [foldOf[side]]: folded } });
}
