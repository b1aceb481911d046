import { dirname } from 'node:path';
import { app, Menu, nativeImage, Tray } from 'electron';
import type { Log, SystemNews } from '../core/ports.ts';
import { dockMenu, jumpList, trayWords, type Starter } from './recent-places.ts';
import { TRAY_ICON } from './tray-icon.ts';

/** What can be chosen in the places that the system keeps for Skein. */
export interface SystemPlacesActions {
  readonly show: () => void;
  readonly newWindow: () => void;
  readonly newThread: () => void;
  readonly openPath: (path: string) => void;
  readonly quit: () => void;
}

/** Skein's icon in the tray, its menu in the Dock, its list in the task bar. */
export interface SystemPlaces {
  tell(news: SystemNews): void;
  /** Skein stays without a window, since its icon is left. */
  hasTray(): boolean;
}

export function createSystemPlaces(options: {
  readonly act: SystemPlacesActions;
  readonly starter: Starter;
  readonly log: Log;
}): SystemPlaces {
  const { act, log, starter } = options;
  let tray: Tray | null = null;

  function showTray(news: SystemNews): void {
    if (!news.settings.tray) {
      tray?.destroy();
      tray = null;
      return;
    }
    if (tray === null) {
      tray = makeTray(log);
      tray?.on('click', act.show);
    }
    const words = trayWords(news);
    tray?.setToolTip(['Skein', ...words].join('\n'));
    // Beside the icon, macOS only: how many wait.
    if (process.platform === 'darwin') tray?.setTitle(news.waiting > 0 ? ` ${news.waiting}` : '');
    tray?.setContextMenu(
      Menu.buildFromTemplate([
        ...words.map((label) => ({ label, enabled: false })),
        { type: 'separator' },
        { label: 'Open Skein', click: act.show },
        { label: 'New Thread', click: act.newThread },
        { type: 'separator' },
        { label: 'Quit Skein', click: act.quit },
      ]),
    );
  }

  function showProjects({ projects }: SystemNews): void {
    if (process.platform === 'darwin') {
      app.dock?.setMenu(
        Menu.buildFromTemplate(
          dockMenu(projects, { newWindow: act.newWindow, newThread: act.newThread, open: act.openPath }),
        ),
      );
    }
    if (process.platform !== 'win32') return;
    const said = app.setJumpList(jumpList(starter, projects));
    // Who wants no list of what was opened gets the tasks alone.
    if (said === 'customCategoryAccessDeniedError') app.setJumpList(jumpList(starter, []));
    else if (said !== 'ok') log.warn('the jump list was not taken', { said });
  }

  let shownProjects = '';
  return {
    tell: (news) => {
      showTray(news);
      const projects = JSON.stringify(news.projects);
      if (projects !== shownProjects) showProjects(news);
      shownProjects = projects;
    },
    hasTray: () => tray !== null,
  };
}

/** Null where the desktop has no place for it. */
function makeTray(log: Log): Tray | null {
  try {
    const pictures = process.platform === 'darwin' ? TRAY_ICON.template : TRAY_ICON.colour;
    const image = nativeImage.createEmpty();
    for (const { scaleFactor, dataURL } of pictures) image.addRepresentation({ scaleFactor, dataURL });
    image.setTemplateImage(process.platform === 'darwin');
    return new Tray(image);
  } catch (error) {
    log.warn('there is no tray', { error: String(error) });
    return null;
  }
}

/** How the system starts this Skein. */
export const starterOf = (out: string): Starter => ({
  program: process.execPath,
  before: app.isPackaged ? [] : [dirname(out)],
});
