/** What a window of the desktop app is to its own page. */
export interface AppWindow {
  /** It lies over the windows of other programs. */
  readonly onTop: boolean;
  /** How large its page is drawn; 100 is plain. The same in all windows. */
  readonly zoomPercent: number;
}

export type ZoomStep = 'in' | 'out' | 'reset';

/** A window's address holds its view behind this name in the fragment: a window that is opened again, after a crash too, shows it. */
export const VIEW_FIELD = 'view';
/** More is no view of Skein's page. */
export const MAX_VIEW_CHARS = 8_000;
